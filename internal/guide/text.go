package guide

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

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
