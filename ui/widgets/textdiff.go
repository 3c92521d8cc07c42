package widgets

import "strings"

// change is one paragraph of a comparison of two versions of a text.
type change struct {
	Kind changeKind
	Text string
}

// changeKind is what became of a paragraph.
type changeKind int

// What becomes of a paragraph from one version to the next.
const (
	unchanged changeKind = iota
	Added
	Removed
)

// ChangesBetween compares two texts paragraph by paragraph (longest common subsequence). Line breaks inside a paragraph
// do not count.
func ChangesBetween(before, after string) []change {
	a, b := paragraphs(before), paragraphs(after)
	// common[i][j] is the length of the longest common subsequence of a[i:] and b[j:].
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var changes []change
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			changes = append(changes, change{unchanged, a[i]})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			changes = append(changes, change{Removed, a[i]})
			i++
		default:
			changes = append(changes, change{Added, b[j]})
			j++
		}
	}
	return changes
}

// paragraphs returns a text's paragraphs, headings and list items as plain text.
func paragraphs(text string) []string {
	var all []string
	for _, b := range parseMarkup(text) {
		var plain strings.Builder
		for _, part := range b.spans {
			plain.WriteString(part.text)
			if part.link != "" {
				plain.WriteString(" (" + part.link + ")")
			}
		}
		all = append(all, strings.TrimSpace(b.marker+" "+strings.Join(strings.Fields(plain.String()), " ")))
	}
	return all
}
