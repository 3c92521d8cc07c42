package main

import "testing"

func TestCleanLine(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"window title":         {"a\x1b]0;x\x07b", "a]0;xb"},
		"cursor":               {"a\x1b[2Kb", "a[2Kb"},
		"C1 control":           {"a\u009bb", "ab"},
		"line breaks":          {"a\nb\r\nc\u2028d\u0085e", "a b  c d e"},
		"tab":                  {"a\tb", "a b"},
		"right-to-left":        {"a\u202egpj.exe\u2066b\u2069\u200f\u061c", "agpj.exeb"},
		"zero width":           {"a\u200bb\u2060c\ufeffd\u00ade", "abcde"},
		"tags":                 {"a\U000e0041b", "ab"},
		"joiner beside spaces": {"a \u200d b", "a  b"},
		"joiner at an end":     {"\u200cab\u200d", "ab"},
		"joiner in Persian":    {"می\u200cخواهم", "می\u200cخواهم"},
		"joiner in an emoji":   {"👩\u200d💻", "👩\u200d💻"},
		"not UTF-8":            {"a\xffb", "a\ufffdb"},
		"words of a person":    {"Größe, ääni, 版 1", "Größe, ääni, 版 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cleanLine(c.in); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestQuoted(t *testing.T) {
	for in, want := range map[string]string{
		"iot-installer": "iot-installer", "a b": "'a b'", "$(rm -r)": "'$(rm -r)'", "it's": `'it'\''s'`, "": "''", "-rf": "'-rf'", "a\nb": "'a b'", "a;b": "'a;b'",
		"`x`": "'`x`'",
	} {
		if got := quoted(in); got != want {
			t.Errorf("quoted(%q) is %s, not %s", in, got, want)
		}
	}
}

func TestColumnsOfWideText(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "種類": 4, "ä": 1, "a\u0308": 1, "": 0} {
		if got := columns(text); got != want {
			t.Errorf("%q takes %d, not %d", text, got, want)
		}
	}
}
