package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// colorAccent is the colour of what is chosen or marked. The theme draws the focus in it, too.
const colorAccent = theme.ColorNameFocus

// keyCap is the name of a key in a small frame.
type keyCap struct {
	widget.BaseWidget
	name  string
	frame *canvas.Rectangle
	text  *canvas.Text
}

func newKeyCap(name string) *keyCap {
	k := &keyCap{name: name, frame: canvas.NewRectangle(nil), text: canvas.NewText(name, nil)}
	k.text.TextStyle.Bold = true
	k.text.Alignment = fyne.TextAlignCenter
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer draws the frame under the name.
func (k *keyCap) CreateRenderer() fyne.WidgetRenderer {
	r := &keyCapRenderer{key: k}
	r.colour()
	return r
}

type keyCapRenderer struct{ key *keyCap }

func (r *keyCapRenderer) Destroy() {}

func (r *keyCapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.key.frame, r.key.text}
}

func (r *keyCapRenderer) MinSize() fyne.Size {
	if r.key.name == "" {
		return fyne.Size{}
	}
	return fyne.NewSize(r.key.text.MinSize().Width+units(12), max(units(20), r.key.text.MinSize().Height+units(2)))
}

func (r *keyCapRenderer) Layout(size fyne.Size) {
	r.key.frame.Resize(size)
	r.key.text.Resize(size)
}

func (r *keyCapRenderer) colour() {
	k := r.key
	k.frame.FillColor = themed(k, theme.ColorNameOverlayBackground)
	k.frame.StrokeColor, k.frame.StrokeWidth = themed(k, theme.ColorNameSeparator), 1
	k.frame.CornerRadius = units(4)
	k.text.Color, k.text.TextSize = themed(k, theme.ColorNameForeground), units(11)
}

func (r *keyCapRenderer) Refresh() {
	r.colour()
	r.key.frame.Refresh()
	r.key.text.Refresh()
}

// fitted returns a text cut to a width, with an ellipsis where it was cut.
func fitted(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high { // the most runes that fit
		middle := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:middle])+"…", size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + "…"
}
