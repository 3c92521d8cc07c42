package ui

import (
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// formFields are the fields of a form, in their order on the screen.
type formFields []*widgets.FormField

// find returns the field of a name, as api.FieldError has it; nil when there is none.
func (f formFields) find(name string) *widgets.FormField {
	for _, made := range f {
		if made.Name == name {
			return made
		}
	}
	return nil
}

// showOne shows the error of one field, or takes it away when wrong does not name the field.
func (f formFields) showOne(tx texts, name string, wrong []api.FieldError) {
	if made := f.find(name); made != nil {
		made.SetError(tx.fieldError(name, wrong))
	}
}

// showAll puts each error under its field and takes the others away. It returns the first wrong field, or nil.
func (f formFields) showAll(tx texts, wrong []api.FieldError) *widgets.FormField {
	var first *widgets.FormField
	for _, made := range f {
		text := tx.fieldError(made.Name, wrong)
		made.SetError(text)
		if text != "" && first == nil {
			first = made
		}
	}
	return first
}

// fieldError returns what is wrong with a field; empty when nothing is.
func (tx texts) fieldError(name string, wrong []api.FieldError) string {
	text := ""
	for _, w := range wrong {
		if w.Field == name {
			text = tx.say(w.Text())
		}
	}
	return text
}
