package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// formField is one field of a form: its name, what to fill in, a word about it, and its error under it.
type formField struct {
	name  string // as program.FieldError names it
	focus fyne.Focusable
	error *widget.Label
	extra *fyne.Container // under the error: a counter, suggestions
	box   *fyne.Container
}

// newFormField stacks label, input, hint and error. An optional field says so in its label.
func newFormField(name, label, hint string, input fyne.CanvasObject, focus fyne.Focusable) *formField {
	f := &formField{name: name, focus: focus, error: wrapped(""), extra: container.NewVBox()}
	f.error.Importance = widget.DangerImportance
	f.error.Hide()
	title := lines(strong(label))
	if hint != "" {
		title.Add(small(hint))
	}
	f.box = container.NewVBox(title)
	f.box.Add(input)
	f.box.Add(f.error)
	f.box.Add(f.extra)
	return f
}

// setError shows or, with an empty text, takes away the field's error.
func (f *formField) setError(text string) {
	if f.error.Text == text && f.error.Visible() == (text != "") {
		return
	}
	f.error.SetText(text)
	if text == "" {
		f.error.Hide()
	} else {
		f.error.Show()
	}
	f.box.Refresh()
}

// entryField is a form field with one line of text. left runs when the person goes on to another field.
func entryField(name, label, hint string, value *string, changed, left func()) (*formField, *field) {
	input := newField("")
	input.SetText(*value)
	input.OnChanged = func(text string) {
		*value = text
		changed()
	}
	input.onLeft = left
	return newFormField(name, label, hint, input, input), input
}
