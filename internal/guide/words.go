package guide

import (
	"fmt"
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
// Capitals, accents, width, quotes, dashes and underscores make no difference.
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
		var any []piece
		for alternative := range strings.SplitSeq(part, "|") {
			p := newPiece(alternative)
			if strings.TrimSpace(string(p)) == "" {
				return keyword{}, fmt.Errorf("keyword %q has an empty part", s)
			}
			any = append(any, p)
		}
		if not {
			k.without = append(k.without, any...)
		} else {
			k.parts = append(k.parts, any)
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
	if whole {
		p += " "
	}
	return piece(p)
}

// match gives the words of the text that the keyword met, or nil.
func (k keyword) match(text string) []string {
	for _, p := range k.without {
		if strings.Contains(text, string(p)) {
			return nil
		}
	}
	var met []string
	for _, any := range k.parts {
		word := ""
		for _, p := range any {
			if at := strings.Index(text, string(p)); at >= 0 {
				word = wordAt(text, at, p)
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

// wordAt is the whole word of the text that the piece was found in, to be shown as the reason.
func wordAt(text string, at int, p piece) string {
	end := at + len(p)
	if last := []rune(strings.TrimSpace(string(p))); wordless(last[len(last)-1]) {
		return strings.TrimSpace(text[at:end])
	}
	if rest := strings.IndexByte(text[end:], ' '); rest > 0 && !strings.HasSuffix(string(p), " ") {
		end += rest
	}
	start := at
	if !strings.HasPrefix(string(p), " ") {
		start = strings.LastIndexByte(text[:at], ' ') + 1
	}
	return strings.TrimSpace(text[start:end])
}

// normal brings a text into the form that pieces are looked for in: compatibility forms, small letters, no accents on Latin letters,
// one space for everything that is no letter and no digit, and a space at both ends.
func normal(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	space, latin := true, false
	for _, r := range norm.NFD.String(strings.ToLower(norm.NFKC.String(s))) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if !latin {
				b.WriteRune(r)
			}
			continue
		case r == 'ß':
			b.WriteString("ss")
			space, latin = false, true
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
			space = false
		case !space:
			b.WriteByte(' ')
			space = true
		}
		latin = unicode.Is(unicode.Latin, r)
	}
	if !space {
		b.WriteByte(' ')
	}
	return b.String()
}

// wordless tells whether the script of r puts no spaces between words.
func wordless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー'
}
