package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	found   map[string]*widgets.Paragraph // outcomes of the checks, by step
	page    *readingPage
	content *fyne.Container
}

func newGuideView(owner *help, g guide.Guide) *guideView {
	v := &guideView{owner: owner, shell: owner.shell, life: newLifetime(owner.life.ctx), guide: g,
		found: map[string]*widgets.Paragraph{}}
	cfg := widgets.HeaderConfig{Title: g.Title, MoreText: v.shell.tr(msgMore), Back: func() { owner.pane.Back() },
		BackText: v.shell.tr(&goi18n.Message{ID: "ui.guides.all-guides", Other: "All guides"})}
	if v.hasChecks() {
		cfg.Plain = []widgets.ButtonConfig{{Text: v.shell.tr(msgCheckAgain), Icon: "refresh", Tapped: v.check}}
	}
	body := widgets.VBox(widgets.Space4)
	if g.Summary != "" {
		body.Add(widgets.NewParagraph(widgets.TextConfig{Text: g.Summary}))
	}
	if g.Intro != "" {
		body.Add(widgets.NewMarkup(g.Intro, v.shell.openURL))
	}
	var cells []fyne.CanvasObject
	for i, step := range g.Steps {
		cells = append(cells, v.step(i+1, step))
	}
	if len(cells) > 0 {
		body.Add(widgets.NewCard(widgets.CardConfig{Cells: cells}))
	}
	if len(g.Related) > 0 {
		body.Add(widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextHeading,
			Text: v.shell.tr(&goi18n.Message{ID: "ui.guides.go-on-with", Other: "Go on with"})}))
		body.Add(v.related())
	}
	v.page = newReadingPage(0, helpMost, body).sunken()
	v.content = container.New(overLayout{}, v.page.box, widgets.VBox(0, widgets.NewPageHeader(cfg), widgets.NewLine()))
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

// step is one numbered step with its mark to tick.
func (v *guideView) step(number int, step guide.Step) fyne.CanvasObject {
	s := v.shell
	done := s.guides.done(v.guide.ID, step.ID)
	mark := container.NewStack(stepNumber(number, done))
	press := widgets.NewPressable(widgets.PressConfig{Content: mark, Look: widgets.Paint{Radius: 12},
		Say: func() string {
			name := s.tr(&goi18n.Message{ID: "ui.guides.step", Other: "{{.Number}}. {{.Title}}"}, "Number", number, "Title", step.Title)
			if done {
				return joined(", ", name, s.tr(&goi18n.Message{ID: "ui.guides.done", Other: "done"}))
			}
			return name
		},
		Hint: s.tr(&goi18n.Message{ID: "ui.guides.tick", Other: "Tick off"}),
		Tapped: func() {
			done = !done
			mark.Objects = []fyne.CanvasObject{stepNumber(number, done)}
			mark.Refresh()
			s.guides.tick(v.guide.ID, step.ID, done)
		}})
	var outcome *widgets.Paragraph
	if step.Check != "" {
		outcome = widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText2})
		outcome.Hide()
		v.found[step.ID] = outcome
		return s.hangingStep(press, step, v.owner.message, "", outcome)
	}
	return s.hangingStep(press, step, v.owner.message, "")
}

// stepNumber is the number of a step in a circle, or a tick where it is done.
func stepNumber(number int, done bool) fyne.CanvasObject {
	inside := fyne.CanvasObject(widgets.NewTextLine(widgets.TextConfig{Text: numberText(number), Size: widgets.TextCaption,
		Whole: true, Align: fyne.TextAlignCenter, Color: widgets.ColorText2}))
	paint := widgets.Paint{Edge: widgets.ColorEdge, Radius: 12}
	if done {
		inside, paint = widgets.NewIcon("check", widgets.ColorOK, widgets.IconSmall), widgets.Paint{Fill: widgets.ColorOKSoft, Radius: 12}
	}
	return widgets.Fixed(24, 24, container.NewStack(widgets.NewGround(paint), container.NewCenter(inside)))
}

func (v *guideView) related() fyne.CanvasObject {
	list := widgets.Flow(widgets.Space2)
	for _, id := range v.guide.Related {
		if g, ok := guide.ByID(id); ok {
			g = g.In(v.shell.tag())
			list.Add(plainButton(g.Title, "", func() { v.owner.show(g.ID) }))
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
	work(v.shell, v.life, func(ctx context.Context) (map[string]guide.Outcome, error) {
		return v.guide.Run(ctx, checker), nil
	}, func(found map[string]guide.Outcome, _ error) {
		for id, line := range v.found {
			v.shell.showOutcome(line, found[id])
		}
		v.page.fit()
	})
}

func (tx texts) showOutcome(line *widgets.Paragraph, o guide.Outcome) {
	m := &goi18n.Message{ID: "ui.guides.check.unknown", Other: "This couldn't be checked now."}
	color := widgets.ColorText2
	switch o.State {
	case guide.Passed:
		m, color = &goi18n.Message{ID: "ui.guides.check.passed", Other: "Checked: done."}, widgets.ColorOK
	case guide.Open:
		m = &goi18n.Message{ID: "ui.guides.check.open", Other: "Checked: not yet."}
	}
	line.SetColor(color)
	line.SetText(joined(" ", tx.tr(m), tx.say(o.Detail)))
	line.Show()
}
