package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Paint is how a rounded rectangle looks. Colours are names of the theme, measures those at 100 %.
type Paint struct {
	Fill, Edge fyne.ThemeColorName
	EdgeWidth  float32 // 1 where an edge is named and no width
	Radius     float32
}

// apply paints a rectangle in the theme as it is now.
func (p Paint) apply(r *canvas.Rectangle) {
	r.FillColor, r.StrokeColor, r.StrokeWidth = ColorOf(p.Fill), ColorOf(p.Edge), 0
	if p.Edge != ColorNone {
		r.StrokeWidth = 1 // a line of one pixel stays so
		if p.EdgeWidth > 1 {
			r.StrokeWidth = Unit(p.EdgeWidth)
		}
	}
	r.CornerRadius = Unit(p.Radius)
}

// Ground is a rounded rectangle in colours of the theme.
type Ground struct {
	widget.BaseWidget
	paint Paint
	shape *canvas.Rectangle
}

// NewGround returns a rounded rectangle.
func NewGround(paint Paint) *Ground {
	g := &Ground{paint: paint, shape: canvas.NewRectangle(nil)}
	g.ExtendBaseWidget(g)
	return g
}

// SetPaint changes how the rectangle looks.
func (g *Ground) SetPaint(paint Paint) {
	if g.paint != paint {
		g.paint = paint
		g.Refresh()
	}
}

// Refresh takes the colours of the theme as it is now.
func (g *Ground) Refresh() {
	insetEdge(g.shape, g.paint, g.Size())
	g.shape.Refresh()
}

// CreateRenderer draws the rectangle.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	g.paint.apply(g.shape)
	return &groundRenderer{ground: g}
}

// insetEdge paints a rectangle and lays it over a size; OpenGL draws the edge within it.
func insetEdge(r *canvas.Rectangle, paint Paint, size fyne.Size) {
	paint.apply(r)
	r.Move(fyne.NewPos(0, 0))
	r.Resize(size)
}

type groundRenderer struct{ ground *Ground }

func (r *groundRenderer) Destroy() {}

func (r *groundRenderer) Layout(size fyne.Size) { insetEdge(r.ground.shape, r.ground.paint, size) }

func (r *groundRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground.shape} }

func (r *groundRenderer) Refresh() { r.ground.Refresh() }

// SurfaceConfig is what a surface is made of. Measures are those at 100 %.
type SurfaceConfig struct {
	Fill, Edge fyne.ThemeColorName
	Radius     float32
	Padding    Padding
	Content    fyne.CanvasObject
}

// NewSurface returns a rounded rectangle with a content in it. Screens are made of plain containers, since screen
// readers look into nothing else.
func NewSurface(cfg SurfaceConfig) *fyne.Container {
	ground := NewGround(Paint{Fill: cfg.Fill, Edge: cfg.Edge, Radius: cfg.Radius})
	return container.NewStack(ground, Padded(cfg.Padding, cfg.Content))
}

// NewLine returns a separator of one pixel: across where it is laid in a column, down where in a row.
func NewLine() *Line {
	l := &Line{}
	l.ground = NewGround(Paint{Fill: ColorLine})
	l.ExtendBaseWidget(l)
	return l
}

// Line is a separator of one pixel.
type Line struct {
	widget.BaseWidget
	ground *Ground
}

// CreateRenderer draws the line.
func (l *Line) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.ground) }

// MinSize returns one pixel each way.
func (l *Line) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// Padding is the room around a content, at 100 %.
type Padding struct{ Top, Right, Bottom, Left float32 }

// Pad returns the same padding above and below, and the same at both sides.
func Pad(vertical, horizontal float32) Padding {
	return Padding{Top: vertical, Right: horizontal, Bottom: vertical, Left: horizontal}
}

// Padded returns a content with room around it.
func Padded(padding Padding, content fyne.CanvasObject) *fyne.Container {
	if content == nil {
		return container.New(padding)
	}
	return container.New(padding, content)
}

var _ fyne.Layout = Padding{}

// Layout resizes every object to the room within the padding.
func (p Padding) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	at := fyne.NewPos(Unit(p.Left), Unit(p.Top))
	for _, o := range objects {
		o.Move(at)
		o.Resize(fyne.NewSize(max(size.Width-Unit(p.Left+p.Right), 0), max(size.Height-Unit(p.Top+p.Bottom), 0)))
	}
}

// MinSize returns the largest object's, and the padding.
func (p Padding) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := layout.NewStackLayout().MinSize(objects)
	return least.AddWidthHeight(Unit(p.Left+p.Right), Unit(p.Top+p.Bottom))
}
