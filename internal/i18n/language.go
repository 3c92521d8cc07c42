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
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	base, _, _ = strings.Cut(base, ".")
	if slices.Contains(Languages(), base) {
		return base
	}
	return "en"
}

// Language says texts in one language. It is never changed and safe for use by several goroutines.
type Language struct {
	tag       string
	localizer *goi18n.Localizer
}

// For returns the language of the app for a locale.
func For(locale string) *Language { return all()[Closest(locale)] }

// English returns English.
func English() *Language { return all()["en"] }

// all reads the catalogues once: they lie in the program.
var all = sync.OnceValue(func() map[string]*Language {
	bundle := goi18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	languages := map[string]*Language{}
	for _, tag := range Languages() {
		if tag != "en" {
			bundle.MustParseMessageFileBytes(assets.Catalogue(tag), "active."+tag+".json") // a test reads every catalogue
		}
		languages[tag] = &Language{tag, goi18n.NewLocalizer(bundle, tag)}
	}
	return languages
})

// Tag returns the language's tag: "en", "de", "fi" or "ja".
func (l *Language) Tag() string { return l.tag }

// Text returns the text in the language; in English where the language lacks it.
func (l *Language) Text(t Text) string {
	if t.id == "" {
		return t.english
	}
	c := &goi18n.LocalizeConfig{MessageID: t.id, DefaultMessage: t.message, PluralCount: t.count}
	if len(t.values) > 0 {
		data := make(map[string]any, len(t.values))
		for name, value := range t.values {
			if inner, ok := value.(Text); ok {
				value = l.Text(inner)
			}
			data[name] = value
		}
		c.TemplateData = data
	}
	said, err := l.localizer.Localize(c)
	if said == "" || err != nil && t.message == nil {
		return t.english
	}
	return said
}
