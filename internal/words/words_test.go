package words

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// TestEveryTextIsTranslated reads the texts in the source. WORDS_MISSING names a folder into which the texts that are
// missing are written, one JSON object a language, ready to be filled in.
func TestEveryTextIsTranslated(t *testing.T) {
	screens, faults := textsOfTheApp(t)
	if len(screens) < 400 || len(faults) < 400 {
		t.Fatalf("only %d texts of screens and %d of faults were found in the source", len(screens), len(faults))
	}
	for _, language := range Languages()[1:] {
		var have file
		if err := json.Unmarshal(assets.Translation(language), &have); err != nil {
			t.Fatalf("%s: %v", language, err)
		}
		missing := file{lacking(screens, have.Screens), lacking(faults, have.Faults)}
		if n := len(missing.Screens) + len(missing.Faults); n > 0 {
			t.Errorf("%s lacks %d texts, for example %q", language, n, some(missing))
			write(t, language, missing)
		}
		for _, dead := range []map[string]string{lacking(keys(have.Screens), set(screens)), lacking(keys(have.Faults), set(faults))} {
			if len(dead) > 0 {
				t.Errorf("%s has %d texts that the app does not: %q", language, len(dead), keys(dead))
			}
		}
	}
}

func lacking(texts []string, in map[string]string) map[string]string {
	missing := map[string]string{}
	for _, text := range texts {
		if in[text] == "" {
			missing[text] = ""
		}
	}
	return missing
}

func keys(m map[string]string) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

func set(texts []string) map[string]string {
	m := map[string]string{}
	for _, text := range texts {
		m[text] = text
	}
	return m
}

func some(f file) []string {
	all := append(keys(f.Screens), keys(f.Faults)...)
	return all[:min(len(all), 5)]
}

func write(t *testing.T, language string, missing file) {
	dir := os.Getenv("WORDS_MISSING")
	if dir == "" {
		return
	}
	data, err := json.MarshalIndent(missing, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, language+".missing.json"), data, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*[0-9.]*[a-zA-Z%]`)

// TestATranslationTakesTheSameValues: one too many would be shown as %!s(MISSING).
func TestATranslationTakesTheSameValues(t *testing.T) {
	for _, language := range Languages()[1:] {
		var have file
		if err := json.Unmarshal(assets.Translation(language), &have); err != nil {
			t.Fatal(err)
		}
		for _, texts := range []map[string]string{have.Screens, have.Faults} {
			for english, text := range texts {
				values := []any{}
				for _, v := range verb.FindAllString(english, -1) {
					switch v[len(v)-1] {
					case '%':
					case 'd':
						values = append(values, 7)
					case 'f', 'g':
						values = append(values, 7.5)
					default:
						values = append(values, "VALUE")
					}
				}
				if said := fmt.Sprintf(text, values...); strings.Contains(said, "%!") {
					t.Errorf("%s: %q does not take the values of %q: %s", language, text, english, said)
				} else if strings.TrimSpace(said) == "" {
					t.Errorf("%s: %q is empty", language, english)
				}
			}
		}
	}
}

// TestAFaultIsSaidInTheLanguageWithItsValuesAsTheyWere covers a text with values, one without, and one that nobody knows.
func TestAFaultIsSaidInTheLanguageWithItsValuesAsTheyWere(t *testing.T) {
	f := &fault.Error{Kind: fault.Disk, Code: "test", Title: i18n.Verbatim("There is not enough room in /home/me/50 %s."), Cause: i18n.Verbatim("A text of somebody else."),
		Steps: []i18n.Text{i18n.Verbatim("Choose another folder.")}}
	for _, language := range Languages()[1:] {
		said := In(language).Fault(f)
		if said.Title.String() == f.Title.String() || !strings.Contains(said.Title.String(), "/home/me/50 %s") {
			t.Errorf("%s: %q", language, said.Title.String())
		}
		if said.Cause.String() != f.Cause.String() {
			t.Errorf("%s: %q became %q", language, f.Cause.String(), said.Cause.String())
		}
		if i18n.Strings(said.Steps)[0] == i18n.Strings(f.Steps)[0] || said.Code != f.Code || said.Kind != f.Kind {
			t.Errorf("%s: %+v", language, said)
		}
	}
	if said := In("en").Fault(f); said != f {
		t.Error("English was changed")
	}
	if i18n.Strings(f.Steps)[0] != "Choose another folder." {
		t.Error("the fault itself was changed")
	}
}

// TestWordsOfOthersInAFaultStay: an owner's reason follows our own sentence.
func TestWordsOfOthersInAFaultStay(t *testing.T) {
	for _, language := range Languages()[1:] {
		c := In(language)
		const text = "You are signed in, but have no access to this program. The owner wrote: Not this year. Ask again."
		said := c.Text(text)
		if strings.Contains(said, "signed in") || strings.Contains(said, "The owner wrote") || !strings.HasSuffix(said, "Ask again.") || !strings.Contains(said, "Not this year.") {
			t.Errorf("%s: %q", language, said)
		}
		if said := c.Text("Nobody wrote this. Nor that."); said != "Nobody wrote this. Nor that." {
			t.Errorf("%s: %q", language, said)
		}
	}
}

func TestTheClosestLanguageOfALocale(t *testing.T) {
	for locale, want := range map[string]string{"de_AT.UTF-8": "de", "ja-JP": "ja", "fi": "fi", "en_GB": "en", "C": "en", "": "en", "fr_FR": "en", "DE": "de"} {
		if got := Closest(locale); got != want {
			t.Errorf("%q: %s, %s expected", locale, got, want)
		}
	}
}
