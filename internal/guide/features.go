package guide

import (
	"slices"
	"strings"
)

// family is a kind of feature. What a family weighs together does not grow with the length of a text.
type family int

// The families.
const (
	ideas     family = iota // what the text speaks of
	ideaPairs               // two of them together
	terms                   // its words as they are
	runs                    // runs of letters: they see through inflection, compounds and slips
	families
)

// share is what each family weighs beside the others.
var share = [families]float64{ideas: 1, ideaPairs: 1, terms: 0.5, runs: 0.5}

// feature is one trait of a text that a guide can be known by.
type feature struct {
	family family
	name   string
}

const (
	runOfLetters = 4
	longestRun   = 3    // in a script without spaces, from one sign on
	mostFeatures = 4000 // of one text: what stands far down in a long log says little
)

// featuresOf returns the features of a text, each once, in a fixed order.
func (x *lexicon) featuresOf(text searched) []feature {
	set := map[feature]bool{}
	found := x.in(text.normal)
	for i, a := range found {
		set[feature{ideas, x.names[a.idea]}] = true
		for _, b := range found[:i] {
			set[feature{ideaPairs, x.names[b.idea] + "+" + x.names[a.idea]}] = true
		}
	}
	for word := range strings.FieldsSeq(text.normal) {
		if len(set) > mostFeatures {
			break
		}
		if strings.ContainsFunc(word, wordless) {
			for size := range longestRun {
				addRuns(set, []rune(word), size+1)
			}
			continue
		}
		set[feature{terms, word}] = true
		addRuns(set, []rune(" "+word+" "), runOfLetters)
	}
	all := make([]feature, 0, len(set))
	for f := range set {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b feature) int {
		if a.family != b.family {
			return int(a.family - b.family)
		}
		return strings.Compare(a.name, b.name)
	})
	return all
}

func addRuns(set map[feature]bool, word []rune, size int) {
	for i := 0; i+size <= len(word); i++ {
		set[feature{runs, string(word[i : i+size])}] = true
	}
}
