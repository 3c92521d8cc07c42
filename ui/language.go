package ui

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/words"
)

// The toolkit keeps the texts; ours go to it under keys of their own, so that none of its own is replaced.
const (
	ownKey      = "program-connect: "
	languageKey = ownKey + "language"
)

// speak lets the app speak a language; empty is the system's. It holds for what is built afterwards.
func speak(chosen string) {
	system := lang.SystemLocale()
	language := words.Closest(cmp.Or(chosen, system.String()))
	texts := map[string]string{languageKey: language}
	for english, text := range words.In(language).Screens() {
		texts[ownKey+english] = text
	}
	// The toolkit looks under the system's locale. Where that is the language itself, its own texts are under the bare
	// language, and ours must be beside them.
	locale := system
	if words.Closest(system.String()) == language {
		locale = fyne.Locale(language)
	}
	data, err := json.Marshal(texts)
	if err == nil {
		err = lang.AddTranslationsForLocale(data, locale)
	}
	if err != nil {
		fyne.LogError("the texts of the language "+language+" could not be used", err)
	}
}

// language is what the app speaks: "en", "de", "fi" or "ja".
func language() string { return lang.X(languageKey, "en") }

// tr is the text in the person's language, with values put in as fmt.Sprintf does. A text without a
// translation stays English, so that a missing line is never an empty one.
func tr(text string, values ...any) string {
	text = lang.X(ownKey+text, text)
	if len(values) == 0 {
		return text
	}
	return fmt.Sprintf(text, values...)
}

// plural chooses between the two forms by n and puts n in.
func plural(n int, one, many string) string {
	if n == 1 {
		return tr(one, n)
	}
	return tr(many, n)
}

// said is a fault in the person's language.
func said(err error) *fault.Error { return words.In(language()).Fault(fault.Of(err)) }

// saidText is one text of a fault in the person's language.
func saidText(text string) string { return words.In(language()).Text(text) }

// decimal writes a number with the sign that the language has between its whole and its part.
func decimal(format string, number float64) string {
	text := fmt.Sprintf(format, number)
	switch language() {
	case "de", "fi":
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}
