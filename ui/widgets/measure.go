package widgets

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// units returns a measure of the design, which is at 100 %, at the person's interface size.
func units(n float32) float32 { return n * theme.Size(theme.SizeNameText) / 14 }

// round puts a measure on whole units, so that lines stay sharp.
func round(n float32) float32 { return float32(math.Round(float64(n))) }

// themed returns a colour of the theme under which a widget stands.
func themed(w fyne.Widget, name fyne.ThemeColorName) color.Color {
	return theme.ColorForWidget(name, w)
}
