package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// rowMenu is the menu of a download. done gets what was chosen.
func rowMenu(done *[]string) []MenuItem {
	item := func(label, key string) MenuItem {
		return MenuItem{Label: label, Key: key, Icon: "info", Action: func() { *done = append(*done, label) }}
	}
	remove := item("Remove", "Del")
	remove.Stop = true
	off := item("Speed limit", "")
	off.Disabled = true
	return []MenuItem{item("Pause", "Space"), remove, item("Move to the top", "Alt Home"), off, {Separator: true},
		item("Copy link", "Ctrl C"), item("Copy SHA-256", "")}
}

func labels(m *Menu) string {
	var all []string
	for _, item := range m.items {
		if item.Separator {
			all = append(all, "-")
			continue
		}
		all = append(all, item.Label)
	}
	return strings.Join(all, ", ")
}

func TestMenuPutsRemoveLast(t *testing.T) {
	c := show(t, container.NewVBox(), 800, 600)
	m := OpenMenu(c, MenuOptions{Items: rowMenu(new([]string))})
	if got := labels(m); got != "Pause, Move to the top, Speed limit, -, Copy link, Copy SHA-256, -, Remove" {
		t.Error(got)
	}
	test.WidgetRenderer(m).Refresh()
	if last := m.lines[len(m.lines)-1]; last.text.Color != ColorOf(ColorStop) {
		t.Error("Remove does not stand in the stop colour")
	}
}

func TestMenuMeasures(t *testing.T) {
	c := show(t, container.NewVBox(), 800, 600)
	m := OpenMenu(c, MenuOptions{Items: rowMenu(new([]string)), At: fyne.NewPos(100, 100)})
	if m.layer.surface.size.Width != 248 || m.lines[0].height != 32 {
		t.Errorf("%v wide, lines %v", m.layer.surface.size.Width, m.lines[0].height)
	}
	if m.layer.surface.pos != fyne.NewPos(100, 100) {
		t.Errorf("opens at %v", m.layer.surface.pos)
	}
}

func TestMenuByKeys(t *testing.T) {
	for keys, want := range map[string]string{
		"Down Return":           "Pause",
		"Down Down Return":      "Move to the top",
		"Down Down Down Return": "Copy link", // over what is off and over the line
		"Up Return":             "Remove",
		"End Return":            "Remove",
		"End Down Return":       "Pause",
		"End Home KP_Enter":     "Pause",
		"c Return":              "Copy link",
		"c c Return":            "Copy SHA-256",
		"c c c Return":          "Copy link",
		"R Return":              "Remove",
		"s Return Escape":       "", // off
		"Return Escape":         "",
		"Down Escape":           "",
		"Down Space":            "Pause",
	} {
		t.Run(keys, func(t *testing.T) {
			var done []string
			c, first := pageWithFields(t)
			m := OpenMenu(c, MenuOptions{Items: rowMenu(&done)})
			for _, k := range strings.Fields(keys) {
				if len(k) == 1 {
					c.Focused().TypedRune(rune(k[0]))
					continue
				}
				press(c, fyne.KeyName(k))
			}
			if got := strings.Join(done, ", "); got != want {
				t.Errorf("did %q, want %q", got, want)
			}
			if m.Open() || c.Focused() != fyne.Focusable(first) {
				t.Error("the menu is still open or the focus elsewhere")
			}
		})
	}
}

func TestSpaceInAMenuDoesNotActTwice(t *testing.T) {
	c, first := pageWithFields(t)
	var done []string
	m := OpenMenu(c, MenuOptions{Items: rowMenu(&done), ByKey: true})
	m.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	c.Focused().TypedRune(' ')
	if len(done) != 0 {
		t.Error("acts before Space is let go")
	}
	m.KeyUp(&fyne.KeyEvent{Name: fyne.KeySpace})
	if len(done) != 1 || first.Text != "" {
		t.Errorf("did %v; the field behind holds %q", done, first.Text)
	}
	m = OpenMenu(c, MenuOptions{Items: rowMenu(&done), ByKey: true})
	m.KeyUp(&fyne.KeyEvent{Name: fyne.KeySpace}) // of the press that opened the menu
	if len(done) != 1 || !m.Open() {
		t.Error("the key that opened the menu chose from it")
	}
}

func TestMenuByPointer(t *testing.T) {
	c := show(t, container.NewVBox(), 800, 600)
	var done []string
	m := OpenMenu(c, MenuOptions{Items: rowMenu(&done), At: fyne.NewPos(100, 100)})
	test.MoveMouse(c, fyne.NewPos(150, 100+5+32+10))
	if m.at != 1 {
		t.Errorf("under the pointer: %d", m.at)
	}
	test.TapCanvas(c, fyne.NewPos(150, 100+5+64+10)) // what is off
	if !m.Open() || len(done) != 0 {
		t.Error("what is off acts or closes the menu")
	}
	test.TapCanvas(c, fyne.NewPos(150, 100+5+32+10))
	if m.Open() || len(done) != 1 || done[0] != "Move to the top" {
		t.Errorf("did %v", done)
	}
}

func TestMenuStaysInTheWindow(t *testing.T) {
	c := show(t, container.NewVBox(), 640, 416)
	m := OpenMenu(c, MenuOptions{Items: rowMenu(new([]string)), At: fyne.NewPos(630, 400), Above: 32})
	at, size := m.layer.surface.pos, m.layer.surface.size
	if at.X+size.Width > 640 || at.Y+size.Height != 400-32 {
		t.Errorf("stands at %v, %v", at, size)
	}
	m.Close()
	many := make([]MenuItem, 60)
	for i := range many {
		many[i] = MenuItem{Label: "Entry"}
	}
	m = OpenMenu(c, MenuOptions{Items: many})
	key(c, fyne.KeyEnd)
	if m.layer.surface.size.Height > 416 || m.scroll.Offset.Y == 0 {
		t.Errorf("a long menu is %v high and scrolled by %v", m.layer.surface.size.Height, m.scroll.Offset.Y)
	}
}

func TestMenuWithLongTexts(t *testing.T) {
	c := show(t, container.NewVBox(), 800, 600)
	m := OpenMenu(c, MenuOptions{Items: []MenuItem{
		{Label: "Tallenna allekirjoitettu todistus", Key: "Vaihto F10"}, {Label: strings.Repeat("Siirrä jonossa ", 9)}}})
	if width := m.layer.surface.size.Width; width <= 248 || width > 402 {
		t.Errorf("%v wide", width)
	}
	if got := m.lines[1].text.Text; !strings.HasSuffix(got, "…") {
		t.Errorf("not cut: %q", got)
	}
	if m.lines[0].text.Text != "Tallenna allekirjoitettu todistus" {
		t.Errorf("cut: %q", m.lines[0].text.Text)
	}
}
