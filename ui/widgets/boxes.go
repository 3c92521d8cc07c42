package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// HBox returns the objects in a row with a gap (at 100 %) between them, each at its own height in the middle. Objects
// made by Grow share the room that is left.
func HBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap}, objects...)
}

// VBox returns the objects under each other with a gap (at 100 %) between them, each as wide as the box.
func VBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnLayout{gap: gap}, objects...)
}

// Grow returns a container that takes the room that is left in an HBox.
func Grow(content fyne.CanvasObject) *fyne.Container { return container.New(growLayout{}, content) }

// Spring returns an empty container that takes the room that is left in an HBox.
func Spring() *fyne.Container { return container.New(growLayout{}) }

// Fixed returns a content in a box of a width and height (at 100 %); 0 is the content's own.
func Fixed(width, height float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(fixedLayout{width: width, height: height}, content)
}

type growLayout struct{}

func (growLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

func (growLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewStackLayout().MinSize(objects)
}

type fixedLayout struct{ width, height float32 }

func (fixedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

func (l fixedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := layout.NewStackLayout().MinSize(objects)
	if l.width > 0 {
		least.Width = Unit(l.width)
	}
	if l.height > 0 {
		least.Height = Unit(l.height)
	}
	return least
}

type rowLayout struct {
	gap float32
	top bool // objects stand at the top, not in the middle
}

func grows(o fyne.CanvasObject) bool {
	box, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = box.Layout.(growLayout)
	return ok
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	spare := size.Width - l.MinSize(objects).Width
	growing := 0
	for _, o := range objects {
		if o.Visible() && grows(o) {
			growing++
		}
	}
	x := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		height := min(least.Height, size.Height)
		if grows(o) {
			least.Width = max(least.Width+spare/float32(growing), 0)
			height = min(max(height, 0), size.Height)
		}
		o.Resize(fyne.NewSize(least.Width, height))
		y := (size.Height - height) / 2
		if l.top {
			y = 0
		}
		o.Move(fyne.NewPos(x, y))
		x += least.Width + Unit(l.gap)
	}
}

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	seen := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		one := o.MinSize()
		least.Width += one.Width
		least.Height = max(least.Height, one.Height)
		seen++
	}
	if seen > 1 {
		least.Width += Unit(l.gap) * float32(seen-1)
	}
	return least
}

type columnLayout struct{ gap float32 }

func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + Unit(l.gap)
	}
}

func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	seen := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		one := o.MinSize()
		least.Width = max(least.Width, one.Width)
		least.Height += one.Height
		seen++
	}
	if seen > 1 {
		least.Height += Unit(l.gap) * float32(seen-1)
	}
	return least
}
