package i18n

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// catalogues are small ones, so that the tests do not depend on the program's own messages.
func catalogues(tag string) []byte {
	return []byte(map[string]string{
		"de": `{"stalled": {"other": "{{.Host}} sendet nichts mehr."},
			"files": {"one": "{{.Count}} Datei", "other": "{{.Count}} Dateien"},
			"outer": {"other": "Außen: {{.Inner}}"},
			"odd": {"other": "{{.Nothing}} fehlt"},
			"size": {"other": "{{.Size}} von {{.Share}}"}}`,
		"fi": `{"files": {"one": "{{.Count}} tiedosto", "other": "{{.Count}} tiedostoa"},
			"outer": {"other": "Ulkona: {{.Inner}}"},
			"size": {"other": "{{.Size}} / {{.Share}}"}}`,
		"ja": `{"files": {"other": "{{.Count}} 個のファイル"}}`,
	}[tag])
}

func stalled(host any) Text {
	return T(&goi18n.Message{ID: "stalled", Other: "{{.Host}} stopped sending."}, "Host", host)
}

func files(n int) Text {
	return N(&goi18n.Message{ID: "files", One: "{{.Count}} file", Other: "{{.Count}} files"}, n)
}

func outer(inner any) Text {
	return T(&goi18n.Message{ID: "outer", Other: "Outer: {{.Inner}}"}, "Inner", inner)
}

// stowed returns a text after a round trip through JSON.
func stowed(t *testing.T, text Text) Text {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var back Text
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return back
}

func TestClosest(t *testing.T) {
	for locale, want := range map[string]string{
		"de": "de", "de_AT.UTF-8": "de", "DE-ch": "de", "de.UTF-8": "de", "de@euro": "de", "fi_FI": "fi", "ja-JP": "ja", "ja_JP.eucJP": "ja",
		"en_GB": "en", "": "en", "C": "en", "POSIX": "en", "C.UTF-8": "en", "deutsch": "en", "zh-Hans": "en", "den": "en", "-de": "en",
	} {
		if got := Closest(locale); got != want {
			t.Errorf("%q: %s, want %s", locale, got, want)
		}
	}
}

func TestTextInEachLanguage(t *testing.T) {
	all := languagesFrom(catalogues)
	for _, c := range []struct {
		name string
		text Text
		want map[string]string
	}{
		{"a message", stalled("example.org"), map[string]string{"en": "example.org stopped sending.", "de": "example.org sendet nichts mehr."}},
		{"one", files(1), map[string]string{"en": "1 file", "de": "1 Datei", "fi": "1 tiedosto", "ja": "1 個のファイル"}},
		{"none", files(0), map[string]string{"en": "0 files", "de": "0 Dateien", "fi": "0 tiedostoa", "ja": "0 個のファイル"}},
		{"many", files(21), map[string]string{"en": "21 files", "de": "21 Dateien", "fi": "21 tiedostoa", "ja": "21 個のファイル"}},
		{"a missing translation is English", stalled("x"), map[string]string{"fi": "x stopped sending.", "ja": "x stopped sending."}},
		{"a text within a text", outer(stalled("x")), map[string]string{"en": "Outer: x stopped sending.", "de": "Außen: x sendet nichts mehr."}},
		{"never half", outer(files(2)), map[string]string{"ja": "Outer: 2 files"}},
		{"somebody's own words", Verbatim("files {{.Host}}"), map[string]string{"en": "files {{.Host}}", "de": "files {{.Host}}"}},
		{"a translation that does not fit is English", T(&goi18n.Message{ID: "odd", Other: "Odd."}), map[string]string{"de": "Odd."}},
		{"numbers", T(&goi18n.Message{ID: "size", Other: "{{.Size}} of {{.Share}}"}, "Size", Bytes(1536<<10), "Share", 0.25),
			map[string]string{"en": "1.5 MiB of 0.25", "de": "1,5 MiB von 0,25", "fi": "1,5 MiB / 0,25"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, text := range []Text{c.text, stowed(t, c.text), stowed(t, stowed(t, c.text))} {
				for tag, want := range c.want {
					if got := all[tag]().Text(text); got != want {
						t.Errorf("%s: %q, want %q", tag, got, want)
					}
				}
			}
		})
	}
}

func TestValuesAreNeverTemplates(t *testing.T) {
	all := languagesFrom(catalogues)
	for _, hostile := range []string{"{{.X}}", "{{.Host}}", "{{template \"x\"}}", "}}{{", "{{", "%s %!d", "\x00{{printf \"%s\" .}}", `{"id":"files"}`} {
		for _, text := range []Text{stalled(hostile), stowed(t, stalled(hostile))} {
			if got := all["en"]().Text(text); got != hostile+" stopped sending." {
				t.Errorf("%q became %q", hostile, got)
			}
			if got := all["de"]().Text(text); got != hostile+" sendet nichts mehr." {
				t.Errorf("%q became %q in German", hostile, got)
			}
		}
		nested := outer(Verbatim(hostile))
		if got := all["de"]().Text(stowed(t, nested)); got != "Außen: "+hostile {
			t.Errorf("%q became %q in another text", hostile, got)
		}
	}
}

func TestStoredTextOfAnotherVersion(t *testing.T) {
	all := languagesFrom(catalogues)
	for name, c := range map[string]struct{ json, en, de string }{
		"an id that is not known":       {`{"id":"newer","text":"Something new happened.","values":{"X":1}}`, "Something new happened.", "Something new happened."},
		"a value that is missing":       {`{"id":"stalled","text":"x stopped sending."}`, "x stopped sending.", "x stopped sending."},
		"the English of then":           {`{"id":"stalled","text":"x is silent.","values":{"Host":"x"}}`, "x is silent.", "x sendet nichts mehr."},
		"only English":                  {`"The disk is full."`, "The disk is full.", "The disk is full."},
		"a count that is no number":     {`{"id":"files","text":"2 files","values":{"Count":"2"},"count":"two"}`, "2 files", "2 Dateien"},
		"a count with a fraction":       {`{"id":"files","text":"2.5 files","values":{"Count":2.5},"count":2.5}`, "2.5 files", "2,5 Dateien"},
		"a count beyond whole numbers":  {`{"id":"files","text":"many","values":{"Count":1e30},"count":1e30}`, "many", "1000000000000000000000000000000 Dateien"},
		"a member that is not known":    {`{"id":"stalled","text":"x","values":{"Host":"x"},"new":[]}`, "x", "x sendet nichts mehr."},
		"values that are not an object": {`{"id":"stalled","text":"x","values":7}`, "x", "x"},
		"nothing":                       {`null`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var text Text
			if err := json.Unmarshal([]byte(c.json), &text); err != nil {
				t.Fatal(err)
			}
			if got := all["en"]().Text(text); got != c.en {
				t.Errorf("%q, want %q", got, c.en)
			}
			if got := all["de"]().Text(text); got != c.de {
				t.Errorf("%q, want %q", got, c.de)
			}
		})
	}
	deep := `"x"`
	for range 20 {
		deep = `{"id":"outer","text":"x","values":{"Inner":` + deep + `}}`
	}
	for _, broken := range []string{`7`, `[]`, `{}`, `{"id":7,"text":"x"}`, `{"id":"x","text":"x","values":{"A":[1]}}`, `{"id":"x","text":"x","values":{"A":{"b":1}}}`,
		`{"id":"x","text":"x","count":1e999}`, deep} {
		text := Verbatim("as before")
		if err := json.Unmarshal([]byte(broken), &text); err == nil || text.String() != "as before" {
			t.Errorf("%.40s: %v %q", broken, err, text)
		}
	}
}

func TestValueTypes(t *testing.T) {
	type kind string
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"a named string": {kind("disk"), "disk"}, "a small number": {uint8(7), "7"}, "a large number": {int64(1) << 40, "1099511627776"}, "yes": {true, "true"},
		"a duration": {3 * time.Second, "3s"}, "an error": {errors.New("broken"), "broken"}, "nothing": {nil, ""}, "a float": {float32(0.5), "0.5"},
		"other": {[]int{1}, "[1]"}, "no bytes": {Bytes(0), "0 B"}, "bytes": {Bytes(1023), "1023 B"}, "KiB": {Bytes(1536), "2 KiB"}, "MiB": {Bytes(12 << 20), "12.0 MiB"},
		"many MiB": {Bytes(512 << 20), "512 MiB"}, "GiB": {Bytes(5 << 29), "2.50 GiB"}, "unknown bytes": {Bytes(-1), "?"},
	} {
		t.Run(name, func(t *testing.T) {
			text := outer(c.value)
			if got := text.String(); got != "Outer: "+c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if got := English().Text(stowed(t, outer(text))); got != "Outer: Outer: "+c.want {
				t.Errorf("stored: %q, want %q", got, c.want)
			}
		})
	}
}

func TestTextAsValue(t *testing.T) {
	if !(Text{}).IsZero() || !Verbatim("").IsZero() || stalled("x").IsZero() || Verbatim("x").IsZero() || stowed(t, stalled("x")).IsZero() {
		t.Error("IsZero does not know an empty text")
	}
	values := stalled("x").Values()
	values["Host"] = "y"
	if text := stalled("x"); text.ID() != "stalled" || text.Values()["Host"] != "x" || stowed(t, text).Values()["Host"] != "x" {
		t.Errorf("%+v", text)
	}
	if got := Strings(Verbatims([]string{"a", "b"})); strings.Join(got, " ") != "a b" || Strings(nil) != nil {
		t.Errorf("%v", got)
	}
	data, err := json.Marshal(map[string]any{"own": Verbatim("x"), "text": stalled("h")})
	if want := `{"own":"x","text":{"id":"stalled","text":"h stopped sending.","values":{"Host":"h"}}}`; err != nil || string(data) != want {
		t.Errorf("%s %v", data, err)
	}
	for _, wrong := range []func(){func() { T(&goi18n.Message{ID: "x"}, "Host") }, func() { T(&goi18n.Message{ID: "x"}, 1, 2) }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a list that is not of pairs is taken")
				}
			}()
			wrong()
		}()
	}
}

func TestTemplateIsNamesAlone(t *testing.T) {
	for source, fine := range map[string]bool{
		"": true, "plain": true, "{{.A}}": true, "{{ .A1 }} b": true, "} {.A}": true,
		"{{.A": false, "{{A}}": false, "{{.}}": false, "{{.A.B}}": false, "{{if .A}}x{{end}}": false, "{{.A | printf}}": false, "{{template \"x\"}}": false,
	} {
		if _, err := parsePattern(source); (err == nil) != fine {
			t.Errorf("%q: %v", source, err)
		}
	}
	odd := T(&goi18n.Message{ID: "never", Other: "{{.Missing}} here"})
	if odd.Complete() || !stalled("x").Complete() || !Verbatim("{{.X}}").Complete() || !files(1).Complete() {
		t.Error("Complete does not know which values are missing")
	}
	if got := languagesFrom(catalogues)["de"]().Text(odd); got != "{{.Missing}} here" {
		t.Errorf("a message without its value is %q", got)
	}
}

// BenchmarkScreen says the hundred texts of a full screen.
func BenchmarkScreen(b *testing.B) {
	all := languagesFrom(catalogues)
	for _, tag := range []string{"en", "de"} {
		b.Run(tag, func(b *testing.B) {
			for b.Loop() {
				for i := range 50 {
					_ = all[tag]().Text(files(i))
					_ = all[tag]().Text(outer(stalled("example.org")))
				}
			}
		})
	}
}
