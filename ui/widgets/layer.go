package widgets

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// layerFade is how long a menu, the palette or a dialog takes to appear.
const layerFade = 120 * time.Millisecond

// LayerOptions say what a Layer shows and where.
type LayerOptions struct {
	Content fyne.CanvasObject
	// Arrange returns where the surface stands in a window of this area. nil puts it in the middle.
	Arrange func(area fyne.Size) (fyne.Position, fyne.Size)
	Radius  float32        // of the surface, in units at 100 %
	Focus   fyne.Focusable // has the focus at first; nil for nothing
	// Keeps keeps the layer open on a click beside it, for what holds input that would be lost.
	Keeps    bool
	OnKey    func(*fyne.KeyEvent) bool // keys that nothing inside wanted; reports whether it used the key
	OnClosed func()                    // called once, after the focus is back where it was
}

// Layer is one surface above the window: a menu, the palette or a dialog. It closes on Esc or a click beside it and gives
// the focus back to where it was. While it is open Tab stays inside, keys that nothing inside wants do not reach the
// window, and shortcuts added by AddShortcut rest.
type Layer struct {
	widget.BaseWidget
	options LayerOptions
	canvas  fyne.Canvas
	back    fyne.Focusable
	keys    func(*fyne.KeyEvent)
	runes   func(rune)
	open    bool
	surface rectangle
	cover   *canvas.Rectangle
	hint    *hintSurface
}

// rectangle is a part of the window.
type rectangle struct {
	pos  fyne.Position
	size fyne.Size
}

func (r rectangle) holds(p fyne.Position) bool {
	return p.X >= r.pos.X && p.Y >= r.pos.Y && p.X < r.pos.X+r.size.Width && p.Y < r.pos.Y+r.size.Height
}

// OpenLayer shows a layer over all else in a window.
func OpenLayer(c fyne.Canvas, options LayerOptions) *Layer {
	l := &Layer{options: options, canvas: c, back: c.Focused(), open: true, hint: newHintSurface()}
	l.ExtendBaseWidget(l)
	c.Unfocus()
	l.keys, l.runes = c.OnTypedKey(), c.OnTypedRune()
	c.SetOnTypedKey(l.typedKey)
	c.SetOnTypedRune(func(rune) {})
	c.Overlays().Add(l)
	l.Resize(c.Size())
	if options.Focus != nil {
		c.Focus(options.Focus)
	}
	l.fadeIn()
	return l
}

// LayerOpen reports whether anything stands over a window's content.
func LayerOpen(c fyne.Canvas) bool { return c.Overlays().Top() != nil }

// LayerOf returns the uppermost layer of a window, or nil.
func LayerOf(c fyne.Canvas) *Layer {
	l, _ := c.Overlays().Top().(*Layer)
	return l
}

// AddShortcut adds a shortcut to a window that rests while a layer is open.
func AddShortcut(c fyne.Canvas, shortcut fyne.Shortcut, handler func(fyne.Shortcut)) {
	c.AddShortcut(shortcut, func(s fyne.Shortcut) {
		if !LayerOpen(c) {
			handler(s)
		}
	})
}

// Open reports whether the layer is still shown.
func (l *Layer) Open() bool { return l.open }

// Close takes the layer and whatever stands above it away.
func (l *Layer) Close() {
	if !l.open {
		return
	}
	l.closeAbove()
	l.open = false
	l.canvas.Unfocus()
	l.canvas.Overlays().Remove(l)
	l.canvas.SetOnTypedKey(l.keys)
	l.canvas.SetOnTypedRune(l.runes)
	if l.back != nil && l.canvas.Focused() == nil {
		l.canvas.Focus(l.back)
	}
	if l.options.OnClosed != nil {
		l.options.OnClosed()
	}
}

// closeAbove closes the layers that were opened from this one, the uppermost first, so that each restores what it found.
func (l *Layer) closeAbove() {
	all := slices.Clone(l.canvas.Overlays().List())
	for i := len(all) - 1; i >= 0 && all[i] != fyne.CanvasObject(l); i-- {
		if above, ok := all[i].(*Layer); ok {
			above.Close()
		}
	}
}

func (l *Layer) typedKey(key *fyne.KeyEvent) {
	if l.options.OnKey != nil && l.options.OnKey(key) {
		return
	}
	if key.Name == fyne.KeyEscape {
		l.Close()
	}
}

// Tapped closes the layer when the click was beside its surface.
func (l *Layer) Tapped(e *fyne.PointEvent) {
	if !l.options.Keeps && !l.surface.holds(e.Position) {
		l.Close()
	}
}

// TappedSecondary does the same for the other button.
func (l *Layer) TappedSecondary(e *fyne.PointEvent) { l.Tapped(e) }

// fadeIn lifts a cover of the surface's colour from the content.
func (l *Layer) fadeIn() {
	if l.cover == nil || !fyne.CurrentApp().Settings().ShowAnimations() {
		return
	}
	r, g, b, _ := ColorOf(ColorSurface).RGBA()
	whole := color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 0xff}
	fade := fyne.NewAnimation(layerFade, func(done float32) {
		whole.A = uint8(0xff * (1 - done))
		l.cover.FillColor = whole
		ShowIf(done < 1, l.cover)
		l.cover.Refresh()
	})
	l.cover.FillColor = whole
	l.cover.Show()
	fade.Start()
}

// CreateRenderer draws the surface under its content.
func (l *Layer) CreateRenderer() fyne.WidgetRenderer {
	l.cover = canvas.NewRectangle(color.Transparent)
	l.cover.Hide()
	r := &layerRenderer{layer: l, ground: canvas.NewRectangle(color.Transparent)}
	r.objects = []fyne.CanvasObject{r.ground, l.options.Content, l.cover, l.hint}
	r.colour()
	return r
}

type layerRenderer struct {
	layer   *Layer
	ground  *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *layerRenderer) Destroy()                     {}
func (r *layerRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *layerRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *layerRenderer) colour() {
	r.ground.FillColor = ColorOf(ColorSurface)
	r.ground.StrokeColor = ColorOf(ColorEdge)
	r.ground.StrokeWidth = 1
	r.ground.CornerRadius = Unit(r.layer.options.Radius)
	r.layer.cover.CornerRadius = r.ground.CornerRadius
}

func (r *layerRenderer) Layout(area fyne.Size) {
	pos, size := r.layer.arranged(area)
	r.layer.surface = rectangle{pos: pos, size: size}
	r.ground.Move(pos)
	r.ground.Resize(size)
	const edge = 1
	for _, o := range []fyne.CanvasObject{r.layer.options.Content, r.layer.cover} {
		o.Move(pos.AddXY(edge, edge))
		o.Resize(size.SubtractWidthHeight(2*edge, 2*edge))
	}
}

func (r *layerRenderer) Refresh() {
	r.colour()
	r.Layout(r.layer.Size())
	r.ground.Refresh()
	canvas.Refresh(r.layer)
}

func (l *Layer) arranged(area fyne.Size) (fyne.Position, fyne.Size) {
	if l.options.Arrange != nil {
		return l.options.Arrange(area)
	}
	size := l.options.Content.MinSize().AddWidthHeight(2, 2)
	size = size.Min(area)
	return fyne.NewPos(onGrid((area.Width-size.Width)/2), onGrid((area.Height-size.Height)/2)), size
}

// Children returns the content, for what looks for the scroll around a control.
func (l *Layer) Children() []fyne.CanvasObject { return []fyne.CanvasObject{l.options.Content} }
