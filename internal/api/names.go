package api

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mtibben/confusables"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// NameLength is the length of a publisher display name at most, in characters.
const NameLength = 50

// CountCharacters returns the number of characters of a text, not its bytes: code points after composition (NFC).
func CountCharacters(s string) int {
	n := 0
	for range norm.NFC.String(s) {
		n++
	}
	return n
}

// FoldName returns what two publisher display names have in common when they count as the same: no case, no width
// (NFKC), no spaces and nothing that can't be seen.
func FoldName(name string) string {
	folded := cases.Fold().String(norm.NFKC.String(dropUnseen(name)))
	visible := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unseen(r) {
			return -1
		}
		return r
	}, folded)
	return norm.NFKC.String(visible)
}

// NameKeys returns what a publisher display name looks like: its skeletons of UTS 39 in lower case, in capitals, and in the
// case it is written in. Two names look alike when they have a key in common. One skeleton is not enough: a Greek Ν looks like
// N and its ν like v, so letters of other scripts are found out in one case or the other.
func NameKeys(name string) []string {
	folded := FoldName(name)
	written := norm.NFKC.String(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(dropUnseen(name))))
	skeleton := confusables.Skeleton
	keys := []string{
		skeleton(folded),
		skeleton(cases.Upper(language.Und).String(folded)),
		skeleton(cases.Fold().String(skeleton(written))),
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// blank reports whether nothing of a text can be seen.
func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unseen(r) }) < 0
}

// lettered reports whether a text has a letter or a digit that can be seen.
func lettered(s string) bool {
	return strings.ContainsFunc(norm.NFKC.String(s), func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !unseen(r)
	})
}

func dropUnseen(s string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, s)
}

// unseen reports whether nothing is drawn for a character, or nothing that tells it from a gap: controls, everything that
// Unicode lets a font ignore (Default_Ignorable_Code_Point, which takes in the Hangul fillers), and four that are drawn empty.
func unseen(r rune) bool {
	switch r {
	case '\u2800', // the empty Braille pattern
		'\U0001d159', // the null notehead
		'\U00016fe4', // the Khitan filler
		'\ufffc':     // stands for an object that is not there
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joins reports whether scripts and emoji need an unseen character inside a word: the joiners and the variation selectors.
func joins(r rune) bool {
	return r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Variation_Selector, r)
}

// unnamed reports whether a character can't be in a name: unseen ones, and those that Unicode gives no meaning. Whatever joins
// may be in a name but makes it no other name.
func unnamed(r rune) bool {
	if joins(r) {
		return false
	}
	return unseen(r) || r == '\ufffd' || r == '\u2028' || r == '\u2029' || unicode.In(r, unicode.Co, unicode.Noncharacter_Code_Point) ||
		!unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z)
}

// FoldFileName returns what two file names have in common when they count as the same: no case.
func FoldFileName(name string) string { return cases.Fold().String(norm.NFC.String(name)) }

// fileNameLength is the length of a file's name at most, in bytes where every system must take it.
const fileNameLength = 150

// PlainFileName reports whether every system takes the name of a file as it is: no path, nothing that hides or controls, none
// of the characters and names that Windows keeps for itself, no dot at its beginning and no dot or space at its end. It holds
// for a package's files and for attachments, at the service and in the app.
func PlainFileName(name string) bool {
	if name == "" || len(name) > fileNameLength || strings.HasPrefix(name, ".") || strings.ContainsAny(name, `"*/:<>?\|`) ||
		strings.TrimRight(name, ". ") != name || hidden(name) || blank(name) {
		return false
	}
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	return !slices.Contains(deviceNames, strings.TrimRight(base, " "))
}

// CleanFileName returns a file's name that every system takes, as near to the given one as can be: for names that were taken
// when less was asked of them.
func CleanFileName(name string) string {
	if PlainFileName(name) {
		return name
	}
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"*/:<>?\|`, r) {
			return '_'
		}
		return r
	}, CleanLine(name, fileNameLength))
	for len(clean) > fileNameLength {
		_, size := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-size]
	}
	if clean = strings.TrimRight(clean, ". "); PlainFileName(clean) {
		return clean
	}
	if clean = "_" + clean; PlainFileName(clean) {
		return clean
	}
	return "_"
}

// deviceNames are the names that Windows keeps for devices, with whatever ending.
var deviceNames = []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
	"COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9"}

// NameCheck is the service's answer on a publisher display name.
type NameCheck struct {
	Name        string   `json:"name"`
	Free        bool     `json:"free"`
	Suggestions []string `json:"suggestions,omitzero"` // names that are free, when this one is taken

	// Why it can't be used, when it can't: in English, and with the code and the values of FieldError.
	Problem string         `json:"problem,omitzero"`
	Code    string         `json:"code,omitzero"`
	Values  map[string]any `json:"values,omitzero"`
}
