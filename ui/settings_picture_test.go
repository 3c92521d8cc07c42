package ui

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

func TestPicturesOfSettings(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	for _, c := range []struct {
		name, theme   string
		width, height float32
	}{
		{"11-settings-light", widgets.ThemeLight, 1280, 832},
		{"11-settings-dark", widgets.ThemeDark, 1280, 832},
		{"11-settings-900x600-light", widgets.ThemeLight, 900, 600},
		{"11-settings-640x416-light", widgets.ThemeLight, 640, 416},
	} {
		r := newRig(t, newWorld(t, as(authority.AddressRita)).app)
		r.theme(c.theme)
		r.shell.win.Resize(fyne.NewSize(c.width, c.height))
		r.asReady()
		r.shell.goTo(areaSettings)
		r.sees("free")
		r.fill("Downloads at once", "40")
		r.picture(c.name, c.width, c.height)
	}
}

// screenIn shows a screen in a window of its own.
func screenIn(t *testing.T, w screen, size windowSize) fyne.Canvas {
	t.Helper()
	window := test.NewTempWindow(t, w.object())
	window.SetPadded(false)
	window.Resize(fyne.NewSize(widgets.BreakpointFor(size.width).Content, size.height))
	return window.Canvas()
}

func TestNothingOverlapsInSettings(t *testing.T) {
	languages, sizes := layoutCases()
	four := 4
	for _, language := range languages {
		for _, size := range sizes {
			t.Run(fmt.Sprint(language, size), func(t *testing.T) {
				r := newRigIn(t, quietAppUnder(t, settings.Policy{File: "policy.json", Parallel: &four}), language)
				w := newSettings(r.shell)
				c := screenIn(t, w, size)
				layouttest.Check(t, "at rest", c)
				for _, row := range w.rows() {
					row.setWrong("A proxy is system, environment, none, or an address such as http://gateway.example.com:3128, without a password.")
				}
				layouttest.Check(t, "everything wrong", c)
				w.search.SetText("xyz")
				layouttest.Check(t, "nothing found", c)
			})
		}
	}
}
