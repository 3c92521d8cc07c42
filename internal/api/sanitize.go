package api

import (
	"errors"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/internal/urlcheck"
)

// The limits of what an answer of a service may hold, beside MaxJSON for the whole of it. Lines and texts that are longer
// are cut, since they are only shown; everything else makes the answer one that is not the program's.
const (
	limitLine      = 400     // characters of a name, a title, an address
	limitText      = 100_000 // characters of a description, a comment, a field of feedback
	limitAgreement = 1 << 20 // bytes of an agreement's text, which is never cut
	limitAddress   = 4_000   // bytes of a web address
	limitFew       = 200     // entries of a short list: files of a package, scopes, regions, suggestions, fields, keys
	limitChoices   = 1_000   // choices of a field
	limitMany      = 20_000  // entries of a long list: packages, engagements, agreements, receipts, items, comments
	limitPieces    = 100_000 // pieces of a file
	limitValues    = 20      // values of a problem
)

// ErrAnswer is what Sanitize returns about an answer that no program service gives: an id outside the grammar of ids, an
// address that may not be used, too many entries.
var ErrAnswer = errors.New("api: an answer that breaks the rules of its fields")

// Answer is what a service answers. Sanitize checks and cleans it where it is decoded, before anything else looks at it:
// ids, words and hashes have their grammar, texts lose what could control a terminal, lists have an end, and of web
// addresses only those stay that may be opened. It returns ErrAnswer when the answer can't be used; its values must then
// not be shown. local says that the program itself is on this computer, whose addresses may be http.
type Answer interface{ Sanitize(local bool) error }

// sanitizer collects what is wrong with one answer.
type sanitizer struct {
	local  bool
	broken bool
}

func (s *sanitizer) err() error {
	if s.broken {
		return ErrAnswer
	}
	return nil
}

func (s *sanitizer) require(fine bool) { s.broken = s.broken || !fine }

func (s *sanitizer) id(ids ...string) {
	for _, id := range ids {
		s.require(ValidID(id))
	}
}

// programID checks what a program calls itself in its settings. Clients make a name of their own from it, so spaces and other
// letters are allowed.
func (s *sanitizer) programID(id string) {
	s.require(id != "")
	s.exact(IDLength, id)
}

// perhapsID checks ids that may be missing.
func (s *sanitizer) perhapsID(ids ...string) {
	for _, id := range ids {
		s.require(id == "" || ValidID(id))
	}
}

// word checks names of states, kinds and roles. An empty one is for the reader to understand: older services lack some.
func (s *sanitizer) word(words ...string) {
	for _, word := range words {
		s.require(word == "" || validWord(word))
	}
}

func (s *sanitizer) hash(hashes ...string) {
	for _, hash := range hashes {
		s.require(validHash(hash))
	}
}

// exact checks texts that are signed or compared, and so must not be cleaned.
func (s *sanitizer) exact(limit int, texts ...string) {
	for _, text := range texts {
		s.require(len(text) <= limit && !hidden(text))
	}
}

func (s *sanitizer) notNegative(numbers ...int64) {
	for _, n := range numbers {
		s.require(n >= 0)
	}
}

func (s *sanitizer) count(n, limit int) { s.require(n <= limit) }

func line(texts ...*string) {
	for _, text := range texts {
		*text = CleanLine(*text, limitLine)
	}
}

func text(texts ...*string) {
	for _, text := range texts {
		*text = CleanText(*text, limitText)
	}
}

func (s *sanitizer) lines(list []string, limit int) {
	s.count(len(list), limit)
	for i := range list {
		line(&list[i])
	}
}

// page drops a web address that may not be opened.
func (s *sanitizer) page(address *string) {
	if !s.usable(*address) {
		*address = ""
	}
}

// usable reports whether an address may be opened: https, or http to this computer when the program is there itself.
func (s *sanitizer) usable(address string) bool {
	if len(address) > limitAddress || hidden(address) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	return u.Scheme == "https" || s.local && urlcheck.Secure(u)
}

// values cleans the values of a problem: numbers and lines stay, everything else goes. Their names are words.
func (s *sanitizer) values(values map[string]any) {
	s.count(len(values), limitValues)
	for name, value := range values {
		switch v := value.(type) {
		case string:
			values[name] = CleanLine(v, limitLine)
		case float64, bool:
		default:
			delete(values, name)
		}
		s.require(validWord(strings.ReplaceAll(name, "_", "-")))
	}
}

// each sanitizes the entries of a list.
func each[T any](s *sanitizer, list []T, limit int, sanitize func(*sanitizer, *T)) {
	s.count(len(list), limit)
	if s.broken {
		return
	}
	for i := range list {
		sanitize(s, &list[i])
	}
}
