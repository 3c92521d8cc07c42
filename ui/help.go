package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/ui/widgets"
)

// askDelay gathers a burst of typing into one question to the doctor.
const askDelay = 200 * time.Millisecond

// help is the doctor (any message in, its meaning and remedy out), the guides, and the logs.
type help struct {
	shell   *Shell
	life    *lifetime
	search  *widgets.Field
	answers *fyne.Container
	doctor  *readingPage
	list    *guideList
	header  *widgets.PageHeader
	front   *fyne.Container // head, doctor, and the guides where there is room
	pane    *widgets.Pane
	guide   *guideView // the open guide; nil for none
	wait    *waiting
	message string // what the texts of a guide are filled from
	cancel  func() // ends the wait before a question
	round   int    // numbers the questions, so that an old answer is told from the newest
	narrow  bool   // the guides have no room beside the doctor
	listed  bool   // the guides stand over the doctor
}

func newHelp(s *Shell) *help {
	w := &help{shell: s, life: newLifetime(s.ctx), answers: widgets.VBox(widgets.Space3), wait: newWaiting(s)}
	w.search = widgets.NewField(widgets.FieldConfig{Lines: 3,
		Label: s.tr(&goi18n.Message{ID: "ui.help.ask", Other: "What went wrong?"}),
		Placeholder: s.tr(&goi18n.Message{ID: "ui.help.ask.placeholder",
			Other: "Paste any message or code, or say in your own words what doesn't work"}),
		Changed: func(string) { w.soon() }})
	buttons := widgets.Flow(widgets.Space2,
		plainButton(s.tr(&goi18n.Message{ID: "ui.help.paste", Other: "Paste"}), "paste",
			func() { w.search.SetText(s.cfg.Paste()) }),
		quietButton(s.tr(&goi18n.Message{ID: "ui.help.clear", Other: "Clear"}), "x", func() { w.search.SetText("") }))
	w.doctor = newReadingPage(0, helpMost, widgets.VBox(widgets.Space4, w.search.Box, buttons, w.wait.box, w.answers)).sunken()
	w.list = newGuideList(w)
	w.header = widgets.NewPageHeader(w.headConfig())
	w.front = container.New(&helpLayout{w}, widgets.VBox(0, w.header, widgets.NewLine()), w.doctor.box, widgets.NewLine(),
		w.list.box)
	w.pane = widgets.NewPane(w.front)
	w.take()
	return w
}

func (w *help) headConfig() widgets.HeaderConfig {
	s := w.shell
	cfg := widgets.HeaderConfig{Title: s.tr(msgHelp), MoreText: s.tr(msgMore),
		Caption: s.tr(&goi18n.Message{ID: "ui.help.caption", Other: "Works without a network. What you paste stays on this computer."})}
	if s.cfg.LogsDir != "" {
		cfg.Plain = append(cfg.Plain, widgets.ButtonConfig{Icon: "folder",
			Text:   s.tr(&goi18n.Message{ID: "ui.help.show-the-logs", Other: "Show the logs"}),
			Hint:   s.tr(&goi18n.Message{ID: "ui.help.logs.text", Other: "The logs hold no password, no token and no code."}),
			Tapped: func() { s.files.show(s.cfg.LogsDir) }})
	}
	if w.narrow {
		cfg.Plain = append(cfg.Plain, widgets.ButtonConfig{Icon: "text", Text: s.tr(msgGuides), Tapped: w.showList})
	}
	return cfg
}

func (w *help) object() fyne.CanvasObject { return w.pane.Container }
func (w *help) first() fyne.Focusable     { return w.search.Input }
func (w *help) find()                     { w.showFront(); w.shell.win.Canvas().Focus(w.search.Input) }

// apply takes over a request that came while Help was open.
func (w *help) apply(view) { w.take() }

func (w *help) leave() {
	w.stop()
	w.closeGuide()
	w.life.end()
}

func (w *help) escape() bool { return w.pane.Back() }

// showTicks shows in the list how much of each guide was ticked off.
func (w *help) showTicks() { w.list.fill() }

// take opens what another screen asked for.
func (w *help) take() {
	request := w.shell.guides.request
	w.shell.guides.request = helpRequest{}
	switch {
	case request.guide != "":
		w.message = request.message
		w.show(request.guide)
	case request.ask != "":
		w.showFront()
		w.search.SetText(request.ask)
	}
}

func (w *help) stop() {
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
	w.wait.stop()
}

// soon asks the doctor once the typing pauses. He works on this computer and needs no network, but reads his books at the
// first question.
func (w *help) soon() {
	w.stop()
	w.round++
	w.message = strings.TrimSpace(w.search.Text())
	if w.message == "" {
		w.showAnswers("", nil)
		return
	}
	w.cancel = w.shell.cfg.After(askDelay, func() {
		w.cancel = nil
		w.ask()
	})
}

func (w *help) ask() {
	round, text := w.round, w.message
	w.wait.startAfter(moment, w.shell.tr(&goi18n.Message{ID: "ui.help.looking", Other: "Looking for the answer…"}))
	work(w.shell, w.life, func(context.Context) ([]guide.Answer, error) { return guide.Find(text), nil },
		func(found []guide.Answer, _ error) {
			if round == w.round {
				w.wait.stop()
				w.showAnswers(text, found)
			}
		})
}

// show opens one guide as a checklist.
func (w *help) show(id string) {
	g, ok := guide.ByID(id)
	if !ok {
		w.showFront()
		w.shell.foot.say(w.shell.tr(&goi18n.Message{ID: "ui.help.no-guide", Other: "There's no guide of that name."}))
		return
	}
	if w.guide != nil {
		w.pane.Back()
	}
	opened := newGuideView(w, g.In(w.shell.tag()))
	w.guide = opened
	w.pane.Open(opened.content, w.closeGuide)
	w.shell.win.Canvas().Focus(widgets.FirstFocusable(opened.content))
}

// showList opens the guides over the doctor, where they have no room beside him.
func (w *help) showList() {
	s := w.shell
	header := widgets.NewPageHeader(widgets.HeaderConfig{Title: s.tr(msgGuides), MoreText: s.tr(msgMore),
		Back: func() { w.pane.Back() }, BackText: s.tr(msgHelp)})
	page := container.New(overLayout{}, w.list.box, widgets.VBox(0, header, widgets.NewLine()))
	w.listed = true
	w.list.box.Show()
	w.pane.Open(page, func() {
		w.listed = false
		widgets.ShowIf(!w.narrow, w.list.box)
	})
}

func (w *help) closeGuide() {
	if w.guide != nil {
		w.guide.life.end()
		w.guide = nil
		w.list.fill()
	}
}

func (w *help) showFront() {
	for w.pane.Depth() > 1 {
		w.pane.Back()
	}
}

// setNarrow says whether the guides stand beside the doctor.
func (w *help) setNarrow(narrow bool) {
	if narrow != w.narrow {
		w.narrow = narrow
		w.header.Set(w.headConfig())
	}
}

// quietButton is a button without an edge.
func quietButton(text, icon string, do func()) *widgets.Button {
	return widgets.NewButton(widgets.ButtonConfig{Text: text, Icon: icon, Kind: widgets.ButtonQuiet, Tapped: do})
}
