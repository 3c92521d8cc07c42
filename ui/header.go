package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// stepsHeader stands at the head of the window until the person is ready: the three steps with the one that
// is open, and the ways to everything that does not need a ready person.
type stepsHeader struct {
	shell *Shell
	box   *fyne.Container
	line  *fyne.Container      // the steps
	own   *widgets.StockButton // the account; nobody has one before a program was opened
	steps [3]*stepMark
	back  *widgets.StockButton
	queue *widgets.StockButton
}

// stepMark is one step: a sign (done, open, to come) and its name, in words for those who see no colour.
type stepMark struct {
	icon *widget.Icon
	name string
	text *widget.Label
}

func newStepsHeader(s *Shell) *stepsHeader {
	h := &stepsHeader{shell: s}
	line := container.NewHBox()
	h.line = line
	for i, name := range []string{s.tr(msgSignIn), s.tr(&goi18n.Message{ID: "ui.steps.register", Other: "Register"}),
		s.tr(&goi18n.Message{ID: "ui.steps.agreement", Other: "Agreement"})} {
		h.steps[i] = &stepMark{icon: widget.NewIcon(nil), name: name, text: widget.NewLabel(name)}
		if i > 0 {
			line.Add(widget.NewIcon(theme.NavigateNextIcon()))
		}
		line.Add(h.steps[i].icon)
		line.Add(h.steps[i].text)
	}
	h.back = widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.steps.back-to-this-step", Other: "Back to this step"}),
		theme.NavigateBackIcon(), func() { s.goTo(areaJourney) })
	h.queue = widgets.NewStockQuietButton(s.tr(msgDownloads), theme.DownloadIcon(), func() { s.goTo(areaDownloads) })
	h.own = widgets.NewStockQuietButton(s.tr(msgAccount), theme.AccountIcon(), func() { s.goTo(areaAccount) })
	tools := container.NewHBox(h.back, h.queue,
		widgets.NewStockQuietButton(s.tr(msgPrograms), theme.HomeIcon(), func() { s.goTo(areaWelcome) }),
		widgets.NewStockQuietButton(s.tr(msgHelp), theme.HelpIcon(), func() { s.goTo(areaHelp) }),
		h.own,
		widgets.NewStockQuietButton(s.tr(msgSettings), theme.SettingsIcon(), func() { s.goTo(areaSettings) }))
	h.box = container.NewVBox(
		container.NewPadded(container.NewHBox(line, layout.NewSpacer(), tools)),
		widget.NewSeparator())
	h.box.Hide()
	return h
}

func (h *stepsHeader) show(shown bool) {
	if h.box.Visible() != shown {
		widgets.ShowIf(shown, h.box)
		h.shell.frame.Refresh()
	}
}

// apply marks the steps. Entering the code from the mail belongs to Register, waiting for access comes after.
func (h *stepsHeader) apply(v view) {
	open := openStep(v.Session)
	for i, mark := range h.steps {
		bold, icon, text := false, theme.RadioButtonIcon(), mark.name
		switch {
		case i < open:
			icon, text = theme.ConfirmIcon(), h.shell.tr(&goi18n.Message{ID: "ui.steps.done", Other: "{{.Step}}: done"},
				"Step", mark.name)
		case i == open:
			bold, icon = true, theme.RadioButtonCheckedIcon()
		}
		mark.icon.SetResource(icon)
		mark.text.TextStyle.Bold = bold
		mark.text.SetText(text)
	}
	opened := h.shell.session.Load() != nil
	widgets.ShowIf(opened, h.line)
	widgets.ShowIf(opened, h.own)
	widgets.ShowIf(opened && h.shell.area != areaJourney, h.back)
	widgets.ShowIf(len(v.Queue.Entries) > 0, h.queue)
}

// openStep is the index of the step a person is at; 3 when all three are done.
func openStep(snap session.Snapshot) int {
	switch snap.Step {
	case api.StepRegister, api.StepVerify:
		return 1
	case api.StepAgreement:
		return 2
	case api.StepAccess:
		if snap.Status != nil && snap.Status.Registration == nil {
			return 1 // this program lets only those register whom it knows
		}
		return 3
	case api.StepReady:
		return 3
	default:
		return 0
	}
}
