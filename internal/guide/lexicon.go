package guide

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A concept is one idea that a text may speak of, whatever the language: a phone, a lost thing, a full disk. assets/guides/concepts.txt
// has one a line, its name and then what says it:
//
//	phone: phone handset iphone ~telefon puhelin puhelim 電話
//
// A name that ends in "*" is an everyday idea: by itself it says nothing about programs or accounts. Each piece is the beginning of a
// word; in Japanese it is found anywhere.
//
//	disk_full  words that stand together
//	~levy      anywhere, inside a word too: "kovalevy"
//	war.       the whole word
//
// Capitals, accents, width, quotes, dashes and underscores make no difference; "can't", "cannot" and "can not" are the same. At most
// three letters are always a whole word.

// piece is a normalised text to look for; it holds the space before a word's beginning and after a whole word.
type piece string

func newPiece(s string) piece {
	s, anywhere := strings.CutPrefix(s, "~")
	s, whole := strings.CutSuffix(s, ".")
	p := strings.Trim(normal(s), " ")
	if p == "" {
		return ""
	}
	if first, _ := utf8.DecodeRuneInString(p); !anywhere && !wordless(first) {
		p = " " + p
		whole = whole || utf8.RuneCountInString(p) <= 4
	}
	if whole {
		p += " "
	}
	return piece(p)
}

// lexicon finds all pieces of a text in one walk: it is a tree of their bytes.
type lexicon struct {
	names    []string // of the ideas, in the order of their first line
	everyday []bool   // by idea
	nodes    []lexiconNode
}

type lexiconNode struct {
	next map[byte]int
	ends []int // the ideas that a piece ending here says
}

// mention is where a text speaks of an idea first.
type mention struct {
	idea int
	at   int
	said piece
}

func newLexicon() *lexicon { return &lexicon{nodes: make([]lexiconNode, 1)} }

// parseLexicon reads lines of a name, a colon and pieces. Two lines may have the same name.
func parseLexicon(data string) (*lexicon, error) {
	x := newLexicon()
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, pieces, ok := strings.Cut(line, ":")
		if !ok || len(strings.Fields(pieces)) == 0 {
			return nil, fmt.Errorf("concept %q has nothing that says it", line)
		}
		name, everyday := strings.CutSuffix(name, "*")
		idea := x.idea(name)
		x.everyday[idea] = everyday
		for s := range strings.FieldsSeq(pieces) {
			p := newPiece(s)
			if p == "" {
				return nil, fmt.Errorf("concept %s: %q says nothing", name, s)
			}
			x.add(p, idea)
		}
	}
	return x, nil
}

// idea returns the number of this name, a new one where it is new.
func (x *lexicon) idea(name string) int {
	if i := slices.Index(x.names, name); i >= 0 {
		return i
	}
	x.names, x.everyday = append(x.names, name), append(x.everyday, false)
	return len(x.names) - 1
}

func (x *lexicon) add(p piece, idea int) {
	at := 0
	for i := range len(p) {
		next, ok := x.nodes[at].next[p[i]]
		if !ok {
			if x.nodes[at].next == nil {
				x.nodes[at].next = map[byte]int{}
			}
			next = len(x.nodes)
			x.nodes[at].next[p[i]] = next
			x.nodes = append(x.nodes, lexiconNode{})
		}
		at = next
	}
	x.nodes[at].ends = append(x.nodes[at].ends, idea)
}

// in returns the ideas that the text speaks of, each once, by number. text is normalised.
func (x *lexicon) in(text string) []mention {
	var found []mention
	seen := map[int]bool{}
	for start := range text {
		at := 0
		for i := start; i < len(text); i++ {
			next, ok := x.nodes[at].next[text[i]]
			if !ok {
				break
			}
			at = next
			for _, idea := range x.nodes[at].ends {
				if !seen[idea] {
					seen[idea] = true
					found = append(found, mention{idea: idea, at: start, said: piece(text[start : i+1])})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b mention) int { return a.idea - b.idea })
	return found
}
