package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/ui/widgets"
)

// showAnswers shows what the doctor found for a text: the best answer with its steps, the others by name.
func (w *help) showAnswers(text string, found []guide.Answer) {
	s := w.shell
	w.answers.RemoveAll()
	switch {
	case text == "":
	case len(found) == 0:
		w.answers.Add(widgets.NewCard(widgets.CardConfig{Content: widgets.VBox(widgets.Space1,
			widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextHeading,
				Text: s.tr(&goi18n.Message{ID: "ui.help.ask.not-known", Other: "I don't know this message."})}),
			widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2,
				Text: s.tr(&goi18n.Message{ID: "ui.help.ask.not-known.text",
					Other: "Look through the guides, or send the message to the program's contact."})}))}))
	default:
		w.answers.Add(w.best(found[0].In(s.tag()), text))
		if len(found) > 1 {
			w.answers.Add(w.others(found[1:]))
		}
	}
	w.doctor.fit()
}

// best is an answer whole: how sure it is, what happened, and each step with its text to send in place.
func (w *help) best(a guide.Answer, text string) fyne.CanvasObject {
	s := w.shell
	top := widgets.HBox(widgets.Space2, widgets.NewChip(s.certaintyChip(a.Certainty)),
		widgets.Grow(widgets.NewTextLine(widgets.TextConfig{Text: a.Code, Size: widgets.TextCaption, Color: widgets.ColorText3})))
	head := widgets.VBox(widgets.Space2, top,
		widgets.NewParagraph(widgets.TextConfig{Text: a.Guide.Title, Size: widgets.TextTitle}),
		widgets.NewParagraph(widgets.TextConfig{Text: a.Guide.Summary, Color: widgets.ColorText2}),
		widgets.NewParagraph(widgets.TextConfig{Text: a.Reason, Size: widgets.TextCaption, Color: widgets.ColorText3}))
	cells := []fyne.CanvasObject{head}
	steps := widgets.VBox(widgets.Space4, widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextBold,
		Text: s.tr(&goi18n.Message{ID: "ui.help.what-to-do", Other: "What to do"})}))
	for i, step := range a.Guide.Steps {
		steps.Add(s.hangingStep(stepNumber(i+1, false), step, text, a.Code))
	}
	if len(a.Guide.Steps) > 0 {
		cells = append(cells, steps)
	}
	note := mainButton(s.tr(&goi18n.Message{ID: "ui.help.copy-note", Other: "Copy a note for IT"}), "copy",
		func() { s.copyText(guide.Note(s.guides.details(text, a.Code))) })
	cells = append(cells, widgets.Flow(widgets.Space2, note,
		plainButton(s.tr(msgOpenTheGuide), "", func() { w.show(a.Guide.ID) })))
	return widgets.NewCard(widgets.CardConfig{Cells: cells})
}

// others are the answers that are less sure.
func (w *help) others(found []guide.Answer) fyne.CanvasObject {
	s := w.shell
	box := widgets.VBox(widgets.Space2, widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextBold,
		Text: s.tr(&goi18n.Message{ID: "ui.help.others", Other: "Not it? Other answers"})}))
	var cells []fyne.CanvasObject
	for _, a := range found {
		a = a.In(s.tag())
		words := widgets.VBox(0, widgets.NewParagraph(widgets.TextConfig{Text: a.Guide.Title, Size: widgets.TextBold}),
			widgets.NewParagraph(widgets.TextConfig{Text: a.Guide.Summary, Size: widgets.TextCaption, Color: widgets.ColorText3}))
		open := widgets.NewButton(widgets.ButtonConfig{Text: s.tr(msgOpenTheGuide), Size: widgets.ButtonSmall,
			Label: joined(": ", s.tr(msgOpenTheGuide), a.Guide.Title), Tapped: func() { w.show(a.Guide.ID) }})
		cells = append(cells, widgets.HBox(widgets.Space3, widgets.Grow(words), open))
	}
	box.Add(widgets.NewCard(widgets.CardConfig{Cells: cells}))
	return box
}

// certaintyChip says how sure an answer is.
func (tx texts) certaintyChip(c guide.Certainty) widgets.ChipConfig {
	switch c {
	case guide.Certain:
		return widgets.ChipConfig{Icon: "check", Tone: widgets.ToneOK,
			Text: tx.tr(&goi18n.Message{ID: "ui.help.exact-match", Other: "Exact match"})}
	case guide.Likely:
		return widgets.ChipConfig{Tone: widgets.ToneRun, Text: tx.tr(&goi18n.Message{ID: "ui.help.likely-match", Other: "Likely"})}
	default:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.help.possible-match", Other: "Possible"})}
	}
}
