package widgets

import "fyne.io/fyne/v2"

// The measures of a rail.
const (
	railPadding = 12
	railGap     = 2
	railParts   = 14 // between the program card and the items
)

// RailLayout lays out a rail: at the left the head (the program card) and the items from the top, the foot (pulse card,
// Account, Settings) from the bottom; as a bar all side by side, equally wide. Put it in a scroll: where it is low, the
// foot follows the items.
type RailLayout struct {
	Mode RailMode
	Head int // how many of the first objects are the head
	Foot int // how many of the last objects stand at the bottom
}

var _ fyne.Layout = (*RailLayout)(nil)

// MinSize returns the room of all of them.
func (l *RailLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	seen := visible(objects)
	var size fyne.Size
	if l.Mode == RailBar {
		for _, o := range seen {
			least := o.MinSize()
			size.Width += least.Width
			size.Height = max(size.Height, least.Height)
		}
		return fyne.NewSize(size.Width, max(size.Height, Unit(RailBarHeight)))
	}
	size.Height = 2*l.padding() + Unit(railParts)
	for _, o := range seen {
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height + Unit(railGap)
	}
	width := float32(RailWideWidth)
	if l.Mode == RailNarrow {
		width = RailNarrowWidth
	}
	return fyne.NewSize(max(size.Width+2*l.padding(), Unit(width)), size.Height)
}

func (l *RailLayout) padding() float32 {
	if l.Mode == RailNarrow {
		return Unit(Space2)
	}
	return Unit(railPadding)
}

// Layout puts the objects in their places.
func (l *RailLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if l.Mode == RailBar {
		l.bar(visible(objects), size)
		return
	}
	left := l.padding()
	width := max(size.Width-2*left, 0)
	foot := max(len(objects)-l.Foot, 0)
	y := left
	for i, o := range objects[:foot] {
		if i == l.Head && l.Head > 0 {
			y += Unit(railParts - railGap)
		}
		if !o.Visible() {
			continue
		}
		place(o, left, y, fyne.NewSize(width, o.MinSize().Height))
		y += o.MinSize().Height + Unit(railGap)
	}
	below := visible(objects[foot:])
	height := float32(0)
	for _, o := range below {
		height += o.MinSize().Height + Unit(railGap)
	}
	y = max(y, size.Height-left-height+Unit(railGap))
	for _, o := range below {
		place(o, left, y, fyne.NewSize(width, o.MinSize().Height))
		y += o.MinSize().Height + Unit(railGap)
	}
}

func (l *RailLayout) bar(seen []fyne.CanvasObject, size fyne.Size) {
	if len(seen) == 0 {
		return
	}
	width := size.Width / float32(len(seen))
	for i, o := range seen {
		place(o, float32(i)*width, 0, fyne.NewSize(width, size.Height))
	}
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var seen []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			seen = append(seen, o)
		}
	}
	return seen
}

// WindowLayout lays out a window by its width: the first object is the rail, the second the content. Add them in the
// order of the focus that is wanted; RailIndex says which is the rail.
type WindowLayout struct {
	RailIndex int
	// OnBreakpoint is told when the form of the window changes, before the parts are laid out in it: the rail takes its
	// new form then.
	OnBreakpoint func(Breakpoint)
	last         Breakpoint
	told         bool
}

var _ fyne.Layout = (*WindowLayout)(nil)

// MinSize returns the least window: 600 by 400 units in its own form, less where the screen has no more.
func (l *WindowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

// Breakpoint returns the form of the window now.
func (l *WindowLayout) Breakpoint() Breakpoint { return l.last }

// Layout puts rail and content in their places.
func (l *WindowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) != 2 {
		return
	}
	b := BreakpointFor(size.Width / Unit(1))
	changed := !l.told || b.Rail != l.last.Rail || b.SideBySide != l.last.SideBySide
	l.last, l.told = b, true
	if changed && l.OnBreakpoint != nil {
		l.OnBreakpoint(b)
	}
	rail, content := objects[l.RailIndex], objects[1-l.RailIndex]
	if b.Rail == RailBar {
		height := min(Unit(b.BarHeight), size.Height)
		if !rail.Visible() {
			height = 0
		}
		place(content, 0, 0, fyne.NewSize(size.Width, size.Height-height))
		place(rail, 0, size.Height-height, fyne.NewSize(size.Width, height))
		return
	}
	width := Unit(b.RailWidth)
	if !rail.Visible() {
		width = 0
	}
	place(rail, 0, 0, fyne.NewSize(width, size.Height))
	place(content, width, 0, fyne.NewSize(max(size.Width-width, 0), size.Height))
}
