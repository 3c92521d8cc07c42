package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FormField is one field of a form: its name, what to fill in, a word about it, and its error under it.
type FormField struct {
	Name  string // as program.FieldError names it
	Focus fyne.Focusable
	Error *widget.Label
	Extra *fyne.Container // under the error: a counter, suggestions
	Box   *fyne.Container
}

// NewFormField returns a field: label, hint, input and error under each other. An optional field says so in its label.
func NewFormField(name, label, hint string, input fyne.CanvasObject, focus fyne.Focusable) *FormField {
	f := &FormField{Name: name, Focus: focus, Error: Wrapped(""), Extra: container.NewVBox()}
	f.Error.Importance = widget.DangerImportance
	f.Error.Hide()
	title := Lines(Strong(label))
	if hint != "" {
		title.Add(Small(hint))
	}
	f.Box = container.NewVBox(title)
	f.Box.Add(input)
	f.Box.Add(f.Error)
	f.Box.Add(f.Extra)
	return f
}

// SetError shows or, with an empty text, takes away the field's error.
func (f *FormField) SetError(text string) {
	if f.Error.Text == text && f.Error.Visible() == (text != "") {
		return
	}
	f.Error.SetText(text)
	if text == "" {
		f.Error.Hide()
	} else {
		f.Error.Show()
	}
	f.Box.Refresh()
}

// NewEntryField returns a form field with one line of text. left runs when the person goes on to another field.
func NewEntryField(name, label, hint string, value *string, changed, left func()) (*FormField, *StockField) {
	input := NewStockField("")
	input.SetText(*value)
	input.OnChanged = func(text string) {
		*value = text
		changed()
	}
	input.OnLeft = left
	return NewFormField(name, label, hint, input, input), input
}
