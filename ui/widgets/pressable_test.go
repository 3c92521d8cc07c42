package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestPressableActsOnceWhenAKeyGoesUp(t *testing.T) {
	for _, name := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter} {
		count := 0
		p := NewPressable(PressConfig{Label: "Pause", Tapped: func() { count++ }})
		c := shown(t, p).Canvas()
		c.Focus(p)
		holdKey(c, name)
		p.TypedKey(&fyne.KeyEvent{Name: name}) // the key repeats
		if count != 0 {
			t.Errorf("%s acted while it was held", name)
		}
		letGo(c, name)
		letGo(c, name)
		if count != 1 {
			t.Errorf("%s acted %d times", name, count)
		}
	}
}

func TestPressableLeavesNoRuneToWhatItOpens(t *testing.T) {
	entry := widget.NewEntry()
	second := 0
	after := NewPressable(PressConfig{Tapped: func() { second++ }})
	var c fyne.Canvas
	target := fyne.Focusable(entry)
	p := NewPressable(PressConfig{Tapped: func() { c.Focus(target) }})
	c = shown(t, container.NewVBox(p, entry, after)).Canvas()
	c.Focus(p)
	pressKey(c, fyne.KeySpace)
	if entry.Text != "" {
		t.Errorf("the field got %q", entry.Text)
	}
	target = after
	c.Focus(p)
	pressKey(c, fyne.KeySpace)
	letGo(c, fyne.KeySpace)
	if second != 0 {
		t.Error("the key went on to the next control")
	}
}

func TestPressableForgetsAHeldKeyWithTheFocus(t *testing.T) {
	count := 0
	p := NewPressable(PressConfig{Tapped: func() { count++ }})
	c := shown(t, p).Canvas()
	c.Focus(p)
	holdKey(c, fyne.KeySpace)
	c.Unfocus()
	c.Focus(p)
	letGo(c, fyne.KeySpace)
	if count != 0 {
		t.Error("it acted on a key that went down before the focus came back")
	}
}

func TestPressableDisabled(t *testing.T) {
	count := 0
	p := NewPressable(PressConfig{Tapped: func() { count++ }, Menu: func(fyne.Position) { count++ }})
	c := shown(t, p).Canvas()
	p.Disable()
	test.Tap(p)
	test.TapSecondary(p)
	c.Focus(p)
	pressKey(c, fyne.KeySpace)
	pressKey(c, desktop.KeyMenu)
	if count != 0 || p.RingShown() {
		t.Errorf("disabled, it acted %d times, ring shown: %v", count, p.RingShown())
	}
	p.Enable()
	test.Tap(p)
	if count != 1 {
		t.Error("enabled again, it is deaf")
	}
}

func TestPressableRingFollowsKeys(t *testing.T) {
	p := NewPressable(PressConfig{})
	c := shown(t, p).Canvas()
	c.Focus(p)
	if p.RingShown() {
		t.Error("the ring shows before a key was used")
	}
	holdKey(c, desktop.KeyShiftLeft)
	if !p.RingShown() {
		t.Error("no ring after a key")
	}
	p.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if p.RingShown() {
		t.Error("the ring stays after the pointer was used")
	}
	KeyUsed()
	c.Unfocus()
	if p.RingShown() {
		t.Error("the ring shows without the focus")
	}
}

func TestTabFromAFieldShowsTheRing(t *testing.T) {
	field := NewField(FieldConfig{Label: "Name"})
	p := NewPressable(PressConfig{})
	c := shown(t, container.NewVBox(field.Box, p)).Canvas()
	c.Focus(field.Input)
	field.Input.KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	c.FocusNext()
	if c.Focused() != fyne.Focusable(p) || !p.RingShown() {
		t.Error("no ring after Tab")
	}
}

type keyCanvas struct {
	fyne.Canvas
	down func(*fyne.KeyEvent)
}

func (k *keyCanvas) OnKeyDown() func(*fyne.KeyEvent)     { return k.down }
func (k *keyCanvas) SetOnKeyDown(f func(*fyne.KeyEvent)) { k.down = f }
func (k *keyCanvas) OnKeyUp() func(*fyne.KeyEvent)       { return nil }
func (k *keyCanvas) SetOnKeyUp(func(*fyne.KeyEvent))     {}

func TestWatchKeysShowsTheRingOfTheFirstTab(t *testing.T) {
	p := NewPressable(PressConfig{})
	w := shown(t, p)
	heard := 0
	c := &keyCanvas{Canvas: w.Canvas(), down: func(*fyne.KeyEvent) { heard++ }}
	WatchKeys(c)
	c.down(&fyne.KeyEvent{Name: fyne.KeyTab})
	c.FocusNext()
	if !p.RingShown() || heard != 1 {
		t.Errorf("ring shown: %v; the window's own heard %d", p.RingShown(), heard)
	}
}

func TestPressableMenu(t *testing.T) {
	var at []fyne.Position
	p := NewPressable(PressConfig{Menu: func(where fyne.Position) { at = append(at, where) }})
	c := shown(t, p).Canvas()
	test.TapSecondaryAt(p, fyne.NewPos(5, 7))
	c.Focus(p)
	pressKey(c, desktop.KeyMenu)
	holdKey(c, desktop.KeyShiftLeft)
	pressKey(c, fyne.KeyF10)
	letGo(c, desktop.KeyShiftLeft)
	pressKey(c, fyne.KeyF10)
	if len(at) != 3 {
		t.Errorf("the menu opened %d times, not by pointer, menu key and Shift+F10", len(at))
	}
}

func TestPressableHandsOtherKeysToTheWindow(t *testing.T) {
	var got, used []fyne.KeyName
	p := NewPressable(PressConfig{Key: func(key *fyne.KeyEvent) bool {
		used = append(used, key.Name)
		return key.Name == fyne.KeyDown
	}})
	c := shown(t, p).Canvas()
	c.SetOnTypedKey(func(key *fyne.KeyEvent) { got = append(got, key.Name) })
	c.Focus(p)
	pressKey(c, fyne.KeyDown)
	pressKey(c, fyne.KeyEscape)
	if len(used) != 2 || len(got) != 1 || got[0] != fyne.KeyEscape {
		t.Errorf("its own: %v, the window's: %v", used, got)
	}
}
