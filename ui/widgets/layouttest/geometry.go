package layouttest

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// rect is a part of the canvas, in its coordinates.
type rect struct {
	pos  fyne.Position
	size fyne.Size
}

func (r rect) right() float32  { return r.pos.X + r.size.Width }
func (r rect) bottom() float32 { return r.pos.Y + r.size.Height }
func (r rect) empty() bool     { return r.size.Width <= 0 || r.size.Height <= 0 }

func (r rect) String() string {
	return fmt.Sprintf("at %.0f,%.0f, %.0f by %.0f", r.pos.X, r.pos.Y, r.size.Width, r.size.Height)
}

// and returns what two parts have in common.
func (r rect) and(o rect) rect {
	left, top := max(r.pos.X, o.pos.X), max(r.pos.Y, o.pos.Y)
	return rect{pos: fyne.NewPos(left, top), size: fyne.NewSize(
		max(min(r.right(), o.right())-left, 0), max(min(r.bottom(), o.bottom())-top, 0))}
}

// holdsAcross and holdsUpright report whether o stands inside r, but for what a rounded measure may add.
func (r rect) holdsAcross(o rect) bool {
	return o.pos.X >= r.pos.X-1 && o.right() <= r.right()+1
}

func (r rect) holdsUpright(o rect) bool {
	const air = 2 // a line of text has this much above and below its letters
	return o.pos.Y >= r.pos.Y-air && o.bottom() <= r.bottom()+air
}

func (r rect) holds(o rect) bool { return r.holdsAcross(o) && r.holdsUpright(o) }

// inked returns where the toolkit draws a text that has room.
func inked(t *canvas.Text, room rect) rect {
	need := t.MinSize()
	at := room.pos
	switch t.Alignment {
	case fyne.TextAlignCenter:
		at.X += (room.size.Width - need.Width) / 2
	case fyne.TextAlignTrailing:
		at.X += room.size.Width - need.Width
	}
	if room.size.Height > need.Height {
		at.Y += (room.size.Height - need.Height) / 2
	}
	return rect{pos: at, size: need}
}
