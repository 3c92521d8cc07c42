package guide

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The corpus has parts: "dev" was at hand while the keywords were written; "held" was written afterwards; "kinds" came with the index.

type line struct{ part, want, text string }

func corpus(t *testing.T) []line {
	t.Helper()
	file, err := os.Open("testdata/corpus.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var lines []line
	for s := bufio.NewScanner(file); s.Scan(); {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		f := strings.Split(s.Text(), "\t")
		if len(f) != 3 {
			t.Fatalf("a line of the corpus has %d fields: %q", len(f), s.Text())
		}
		lines = append(lines, line{f[0], f[1], f[2]})
	}
	return lines
}

func TestFindKnowsTheCorpus(t *testing.T) {
	right, of, want := map[string]int{}, map[string]int{}, map[string]int{}
	var confused []string
	for _, l := range corpus(t) {
		of[l.part]++
		want[l.want]++
		got, how := "-", Certainty("")
		if answers := Find(l.text); len(answers) > 0 {
			got, how = answers[0].Guide.ID, answers[0].Certainty
		}
		if slices.Contains(strings.Fields(l.want), got) {
			right[l.part]++
			continue
		}
		confused = append(confused, fmt.Sprintf("%s: %s, not %s (%s): %s", l.part, got, l.want, how, l.text))
		if how == Certain {
			t.Errorf("certain and wrong: %s", confused[len(confused)-1])
		}
	}
	all, allRight := 0, 0
	for part := range of {
		all, allRight = all+of[part], allRight+right[part]
		t.Logf("%s: %d of %d right (%.1f %%)", part, right[part], of[part], 100*float64(right[part])/float64(of[part]))
	}
	t.Logf("all: %d of %d right; %d messages that must give no answer\n%s", allRight, all, want["-"], strings.Join(confused, "\n"))
	if all < 300 || allRight*100 < all*95 {
		t.Errorf("%d of %d right; wanted at least 300 messages and 95 %%", allRight, all)
	}
}
