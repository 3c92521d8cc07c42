package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

func splitOf(t *testing.T, options SplitOptions) (*Split, fyne.Canvas) {
	t.Helper()
	options.Leading, options.Trailing = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	options.Label = "Width of the list"
	s := NewSplit(options)
	return s, show(t, s, 1001, 600)
}

func TestSplitStandsAt52To48(t *testing.T) {
	s, _ := splitOf(t, SplitOptions{})
	if got := s.options.Leading.Size().Width; got != 520 {
		t.Errorf("the leading pane is %v wide, want 520 of 1000", got)
	}
	if got := s.options.Trailing.Size().Width; got != 480 {
		t.Errorf("the trailing pane is %v wide, want 480 of 1000", got)
	}
}

func TestSplitKeepsLeastWidths(t *testing.T) {
	var shares []float32
	s, _ := splitOf(t, SplitOptions{OnMoved: func(share float32) { shares = append(shares, share) }})
	s.setShare(0.1)
	if got := s.options.Leading.Size().Width; got != ListLeast {
		t.Errorf("moved far left: %v", got)
	}
	s.setShare(0.9)
	if got := s.options.Trailing.Size().Width; got != DetailsLeast {
		t.Errorf("moved far right: %v", got)
	}
	if len(shares) != 2 || shares[0] != 0.44 || shares[1] != 0.6 {
		t.Errorf("kept as %v", shares)
	}
}

func TestSplitRemembersItsLine(t *testing.T) {
	s, _ := splitOf(t, SplitOptions{Share: 0.45})
	if got := s.options.Leading.Size().Width; got != 450 {
		t.Errorf("the leading pane is %v wide, want 450", got)
	}
}

func TestSplitSaysWhenOnePaneIsLeft(t *testing.T) {
	var said []bool
	s, c := splitOf(t, SplitOptions{OnFits: func(fits bool) { said = append(said, fits) }})
	resize := func(width float32) { c.(interface{ Resize(fyne.Size) }).Resize(fyne.NewSize(width, 600)) }
	said = nil
	resize(840)
	if s.Fits() || !s.options.Leading.Visible() || s.options.Trailing.Visible() || s.grip.Visible() {
		t.Error("at 840 not one pane alone")
	}
	if got := s.options.Leading.Size().Width; got != 840 {
		t.Errorf("the one pane is %v wide", got)
	}
	s.ShowTrailing(true)
	if s.options.Leading.Visible() || !s.options.Trailing.Visible() {
		t.Error("the trailing pane is not shown")
	}
	resize(841)
	if !s.Fits() || !s.options.Leading.Visible() || !s.options.Trailing.Visible() {
		t.Error("at 841 not both panes")
	}
	if len(said) != 2 || said[0] || !said[1] {
		t.Errorf("said %v", said)
	}
}

func TestSplitMovesByKeys(t *testing.T) {
	s, c := splitOf(t, SplitOptions{})
	c.Focus(s.grip)
	key(c, fyne.KeyRight)
	if got := s.options.Leading.Size().Width; got != 536 {
		t.Errorf("after Right: %v", got)
	}
	key(c, fyne.KeyLeft)
	key(c, fyne.KeyLeft)
	if got := s.options.Leading.Size().Width; got != 504 {
		t.Errorf("after Left twice: %v", got)
	}
	key(c, fyne.KeyHome)
	if got := s.options.Leading.Size().Width; got != 520 {
		t.Errorf("after Home: %v", got)
	}
}

func TestSplitIsDraggedAndPutBackByADoubleClick(t *testing.T) {
	clock := newTestClock()
	s, _ := splitOf(t, SplitOptions{Clock: clock})
	drag := &fyne.DragEvent{}
	drag.AbsolutePosition = fyne.NewPos(500, 100)
	s.grip.Dragged(drag)
	s.grip.DragEnd()
	if got := s.options.Leading.Size().Width; got != 500 {
		t.Errorf("dragged to 500: %v", got)
	}
	down := func() { s.grip.MouseDown(mouse(4, 4, desktop.MouseButtonPrimary, 0)) }
	down()
	clock.advance(time.Second)
	down()
	if got := s.options.Leading.Size().Width; got != 500 {
		t.Errorf("two slow clicks moved the line to %v", got)
	}
	clock.advance(100 * time.Millisecond)
	down()
	if got := s.options.Leading.Size().Width; got != 520 {
		t.Errorf("after a double-click: %v", got)
	}
}

func TestSplitsGripIsWiderThanItsLine(t *testing.T) {
	s, c := splitOf(t, SplitOptions{})
	if s.grip.Size().Width != 9 || s.grip.Position().X != 516 {
		t.Errorf("grip %v wide at %v", s.grip.Size().Width, s.grip.Position().X)
	}
	if s.grip.mark.Visible() {
		t.Error("the mark of the focus shows at rest")
	}
	c.Focus(s.grip)
	if !s.grip.mark.Visible() || s.grip.mark.FillColor != ColorOf(ColorAccent) {
		t.Error("the focus can't be seen")
	}
}

func TestFocusInAPaneIsScrolledIntoSight(t *testing.T) {
	button := NewButton(ButtonConfig{Text: "Low"})
	tall := canvas.NewRectangle(nil)
	tall.SetMinSize(fyne.NewSize(10, 3000))
	page := NewScroll(VBox(0, tall, button))
	s := NewSplit(SplitOptions{Label: "Width", Leading: canvas.NewRectangle(nil), Trailing: page})
	c := show(t, s, 1001, 600)
	c.Focus(button)
	if page.Offset.Y == 0 {
		t.Error("the control with the focus is out of sight")
	}
}
