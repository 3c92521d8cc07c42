package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	splitLine  = 1
	splitGrip  = 9
	splitShare = float32(0.52) // of the leading side, until the person moves the line
	splitStep  = 16            // units a key moves the line
)

// SplitOptions say what a Split holds and whom it tells.
type SplitOptions struct {
	Leading, Trailing           fyne.CanvasObject
	LeadingLeast, TrailingLeast float32 // least widths in units; 0 stands for ListLeast and DetailsLeast
	Share                       float32 // of the leading side, as kept from the last time; 0 stands for 52:48
	Label                       string  // of the line, for the keyboard and screen readers
	OnMoved                     func(share float32)
	OnFits                      func(fits bool) // both sides fit, or no longer do; called at the first layout too
	Clock                       Clock
}

// Split puts two panes side by side with a line between them that can be dragged, moved by the arrows when it has the
// focus, and put back by a double-click or Home. Neither pane gets narrower than its least width. Where both do not fit,
// it shows one pane, and says so by OnFits.
type Split struct {
	widget.BaseWidget
	options SplitOptions
	share   float32
	told    bool
	fits    bool
	trail   bool // in one pane: show the trailing one
	grip    *splitGripper
}

// NewSplit returns a split of two panes.
func NewSplit(options SplitOptions) *Split {
	if options.LeadingLeast == 0 {
		options.LeadingLeast = ListLeast
	}
	if options.TrailingLeast == 0 {
		options.TrailingLeast = DetailsLeast
	}
	s := &Split{options: options, share: options.Share, fits: true}
	if s.share <= 0 || s.share >= 1 {
		s.share = splitShare
	}
	s.grip = newSplitGripper(s)
	s.ExtendBaseWidget(s)
	return s
}

// Share returns the part of the width that the leading pane takes, between 0 and 1.
func (s *Split) Share() float32 { return s.share }

// Fits reports whether both panes stand side by side.
func (s *Split) Fits() bool { return s.fits }

// ShowTrailing chooses the pane that is seen where both do not fit.
func (s *Split) ShowTrailing(trailing bool) {
	if s.trail != trailing {
		s.trail = trailing
		s.Refresh()
	}
}

// Reset puts the line back to where it stands at first.
func (s *Split) Reset() { s.setShare(splitShare) }

// setShare moves the line and tells the caller where it came to stand.
func (s *Split) setShare(share float32) {
	s.share = s.bounded(share)
	s.Refresh()
	if s.options.OnMoved != nil {
		s.options.OnMoved(s.share)
	}
}

func (s *Split) bounded(share float32) float32 {
	width := s.Size().Width - splitLine
	if width <= 0 {
		return share
	}
	least, most := Unit(s.options.LeadingLeast)/width, 1-Unit(s.options.TrailingLeast)/width
	return max(min(share, most), least)
}

func (s *Split) moveBy(dx float32) {
	if width := s.Size().Width - splitLine; width > 0 && s.fits {
		s.setShare(s.bounded(s.share) + dx/width)
	}
}

// CreateRenderer puts the panes and the line together.
func (s *Split) CreateRenderer() fyne.WidgetRenderer {
	r := &splitRenderer{split: s, line: canvas.NewRectangle(ColorOf(ColorLine))}
	r.objects = []fyne.CanvasObject{s.options.Leading, s.options.Trailing, r.line, s.grip}
	return r
}

type splitRenderer struct {
	split   *Split
	line    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *splitRenderer) Destroy() {}

func (r *splitRenderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize is that of one pane: the other gives way.
func (r *splitRenderer) MinSize() fyne.Size {
	leading, trailing := r.split.options.Leading.MinSize(), r.split.options.Trailing.MinSize()
	return fyne.NewSize(max(leading.Width, trailing.Width), max(leading.Height, trailing.Height))
}

func (r *splitRenderer) Layout(size fyne.Size) {
	s := r.split
	o := s.options
	fits := SplitFits(size.Width, Unit(o.LeadingLeast), Unit(o.TrailingLeast))
	changed := fits != s.fits || !s.told
	s.fits, s.told = fits, true
	ShowIf(fits || !s.trail, o.Leading)
	ShowIf(fits || s.trail, o.Trailing)
	ShowIf(fits, r.line)
	ShowIf(fits, s.grip)
	if fits {
		r.sideBySide(size)
	} else {
		for _, pane := range []fyne.CanvasObject{o.Leading, o.Trailing} {
			pane.Move(fyne.Position{})
			pane.Resize(size)
		}
	}
	if changed && o.OnFits != nil {
		o.OnFits(fits)
	}
}

func (r *splitRenderer) sideBySide(size fyne.Size) {
	s := r.split
	width := size.Width - splitLine
	least, most := Unit(s.options.LeadingLeast), width-Unit(s.options.TrailingLeast)
	at := onGrid(max(min(width*s.share, most), least))
	s.options.Leading.Move(fyne.Position{})
	s.options.Leading.Resize(fyne.NewSize(at, size.Height))
	r.line.Move(fyne.NewPos(at, 0))
	r.line.Resize(fyne.NewSize(splitLine, size.Height))
	s.options.Trailing.Move(fyne.NewPos(at+splitLine, 0))
	s.options.Trailing.Resize(fyne.NewSize(width-at, size.Height))
	s.grip.Move(fyne.NewPos(at-(splitGrip-splitLine)/2, 0))
	s.grip.Resize(fyne.NewSize(splitGrip, size.Height))
}

func (r *splitRenderer) Refresh() {
	r.line.FillColor = ColorOf(ColorLine)
	r.line.Refresh()
	r.Layout(r.split.Size())
	canvas.Refresh(r.split)
}

// splitGripper is the zone around the line that takes the pointer and the focus.
type splitGripper struct {
	widget.BaseWidget
	split   *Split
	mark    *canvas.Rectangle
	focused bool
	hovered bool
	clicks  clickCounter
}

func newSplitGripper(s *Split) *splitGripper {
	g := &splitGripper{split: s, mark: canvas.NewRectangle(nil), clicks: clickCounter{clock: s.options.Clock}}
	g.mark.Hide()
	g.ExtendBaseWidget(g)
	return g
}

func (g *splitGripper) CreateRenderer() fyne.WidgetRenderer { return &splitGripperRenderer{grip: g} }

type splitGripperRenderer struct{ grip *splitGripper }

func (r *splitGripperRenderer) Destroy()                     {}
func (r *splitGripperRenderer) MinSize() fyne.Size           { return fyne.NewSize(splitGrip, splitGrip) }
func (r *splitGripperRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.grip.mark} }

func (r *splitGripperRenderer) Layout(size fyne.Size) {
	r.grip.mark.Move(fyne.NewPos((size.Width-2)/2, 0))
	r.grip.mark.Resize(fyne.NewSize(2, size.Height))
}

func (r *splitGripperRenderer) Refresh() {
	r.grip.mark.FillColor = ColorOf(ColorAccent)
	ShowIf(r.grip.focused || r.grip.hovered, r.grip.mark)
	r.grip.mark.Refresh()
}

// AccessibilityLabel returns what the line is called.
func (g *splitGripper) AccessibilityLabel() string { return g.split.options.Label }

// AccessibilityRole returns the nearest role that the toolkit knows.
func (g *splitGripper) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (g *splitGripper) Cursor() desktop.Cursor { return desktop.HResizeCursor }

func (g *splitGripper) Dragged(e *fyne.DragEvent) {
	at := e.AbsolutePosition.X - fyne.CurrentApp().Driver().AbsolutePositionForObject(g.split).X
	if width := g.split.Size().Width - splitLine; width > 0 && e.AbsolutePosition != (fyne.Position{}) {
		g.split.setShare(at / width)
		return
	}
	g.split.moveBy(e.Dragged.DX)
}

func (g *splitGripper) DragEnd() {}

func (g *splitGripper) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary && g.clicks.isDouble() {
		g.split.Reset()
	}
}

func (g *splitGripper) MouseUp(*desktop.MouseEvent) {}

func (g *splitGripper) MouseIn(*desktop.MouseEvent)    { g.set(&g.hovered, true) }
func (g *splitGripper) MouseMoved(*desktop.MouseEvent) {}
func (g *splitGripper) MouseOut()                      { g.set(&g.hovered, false) }
func (g *splitGripper) FocusGained()                   { g.set(&g.focused, true) }
func (g *splitGripper) FocusLost()                     { g.set(&g.focused, false) }
func (g *splitGripper) TypedRune(rune)                 {}

func (g *splitGripper) set(state *bool, on bool) {
	*state = on
	g.Refresh()
}

// TypedKey moves the line by the arrows and puts it back by Home.
func (g *splitGripper) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		g.split.moveBy(-Unit(splitStep))
	case fyne.KeyRight:
		g.split.moveBy(Unit(splitStep))
	case fyne.KeyHome:
		g.split.Reset()
	default:
		PassOn(g, key)
	}
}
