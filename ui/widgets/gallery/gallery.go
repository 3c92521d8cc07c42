// Package gallery shows every component of ui/widgets in all its states, for a person to look at beside the design. The
// app links it under the build tag gallery alone; tests draw it.
//
// Its words are samples, and said in English only. Start reading at Sheet.
package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/ui/widgets"
)

// Sheet returns all components in three columns.
func Sheet() fyne.CanvasObject {
	columns := container.New(columnsLayout{}, first(), second(), third())
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorWindow, Padding: widgets.Pad(24, 24), Content: columns})
}

// Window opens a window with the sheet, and choices of theme and size above it.
func Window(a fyne.App) fyne.Window {
	w := a.NewWindow("Gallery")
	widgets.WatchKeys(w.Canvas())
	theme, size := widgets.ThemeLight, float32(1)
	apply := func() { a.Settings().SetTheme(widgets.NewTheme(theme, size)) }
	themes := widgets.NewSegments(widgets.SegmentsConfig{Label: "Theme", Words: []string{"Light", "Dark"}, Changed: func(i int) {
		theme = []string{widgets.ThemeLight, widgets.ThemeDark}[i]
		apply()
	}})
	sizes := widgets.NewSegments(widgets.SegmentsConfig{Label: "Size", Words: []string{"100 %", "200 %"}, Changed: func(i int) {
		size = float32(i + 1)
		apply()
	}})
	apply()
	head := widgets.Padded(widgets.Pad(12, 24), widgets.HBox(12, themes.Box, sizes.Box))
	w.SetContent(container.NewBorder(head, nil, nil, nil, widgets.NewScroll(Sheet())))
	w.Resize(fyne.NewSize(1280, 900))
	return w
}

// columnsLayout lays three columns of the design's widths, wider where there is room.
type columnsLayout struct{}

func (columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := widgets.Unit(24)
	width := (size.Width - 2*gap) / 3
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+gap), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func (columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := fyne.NewSize(3*widgets.Unit(392)+2*widgets.Unit(24), 0)
	for _, o := range objects {
		least.Height = max(least.Height, o.MinSize().Height)
	}
	return least
}

// part returns a component with its name above it.
func part(name string, content fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.NewTextLine(widgets.TextConfig{Text: name, Size: widgets.TextCaptionBold, Color: widgets.ColorText3})
	return widgets.VBox(6, head, content)
}

func none() {}
