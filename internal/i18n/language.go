package i18n

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/programconnect/programconnect/assets"
)

// Languages returns the languages that the app speaks, English first.
func Languages() []string { return []string{"en", "de", "fi", "ja"} }

// Closest returns the language of the app for a locale such as "de_AT.UTF-8" or "ja-JP"; English when there is none.
func Closest(locale string) string {
	base := strings.ToLower(locale)
	if end := strings.IndexAny(base, "-_.@"); end >= 0 {
		base = base[:end]
	}
	if slices.Contains(Languages(), base) {
		return base
	}
	return "en"
}

// Language says texts in one language. It is never changed and safe for use by several goroutines.
type Language struct {
	tag       string
	decimal   string // the decimal sign
	localizer *goi18n.Localizer
	parser    *parser
	english   *Language // what is said where the language lacks a message; nil for English itself
}

// For returns the language of the app for a locale.
func For(locale string) *Language { return embedded()[Closest(locale)]() }

// English returns English.
func English() *Language { return embedded()["en"]() }

// embedded has the languages of the program. A catalogue is read when its language is first asked for: most runs need one.
var embedded = sync.OnceValue(func() map[string]func() *Language { return languagesFrom(assets.Catalogue) })

// languagesFrom returns the languages with the catalogues that are given by tag. A catalogue that can't be read panics: those of
// the program are read by a test.
func languagesFrom(catalogue func(tag string) []byte) map[string]func() *Language {
	english := &Language{tag: "en", decimal: ".", parser: &parser{}}
	english.localizer = goi18n.NewLocalizer(goi18n.NewBundle(language.English), "en")
	all := map[string]func() *Language{"en": func() *Language { return english }}
	for _, tag := range Languages()[1:] {
		all[tag] = sync.OnceValue(func() *Language { return languageFrom(tag, catalogue(tag), english) })
	}
	return all
}

func languageFrom(tag string, catalogue []byte, english *Language) *Language {
	bundle := goi18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	bundle.MustParseMessageFileBytes(catalogue, "active."+tag+".json")
	l := &Language{tag: tag, decimal: ",", parser: english.parser, english: english, localizer: goi18n.NewLocalizer(bundle, tag)}
	if tag == "ja" {
		l.decimal = "."
	}
	return l
}

// Tag returns the language's tag: "en", "de", "fi" or "ja".
func (l *Language) Tag() string { return l.tag }

// Text returns the text in the language; all of it in English where the language lacks it.
func (l *Language) Text(t Text) string {
	if t.id == "" {
		return t.english
	}
	values := make(map[string]string, len(t.values))
	for name, value := range t.values {
		values[name] = l.value(value)
	}
	said, err := l.localizer.Localize(&goi18n.LocalizeConfig{MessageID: t.id, DefaultMessage: t.message, PluralCount: t.count,
		TemplateData: values, TemplateParser: l.parser})
	switch {
	case err == nil && said != "":
		return said
	case l.english != nil:
		return l.english.Text(t)
	case t.message != nil:
		return t.message.Other // its values do not fit: a mistake in the source, which a test finds
	}
	return t.english
}
