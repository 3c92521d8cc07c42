package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// BarConfig is what a progress bar is made of. Done and Arrived are parts of the whole, from 0 to 1; Arrived counts from
// the beginning, so what lies between them has arrived and is not yet safe on the disk.
type BarConfig struct {
	Height  float32 // 4 where it is 0; 8 in details
	Tone    Tone
	Done    float64
	Arrived float64
	Label   string // what a screen reader says
}

// Bar is a progress bar.
type Bar struct {
	widget.BaseWidget
	cfg                  BarConfig
	track, arrived, done *canvas.Rectangle
}

// NewBar returns a progress bar.
func NewBar(cfg BarConfig) *Bar {
	if cfg.Height == 0 {
		cfg.Height = 4
	}
	b := &Bar{cfg: cfg, track: canvas.NewRectangle(nil), arrived: canvas.NewRectangle(nil), done: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the parts that are done and that have arrived.
func (b *Bar) Set(done, arrived float64) {
	if b.cfg.Done != done || b.cfg.Arrived != arrived {
		b.cfg.Done, b.cfg.Arrived = done, arrived
		b.Refresh()
	}
}

// SetTone changes the tone.
func (b *Bar) SetTone(tone Tone) {
	if b.cfg.Tone != tone {
		b.cfg.Tone = tone
		b.Refresh()
	}
}

// SetLabel changes what a screen reader says.
func (b *Bar) SetLabel(label string) { b.cfg.Label = label }

// AccessibilityLabel returns what a screen reader says.
func (b *Bar) AccessibilityLabel() string { return b.cfg.Label }

// AccessibilityRole returns that it is a text.
func (b *Bar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize returns the height of the bar.
func (b *Bar) MinSize() fyne.Size { return UnitSize(24, b.cfg.Height) }

// Refresh draws the parts in the colours of the theme as they are now.
func (b *Bar) Refresh() {
	b.track.FillColor, b.arrived.FillColor, b.done.FillColor = ColorOf(ColorFillTrack), ColorOf(ColorFillMid), ColorOf(b.cfg.Tone.Fill())
	b.arrange(b.Size())
	for _, part := range []*canvas.Rectangle{b.track, b.arrived, b.done} {
		part.Refresh()
	}
}

func (b *Bar) arrange(size fyne.Size) {
	height := min(Unit(b.cfg.Height), size.Height)
	top := (size.Height - height) / 2
	done := min(max(b.cfg.Done, 0), 1)
	parts := []struct {
		shape *canvas.Rectangle
		part  float64
	}{{b.track, 1}, {b.arrived, min(max(b.cfg.Arrived, done), 1)}, {b.done, done}}
	for _, p := range parts {
		width := size.Width * float32(p.part)
		p.shape.Hidden = width <= 0
		p.shape.Move(fyne.NewPos(0, top))
		p.shape.Resize(fyne.NewSize(width, height))
		round(p.shape, height/2, p.part >= 1)
	}
}

// round rounds the left end, and the right end too where the part is the whole.
func round(shape *canvas.Rectangle, radius float32, whole bool) {
	right := float32(0)
	if whole {
		right = radius
	}
	shape.TopLeftCornerRadius, shape.BottomLeftCornerRadius = radius, radius
	shape.TopRightCornerRadius, shape.BottomRightCornerRadius = right, right
}

// CreateRenderer draws the bar.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	b.Refresh()
	return &barRenderer{bar: b}
}

type barRenderer struct{ bar *Bar }

func (r *barRenderer) Destroy()              {}
func (r *barRenderer) Layout(size fyne.Size) { r.bar.arrange(size) }
func (r *barRenderer) MinSize() fyne.Size    { return r.bar.MinSize() }
func (r *barRenderer) Refresh()              { r.bar.Refresh() }
func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bar.track, r.bar.arrived, r.bar.done}
}
