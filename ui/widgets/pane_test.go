package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

func TestPaneGoesBack(t *testing.T) {
	list, details := widget.NewEntry(), widget.NewEntry()
	p := NewPane(list)
	var depths []int
	p.OnDepth = func(depth int) { depths = append(depths, depth) }
	c := show(t, p.Container, 600, 400)
	c.Focus(list)
	left := 0
	p.Open(details, func() { left++ })
	if list.Visible() || !details.Visible() || p.Top() != fyne.CanvasObject(details) || c.Focused() != nil {
		t.Error("the details do not stand over the list")
	}
	if details.Size() != fyne.NewSize(600, 400) {
		t.Errorf("the details are %v", details.Size())
	}
	if p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) || !p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
		t.Error("Esc does not go back, or another key does")
	}
	if !list.Visible() || left != 1 || c.Focused() != fyne.Focusable(list) {
		t.Errorf("back: list visible %v, left %d times, focus on %v", list.Visible(), left, c.Focused())
	}
	if p.Back() || p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
		t.Error("the lowest level can be left")
	}
	if len(depths) != 2 || depths[0] != 2 || depths[1] != 1 {
		t.Errorf("told %v", depths)
	}
}
