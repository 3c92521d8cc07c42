package guide

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A keyword is a wording that leads to a guide. It is written as parts between spaces; all must be in the text, in any order:
//
//	disk|drive full     "disk" or "drive", and "full"
//	isn't_in_our_system words that stand together
//	sign                the beginning of a word: "signing" too; in Japanese anywhere in the text
//	~speicher           anywhere, inside a word too: "Festplattenspeicher"
//	war.                the whole word
//	proxy -server       "proxy" without "server"
//	keyring_is_locked!  at the end: so distinctive that the answer is certain
//
// Capitals, accents, width, quotes, dashes and underscores make no difference; "can't", "cannot" and "can not" are the same. A part of at
// most three letters is always a whole word.
type keyword struct {
	parts       [][]piece
	without     []piece
	distinctive bool
}

// piece is a normalised text to look for; it holds the space before a word's beginning and after a whole word.
type piece string

func parseKeyword(s string) (keyword, error) {
	var k keyword
	s, k.distinctive = strings.CutSuffix(strings.TrimSpace(s), "!")
	for part := range strings.FieldsSeq(s) {
		part, not := strings.CutPrefix(part, "-")
		var alternatives []piece
		for alternative := range strings.SplitSeq(part, "|") {
			p := newPiece(alternative)
			if strings.TrimSpace(string(p)) == "" {
				return keyword{}, fmt.Errorf("keyword %q has an empty part", s)
			}
			alternatives = append(alternatives, p)
		}
		if not {
			k.without = append(k.without, alternatives...)
		} else {
			k.parts = append(k.parts, alternatives)
		}
	}
	if len(k.parts) == 0 {
		return keyword{}, fmt.Errorf("keyword %q says nothing", s)
	}
	return k, nil
}

func newPiece(s string) piece {
	s, anywhere := strings.CutPrefix(s, "~")
	s, whole := strings.CutSuffix(s, ".")
	p := strings.Trim(normal(s), " ")
	if p == "" {
		return ""
	}
	if first := []rune(p)[0]; !anywhere && !wordless(first) {
		p = " " + p
	}
	if short := len([]rune(strings.TrimSpace(p))) <= 3 && !anywhere && !wordless([]rune(strings.TrimSpace(p))[0]); whole || short {
		p += " "
	}
	return piece(p)
}

// match returns the words of the text that the keyword met, as they stand there, or nil.
func (k keyword) match(in searched) []string {
	for _, p := range k.without {
		if strings.Contains(in.normal, string(p)) {
			return nil
		}
	}
	var met []string
	for _, alternatives := range k.parts {
		word := ""
		for _, p := range alternatives {
			if at := strings.Index(in.normal, string(p)); at >= 0 {
				word = in.wordAt(at, p)
				break
			}
		}
		if word == "" {
			return nil
		}
		met = append(met, word)
	}
	return met
}

// score weighs a match: more parts say more, and a distinctive wording outweighs any other words.
func (k keyword) score() float64 {
	if k.distinctive {
		return 6
	}
	return min(float64(len(k.parts)), 3.5)
}

// wordAt is the whole word of the text that the piece was found in, as the text has it, to be shown as the reason.
func (in searched) wordAt(start int, p piece) string {
	text, end := in.normal, start+len(p)
	last := []rune(strings.TrimSpace(string(p)))
	if spaced := !wordless(last[len(last)-1]); spaced && !strings.HasSuffix(string(p), " ") {
		end += max(0, strings.IndexByte(text[end:], ' '))
	}
	if !wordless(last[0]) && !strings.HasPrefix(string(p), " ") {
		start = strings.LastIndexByte(text[:start], ' ') + 1
	}
	return strings.TrimFunc(in.plain[in.at[start]:in.at[end]], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// searched is a text in the form that pieces are looked for in: compatibility forms, small letters, no accents on Latin letters, one
// space for everything that is no letter and no digit, and a space at both ends. plain is what it was made of, and at is the offset in plain
// of each byte of normal, with one more for the end.
type searched struct {
	normal, plain string
	at            []int
}

func newSearched(s string) searched {
	plain := strings.ReplaceAll(strings.ToLower(norm.NFKC.String(s)), "’", "'")
	plain = notWords.ReplaceAllStringFunc(plain, spellNot)
	in := searched{plain: plain}
	var b strings.Builder
	add := func(s string, at int) {
		b.WriteString(s)
		for range len(s) {
			in.at = append(in.at, at)
		}
	}
	add(" ", 0)
	space, latin := true, false
	for i, whole := range plain {
		for _, r := range norm.NFD.String(string(whole)) {
			switch {
			case unicode.Is(unicode.Mn, r):
				if !latin {
					add(string(r), i)
				}
				continue
			case r == 'ß':
				add("ss", i)
				space, latin = false, true
				continue
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				add(string(r), i)
				space = false
			case !space:
				add(" ", i)
				space = true
			}
			latin = unicode.Is(unicode.Latin, r)
		}
	}
	if !space {
		add(" ", len(plain))
	}
	in.at = append(in.at, len(plain))
	in.normal = b.String()
	return in
}

func normal(s string) string { return newSearched(s).normal }

// notWords are the short forms of "not" in English, with and without the apostrophe.
var notWords = regexp.MustCompile(`\b(?:cannot|(?:ca|wo|do|does|did|is|are|was|were|has|have|had|could|would|should|must|need)n'?t)\b`)

func spellNot(word string) string {
	switch stem := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(word, "t"), "'"), "n"); stem {
	case "ca", "canno", "can":
		return "can not"
	case "wo":
		return "will not"
	default:
		return stem + " not"
	}
}

// wordless reports whether the script of r puts no spaces between words.
func wordless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー'
}
