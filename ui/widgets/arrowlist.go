package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// ArrowList is the toolkit's list where the arrows choose at once; in the toolkit's own they only move a mark, and
// Space chooses.
type ArrowList struct {
	widget.List
	Chosen int // the chosen row; -1 for none
}

// NewArrowList returns a list. chosen is called with the row that was chosen.
func NewArrowList(length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject),
	chosen func(int)) *ArrowList {
	l := &ArrowList{}
	l.SetUp(length, create, update, chosen)
	l.ExtendBaseWidget(l)
	return l
}

// SetUp fills the list in; a widget that embeds it calls this and then extends itself.
func (l *ArrowList) SetUp(length func() int, create func() fyne.CanvasObject,
	update func(widget.ListItemID, fyne.CanvasObject), chosen func(int)) {
	l.Chosen = -1
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.OnSelected = func(i widget.ListItemID) {
		if i < length() {
			l.Chosen = i
			chosen(i)
		}
	}
}

// Forget takes the choice away.
func (l *ArrowList) Forget() {
	l.Chosen = -1
	l.UnselectAll()
}

// Step chooses the next row or the one before. It reports whether the key was an arrow.
func (l *ArrowList) Step(key fyne.KeyName) bool {
	by := 1
	switch key {
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
	default:
		return false
	}
	if n := l.Length(); n > 0 {
		l.Select(min(max(l.Chosen+by, 0), n-1))
	}
	return true
}

// TypedKey moves with the arrows and lets other keys through to the window.
func (l *ArrowList) TypedKey(key *fyne.KeyEvent) {
	if !l.Step(key.Name) {
		PassOn(l, key)
	}
}
