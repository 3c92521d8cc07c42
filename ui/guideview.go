package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/ui/widgets"
)

// guideView is one guide as a checklist: ticks that are kept, links that name their host, texts to copy and
// send, and checks that the app runs itself.
type guideView struct {
	owner   *help
	shell   *Shell
	life    *lifetime
	guide   guide.Guide
	back    *widgets.StockButton
	found   map[string]*widget.Label // outcomes of the checks, by step
	content fyne.CanvasObject
}

func newGuideView(owner *help, g guide.Guide) *guideView {
	v := &guideView{owner: owner, shell: owner.shell, life: newLifetime(owner.life.ctx), guide: g,
		found: map[string]*widget.Label{}}
	v.back = widgets.NewStockButton(v.shell.tr(&goi18n.Message{ID: "ui.guides.all-guides", Other: "All guides"}),
		theme.NavigateBackIcon(), owner.showFront)
	top := widgets.Buttons(v.back)
	if v.hasChecks() {
		top.Add(widgets.NewStockButton(v.shell.tr(msgCheckAgain), theme.ViewRefreshIcon(), v.check))
	}
	body := container.NewVBox(top, widgets.Heading(g.Title))
	if g.Summary != "" {
		body.Add(widgets.Wrapped(g.Summary))
	}
	if g.Intro != "" {
		body.Add(widgets.NewMarkup(g.Intro, v.shell.openURL))
	}
	for i, step := range g.Steps {
		body.Add(v.step(i+1, step))
	}
	if len(g.Related) > 0 {
		body.Add(widgets.Subheading(v.shell.tr(&goi18n.Message{ID: "ui.guides.go-on-with", Other: "Go on with"})))
		body.Add(v.related())
	}
	v.content = widgets.Page(body)
	v.check()
	return v
}

func (v *guideView) hasChecks() bool {
	for _, step := range v.guide.Steps {
		if step.Check != "" {
			return true
		}
	}
	return false
}

// step is one numbered step with its box to tick.
func (v *guideView) step(number int, step guide.Step) fyne.CanvasObject {
	done := widgets.NewTick(v.shell.tr(&goi18n.Message{ID: "ui.guides.step", Other: "{{.Number}}. {{.Title}}"},
		"Number", number, "Title", step.Title), nil)
	done.Checked = v.shell.guides.done(v.guide.ID, step.ID)
	done.OnChanged = func(on bool) { v.shell.guides.tick(v.guide.ID, step.ID, on) }
	box := container.NewVBox(done)
	if step.Check != "" {
		label := widgets.Wrapped("")
		label.Hide()
		v.found[step.ID] = label
		box.Add(label)
	}
	if step.Text != "" {
		box.Add(widgets.NewMarkup(step.Text, v.shell.openURL))
	}
	for _, link := range step.Links {
		box.Add(widgets.Buttons(widgets.NewStockButton(
			v.shell.tr(&goi18n.Message{ID: "ui.guides.open-host", Other: "Open {{.Host}}"}, "Host",
				link.Host), theme.ComputerIcon(), func() { v.shell.openURL(link.URL) }),
			widgets.NewStockQuietButton(v.shell.tr(msgCopyLink), theme.ContentCopyIcon(),
				func() { v.shell.copyText(link.URL) })))
	}
	for _, template := range step.Templates {
		text := guide.Fill(template, v.shell.guides.details(v.owner.message, ""))
		shown := widgets.Selectable(text)
		shown.Wrapping = fyne.TextWrapWord
		box.Add(widgets.NewStockSurface(theme.ColorNameBackground, shown))
		box.Add(widgets.Buttons(widgets.NewStockButton(
			v.shell.tr(&goi18n.Message{ID: "ui.guides.copy-this-text",
				Other: "Copy this text"}), theme.ContentCopyIcon(), func() { v.shell.copyText(text) })))
	}
	return widgets.Panel(box)
}

func (v *guideView) related() fyne.CanvasObject {
	list := widgets.Buttons()
	for _, id := range v.guide.Related {
		if g, ok := guide.ByID(id); ok {
			g = g.In(v.shell.tag())
			list.Add(widgets.NewStockButton(g.Title, theme.NavigateNextIcon(), func() { v.owner.show(g.ID) }))
		}
	}
	return list
}

// check asks about every step that the app can look at by itself.
func (v *guideView) check() {
	if !v.hasChecks() {
		return
	}
	checker := v.shell.guides.checker()
	work(v.shell, v.life, func(ctx context.Context) (map[string]guide.Outcome,
		error) {
		return v.guide.Run(ctx, checker), nil
	},
		func(found map[string]guide.Outcome, _ error) {
			for id, label := range v.found {
				v.shell.showOutcome(label, found[id])
			}
		})
}

func (tx texts) showOutcome(label *widget.Label, o guide.Outcome) {
	m := &goi18n.Message{ID: "ui.guides.check.unknown", Other: "This could not be looked at now."}
	switch o.State {
	case guide.Passed:
		m = &goi18n.Message{ID: "ui.guides.check.passed", Other: "Looked at: done."}
	case guide.Open:
		m = &goi18n.Message{ID: "ui.guides.check.open", Other: "Looked at: not yet."}
	}
	text := tx.tr(m)
	label.Importance = widget.MediumImportance
	if o.State == guide.Passed {
		label.Importance = widget.SuccessImportance
	}
	label.SetText(joined(" ", text, tx.say(o.Detail)))
	label.Show()
}
