package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// pageWithFields shows two entries, the first of which has the focus.
func pageWithFields(t *testing.T) (c fyne.Canvas, first *widget.Entry) {
	t.Helper()
	first = widget.NewEntry()
	c = show(t, container.NewVBox(first, widget.NewEntry()), 800, 600)
	c.Focus(first)
	return c, first
}

func TestLayerGivesTheFocusBack(t *testing.T) {
	c, first := pageWithFields(t)
	inner := widget.NewEntry()
	closed := 0
	l := OpenLayer(c, LayerOptions{Content: inner, Focus: inner, OnClosed: func() { closed++ }})
	if c.Focused() != fyne.Focusable(inner) {
		t.Errorf("at opening the focus is on %v", c.Focused())
	}
	l.Close()
	l.Close()
	if c.Focused() != fyne.Focusable(first) {
		t.Errorf("after closing the focus is on %v", c.Focused())
	}
	if closed != 1 || LayerOpen(c) || l.Open() {
		t.Errorf("closed %d times, open: %v", closed, LayerOpen(c))
	}
}

func TestLayerClosesOnEscAndOnAClickBeside(t *testing.T) {
	c, _ := pageWithFields(t)
	open := func(keeps bool) *Layer {
		return OpenLayer(c, LayerOptions{Content: canvas.NewRectangle(nil), Keeps: keeps,
			Arrange: func(fyne.Size) (fyne.Position, fyne.Size) { return fyne.NewPos(100, 100), fyne.NewSize(200, 100) }})
	}
	l := open(false)
	key(c, fyne.KeyEscape)
	if l.Open() {
		t.Error("Esc did not close it")
	}
	l = open(false)
	test.TapCanvas(c, fyne.NewPos(150, 150))
	if !l.Open() {
		t.Fatal("a click on it closed it")
	}
	test.TapCanvas(c, fyne.NewPos(50, 50))
	if l.Open() {
		t.Error("a click beside it did not close it")
	}
	l = open(true)
	test.TapCanvas(c, fyne.NewPos(50, 50))
	if !l.Open() {
		t.Error("a click beside closed what keeps its input")
	}
	l.Close()
}

func TestLayerKeepsTabInside(t *testing.T) {
	c, _ := pageWithFields(t)
	a, b := widget.NewEntry(), widget.NewEntry()
	l := OpenLayer(c, LayerOptions{Content: container.NewVBox(a, b), Focus: a})
	for range 5 {
		c.FocusNext()
		if f := c.Focused(); f != fyne.Focusable(a) && f != fyne.Focusable(b) {
			t.Fatalf("Tab went to %v", f)
		}
	}
	l.Close()
}

func TestShortcutsRestUnderALayer(t *testing.T) {
	c := &shortcutCanvas{Canvas: show(t, canvas.NewRectangle(nil), 800, 600)}
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl}
	done, typed := 0, 0
	AddShortcut(c, find, func(fyne.Shortcut) { done++ })
	c.SetOnTypedKey(func(*fyne.KeyEvent) { typed++ })
	l := OpenLayer(c, LayerOptions{Content: canvas.NewRectangle(nil)})
	c.shortcut(find)
	key(c, fyne.KeyDelete)
	if done != 0 || typed != 0 {
		t.Errorf("under the layer: %d shortcuts, %d keys", done, typed)
	}
	l.Close()
	c.shortcut(find)
	key(c, fyne.KeyDelete)
	if done != 1 || typed != 1 {
		t.Errorf("after it: %d shortcuts, %d keys", done, typed)
	}
}

func TestLayersOverLayersCloseInOrder(t *testing.T) {
	c, first := pageWithFields(t)
	typed := 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { typed++ })
	inner := widget.NewEntry()
	low := OpenLayer(c, LayerOptions{Content: inner, Focus: inner})
	high := OpenLayer(c, LayerOptions{Content: canvas.NewRectangle(nil)})
	key(c, fyne.KeyEscape)
	if high.Open() || !low.Open() || c.Focused() != fyne.Focusable(inner) {
		t.Fatalf("Esc: upper open %v, lower open %v, focus %v", high.Open(), low.Open(), c.Focused())
	}
	high = OpenLayer(c, LayerOptions{Content: canvas.NewRectangle(nil)})
	low.Close()
	if high.Open() || low.Open() || c.Focused() != fyne.Focusable(first) {
		t.Errorf("closing the lower: upper open %v, focus %v", high.Open(), c.Focused())
	}
	c.Unfocus()
	key(c, fyne.KeyDelete)
	if typed != 1 {
		t.Error("the window does not get its keys back")
	}
}

func TestLayerStaysInALowWindow(t *testing.T) {
	content := canvas.NewRectangle(nil)
	content.SetMinSize(fyne.NewSize(500, 2000))
	c := show(t, canvas.NewRectangle(nil), 400, 300)
	l := OpenLayer(c, LayerOptions{Content: content})
	if l.surface.pos != (fyne.Position{}) || l.surface.size != fyne.NewSize(400, 300) {
		t.Errorf("stands at %v, %v", l.surface.pos, l.surface.size)
	}
}
