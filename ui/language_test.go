package ui

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/programconnect/programconnect/internal/i18n"
)

// childLanguage makes a process of this test speak a language: the toolkit has one for the whole process.
const childLanguage = "UI_TEST_LANGUAGE"

func TestLanguageOfSettingsThenSystem(t *testing.T) {
	if chosen, child := os.LookupEnv(childLanguage); child {
		speaks(t, chosen)
		return
	}
	parent := t.Name()
	for _, one := range []struct{ name, setting, system string }{
		{"chosen", "de", "en_GB.UTF-8"}, {"chosen under a system that the toolkit lacks", "ja",
			"fi_FI.UTF-8"}, {"the system's", "", "fi_FI.UTF-8"},
		{"English under a German system", "en", "de_DE.UTF-8"}, {"a system that the app does not speak", "",
			"sv_SE.UTF-8"}, {"none", "", "C"},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			if one.setting == "" && runtime.GOOS == "windows" {
				t.Skip("Windows has its language from its settings: no variable stands for it")
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+parent+"$", "-test.v")
			child.Env = append(os.Environ(), childLanguage+"="+one.setting, "LANG="+one.system, "LC_ALL="+one.system,
				"LANGUAGE=")
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// speaks looks at the first screen, at a fault and at a date.
func speaks(t *testing.T, chosen string) {
	want := i18n.Closest(os.Getenv("LANG"))
	if chosen != "" {
		want = chosen
	}
	r := newRigIn(t, quietApp(t), chosen)
	r.shell.Show()
	expected := map[string][]string{
		"en": {"Welcome to Program Connect", "Add program", "The browser did not open.", "4 March 2026", "1.5 MiB"},
		"de": {"Willkommen bei Program Connect", "Programm hinzufügen", "Der Browser ging nicht auf.", "4.3.2026",
			"1,5 MiB"},
		"fi": {"Tervetuloa Program Connectiin", "Lisää ohjelma", "Selain ei avautunut.", "4.3.2026", "1,5 MiB"},
		"ja": {"Program Connect へようこそ", "プログラムを追加", "ブラウザーが開きませんでした。", "2026年3月4日", "1.5 MiB"},
	}[want]
	r.sees(expected[0])
	r.sees(expected[1])
	r.shell.dialogs.tell(errNotOpened(nil))
	r.sees(expected[2])
	if day := r.shell.dayText(time.Date(2026, 3, 4, 12, 0, 0, 0, time.Local)); day != expected[3] {
		t.Errorf("a day is %q, %q expected", day, expected[3])
	}
	if size := r.shell.bytesText(3 << 19); size != expected[4] {
		t.Errorf("a size is %q, %q expected", size, expected[4])
	}
}

func TestLanguageChangeHoldsAtOnce(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaSettings)
	r.sees("Downloads at once")
	half := r.fieldOf("Speed limit in MiB a second")
	half.SetText("fast") // half typed: not a number, so it is not saved
	r.choose("Deutsch")
	r.sees("Downloads zugleich")
	if title := r.shell.win.Title(); title != "Program Connect" {
		t.Errorf("the window is called %q", title)
	}
	if text := r.fieldOf("Höchstgeschwindigkeit in MiB pro Sekunde").Text; text != "fast" {
		t.Errorf("half-typed text became %q", text)
	}
	if got := lang.L("Select all"); got != "Alles auswählen" {
		t.Errorf("the toolkit says %q", got)
	}
	r.choose("日本語")
	r.sees("同時ダウンロード数")
	if got := lang.L("Cancel"); got != "キャンセル" {
		t.Errorf("the toolkit says %q", got)
	}
	r.choose("English")
	r.sees("Downloads at once")
	r.shell.goTo(areaWelcome)
	r.sees("Welcome to Program Connect")
}
