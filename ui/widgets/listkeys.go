package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained shows which row has the keys; the first one where none has them yet.
func (l *List) FocusGained() {
	l.focused = true
	l.byKey = keysInUse.yes
	if l.selection.current == "" {
		l.selection.current = l.items.idAt(0)
	}
	l.view.update(true)
}

// FocusLost hides it.
func (l *List) FocusLost() {
	l.focused, l.space, l.enter = false, false, false
	l.view.update(true)
}

// useByPointer takes the focus without showing the ring.
func (l *List) useByPointer() {
	PointerUsed()
	l.byKey = false
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && !l.focused {
		c.Focus(l)
		l.byKey = false
	}
}

// TypedRune swallows letters.
func (l *List) TypedRune(rune) {}

// AcceptsTab reports that the list moves on by itself: past the controls in its rows.
func (l *List) AcceptsTab() bool { return true }

// tab goes to what comes before or after the whole list.
func (l *List) tab() {
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	if c == nil {
		return
	}
	if l.modifiers()&fyne.KeyModifierShift != 0 {
		c.FocusPrevious()
		return
	}
	// Each row may hold controls that can have the focus; there are no more of them than rows in sight times a few.
	for range len(l.view.drawn)*8 + 1 {
		c.FocusNext()
		focused, ok := c.Focused().(fyne.CanvasObject)
		if !ok || !l.holds(focused) {
			return
		}
	}
}

// holds reports whether an object stands within the list on the screen.
func (l *List) holds(o fyne.CanvasObject) bool {
	if o == fyne.CanvasObject(l) {
		return false // the only stop there is
	}
	driver := fyne.CurrentApp().Driver()
	at, own := driver.AbsolutePositionForObject(o), driver.AbsolutePositionForObject(l)
	return rectangle{pos: own, size: l.Size()}.holds(at)
}

// KeyDown notes Space, which acts when it is let go, and Enter, which acts once: while it is held down, the keys that
// repeat belong to whatever it opened.
func (l *List) KeyDown(key *fyne.KeyEvent) {
	KeyUsed()
	switch key.Name {
	case fyne.KeySpace:
		l.space = true
	case fyne.KeyReturn, fyne.KeyEnter:
		l.enter = true
	}
}

// KeyUp does what Space does.
func (l *List) KeyUp(key *fyne.KeyEvent) {
	if key.Name != fyne.KeySpace || !l.space {
		return
	}
	l.space = false
	if ids := l.Selected(); l.options.OnSpace != nil && len(ids) > 0 {
		l.options.OnSpace(ids)
	}
}

// TypedKey moves, chooses and acts. Keys that the list has no use for go to the window.
func (l *List) TypedKey(key *fyne.KeyEvent) {
	KeyUsed()
	if l.move(key.Name) {
		return
	}
	switch key.Name {
	case fyne.KeyTab:
		l.tab()
	case fyne.KeySpace:
	case fyne.KeyReturn, fyne.KeyEnter:
		l.openCurrent()
	case fyne.KeyDelete:
		if ids := l.Selected(); l.options.OnDelete != nil && len(ids) > 0 {
			l.options.OnDelete(ids)
		}
	case desktop.KeyMenu:
		l.openMenuByKey()
	case fyne.KeyF10:
		if l.modifiers()&fyne.KeyModifierShift == 0 {
			PassOn(l, key)
			return
		}
		l.openMenuByKey()
	case fyne.KeyEscape:
		if !l.drag.giveUp() {
			PassOn(l, key)
		}
	default:
		PassOn(l, key)
	}
}

func (l *List) openCurrent() {
	if l.enter && l.options.OnOpen != nil && l.selection.current != "" {
		l.enter = false
		l.options.OnOpen(l.selection.current)
	}
}

// move goes to another row; it reports whether the key was one that moves.
func (l *List) move(key fyne.KeyName) bool {
	n := len(l.items.rows)
	at, known := l.items.byID[l.selection.current]
	page := l.rowsOfPage()
	switch key {
	case fyne.KeyUp:
		at--
	case fyne.KeyDown:
		if known && (len(l.selection.chosen) > 0 || l.selection.current != l.items.idAt(0)) {
			at++
		}
	case fyne.KeyHome:
		at = 0
	case fyne.KeyEnd:
		at = n - 1
	case fyne.KeyPageUp:
		at -= page
	case fyne.KeyPageDown:
		at += page
	default:
		return false
	}
	l.byKey = true
	id := l.items.idAt(at)
	if id == "" {
		return true
	}
	if l.modifiers()&fyne.KeyModifierShift != 0 {
		l.selection.extend(l.items, id, false)
	} else {
		l.selection.only(id)
	}
	l.selectionChanged()
	l.Reveal(id)
	return true
}

// rowsOfPage returns how many rows are in sight, less one to go by.
func (l *List) rowsOfPage() int {
	rows := 0
	for _, item := range l.items.between(l.scroll.Offset.Y, l.scroll.Offset.Y+l.scroll.Size().Height) {
		if item.row >= 0 {
			rows++
		}
	}
	return max(rows-2, 1)
}

// TypedShortcut chooses all of the group by Ctrl A, and puts a row elsewhere by Alt and a key that moves. Others go to
// the window.
func (l *List) TypedShortcut(shortcut fyne.Shortcut) {
	KeyUsed()
	if _, ok := shortcut.(*fyne.ShortcutSelectAll); ok {
		l.selectGroup()
		return
	}
	if custom, ok := shortcut.(*desktop.CustomShortcut); ok && custom.Modifier == fyne.KeyModifierAlt && l.order(custom.KeyName) {
		return
	}
	passShortcut(l, shortcut)
}

// selectGroup chooses all rows of the group where the keys are.
func (l *List) selectGroup() {
	item, ok := l.items.find(l.selection.current)
	if !ok {
		if item, ok = l.items.find(l.items.idAt(0)); !ok {
			return
		}
	}
	l.selection.all(l.items.groups[item.group].Rows)
	l.selectionChanged()
}

// order puts the row under the keys elsewhere in its group; it reports whether the key was one that does so.
func (l *List) order(key fyne.KeyName) bool {
	item, ok := l.items.find(l.selection.current)
	if !ok || !l.items.groups[item.group].Ordered {
		return key == fyne.KeyUp || key == fyne.KeyDown || key == fyne.KeyHome || key == fyne.KeyEnd
	}
	last := len(l.items.groups[item.group].Rows) - 1
	to := item.row
	switch key {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = last
	default:
		return false
	}
	l.byKey = true
	l.put(item, max(min(to, last), 0))
	return true
}

// put hands a new order to the caller; the caller shows it by SetGroups.
func (l *List) put(item listItem, to int) {
	if to == item.row || l.options.OnMoved == nil {
		return
	}
	l.options.OnMoved(l.items.groups[item.group].ID, item.id, to)
	l.Reveal(item.id)
}
