package widgets

import (
	"strings"
	"testing"
)

func plainOf(spans []span) string {
	text := ""
	for _, s := range spans {
		switch {
		case s.link != "":
			text += "{" + s.text + "→" + s.link + "}"
		case s.bold:
			text += "<" + s.text + ">"
		default:
			text += s.text
		}
	}
	return text
}

func TestParseMarkup(t *testing.T) {
	blocks := parseMarkup("# Title #\r\n\r\nOne line\nand its rest, **bold** and [a page](https://example.com/x).\n- first\n- second\n  goes on\n  - deeper\n3. third\n")
	var got []string
	for _, b := range blocks {
		mark := map[blockKind]string{paragraphBlock: "P", headingBlock: "H", itemBlock: "I" + b.marker}[b.kind]
		got = append(got, mark+" "+plainOf(b.spans))
	}
	want := []string{"H Title", "P One line and its rest, <bold> and {a page→https://example.com/x}.", "I• first",
		"I• second goes on", "I• deeper", "I3. third"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if blocks[4].level != 1 {
		t.Errorf("a nested item is at level %d", blocks[4].level)
	}
}

func TestMarkupLinksAreHTTPSOnly(t *testing.T) {
	for _, text := range []string{
		"[x](http://example.com)", "[x](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](https://user:pw@example.com)", "[x](https:///path)",
		"[x](//example.com)", "![a picture](https://example.com/a.png)", "[x] (https://example.com)", "[x](https://example.com", "<a href='https://example.com'>x</a>",
		"[x](https://example.com/ onclick)", "[x](data:text/html,hi)",
	} {
		for _, b := range parseMarkup(text) {
			for _, s := range b.spans {
				if s.link != "" {
					t.Errorf("%q gave the link %q", text, s.link)
				}
			}
			if text[0] != '!' && plainOf(b.spans) != text {
				t.Errorf("%q is shown as %q", text, plainOf(b.spans))
			}
		}
	}
}

func TestMarkupKeepsEveryWord(t *testing.T) {
	text := "A * star, ** lonely, \\*escaped\\*, a_b_c, `code`, | table | row |\n\n<script>alert(1)</script>\n\n-not an item\n\n1.not one\n\n####### seven\n"
	shown := ""
	for _, b := range parseMarkup(text) {
		shown += plainOf(b.spans) + "\n"
	}
	for _, word := range []string{"star,", "** lonely", "*escaped*", "a_b_c", "`code`", "| table | row |",
		"<script>alert(1)</script>", "-not an item", "1.not one", "####### seven"} {
		if !strings.Contains(shown, word) {
			t.Errorf("%q is not shown in %q", word, shown)
		}
	}
}

func FuzzMarkupNeverPanics(f *testing.F) {
	f.Add("# a\n- **b** [c](https://d)")
	f.Add("[[](https://x)**")
	f.Fuzz(func(_ *testing.T, text string) { parseMarkup(text) })
}

func TestChangesBetween(t *testing.T) {
	changes := ChangesBetween("One.\n\nTwo\nlines.\n\nThree.", "One.\n\nTwo lines.\n\nNew.\n\nThree.")
	var got []string
	for _, c := range changes {
		got = append(got, map[changeKind]string{unchanged: "=", Added: "+", Removed: "-"}[c.Kind]+c.Text)
	}
	if strings.Join(got, "|") != "=One.|=Two lines.|+New.|=Three." {
		t.Errorf("got %v", got)
	}
	if c := ChangesBetween("- a\n- b", "- a\n- b\n- c"); len(c) != 3 || c[2] != (change{Added, "• c"}) {
		t.Errorf("a new list item is shown as %v", c)
	}
	if c := ChangesBetween("[x](https://a.example)", "[x](https://b.example)"); len(c) != 2 {
		t.Errorf("a link that leads elsewhere is no change: %v", c)
	}
	if c := ChangesBetween("a\n\nb", "b"); len(c) != 2 || c[0].Kind != Removed {
		t.Errorf("got %v", c)
	}
}
