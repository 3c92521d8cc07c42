package api

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
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
// (NFKC), no spaces and nothing invisible.
func FoldName(name string) string {
	folded := cases.Fold().String(norm.NFKC.String(name))
	visible := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, folded)
	return norm.NFKC.String(visible)
}

// FoldFileName returns what two file names have in common when they count as the same: no case.
func FoldFileName(name string) string { return cases.Fold().String(norm.NFC.String(name)) }

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
