package widgets

import (
	"strings"
	"unicode"
)

// PaletteEntry is one thing that the command palette offers.
type PaletteEntry struct {
	Title  string
	Kind   string // what it belongs to, at the right: Downloads, Settings, Guide
	Key    string // that does the same, as it is written on the keyboard
	Icon   string
	Action func()
}

// paletteMost is how many results the palette shows.
const paletteMost = 8

// paletteIndex is what a query is looked up in: the entries in lower case, made once.
type paletteIndex struct {
	entries []PaletteEntry
	titles  []string
	kinds   []string
}

func newPaletteIndex(entries []PaletteEntry) *paletteIndex {
	index := &paletteIndex{entries: entries, titles: make([]string, len(entries)), kinds: make([]string, len(entries))}
	for i, entry := range entries {
		index.titles[i], index.kinds[i] = strings.ToLower(entry.Title), strings.ToLower(entry.Kind)
	}
	return index
}

// The ranks of a match, the best first.
const (
	matchBegins = iota // the title begins with the query
	matchWord          // each word of the query begins a word of the title
	matchInside        // each is somewhere in the title
	matchKind          // some are only in what it belongs to
	matchRanks
)

// find returns the best matches, at most paletteMost; of equal ones those that came first. Every entry matches an empty
// query.
func (p *paletteIndex) find(query string) []PaletteEntry {
	query = strings.ToLower(strings.TrimSpace(query))
	words := strings.Fields(query)
	var ranks [matchRanks][]int
	for i := range p.entries {
		rank := p.rank(i, query, words)
		if rank < matchRanks && len(ranks[rank]) < paletteMost {
			ranks[rank] = append(ranks[rank], i)
		}
		if len(ranks[matchBegins]) == paletteMost {
			break
		}
	}
	var found []PaletteEntry
	for _, rank := range ranks {
		for _, i := range rank {
			if len(found) == paletteMost {
				return found
			}
			found = append(found, p.entries[i])
		}
	}
	return found
}

func (p *paletteIndex) rank(i int, query string, words []string) int {
	if strings.HasPrefix(p.titles[i], query) {
		return matchBegins
	}
	rank := matchWord
	for _, word := range words {
		at := strings.Index(p.titles[i], word)
		switch {
		case at < 0 && strings.Contains(p.kinds[i], word):
			rank = max(rank, matchKind)
		case at < 0:
			return matchRanks
		case !beginsWord(p.titles[i], word, at):
			rank = max(rank, matchInside)
		}
	}
	return rank
}

// beginsWord reports whether a word of the query begins one of a title in which it is first found at a byte.
func beginsWord(title, word string, at int) bool {
	for at >= 0 {
		if at == 0 || !isWordRune(title[:at]) {
			return true
		}
		next := strings.Index(title[at+1:], word)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// isWordRune reports whether a text ends in a letter or a digit.
func isWordRune(before string) bool {
	last := rune(0)
	for _, r := range before[max(len(before)-4, 0):] {
		last = r
	}
	return unicode.IsLetter(last) || unicode.IsDigit(last)
}
