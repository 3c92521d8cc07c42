package ui

import (
	"os"
	"testing"

	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// inTheme changes the theme of the window.
func (r *rig) inTheme(choice string) {
	r.shell.look.use(settings.Settings{Theme: choice, Size: 1})
}

func TestPicturesOfPackages(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	_, r := asRita(t)
	screen := r.shell.screen.(*packages)
	r.until("the catalogue", func() bool { return len(screen.rows) > 0 })
	for _, theme := range []string{widgets.ThemeLight, widgets.ThemeDark} {
		r.inTheme(theme)
		r.picture("packages-none-"+theme, 1280, 832)
		screen.list.Select("iot-installer")
		r.picture("packages-"+theme, 1280, 832)
	}
	r.inTheme(widgets.ThemeLight)
	r.picture("packages-list-900", 900, 600)
	screen.open(true)
	r.picture("packages-details-900", 900, 600)
	r.picture("packages-details-640", 640, 416)
	screen.open(false)
	r.picture("packages-list-640", 640, 416)
	r.shell.goTo(areaEngagements)
	r.sees("Hardware lab")
	r.picture("engagements", 1280, 832)
	r.picture("engagements-640", 640, 416)
	r.shell.thanks = true
	r.shell.goTo(areaJourney)
	r.sees("Look at your receipt")
	r.until("the offer", func() bool { return r.shell.screen.(*thanks).main != nil })
	r.picture("thanks", 1280, 832)
	r.picture("thanks-640", 640, 416)
	r.inTheme(widgets.ThemeDark)
	r.picture("thanks-dark", 1280, 832)
}
