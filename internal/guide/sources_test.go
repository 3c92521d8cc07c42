package guide

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFactsOfTheSourcePagesAreInTheirGuides reads the table of docs/sources.md: each row's guide is there and holds the words.
func TestFactsOfTheSourcePagesAreInTheirGuides(t *testing.T) {
	data, err := os.ReadFile("../../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	languages := []string{"en", "de", "fi", "ja"} // the columns
	rows := 0
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 2+len(languages) || strings.TrimSpace(cells[1]) == "Guide" || strings.Contains(line, "---") {
			continue
		}
		rows++
		fact, id := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])
		g, ok := ByID(id)
		if !ok || strings.TrimSpace(cells[2]) == "" {
			t.Errorf("%s: no guide %q, or no words", fact, id)
			continue
		}
		for i, language := range languages {
			text := strings.ToLower(wholeText(g.In(language)))
			for word := range strings.SplitSeq(cells[2+i], ",") {
				if word = strings.ToLower(strings.TrimSpace(word)); !strings.Contains(text, word) {
					t.Errorf("%s: %s (%s) does not hold %q", fact, id, language, word)
				}
			}
		}
	}
	if rows < 60 {
		t.Errorf("only %d rows were read", rows)
	}
}

// wholeText is everything that a reader of a guide sees.
func wholeText(g Guide) string {
	parts := []string{g.Title, g.Summary, g.Intro}
	for _, s := range g.Steps {
		parts = append(parts, s.Title, s.Text)
		for _, template := range s.Templates {
			parts = append(parts, template.Text)
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}
