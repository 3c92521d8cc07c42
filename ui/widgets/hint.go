package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const hintRest = 600 * time.Millisecond

// Hints shows what a control's hint says after the pointer has rested on it. There is one in a window, the uppermost of
// its stack, shared by all controls; HintFor finds it.
type Hints struct {
	widget.BaseWidget
	clock   Clock
	of      fyne.CanvasObject
	stop    func()
	surface *hintSurface
	shown   *hintSurface // this window's own, or that of a layer
}

// NewHints returns the layer for hints.
func NewHints(clock Clock) *Hints {
	h := &Hints{clock: clock, surface: newHintSurface()}
	h.ExtendBaseWidget(h)
	return h
}

// HintFor lets the window's Hints know that the pointer came to a control or left it.
func HintFor(o fyne.CanvasObject, hint string, over bool) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if h := hintsIn(c.Content()); h != nil {
		h.rest(o, hint, over)
	}
}

// hintsIn finds the Hints among the outermost containers of a window.
func hintsIn(o fyne.CanvasObject) *Hints {
	switch o := o.(type) {
	case *Hints:
		return o
	case *fyne.Container:
		for i := len(o.Objects) - 1; i >= 0; i-- {
			if h := hintsIn(o.Objects[i]); h != nil {
				return h
			}
		}
	}
	return nil
}

// rest waits for the pointer to rest on a control, or takes the hint away.
func (h *Hints) rest(o fyne.CanvasObject, hint string, over bool) {
	if !over && h.of != o {
		return // it left what another one took over from
	}
	h.Clear()
	if !over || hint == "" {
		return
	}
	h.of = o
	h.stop = h.clock.AfterFunc(hintRest, func() {
		h.stop = nil
		h.show(o, hint)
	})
}

// Clear takes the hint away: on a key, a press, or when the pointer leaves.
func (h *Hints) Clear() {
	if h.stop != nil {
		h.stop()
		h.stop = nil
	}
	h.of = nil
	if h.shown != nil {
		h.shown.Hide()
		h.shown = nil
	}
}

// Text returns what the hint says, or nothing.
func (h *Hints) Text() string {
	if h.shown == nil {
		return ""
	}
	return h.shown.text.Text
}

func (h *Hints) show(o fyne.CanvasObject, hint string) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil || !o.Visible() {
		return
	}
	h.shown = h.surface
	origin := driver.AbsolutePositionForObject(h)
	if layer := LayerOf(c); layer != nil {
		h.shown, origin = layer.hint, fyne.Position{}
	}
	h.shown.text.Text = hint
	h.shown.Refresh()
	size := h.shown.MinSize().Min(c.Size())
	at, height := driver.AbsolutePositionForObject(o), o.Size().Height
	pos := fyne.NewPos(at.X, at.Y+height+Unit(Space1))
	if pos.Y+size.Height > c.Size().Height {
		pos.Y = at.Y - Unit(Space1) - size.Height
	}
	pos.X = max(min(pos.X, c.Size().Width-size.Width-Unit(Space1)), 0)
	h.shown.Move(pos.Subtract(origin))
	h.shown.Resize(size)
	h.shown.Show()
}

// CreateRenderer draws the hint.
func (h *Hints) CreateRenderer() fyne.WidgetRenderer { return &hintsRenderer{hints: h} }

type hintsRenderer struct{ hints *Hints }

func (r *hintsRenderer) Destroy()                     {}
func (r *hintsRenderer) Layout(fyne.Size)             {}
func (r *hintsRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *hintsRenderer) Refresh()                     { r.hints.surface.Refresh() }
func (r *hintsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.hints.surface} }

// hintSurface is the hint itself: it takes no pointer.
type hintSurface struct {
	widget.BaseWidget
	ground *canvas.Rectangle
	text   *canvas.Text
}

func newHintSurface() *hintSurface {
	s := &hintSurface{ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	s.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// Floating says that the hint stands above what is around it.
func (s *hintSurface) Floating() {}

// CreateRenderer draws the text on its ground.
func (s *hintSurface) CreateRenderer() fyne.WidgetRenderer {
	r := &hintRenderer{hint: s}
	r.colour()
	return r
}

type hintRenderer struct{ hint *hintSurface }

func (r *hintRenderer) Destroy() {}

func (r *hintRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.hint.ground, r.hint.text}
}

func (r *hintRenderer) MinSize() fyne.Size {
	return TextCaption.Measure(r.hint.text.Text).AddWidthHeight(2*Unit(Space2), 2*Unit(Space1))
}

func (r *hintRenderer) Layout(size fyne.Size) {
	r.hint.ground.Resize(size)
	r.hint.text.Move(fyne.NewPos(Unit(Space2), Unit(Space1)))
	r.hint.text.Resize(size.SubtractWidthHeight(2*Unit(Space2), 2*Unit(Space1)))
}

func (r *hintRenderer) colour() {
	Paint{Fill: ColorText, Radius: RadiusChip}.apply(r.hint.ground)
	r.hint.text.Color, r.hint.text.TextSize = ColorOf(ColorSurface), TextCaption.Points()
}

func (r *hintRenderer) Refresh() {
	r.colour()
	r.hint.ground.Refresh()
	r.hint.text.Refresh()
}
