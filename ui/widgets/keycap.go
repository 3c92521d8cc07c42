package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

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
	return fyne.NewSize(r.key.text.MinSize().Width+Unit(12), max(Unit(20), r.key.text.MinSize().Height+Unit(2)))
}

func (r *keyCapRenderer) Layout(size fyne.Size) {
	r.key.frame.Resize(size)
	r.key.text.Resize(size)
}

func (r *keyCapRenderer) colour() {
	k := r.key
	k.frame.FillColor = ColorOf(ColorSurface)
	k.frame.StrokeColor, k.frame.StrokeWidth = ColorOf(ColorLine), 1
	k.frame.CornerRadius = Unit(4)
	k.text.Color, k.text.TextSize = ColorOf(ColorText), Unit(11)
}

func (r *keyCapRenderer) Refresh() {
	r.colour()
	r.key.frame.Refresh()
	r.key.text.Refresh()
}

// set changes the name.
func (k *keyCap) set(name string) {
	if k.name != name {
		k.name, k.text.Text = name, name
		k.Refresh()
	}
}
