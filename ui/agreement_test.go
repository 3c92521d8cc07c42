package ui

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

func TestComparedSections(t *testing.T) {
	before := "# Terms\n\nHello.\n\n## 1. Use\n\nUse it.\n\n## 2. Data\n\nWe keep it.\n\nGone."
	after := "# Terms\n\nHello.\n\n## 1. Use\n\nUse it\nwell.\n\n## 2. Data\n\nWe keep\nit.\n\n## 3. End\n\nStop."
	got := comparedSections(api.Agreement{Text: after, Previous: &api.PreviousVersion{Text: before}})
	want := []section{
		{title: "Terms"},
		{title: "1. Use", added: []string{"Use it well."}, removed: []string{"Use it."}},
		{title: "2. Data", removed: []string{"Gone."}},
		{title: "3. End", added: []string{"3. End", "Stop."}},
	}
	if len(got) != len(want) {
		t.Fatalf("%d sections, want %d: %+v", len(got), len(want), got)
	}
	whole := ""
	for i, part := range got {
		whole += part.text + "\n"
		if part.title != want[i].title || !slices.Equal(part.added, want[i].added) || !slices.Equal(part.removed, want[i].removed) {
			t.Errorf("section %d is %+v, want %+v", i, part, want[i])
		}
	}
	if strings.TrimSuffix(whole, "\n") != after {
		t.Errorf("the sections together are not the text:\n%s", whole)
	}
	for _, text := range []string{"", "\n\n", "plain", "#no heading"} {
		comparedSections(api.Agreement{Text: text, Previous: &api.PreviousVersion{Text: before}})
		comparedSections(api.Agreement{Text: text, Previous: &api.PreviousVersion{}})
	}
}

func TestAgreementIsPrintedByTheBrowser(t *testing.T) {
	r := newWorld(t, as(authority.AddressRita)).window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.press("Read and answer")
	r.sees("Your answer")
	screen := r.shell.screen.(*agreement)
	screen.print()
	r.until("the browser", func() bool { return len(r.asked(&r.opened)) == 1 })
	path := strings.TrimPrefix(r.asked(&r.opened)[0], "file://")
	if page, err := os.ReadFile(path); err != nil || !strings.Contains(string(page), "print()") {
		t.Errorf("%s is no page to print: %v", path, err)
	}
}
