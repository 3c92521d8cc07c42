package ui

import (
	"github.com/programconnect/programconnect/internal/api"
)

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
