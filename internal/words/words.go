// Package words gives the texts of the app in the languages of people: those of the screens, and those of
// faults wherever they are shown.
//
// What it promises:
//
//   - English is the source: every text is written in English where it arises, and is its own key here.
//   - A text without a translation stays English; a line is never empty.
//   - Values in a fault's text (a name, a size, a host) are found again and put in unchanged.
//   - A test reads the source and names each text of the screens and of faults that a language lacks.
//
// It never guesses: a sentence is translated whole or not at all. It knows nothing of the toolkit; package ui gives
// the screens' texts to it.
//
// Where to start reading: In, then Catalogue.Fault.
package words

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Languages are those that the app speaks, English first.
func Languages() []string { return []string{"en", "de", "fi", "ja"} }

// Closest is the language of the app for a locale such as "de_AT.UTF-8" or "ja-JP"; English when there is none.
func Closest(locale string) string {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	base, _, _ = strings.Cut(base, ".")
	if slices.Contains(Languages(), base) {
		return base
	}
	return "en"
}

// Catalogue is the texts of one language. It is never changed.
type Catalogue struct {
	screens  map[string]string
	faults   map[string]string
	shapes   []shape // of faults with values in them
	gap      string  // between sentences
	language string
}

// shape is the English text of a fault with values in it, such as "There is no download %s in the queue."
type shape struct {
	english string
	match   *regexp.Regexp
}

// file is a catalogue as it lies in assets: English to the language. Values are %s and %d, in another order %[2]s.
type file struct {
	Screens map[string]string `json:"screens"`
	Faults  map[string]string `json:"faults"`
}

// In gives the catalogue of a language or locale. English has an empty one.
func In(locale string) *Catalogue { return catalogues()[Closest(locale)] }

// catalogues are read once: they lie in the program.
var catalogues = sync.OnceValue(func() map[string]*Catalogue {
	all := map[string]*Catalogue{}
	for _, language := range Languages() {
		c := &Catalogue{}
		if language != "en" {
			c = read(assets.Translation(language))
			if language != "ja" {
				c.gap = " "
			}
		}
		c.language = language
		all[language] = c
	}
	return all
})

func read(data []byte) *Catalogue {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		panic(err) // a test reads every catalogue
	}
	c := &Catalogue{screens: f.Screens, faults: f.Faults}
	for english := range f.Faults {
		if strings.Contains(english, "%s") {
			parts := strings.Split(english, "%s")
			for i := range parts {
				parts[i] = regexp.QuoteMeta(parts[i])
			}
			c.shapes = append(c.shapes, shape{english, regexp.MustCompile("(?s)^" + strings.Join(parts, "(.+?)") + "$")})
		}
	}
	// Where several fit, the one that says the most itself is meant.
	slices.SortFunc(c.shapes, func(a, b shape) int {
		if n := len(b.english) - len(a.english); n != 0 {
			return n
		}
		return strings.Compare(a.english, b.english)
	})
	return c
}

// Screens are the texts of the screens, English to the language; not to be changed.
func (c *Catalogue) Screens() map[string]string { return maps.Clone(c.screens) }

// Fault is the fault with its texts in the language. Kind, code and everything else stay.
func (c *Catalogue) Fault(f *fault.Error) *fault.Error {
	if f == nil || len(c.faults) == 0 {
		return f
	}
	said := *f
	said.Title, said.Cause, said.Safe = c.say(f.Title), c.say(f.Cause), c.say(f.Safe)
	said.Steps = make([]i18n.Text, len(f.Steps))
	for i, step := range f.Steps {
		said.Steps[i] = c.say(step)
	}
	return &said
}

// say is a text in the language: by its id, and where it has none yet by its English words.
func (c *Catalogue) say(t i18n.Text) i18n.Text {
	if t.ID() != "" {
		return i18n.Verbatim(i18n.For(c.language).Text(t))
	}
	return i18n.Verbatim(c.Text(t.String()))
}

// Text is one text of a fault in the language; a text that is not known stays as it is.
func (c *Catalogue) Text(english string) string {
	if english == "" || len(c.faults) == 0 {
		return english
	}
	if text, ok := c.whole(english, false); ok {
		return text
	}
	// Several texts in one, as where an owner's own words follow: each sentence by itself.
	sentences, known := strings.SplitAfter(english, ". "), false
	for i, sentence := range sentences {
		if text, ok := c.whole(strings.TrimSpace(sentence), false); ok {
			sentences[i], known = text+c.gap, true
		}
	}
	if known {
		return strings.TrimSpace(strings.Join(sentences, ""))
	}
	text, _ := c.whole(english, true)
	return text
}

// whole is a text that is known as a whole; else the text itself and false. Its values may be sentences only where told.
func (c *Catalogue) whole(english string, sentences bool) (string, bool) {
	if text, ok := c.faults[english]; ok {
		return text, true
	}
	for _, s := range c.shapes {
		found := s.match.FindStringSubmatch(english)
		if found == nil || !sentences && slices.ContainsFunc(found[1:], func(v string) bool { return strings.Contains(v, ". ") }) {
			continue
		}
		values := make([]any, len(found)-1)
		for i, value := range found[1:] {
			values[i] = c.state(value)
		}
		return fmt.Sprintf(c.faults[s.english], values...), true
	}
	return english, false
}

// state is a value that is a word of ours, such as "declined", in the language. Other values are names and stay.
func (c *Catalogue) state(value string) string {
	if text := c.screens[value]; text != "" && value == strings.ToLower(value) {
		return text
	}
	return value
}
