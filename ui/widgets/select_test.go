package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func selectIn(t *testing.T, chosen int, changed func(int)) (*Select, fyne.Canvas) {
	t.Helper()
	s := NewSelect(SelectOptions{Label: "Type", Placeholder: "All types", Chosen: chosen, OnChanged: changed,
		Options: []string{"All types", "Installers", "Disk images and their symbols"}})
	return s, show(t, container.NewPadded(container.NewVBox(container.NewHBox(s))), 800, 600)
}

func TestSelectByKeys(t *testing.T) {
	var chosen []int
	s, c := selectIn(t, 1, func(i int) { chosen = append(chosen, i) })
	c.Focus(s)
	press(c, fyne.KeySpace) // opens when it is let go, with the chosen one marked
	if s.menu == nil || !s.menu.Open() || s.menu.at != 1 || s.menu.lines[1].drawing() != "check" {
		t.Fatal("Space does not open the menu at what is chosen")
	}
	key(c, fyne.KeyDown)
	press(c, fyne.KeyReturn)
	if len(chosen) != 1 || chosen[0] != 2 || s.Chosen() != 2 || c.Focused() != fyne.Focusable(s) {
		t.Errorf("chosen %v, focus on %v", chosen, c.Focused())
	}
	key(c, fyne.KeyDown)
	key(c, fyne.KeyEscape)
	if s.menu.Open() || s.Chosen() != 2 {
		t.Error("Esc does not leave what was chosen")
	}
	if got := s.AccessibilityLabel(); got != "Type: Disk images and their symbols" {
		t.Error(got)
	}
}

func TestSelectByPointer(t *testing.T) {
	var chosen []int
	s, c := selectIn(t, -1, func(i int) { chosen = append(chosen, i) })
	PointerUsed()
	test.Tap(s)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	if got := s.menu.layer.surface.pos; got != at.AddXY(0, 32+4) {
		t.Errorf("the menu opens at %v under a drop-down at %v", got, at)
	}
	if s.menu.layer.surface.size.Width < s.Size().Width {
		t.Error("the menu is narrower than its drop-down")
	}
	test.TapCanvas(c, at.AddXY(20, 32+4+5+40))
	if len(chosen) != 1 || chosen[0] != 1 || s.word.Text() != "Installers" {
		t.Errorf("chosen %v, shows %q", chosen, s.word.Text())
	}
}

func TestSelectIsAsWideAsItsWidestOption(t *testing.T) {
	s, _ := selectIn(t, 0, nil)
	before := s.MinSize()
	s.SetChosen(2)
	if s.MinSize() != before || s.word.Shortened() {
		t.Errorf("%v became %v, shortened: %v", before, s.MinSize(), s.word.Shortened())
	}
}
