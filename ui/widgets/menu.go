package widgets

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The measures of a menu.
const (
	menuWidth     = 248
	menuMost      = 400
	menuLine      = 32
	menuPadding   = 4
	menuSeparator = 9
	menuIcon      = 18
	menuGap       = 10
)

// MenuItem is one line of a menu.
type MenuItem struct {
	Label     string
	Icon      string // name of the drawing; may be empty
	Key       string // that does the same, as it is written on the keyboard
	Stop      bool   // takes something away: in the stop colour, and the last of the menu
	Disabled  bool
	Chosen    bool // carries a tick in place of an icon
	Separator bool // a line between items; all else is left out
	Action    func()
}

// MenuOptions say what a menu holds and where it opens.
type MenuOptions struct {
	Label string // what the menu is of, for screen readers
	Items []MenuItem
	At    fyne.Position // of its upper left corner
	// Above is the height of what the menu hangs on; where there is no room below, it opens above that.
	Above float32
	Width float32 // at least this wide; 0 for the usual
	ByKey bool    // the chosen item, else the first one, is under the keys at once
	// OnClosed is called when the menu is gone, before the action of the item that was chosen.
	OnClosed func()
}

// Menu is a context menu: up and down, Home and End, first letters, Enter or Space on the keys, or the pointer.
type Menu struct {
	widget.BaseWidget
	options MenuOptions
	items   []MenuItem
	at      int
	space   bool // Space went down here
	layer   *Layer
	scroll  *container.Scroll
	lines   []*menuLineParts
}

// OpenMenu shows a menu. Items that take something away come last.
func OpenMenu(c fyne.Canvas, options MenuOptions) *Menu {
	m := &Menu{options: options, items: orderedItems(options.Items), at: -1}
	m.ExtendBaseWidget(m)
	page := NewScroll(m)
	m.scroll = &page.Scroll
	for _, item := range m.items {
		m.lines = append(m.lines, newMenuLine(item))
	}
	if options.ByKey {
		m.startByKey()
	}
	m.layer = OpenLayer(c, LayerOptions{Content: page, Arrange: m.arrange, Radius: 8, Focus: m,
		OnClosed: options.OnClosed})
	return m
}

// orderedItems puts what takes something away last, under a line.
func orderedItems(items []MenuItem) []MenuItem {
	var usual, stop []MenuItem
	for _, item := range items {
		if item.Stop {
			stop = append(stop, item)
		} else {
			usual = append(usual, item)
		}
	}
	for len(usual) > 0 && usual[len(usual)-1].Separator {
		usual = usual[:len(usual)-1]
	}
	if len(usual) > 0 && len(stop) > 0 {
		usual = append(usual, MenuItem{Separator: true})
	}
	return append(usual, stop...)
}

// Close takes the menu away.
func (m *Menu) Close() { m.layer.Close() }

// Open reports whether the menu is still shown.
func (m *Menu) Open() bool { return m.layer.Open() }

func (m *Menu) arrange(area fyne.Size) (fyne.Position, fyne.Size) {
	const edge = 4 // from the window's edges
	size := m.MinSize().AddWidthHeight(2, 2).Min(area.SubtractWidthHeight(2*edge, 2*edge))
	pos := m.options.At
	if pos.Y+size.Height > area.Height-edge && pos.Y-m.options.Above-size.Height >= edge {
		pos.Y -= m.options.Above + size.Height
	}
	pos.X = max(min(pos.X, area.Width-edge-size.Width), edge)
	pos.Y = max(min(pos.Y, area.Height-edge-size.Height), edge)
	return pos, size
}

func (m *Menu) usable(i int) bool {
	return i >= 0 && i < len(m.items) && !m.items[i].Separator && !m.items[i].Disabled
}

// startByKey marks the chosen item, else the first one.
func (m *Menu) startByKey() {
	for i, item := range m.items {
		if item.Chosen && m.usable(i) {
			m.at = i
			return
		}
	}
	m.step(1)
}

// step goes to the next item that can be used, around the ends.
func (m *Menu) step(by int) {
	at := m.at
	if at < 0 && by < 0 {
		at = len(m.items)
	}
	for range m.items {
		at = (at + by + len(m.items)) % len(m.items)
		if m.usable(at) {
			m.goTo(at)
			return
		}
	}
}

func (m *Menu) goTo(i int) {
	if m.at == i {
		return
	}
	m.at = i
	m.Refresh()
	if i >= 0 && m.layer != nil {
		m.showLine(i)
	}
}

func (m *Menu) showLine(i int) {
	line := m.lines[i]
	switch top, bottom := line.top, line.top+line.height; {
	case top < m.scroll.Offset.Y:
		scrollBy(m.scroll, top-m.scroll.Offset.Y)
	case bottom > m.scroll.Offset.Y+m.scroll.Size().Height:
		scrollBy(m.scroll, bottom-m.scroll.Offset.Y-m.scroll.Size().Height)
	}
}

func (m *Menu) act(i int) {
	if !m.usable(i) {
		return
	}
	action := m.items[i].Action
	m.Close()
	if action != nil {
		action()
	}
}

// itemAt returns the item under a point, or -1.
func (m *Menu) itemAt(pos fyne.Position) int {
	for i, line := range m.lines {
		if pos.Y >= line.top && pos.Y < line.top+line.height && m.usable(i) {
			return i
		}
	}
	return -1
}

// Tapped does what the item under the pointer says.
func (m *Menu) Tapped(e *fyne.PointEvent) { m.act(m.itemAt(e.Position)) }

// MouseIn marks the item under the pointer.
func (m *Menu) MouseIn(e *desktop.MouseEvent) { m.goTo(m.itemAt(e.Position)) }

// MouseMoved marks the item under the pointer.
func (m *Menu) MouseMoved(e *desktop.MouseEvent) { m.goTo(m.itemAt(e.Position)) }

// MouseOut takes the mark away.
func (m *Menu) MouseOut() { m.goTo(-1) }

// FocusGained is of no interest: an open menu has the keys.
func (m *Menu) FocusGained() {}

// FocusLost is of no interest.
func (m *Menu) FocusLost() {}

// TypedRune goes to the next item that begins with a letter.
func (m *Menu) TypedRune(r rune) {
	for i := range m.items {
		at := (m.at + 1 + i + len(m.items)) % len(m.items)
		first, _ := firstRune(m.items[at].Label)
		if m.usable(at) && unicode.ToLower(first) == unicode.ToLower(r) {
			m.goTo(at)
			return
		}
	}
}

func firstRune(text string) (rune, bool) {
	for _, r := range text {
		return r, true
	}
	return 0, false
}

// KeyDown notes Space, which acts when it is let go: its letter would go to whatever has the focus afterwards.
func (m *Menu) KeyDown(key *fyne.KeyEvent) {
	if key.Name == fyne.KeySpace {
		m.space = true
	}
}

// KeyUp does what the marked item says when Space went down here too.
func (m *Menu) KeyUp(key *fyne.KeyEvent) {
	if key.Name == fyne.KeySpace && m.space {
		m.act(m.at)
	}
}

// TypedKey moves the mark and does what it stands on.
func (m *Menu) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyDown:
		m.step(1)
	case fyne.KeyHome:
		m.at = -1
		m.step(1)
	case fyne.KeyEnd:
		m.at = -1
		m.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		m.act(m.at)
	case fyne.KeyEscape:
		m.Close()
	}
}

// TypedShortcut keeps shortcuts from the window.
func (m *Menu) TypedShortcut(fyne.Shortcut) {}

// AccessibilityLabel returns the marked item, or what the menu is of.
func (m *Menu) AccessibilityLabel() string {
	if m.at >= 0 {
		return strings.TrimSpace(m.items[m.at].Label + " " + m.items[m.at].Key)
	}
	return m.options.Label
}

// AccessibilityRole returns the nearest role that the toolkit knows.
func (m *Menu) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer draws the lines.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	r := &menuRenderer{menu: m}
	for _, line := range m.lines {
		r.objects = append(r.objects, line.objects()...)
	}
	r.Refresh()
	return r
}

type menuRenderer struct {
	menu    *Menu
	objects []fyne.CanvasObject
}

func (r *menuRenderer) Destroy()                     {}
func (r *menuRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *menuRenderer) MinSize() fyne.Size {
	width, height := max(Unit(menuWidth)-2, r.menu.options.Width-2), 2*Unit(menuPadding)
	for _, line := range r.menu.lines {
		width = max(width, min(line.width(), Unit(menuMost)))
		height += line.needed()
	}
	return fyne.NewSize(width, height)
}

func (r *menuRenderer) Layout(size fyne.Size) {
	y := Unit(menuPadding)
	for _, line := range r.menu.lines {
		line.layout(y, size.Width)
		y += line.height
	}
}

func (r *menuRenderer) Refresh() {
	for i, line := range r.menu.lines {
		line.colour(i == r.menu.at)
	}
	r.Layout(r.menu.Size())
	canvas.Refresh(r.menu)
}
