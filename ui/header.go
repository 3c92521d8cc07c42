package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// stepsHeader stands at the head of the window until the person is ready: the program switcher, the three steps with the one
// that is open, and the ways to everything that does not need a ready person. On the page of the programs it carries the
// app's name in place of the card and the steps.
type stepsHeader struct {
	shell *Shell
	box   *fyne.Container
	bar   *fyne.Container
	line  fyne.CanvasObject // at its foot
	parts headerParts
	full  *programSwitcher // in a wide header
	tile  *programSwitcher // in a narrow one
	steps *widgets.Stepper
	short *widgets.TextLine // the steps where there is little room
	open  int               // the open step that is shown
	back  *widgets.Button
	queue *railButton
	laid  headerState // what it is laid out for
}

// headerParts lays the header out: the place at the left, the steps in the middle of the window, the buttons at the
// right. Where there is little room the buttons move into More first, then the steps become one line of words.
type headerParts struct {
	place, small, name fyne.CanvasObject // card, its tile alone, and the app's name
	wide               float32           // of the card
	steps, short       fyne.CanvasObject
	buttons            []fyne.CanvasObject
	back               fyne.CanvasObject // of the buttons; it never moves into More
	more               fyne.CanvasObject
	app                bool // the page of the programs
	stepped            bool // the steps are shown
	used               func(fyne.CanvasObject) bool
}

func newStepsHeader(s *Shell) *stepsHeader {
	h := &stepsHeader{shell: s, open: -1}
	h.full, h.tile = newProgramSwitcher(s, false), newProgramSwitcher(s, true)
	h.steps = widgets.NewStepper(widgets.StepperConfig{Words: s.stepNames(), Say: s.sayStep})
	h.short = widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextBold})
	name := widgets.HBox(widgets.Space3, newAppTile(32),
		widgets.NewTextLine(widgets.TextConfig{Text: s.tr(msgProgramConnect), Size: widgets.TextBold, Whole: true}))
	quiet := func(text, icon string, to area) *widgets.Button {
		return widgets.NewButton(widgets.ButtonConfig{Text: text, Icon: icon, Kind: widgets.ButtonQuiet,
			Tapped: func() { s.goTo(to) }})
	}
	h.back = widgets.NewButton(widgets.ButtonConfig{Icon: "left",
		Text:   s.tr(&goi18n.Message{ID: "ui.steps.back-to-this-step", Other: "Back to this step"}),
		Tapped: func() { s.goTo(areaJourney) }})
	h.queue = newRailButton(s.tr(msgDownloads), "download", func() { s.goTo(areaDownloads) })
	help, settings := quiet(s.tr(msgHelp), "help", areaHelp), quiet(s.tr(msgSettings), "sliders", areaSettings)
	more := widgets.NewButton(widgets.ButtonConfig{Icon: "more", Text: s.tr(msgMore), Kind: widgets.ButtonQuiet})
	more.SetTapped(func() { s.openMenuAt(more, s.tr(msgMore), h.moreItems()) })
	h.parts = headerParts{place: h.full.box, small: widgets.Fixed(72, 0, h.tile.box), name: name,
		steps: h.steps.Box, short: h.short, more: more, back: h.back,
		buttons: []fyne.CanvasObject{h.back, h.queue.button, help, settings}, used: h.isUsed}
	h.bar = container.New(&h.parts, h.parts.all()...)
	ground := widgets.NewGround(widgets.Paint{Fill: widgets.ColorWindow})
	lined := edged(edgeBottom, h.bar)
	h.line = lined.Objects[1]
	h.box = container.NewStack(ground, lined)
	h.box.Hide()
	return h
}

// stepNames are the names of the steps.
func (tx texts) stepNames() []string {
	return []string{tx.tr(msgSignIn), tx.tr(&goi18n.Message{ID: "ui.steps.register", Other: "Register"}),
		tx.tr(&goi18n.Message{ID: "ui.steps.agreement", Other: "Agreement"})}
}

// sayStep is what a screen reader says of a step.
func (tx texts) sayStep(_ int, word string, current, done bool) string {
	switch {
	case done:
		return tx.tr(&goi18n.Message{ID: "ui.steps.done", Other: "{{.Step}}: done"}, "Step", word)
	case current:
		return tx.tr(&goi18n.Message{ID: "ui.steps.current", Other: "{{.Step}}: this step"}, "Step", word)
	default:
		return tx.tr(&goi18n.Message{ID: "ui.steps.later", Other: "{{.Step}}: later"}, "Step", word)
	}
}

// isUsed reports whether a button belongs into the header now.
func (h *stepsHeader) isUsed(o fyne.CanvasObject) bool {
	opened := h.shell.session.Load() != nil && h.shell.area != areaWelcome
	switch o {
	case h.back:
		return opened && h.shell.area != areaJourney
	case h.queue.button:
		return len(h.shell.view.Queue.Entries) > 0
	}
	return true
}

// moreItems are the buttons for which there is no room.
func (h *stepsHeader) moreItems() []widgets.MenuItem {
	var items []widgets.MenuItem
	add := func(o fyne.CanvasObject, label, icon string, to area) {
		if h.isUsed(o) {
			items = append(items, widgets.MenuItem{Label: label, Icon: icon, Action: func() { h.shell.goTo(to) }})
		}
	}
	add(h.queue.button, h.shell.tr(msgDownloads), "download", areaDownloads)
	add(nil, h.shell.tr(msgHelp), "help", areaHelp)
	add(nil, h.shell.tr(msgSettings), "sliders", areaSettings)
	return items
}

func (h *stepsHeader) show(shown bool) {
	if h.box.Visible() != shown {
		widgets.ShowIf(shown, h.box)
		h.shell.frame.Refresh()
	}
}

// headerState is what the layout of the header goes by.
type headerState struct {
	app, stepped, back, queue bool
	needy, open               int
}

func (h *stepsHeader) state() headerState {
	return headerState{app: h.parts.app, stepped: h.parts.stepped, back: h.isUsed(h.back), queue: h.isUsed(h.queue.button),
		needy: h.queue.cfg.Count, open: h.open}
}

// apply marks the steps. Entering the code from the mail belongs to Register, waiting for access comes after.
func (h *stepsHeader) apply(v view) {
	h.full.apply(v)
	h.tile.apply(v)
	h.queue.setBadge(widgets.BadgeConfig{Count: countNeedy(v.Queue), Needs: true})
	h.parts.app = h.shell.area == areaWelcome || h.shell.session.Load() == nil
	h.parts.stepped = !h.parts.app && h.shell.stepKnown()
	if open := openStep(v.Session); open != h.open {
		h.open = open
		h.steps.Set(open)
		words := h.shell.stepNames()
		h.short.SetText(h.shell.tr(&goi18n.Message{ID: "ui.steps.short", Other: "Step {{.Number}} of {{.Count}}: {{.Step}}"},
			"Number", min(open+1, len(words)), "Count", len(words), "Step", words[min(open, len(words)-1)]))
	}
	widgets.ShowIf(!h.parts.app, h.line)
	if now := h.state(); now != h.laid {
		h.laid = now
		h.bar.Refresh()
	}
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
