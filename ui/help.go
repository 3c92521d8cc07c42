package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/internal/fault"
)

// helpRequest is what Help opens with: a guide, or a text for the doctor.
type helpRequest struct {
	guide string
	ask   string
}

// help is the doctor (any message in, its meaning and remedy out), the guides, and the logs.
type help struct {
	shell   *Shell
	life    *life
	search  *field
	answers *fyne.Container
	front   *container.Scroll // search, answers, list of guides
	open    *fyne.Container   // one guide
	guide   string            // id of the open guide; empty for none
	content *fyne.Container
}

func newHelp(s *Shell) *help {
	w := &help{shell: s, life: newLife(s.ctx), answers: container.NewVBox(), open: container.NewStack()}
	w.search = newTextField(3)
	w.search.SetPlaceHolder(tr("Paste any message or code, or say in your words what does not work"))
	w.search.OnChanged = func(string) { w.answer() }
	guides := container.NewVBox()
	for _, g := range listGuides() {
		guides.Add(w.entry(g.id, g.title, g.summary))
	}
	w.front = page(heading(tr("Help")),
		strong(tr("What went wrong?")), w.search,
		buttons(newButton(tr("Paste"), theme.ContentPasteIcon(), func() { w.search.SetText(s.cfg.Paste()) }),
			newQuietButton(tr("Clear"), theme.ContentClearIcon(), func() { w.search.SetText("") })),
		small(tr("What you paste stays on this computer.")),
		w.answers,
		subheading(tr("Guides")), guides,
		subheading(tr("Logs")), w.logs())
	w.content = container.NewStack(w.front, w.open)
	w.open.Hide()
	w.take()
	return w
}

func (w *help) object() fyne.CanvasObject { return w.content }
func (w *help) leave()                    { w.life.end() }
func (w *help) first() fyne.Focusable     { return w.search }
func (w *help) find()                     { w.showFront(); w.shell.win.Canvas().Focus(w.search) }

// apply takes over a request that came while Help was open.
func (w *help) apply(view) { w.take() }

func (w *help) escape() bool {
	if w.guide == "" {
		return false
	}
	w.showFront()
	return true
}

// take opens what another screen asked for.
func (w *help) take() {
	request := w.shell.help
	w.shell.help = helpRequest{}
	switch {
	case request.guide != "":
		w.show(request.guide)
	case request.ask != "":
		w.showFront()
		w.search.SetText(request.ask)
	}
}

// answer asks the doctor at every change of the text; it works on this computer and needs no network.
func (w *help) answer() {
	w.answers.RemoveAll()
	text := strings.TrimSpace(w.search.Text)
	if text == "" {
		return
	}
	found := askDoctor(text)
	if len(found) == 0 {
		w.answers.Add(panel(container.NewVBox(strong(tr("I do not know this message.")),
			wrapped(tr("Look through the guides below, or send the message to the program's contact.")))))
		return
	}
	for i, a := range found {
		if i == 4 {
			break
		}
		w.answers.Add(w.answerView(a))
	}
}

func (w *help) answerView(a doctorAnswer) fyne.CanvasObject {
	box := container.NewVBox(strong(a.title))
	if a.cause != "" {
		box.Add(wrapped(a.cause))
	}
	if a.why != "" {
		box.Add(small(a.why))
	}
	line := buttons(newButton(tr("Open the guide"), theme.NavigateNextIcon(), func() { w.show(a.guide) }))
	if a.note != nil {
		line.Add(newQuietButton(tr("Copy a note for IT"), theme.ContentCopyIcon(), func() { w.shell.copyText(a.note()) }))
	}
	box.Add(line)
	return panel(box)
}

func (w *help) entry(id, title, summary string) fyne.CanvasObject {
	text := lines(strong(title))
	if summary != "" {
		text.Add(small(summary))
	}
	return apart(text, container.NewCenter(newButton(tr("Open"), theme.NavigateNextIcon(), func() { w.show(id) })))
}

func (w *help) logs() fyne.CanvasObject {
	if w.shell.cfg.LogsDir == "" {
		return small(tr("This app keeps no logs."))
	}
	return container.NewVBox(wrapped(tr("The logs hold no password, no token and no code.")),
		apart(copyable(w.shell.cfg.LogsDir), newButton(tr("Show the logs"), theme.FolderOpenIcon(), func() {
			if err := w.shell.reveal(w.shell.cfg.LogsDir); err != nil {
				w.shell.tell(err)
			}
		})))
}

// show opens one guide as a checklist.
func (w *help) show(id string) {
	g, ok := guideOf(id)
	if !ok {
		w.showFront()
		w.shell.foot.say(tr("There is no guide of that name."))
		return
	}
	w.guide = id
	back := newButton(tr("All guides"), theme.NavigateBackIcon(), w.showFront)
	body := container.NewVBox(buttons(back), heading(g.title))
	if g.text != "" {
		body.Add(w.shell.markupView(g.text))
	}
	for _, step := range g.steps {
		body.Add(w.step(id, step))
	}
	if g.after != "" {
		body.Add(w.shell.markupView(g.after))
	}
	w.open.Objects = []fyne.CanvasObject{page(body)}
	w.front.Hide()
	w.open.Show()
	w.content.Refresh()
	w.shell.win.Canvas().Focus(back)
}

// step is one line of the checklist; what was ticked stays ticked as long as the app runs.
func (w *help) step(guide string, step guideStep) fyne.CanvasObject {
	key := guide + "/" + step.id
	done := newTick(step.title, func(on bool) { w.shell.ticked[key] = on })
	done.Checked = w.shell.ticked[key]
	box := container.NewVBox(done)
	if step.text != "" {
		box.Add(w.shell.markupView(step.text))
	}
	if step.link != "" && mayOpen(step.link) {
		box.Add(buttons(newButton(tr("Open the page"), theme.ComputerIcon(), func() { w.shell.openURL(step.link) }),
			newButton(tr("Copy link"), theme.ContentCopyIcon(), func() { w.shell.copyText(step.link) }), hostLabel(step.link)))
	}
	return panel(box)
}

func hostLabel(address string) *widget.Label {
	l := widget.NewLabel(hostOf(address))
	l.Importance = widget.LowImportance
	return l
}

func (w *help) showFront() {
	w.guide = ""
	w.open.Hide()
	w.front.Show()
	w.content.Refresh()
}

// openGuide shows a guide, from wherever the person is.
func (s *Shell) openGuide(id string) {
	s.help = helpRequest{guide: id}
	s.goTo(placeHelp)
	s.screen.apply(s.view)
}

// askDoctor opens the doctor with a text.
func (s *Shell) askDoctor(text string) {
	s.help = helpRequest{ask: text}
	s.goTo(placeHelp)
	s.screen.apply(s.view)
}

// explain opens the guide of an error, or the doctor with its words.
func (s *Shell) explain(f *fault.Error) {
	if _, ok := guideOf(f.Guide); ok && f.Guide != "" {
		s.openGuide(f.Guide)
		return
	}
	s.askDoctor(joined(" ", f.Title, f.Cause))
}
