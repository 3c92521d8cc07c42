package ui

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/words"
)

// childLanguage makes a process of this test speak a language: the toolkit has one for the whole process.
const childLanguage = "UI_TEST_LANGUAGE"

func TestTheAppSpeaksTheLanguageOfThePerson(t *testing.T) {
	if chosen, child := os.LookupEnv(childLanguage); child {
		speaks(t, chosen)
		return
	}
	for _, one := range []struct{ name, setting, system string }{
		{"chosen", "de", "en_GB.UTF-8"}, {"chosen under a system that the toolkit lacks", "ja", "fi_FI.UTF-8"}, {"the system's", "", "fi_FI.UTF-8"},
		{"English under a German system", "en", "de_DE.UTF-8"}, {"a system that the app does not speak", "", "sv_SE.UTF-8"}, {"none", "", "C"},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()[:strings.Index(t.Name(), "/")]+"$", "-test.v")
			child.Env = append(os.Environ(), childLanguage+"="+one.setting, "LANG="+one.system, "LC_ALL="+one.system, "LANGUAGE=")
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// speaks looks at the first screen, at a fault and at a date.
func speaks(t *testing.T, chosen string) {
	want := words.Closest(os.Getenv("LANG"))
	if chosen != "" {
		want = chosen
	}
	r := newRigIn(t, quietApp(t), chosen)
	r.shell.Show()
	translated := words.In(want).Screens()
	for _, text := range []string{"Welcome to Program Connect", "Add program"} {
		if want != "en" {
			if translated[text] == "" || translated[text] == text {
				t.Fatalf("%q has no text in %s", text, want)
			}
			text = translated[text]
		}
		r.sees(text)
	}
	r.shell.tell(&fault.Error{Kind: fault.Disk, Code: "test", Title: i18n.Verbatim("There is no room left in /home/me."), Steps: []i18n.Text{i18n.Verbatim("Choose another folder.")}})
	r.sees(words.In(want).Text("There is no room left in /home/me."))
	r.sees(words.In(want).Text("Choose another folder."))
	day := dayText(time.Date(2026, 3, 4, 12, 0, 0, 0, time.Local))
	if expected := map[string]string{"en": "4 March 2026", "de": "4.3.2026", "fi": "4.3.2026", "ja": "2026年3月4日"}[want]; day != expected {
		t.Errorf("a day is %q, %q expected", day, expected)
	}
	if size := bytesText(3 << 19); want == "de" && size != "1,5 MiB" || want == "en" && size != "1.5 MiB" {
		t.Errorf("a size is %q", size)
	}
}
