package filename

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLegal(t *testing.T) {
	for in, want := range map[string]string{
		"setup.msi":            "setup.msi",
		"../../etc/passwd":     "_.._etc_passwd",
		`..\..\x.exe`:          "_.._x.exe",
		"CON":                  "_CON",
		"con.msi":              "_con.msi",
		"LPT1.tar.gz":          "_LPT1.tar.gz",
		"com¹.txt":             "_com¹.txt",
		"a\u202egpj.exe":       "a_gpj.exe",
		"a\x00b":               "a_b",
		" .hidden. ":           "hidden",
		"what? <no>: \"*|~":    "what_ _no__ ____",
		"":                     "download",
		"...":                  "download",
		"e\u0301.iso":          "é.iso",
		"\xff\xfe.bin":         "_.bin",
		"tab\there.zip":        "tab_here.zip",
		"Bildschirmfoto 1.png": "Bildschirmfoto 1.png",
	} {
		if got := Legal(in); got != want {
			t.Errorf("%q became %q, not %q", in, got, want)
		}
	}
}

func TestLegalKeepsExtension(t *testing.T) {
	got := Legal(strings.Repeat("ä", 200) + ".msi")
	if len(got) > maxLength || !strings.HasSuffix(got, ".msi") || !utf8.ValidString(got) {
		t.Errorf("%d bytes: %q", len(got), got)
	}
	if again := Numbered(got, 12); len(again) > maxLength || !strings.HasSuffix(again, " (12).msi") {
		t.Errorf("%d bytes: %q", len(again), again)
	}
}

func TestNumbered(t *testing.T) {
	for in, want := range map[string]string{"a.msi": "a (2).msi", "a": "a (2)", "a.tar.gz": "a (2).tar.gz"} {
		if got := Numbered(in, 2); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestFolded(t *testing.T) {
	if Folded("STRASSE.É") != Folded("straße.e\u0301") {
		t.Error("case and composition make names differ")
	}
}

func FuzzLegal(f *testing.F) {
	f.Add("../CON.\u202e")
	f.Fuzz(func(t *testing.T, in string) {
		got := Legal(in)
		if got == "" || len(got) > maxLength+1 || strings.ContainsAny(got, "/\\:*?\"<>|~\x00") || got == "." || got == ".." || !utf8.ValidString(got) {
			t.Errorf("%q became %q", in, got)
		}
		if again := Legal(got); again != got {
			t.Errorf("%q became %q and then %q", in, got, again)
		}
	})
}
