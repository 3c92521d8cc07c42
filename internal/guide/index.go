package guide

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/programconnect/programconnect/internal/i18n"
)

// The index finds guides by their own symptom lines: titles, summaries and symptoms. A text is cut into pieces of a few letters, so
// that it works in languages that bend their words or write none apart, and each piece weighs by how few lines hold it. What it finds is
// never certain.

// symptomIndex is the lines of all guides in all languages.
type symptomIndex struct {
	lines  []symptomLine
	weight map[string]float64 // of a piece; those that no line holds weigh nothing
	holds  map[string][]int   // the lines that hold a piece
}

// symptomLine is one sentence of a guide.
type symptomLine struct {
	guide string
	norm  float64 // the sum of the squares of its weights
}

// leastCommon is what a text and a line must share before they can be alike: two or three telling words.
const leastCommon = 230

// likeness is how near a text comes to a guide's nearest line, 0 to 1.
type likeness map[string]float64

func newSymptomIndex(l *library) *symptomIndex {
	x := &symptomIndex{weight: map[string]float64{}, holds: map[string][]int{}}
	for _, id := range l.ids {
		for _, language := range i18n.Languages() {
			g := l.guides[language][id]
			for _, line := range append([]string{g.Title, g.Summary}, g.symptoms...) {
				for _, p := range piecesOf(normal(line)) {
					x.holds[p] = append(x.holds[p], len(x.lines))
				}
				x.lines = append(x.lines, symptomLine{guide: id})
			}
		}
	}
	for p, lines := range x.holds {
		x.weight[p] = math.Log(1 + float64(len(x.lines))/float64(len(lines)))
		for _, i := range lines {
			x.lines[i].norm += x.weight[p] * x.weight[p]
		}
	}
	return x
}

func (x *symptomIndex) sum(pieces []string) float64 {
	sum := 0.0
	for _, p := range pieces {
		sum += x.weight[p] * x.weight[p]
	}
	return sum
}

// look compares a text with every line. What counts is both how much of the line the text holds, and how much of the text the line
// holds: the first alone would find anything in a long text, the second alone nothing.
func (x *symptomIndex) look(text searched) likeness {
	pieces := piecesOf(text.normal)
	common := map[int]float64{} // by line
	for _, p := range pieces {
		for _, i := range x.holds[p] {
			common[i] += x.weight[p] * x.weight[p]
		}
	}
	norm := x.sum(pieces)
	found := likeness{}
	for i, shared := range common {
		if shared < leastCommon {
			continue // a word or two that anything could hold
		}
		line := x.lines[i]
		if near := (shared/line.norm + shared/math.Sqrt(line.norm*norm)) / 2; near > found[line.guide] {
			found[line.guide] = near
		}
	}
	return found
}

// piecesOf cuts a normalised text: words into runs of four letters with the spaces around them, text without spaces into pairs.
func piecesOf(text string) []string {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		size := 4
		if first, _ := utf8.DecodeRuneInString(word); wordless(first) {
			size = 2
		} else {
			word = " " + word + " "
		}
		runes := []rune(word)
		for i := range max(1, len(runes)-size+1) {
			set[string(runes[i:min(len(runes), i+size)])] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
