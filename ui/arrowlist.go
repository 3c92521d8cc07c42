package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// arrowList is the toolkit's list where the arrows choose at once; in the toolkit's own they only move a
// mark, and Space chooses.
type arrowList struct {
	widget.List
	at int // the chosen row; -1 for none
}

func newArrowList(length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject), chosen func(int)) *arrowList {
	l := &arrowList{}
	l.setUp(length, create, update, chosen)
	l.ExtendBaseWidget(l)
	return l
}

// setUp fills the list in; a widget that embeds it calls this and then extends itself.
func (l *arrowList) setUp(length func() int, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject), chosen func(int)) {
	l.at = -1
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.OnSelected = func(i widget.ListItemID) {
		if i < length() {
			l.at = i
			chosen(i)
		}
	}
}

// forget takes the choice away.
func (l *arrowList) forget() {
	l.at = -1
	l.UnselectAll()
}

// step chooses the next row or the one before. It tells whether the key was an arrow.
func (l *arrowList) step(key fyne.KeyName) bool {
	by := 1
	switch key {
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
	default:
		return false
	}
	if n := l.Length(); n > 0 {
		l.Select(min(max(l.at+by, 0), n-1))
	}
	return true
}

// TypedKey moves with the arrows and lets other keys through to the window.
func (l *arrowList) TypedKey(key *fyne.KeyEvent) {
	if !l.step(key.Name) {
		passOn(l, key)
	}
}
