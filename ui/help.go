package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/ui/widgets"
)

// help is the doctor (any message in, its meaning and remedy out), the guides, and the logs.
type help struct {
	shell   *Shell
	life    *lifetime
	search  *widgets.StockField
	answers *fyne.Container
	front   *container.Scroll // search, answers, list of guides
	open    *fyne.Container   // one guide
	list    *fyne.Container   // of the guides
	guide   *guideView        // the open guide; nil for none
	message string            // what the texts of a guide are filled from
	content *fyne.Container
}

func newHelp(s *Shell) *help {
	w := &help{shell: s, life: newLifetime(s.ctx), answers: container.NewVBox(), open: container.NewStack(),
		list: container.NewVBox()}
	w.search = widgets.NewStockTextField(3)
	w.search.SetPlaceHolder(
		s.tr(&goi18n.Message{ID: "ui.help.ask.placeholder",
			Other: "Paste any message or code, or say in your words what does not work"}))
	w.search.OnChanged = func(string) { w.answer() }
	w.showTicks()
	w.front = widgets.Page(widgets.Heading(s.tr(msgHelp)),
		widgets.Strong(s.tr(&goi18n.Message{ID: "ui.help.ask", Other: "What went wrong?"})), w.search,
		widgets.Buttons(widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.help.paste", Other: "Paste"}),
			theme.ContentPasteIcon(), func() { w.search.SetText(s.cfg.Paste()) }),
			widgets.NewStockQuietButton(s.tr(&goi18n.Message{ID: "ui.help.clear", Other: "Clear"}), theme.ContentClearIcon(),
				func() { w.search.SetText("") })),
		widgets.Small(
			s.tr(&goi18n.Message{ID: "ui.help.ask.private", Other: "What you paste stays on this computer."})),
		w.answers,
		widgets.Subheading(s.tr(&goi18n.Message{ID: "ui.help.guides", Other: "Guides"})), w.list,
		widgets.Subheading(s.tr(&goi18n.Message{ID: "ui.help.logs", Other: "Logs"})), w.logs())
	w.content = container.NewStack(w.front, w.open)
	w.open.Hide()
	w.take()
	return w
}

// showTicks lists the guides, each with what was ticked off.
func (w *help) showTicks() {
	w.list.RemoveAll()
	for _, g := range guide.List(w.shell.tag()) {
		w.list.Add(w.entry(g))
	}
}

func (w *help) object() fyne.CanvasObject { return w.content }
func (w *help) leave()                    { w.closeGuide(); w.life.end() }
func (w *help) first() fyne.Focusable     { return w.search }
func (w *help) find()                     { w.showFront(); w.shell.win.Canvas().Focus(w.search) }

// apply takes over a request that came while Help was open.
func (w *help) apply(view) { w.take() }

func (w *help) escape() bool {
	if w.guide == nil {
		return false
	}
	w.showFront()
	return true
}

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

// answer asks the doctor at every change of the text; it works on this computer and needs no network.
func (w *help) answer() {
	w.answers.RemoveAll()
	text := strings.TrimSpace(w.search.Text)
	w.message = text
	if text == "" {
		return
	}
	found := guide.Find(text)
	if len(found) == 0 {
		w.answers.Add(widgets.Panel(widgets.Lines(widgets.Strong(
			w.shell.tr(&goi18n.Message{ID: "ui.help.ask.not-known", Other: "I do not know this message."})),
			widgets.Wrapped(
				w.shell.tr(&goi18n.Message{ID: "ui.help.ask.not-known.text",
					Other: "Look through the guides below, or send the message to the program's contact."})))))
		return
	}
	for _, a := range found {
		w.answers.Add(w.answerView(a.In(w.shell.tag()), text))
	}
}

func (w *help) answerView(a guide.Answer, text string) fyne.CanvasObject {
	box := container.NewVBox(widgets.Lines(widgets.Strong(a.Guide.Title), widgets.Wrapped(a.Guide.Summary),
		widgets.Small(joined(" ", w.shell.certaintyText(a.Certainty), a.Reason))))
	box.Add(widgets.Buttons(widgets.NewStockButton(w.shell.tr(msgOpenTheGuide), theme.NavigateNextIcon(),
		func() { w.show(a.Guide.ID) }),
		widgets.NewStockQuietButton(w.shell.tr(&goi18n.Message{ID: "ui.help.copy-note", Other: "Copy a note for IT"}),
			theme.ContentCopyIcon(), func() { w.shell.copyText(guide.Note(w.shell.guides.details(text, a.Code))) })))
	return widgets.Panel(box)
}

func (tx texts) certaintyText(c guide.Certainty) string {
	switch c {
	case guide.Certain:
		return tx.tr(&goi18n.Message{ID: "ui.help.certain", Other: "This is it."})
	case guide.Likely:
		return tx.tr(&goi18n.Message{ID: "ui.help.likely", Other: "Likely."})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.help.perhaps", Other: "Perhaps."})
	}
}

func (w *help) entry(g guide.Guide) fyne.CanvasObject {
	text := widgets.Lines(widgets.Strong(g.Title), widgets.Small(joined(" ", g.Summary, w.shell.guides.doneText(g))))
	return widgets.Apart(text, container.NewCenter(widgets.NewStockButton(w.shell.tr(msgOpen), theme.NavigateNextIcon(),
		func() { w.show(g.ID) })))
}

func (w *help) logs() fyne.CanvasObject {
	if w.shell.cfg.LogsDir == "" {
		return widgets.Small(w.shell.tr(&goi18n.Message{ID: "ui.help.logs.none", Other: "This app keeps no logs."}))
	}
	return container.NewVBox(widgets.Wrapped(
		w.shell.tr(&goi18n.Message{ID: "ui.help.logs.text",
			Other: "The logs hold no password, no token and no code."})),
		widgets.Apart(widgets.Selectable(w.shell.cfg.LogsDir),
			widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.help.show-the-logs", Other: "Show the logs"}),
				theme.FolderOpenIcon(), func() {
					w.shell.files.show(w.shell.cfg.LogsDir)
				})))
}

// show opens one guide as a checklist.
func (w *help) show(id string) {
	g, ok := guide.ByID(id)
	if !ok {
		w.showFront()
		w.shell.foot.say(w.shell.tr(&goi18n.Message{ID: "ui.help.no-guide", Other: "There is no guide of that name."}))
		return
	}
	w.closeGuide()
	w.guide = newGuideView(w, g.In(w.shell.tag()))
	w.open.Objects = []fyne.CanvasObject{w.guide.content}
	w.front.Hide()
	w.open.Show()
	w.content.Refresh()
	w.shell.win.Canvas().Focus(w.guide.back)
}

func (w *help) closeGuide() {
	if w.guide != nil {
		w.guide.life.end()
		w.guide = nil
	}
}

func (w *help) showFront() {
	w.closeGuide()
	w.open.Hide()
	w.front.Show()
	w.content.Refresh()
}
