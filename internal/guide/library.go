package guide

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/i18n"
)

// general is the guide for a code that nobody here can place.
const general = "unknown-message"

// library is all guides, read once and never changed.
type library struct {
	guides  map[string]map[string]Guide  // language, then id
	codes   map[string]string            // a code in lower case to the id of its guide
	ids     []string                     // sorted
	quotes  *lexicon                     // of all languages; its ideas are the ids of guides
	lessons func() (*lexicon, []example) // the concepts, and what the classifier learns
	doctor  func() *classifier           // trained at the first search
}

// theLibrary reads the embedded guides at the first use. They are part of the program, so a guide that can't be read is a mistake of
// the build, found by the tests.
var theLibrary = sync.OnceValue(func() *library {
	l, err := read(assets.Guides())
	if err != nil {
		panic(err)
	}
	return l
})

// ByID returns the guide of this id in English; use In for another language.
func ByID(id string) (Guide, bool) {
	g, ok := theLibrary().guides["en"][id]
	return g, ok
}

// ByCode returns the guide for one code in English: an AADSTS number with or without the word ("AADSTS50020", "50020"), an OAuth error
// ("access_denied"), an HTTP status ("HTTP 403"), or a code of this app ("session.access").
func ByCode(code string) (Guide, bool) {
	code = strings.ToLower(strings.TrimSpace(code))
	l := theLibrary()
	for _, c := range []string{code, "aadsts" + code, "http " + code} {
		if id, ok := l.codes[c]; ok {
			return ByID(id)
		}
	}
	return Guide{}, false
}

// List returns every guide in this language: journeys first, then remedies, then advice, each by title.
func List(language string) []Guide {
	l := theLibrary()
	of := l.guides[i18n.Closest(language)]
	all := make([]Guide, 0, len(of))
	for _, id := range l.ids {
		all = append(all, of[id])
	}
	order := []Kind{Journey, Remedy, Advice}
	slices.SortStableFunc(all, func(a, b Guide) int {
		if d := slices.Index(order, a.Kind) - slices.Index(order, b.Kind); d != 0 {
			return d
		}
		return strings.Compare(a.Title, b.Title)
	})
	return all
}

// read reads every guide of every language.
func read(from fs.FS) (*library, error) {
	l := &library{guides: map[string]map[string]Guide{}, codes: map[string]string{}}
	for _, language := range i18n.Languages() {
		files, err := fs.Glob(from, language+"/*.md")
		if err != nil {
			return nil, fmt.Errorf("guides: %w", err)
		}
		l.guides[language] = map[string]Guide{}
		for _, file := range files {
			data, err := fs.ReadFile(from, file)
			if err != nil {
				return nil, fmt.Errorf("guides: %w", err)
			}
			g, err := parse(data)
			if err != nil {
				return nil, fmt.Errorf("guide %s: %w", file, err)
			}
			if want := strings.TrimSuffix(path.Base(file), ".md"); g.ID != want {
				return nil, fmt.Errorf("guide %s: its id is %q", file, g.ID)
			}
			g.Language = language
			l.guides[language][g.ID] = g
		}
	}
	if err := l.index(); err != nil {
		return nil, err
	}
	return l, l.study(from)
}

// study makes what finds guides by a text: the quotes of all languages, and the classifier.
func (l *library) study(from fs.FS) error {
	concepts, err := fs.ReadFile(from, "concepts.txt")
	if err != nil {
		return fmt.Errorf("guides: %w", err)
	}
	others, err := fs.ReadFile(from, "elsewhere.txt")
	if err != nil {
		return fmt.Errorf("guides: %w", err)
	}
	spoken, err := parseLexicon(string(concepts))
	if err != nil {
		return fmt.Errorf("guides: concepts.txt: %w", err)
	}
	l.quotes = newLexicon()
	for _, id := range l.ids {
		for _, language := range i18n.Languages() {
			for _, quote := range l.guides[language][id].quotes {
				l.quotes.add(quote, l.quotes.idea(id))
			}
		}
	}
	l.lessons = func() (*lexicon, []example) { return spoken, l.examples(string(others)) }
	l.doctor = sync.OnceValue(func() *classifier { return train(l.lessons()) })
	return nil
}

// examples returns what the classifier learns: every title, summary, quote and symptom line in every language, and texts that no guide
// is about.
func (l *library) examples(others string) []example {
	var all []example
	for _, id := range l.ids {
		for _, language := range i18n.Languages() {
			g := l.guides[language][id]
			for _, quote := range g.quotes {
				all = append(all, example{id, string(quote)})
			}
			for _, line := range append([]string{g.Title, g.Summary}, g.symptoms...) {
				all = append(all, example{id, line})
			}
		}
	}
	for line := range strings.Lines(others) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, example{elsewhere, line})
		}
	}
	return all
}

// index fills ids and codes from the English guides.
func (l *library) index() error {
	for id, g := range l.guides["en"] {
		l.ids = append(l.ids, id)
		for _, code := range g.Codes {
			code = strings.ToLower(code)
			if other, taken := l.codes[code]; taken {
				return fmt.Errorf("guides %s and %s both claim %s", id, other, code)
			}
			l.codes[code] = id
		}
	}
	slices.Sort(l.ids)
	return nil
}
