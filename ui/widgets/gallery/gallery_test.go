package gallery

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/ui/widgets"
)

var pictures = flag.String("pictures", "", "folder to draw the sheets into")

// TestSheetDraws draws the sheet at 100 %; for a person who wants to look (go test -args -pictures FOLDER) in both themes at 100
// and 200 %.
func TestSheetDraws(t *testing.T) {
	app := test.NewTempApp(t)
	themes, sizes := []string{widgets.ThemeLight}, []float32{1}
	if *pictures != "" {
		themes, sizes = []string{widgets.ThemeLight, widgets.ThemeDark}, []float32{1, 2}
	}
	for _, theme := range themes {
		for _, size := range sizes {
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
			save(t, picture, fmt.Sprintf("gallery-%s-%d.png", theme, int(size*100)))
		}
	}
}

func save(t *testing.T, picture image.Image, name string) {
	t.Helper()
	file, err := os.Create(filepath.Join(*pictures, name))
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

// TestFocusRing draws the ring around a button that keys reached.
func TestFocusRing(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(widgets.NewTheme(widgets.ThemeLight, 1))
	button := widgets.NewButton(widgets.ButtonConfig{Text: "Copy link", Icon: "copy", Tapped: none})
	content := widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Padding: widgets.Pad(10, 10), Content: button})
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(content.MinSize())
	widgets.KeyUsed()
	w.Canvas().Focus(button)
	picture := w.Canvas().Capture()
	if *pictures != "" {
		save(t, picture, "ring.png")
	}
	middle := picture.Bounds().Dy() / 2
	var accents []int
	for x := range 12 {
		if r, g, b, _ := picture.At(x, middle).RGBA(); r>>8 == 0x24 && g>>8 == 0x56 && b>>8 == 0xCF {
			accents = append(accents, x)
		}
	}
	// The software painter draws a line on the edge of a rectangle, OpenGL within it: there the ring stands at 6 and 7.
	if len(accents) != 2 || accents[0] != 5 || accents[1] != 6 {
		t.Errorf("the button begins at 10, the ring stands at %v, not at 5 and 6", accents)
	}
}

// TestSheetHasLabels asks everything that has the focus, or is pressed by the pointer, for what a screen reader says.
func TestSheetHasLabels(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(widgets.NewTheme(widgets.ThemeLight, 1))
	sheet := Sheet()
	w := test.NewTempWindow(t, sheet)
	w.Resize(fyne.NewSize(1280, 1600))
	seen := 0
	for _, o := range test.LaidOutObjects(sheet) {
		_, focusable := o.(fyne.Focusable)
		_, pressed := o.(fyne.Tappable)
		if !focusable && !pressed || !o.Visible() || fromToolkit(o) {
			continue
		}
		seen++
		accessible, ok := o.(fyne.Accessible)
		if !ok || strings.TrimSpace(accessible.AccessibilityLabel()) == "" {
			t.Errorf("a %T says nothing", o)
		}
		if size := o.Size(); size.Width < 20 || size.Height < 20 {
			t.Errorf("a %T is %v small", o, size)
		}
	}
	if seen < 20 {
		t.Errorf("only %d controls were found", seen)
	}
}

// fromToolkit reports whether an object is the toolkit's own part of a widget: the text of an entry, the bar of a scroll.
func fromToolkit(o fyne.CanvasObject) bool {
	return strings.Contains(reflect.TypeOf(o).Elem().PkgPath(), "fyne.io/")
}
