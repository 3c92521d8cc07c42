package gallery

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/ui/widgets"
)

var pictures = flag.String("pictures", "", "folder to draw the sheets into")

// TestSheetDraws draws the sheet in both themes at 100 and 200 %.
func TestSheetDraws(t *testing.T) {
	app := test.NewTempApp(t)
	for _, theme := range []string{widgets.ThemeLight, widgets.ThemeDark} {
		for _, size := range []float32{1, 2} {
			app.Settings().SetTheme(widgets.NewTheme(theme, size))
			c := software.NewCanvas()
			c.SetPadded(false)
			c.SetContent(Sheet())
			c.Resize(fyne.NewSize(1280*size, 1500*size))
			c.Resize(fyne.NewSize(1280*size, max(c.Content().MinSize().Height, 1200*size)))
			picture := c.Capture()
			if picture.Bounds().Dx() < int(1280*size) {
				t.Errorf("%s at %v is %v", theme, size, picture.Bounds())
			}
			if *pictures == "" {
				continue
			}
			file, err := os.Create(filepath.Join(*pictures, fmt.Sprintf("gallery-%s-%d.png", theme, int(size*100))))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(file, picture); err != nil {
				t.Fatal(err)
			}
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
