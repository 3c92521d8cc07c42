package ui

import (
	"cmp"

	"fyne.io/fyne/v2/lang"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// texts says messages in one language. It is a value that is never changed: the window holds the one of the person's
// language, and takes another when another language is chosen.
type texts struct{ language *i18n.Language }

// textsIn returns the texts of a chosen language; an empty choice is the system's language.
func textsIn(chosen string) texts {
	return texts{i18n.For(cmp.Or(chosen, lang.SystemLocale().String()))}
}

// tr returns a message in the language. pairs are the names and values of its placeholders.
func (tx texts) tr(m *goi18n.Message, pairs ...any) string { return tx.say(i18n.T(m, pairs...)) }

// trn returns a message in the plural form that n asks for. The message finds n as {{.Count}}.
func (tx texts) trn(m *goi18n.Message, n int, pairs ...any) string {
	return tx.say(i18n.N(m, n, pairs...))
}

// say returns a text that arose elsewhere, such as a fault's title, in the language.
func (tx texts) say(t i18n.Text) string { return tx.language.Text(t) }

// tag returns the language's tag, for guides and notes.
func (tx texts) tag() string { return tx.language.Tag() }

// fact returns a line of widgets.Facts.
func (tx texts) fact(name *goi18n.Message, value string) [2]string {
	return [2]string{tx.tr(name), value}
}
