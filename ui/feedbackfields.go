package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// feedbackPart is a field of the form: a text, a choice, or answers as cards.
type feedbackPart struct {
	name     string // as api.FieldError has it
	box      fyne.CanvasObject
	focus    fyne.Focusable // nil where the field has no control of its own
	setError func(text string)
}

// feedbackParts are the fields of the form, in their order on the screen.
type feedbackParts []*feedbackPart

func (p feedbackParts) find(name string) *feedbackPart {
	for _, part := range p {
		if part.name == name {
			return part
		}
	}
	return nil
}

// show puts each error under its field and takes the others away. It returns the first wrong field, or nil.
func (p feedbackParts) show(tx texts, wrong []api.FieldError) *feedbackPart {
	var first *feedbackPart
	for _, part := range p {
		text := tx.fieldError(part.name, wrong)
		part.setError(text)
		if text != "" && first == nil {
			first = part
		}
	}
	return first
}

// textPart is a field for a text, with the count of its characters once that comes near the limit.
func (f *feedbackForm) textPart(name, label, hint, now string, lines, limit int, changed func(string)) (*feedbackPart, *widgets.Field) {
	field := widgets.NewField(widgets.FieldConfig{Label: label, Hint: hint, Text: now, Lines: lines, Send: f.send,
		Left: f.left(name), Changed: changed, Counter: f.counter(limit)})
	return &feedbackPart{name: name, box: field.Box, focus: field.Input, setError: func(text string) {
		field.SetError(text)
		f.settle()
	}}, field
}

func (f *feedbackForm) counter(limit int) func(int) (string, bool) {
	if limit == 0 {
		return nil
	}
	return func(n int) (string, bool) {
		if n <= limit*8/10 {
			return "", false
		}
		return f.shell.tr(msgCharacters, "Count", n, "Limit", limit), n > limit
	}
}

// inputPart is a field around a control that shows no error itself.
func (f *feedbackForm) inputPart(name, label, hint string, input fyne.CanvasObject, focus fyne.Focusable) *feedbackPart {
	note := widgets.NewParagraph(widgets.TextConfig{Text: hint, Size: widgets.TextCaption, Color: widgets.ColorText3})
	widgets.ShowIf(hint != "", note)
	box := widgets.VBox(6, widgets.NewParagraph(widgets.TextConfig{Text: label, Size: widgets.TextBold}), input, note)
	return &feedbackPart{name: name, box: box, focus: focus, setError: func(text string) {
		if text == "" {
			note.SetLook(widgets.TextCaption, widgets.ColorText3)
			note.SetText(hint)
		} else {
			note.SetLook(widgets.TextBody, widgets.ColorStop)
			note.SetText(text)
		}
		widgets.ShowIf(hint != "" || text != "", note)
		f.settle()
	}}
}

// choicePart is a drop-down with its label.
func (f *feedbackForm) choicePart(name, label, hint string, options []string, now int, changed func(int)) (*feedbackPart, *widgets.Select) {
	choice := widgets.NewSelect(widgets.SelectOptions{Label: label, Options: options, Chosen: now, OnChanged: changed,
		Placeholder: f.shell.tr(&goi18n.Message{ID: "ui.common.choose-one", Other: "Choose one"})})
	return f.inputPart(name, label, hint, widgets.HBox(0, choice, widgets.Spring()), choice), choice
}
