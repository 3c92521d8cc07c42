package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// settingsOf opens the settings.
func (r *rig) settingsOf() *settingsScreen {
	r.t.Helper()
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaSettings)
	return r.shell.screen.(*settingsScreen)
}

func TestEveryWrongSettingKeepsItsOwnError(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.settingsOf()
	r.fill("Folder for downloads", "downloads")
	r.fill("Downloads at once", "40")
	r.fill("Connections for each file", "0")
	r.fill("Speed limit in MiB a second", "fast")
	r.fill("Proxy", "somewhere")
	r.fill("Connections to one server", "16") // as it was
	for _, text := range []string{"must be a whole path", "not 40", "not 0", "Enter a number such as 2", "A proxy is system"} {
		r.sees(text)
	}
	r.fill("Connections to one server", "9")
	r.until("the valid setting", func() bool { return r.app.Settings.Now().PerHost == 9 && len(w.saves) == 0 })
	wrong := 0
	for _, row := range w.rows() {
		if row.wrong != "" {
			wrong++
		}
	}
	if wrong != 5 {
		t.Errorf("%d errors are left of 5:\n%s", wrong, r.text())
	}
	r.sees("Saved.")
	r.timers.pass(savedFor)
	if strings.Contains(r.text(), "Saved.") {
		t.Error("a field says for ever that it was saved")
	}
}

func TestSettingTypedBeforeLeavingIsSaved(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.settingsOf()
	r.fill("Downloads at once", "40")
	r.sees("not 40")
	r.fieldOf("Speed limit in MiB a second").SetText("2")
	r.shell.goTo(areaHelp)
	r.until("the limit", func() bool { return r.app.Settings.Now().LimitRate == 2<<20 })
	r.sees("Downloads at once can be 1 to 16, not 40.")
}

func TestUnusableFolderIsRefusedWithItsReason(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.settingsOf()
	before := r.app.Settings.Now().Folder
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r.fill("Folder for downloads", filepath.Join(file, "below"))
	r.sees("can't be used for downloads.")
	if now := r.app.Settings.Now().Folder; now != before {
		t.Fatalf("the folder became %s", now)
	}
	if _, err := os.Stat("/proc/self"); err == nil {
		r.fill("Folder for downloads", "/proc/nowhere")
		r.sees("/proc/nowhere can't be used for downloads.")
	}
	wanted := filepath.Join(t.TempDir(), "made", "later")
	r.fill("Folder for downloads", wanted)
	r.until("the folder", func() bool { return r.app.Settings.Now().Folder == wanted })
	if _, err := os.Stat(wanted); err == nil {
		t.Error("the folder was made before it is needed")
	}
}

func TestSettingsAreFoundByTheirTexts(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.settingsOf()
	w.search.SetText("quiet HOURS")
	if text := r.text(); !strings.Contains(text, "Quiet hours") || strings.Contains(text, "Downloads at once") {
		t.Errorf("the search shows\n%s", text)
	}
	w.search.SetText("xyz")
	r.sees("No setting matches")
	w.escape()
	r.sees("Downloads at once")
}

func TestSwitchesOfSettings(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.settingsOf()
	r.tick("Show in the system tray")
	r.until("the tray", func() bool { return r.app.Settings.Now().Tray })
	r.tick("Quiet hours")
	r.until("the quiet hours", func() bool { s := r.app.Settings.Now(); return s.QuietFrom == "22:00" && s.QuietUntil == "06:30" })
	r.tick("Speed limit")
	r.until("the limit", func() bool { return r.app.Settings.Now().LimitRate == usualLimit })
}
