package widgets

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Parent is a widget that holds others: the focus and the wheel find what scrolls around them through it.
type Parent interface {
	Children() []fyne.CanvasObject
}

// Scroll is a page that scrolls up and down, about three lines a notch of the wheel.
type Scroll struct {
	container.Scroll
}

// NewScroll returns a page that scrolls up and down.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{}
	s.Content, s.Direction = content, container.ScrollVerticalOnly
	s.ExtendBaseWidget(s)
	return s
}

// Scrolled scrolls by the wheel.
func (s *Scroll) Scrolled(e *fyne.ScrollEvent) {
	s.Scroll.Scrolled(&fyne.ScrollEvent{PointEvent: e.PointEvent, Scrolled: fyne.NewDelta(e.Scrolled.DX, WheelDistance(e.Scrolled.DY))})
}

// WheelDistance returns how far the toolkit's distance of the wheel moves a page: about three lines a notch. On macOS
// the system itself says how far.
func WheelDistance(distance float32) float32 {
	const notch = 25 // the toolkit's distance of a notch
	if runtime.GOOS == "darwin" {
		return distance
	}
	return distance / notch * 3 * TextBody.Height()
}

// scrollOf returns the toolkit's scroll of an object that scrolls, else nil.
func scrollOf(o fyne.CanvasObject) *container.Scroll {
	switch o := o.(type) {
	case *container.Scroll:
		return o
	case *Scroll:
		return &o.Scroll
	}
	return nil
}

// wheelPass lies over an object that would keep the wheel to itself, and hands the wheel to the page around. It takes
// nothing else: presses and the pointer go to what lies under it.
type wheelPass struct {
	widget.BaseWidget
}

// PassWheel returns an object whose wheel scrolls the page around it.
func PassWheel(o fyne.CanvasObject) *fyne.Container {
	pass := &wheelPass{}
	pass.ExtendBaseWidget(pass)
	return container.NewStack(o, pass)
}

// CreateRenderer draws nothing.
func (w *wheelPass) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Scrolled scrolls the innermost page around that can still go the way of the wheel.
func (w *wheelPass) Scrolled(e *fyne.ScrollEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(w)
	if c == nil {
		return
	}
	roots := append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
	var around []*container.Scroll
	for _, root := range roots {
		if root != nil && scrollsTo(root, w, &around) {
			break
		}
	}
	for _, scroll := range around {
		before := scroll.Offset.Y
		scrollBy(scroll, -WheelDistance(e.Scrolled.DY))
		if scroll.Offset.Y != before {
			return
		}
	}
}
