package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flow returns the objects in a row with a gap (at 100 %) between them; what has no room goes to the next line.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap}, objects...)
}

type flowLayout struct {
	gap    float32
	width  float32 // as laid out last
	height float32
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width, l.height = size.Width, l.arrange(objects, size.Width, true)
}

// arrange returns the height at a width, and moves the objects where it is asked to.
func (l *flowLayout) arrange(objects []fyne.CanvasObject, width float32, move bool) float32 {
	gap := Unit(l.gap)
	var x, y, line float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		if x > 0 && x+least.Width > width+0.5 {
			x, y, line = 0, y+line+gap, 0
		}
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(least)
		}
		x += least.Width + gap
		line = max(line, least.Height)
	}
	return y + line
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		if o.Visible() {
			least.Width = max(least.Width, o.MinSize().Width)
		}
	}
	width := l.width
	if width == 0 {
		width = 10000 // one line until it is laid out
	}
	least.Height = l.arrange(objects, width, false)
	return least
}

// Centered returns a content in the middle of the room, at most width (at 100 %) wide.
func Centered(width float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(centeredLayout{width: width}, content)
}

type centeredLayout struct{ width float32 }

func (l centeredLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		width := min(Unit(l.width), size.Width)
		o.Resize(fyne.NewSize(width, o.Size().Height)) // what breaks into lines knows its height by its width
		height := min(o.MinSize().Height, size.Height)
		o.Resize(fyne.NewSize(width, height))
		o.Move(fyne.NewPos((size.Width-width)/2, max((size.Height-height)/2, 0)))
	}
}

func (l centeredLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return growLayout{}.MinSize(objects)
}
