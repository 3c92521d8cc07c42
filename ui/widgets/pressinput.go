package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keysInUse is whether the last thing the person touched was a key rather than the pointer: the focus ring shows after
// keys alone. It belongs to the goroutine of the screens, like all widgets.
var keysInUse struct{ yes bool }

// KeyUsed notes that a key was used. The window calls it for the keys that reach no widget.
func KeyUsed() { keysInUse.yes = true }

// WatchKeys notes the keys that reach a window while nothing has the focus, so that the first Tab shows the ring.
func WatchKeys(c fyne.Canvas) {
	watched, ok := c.(desktop.Canvas)
	if !ok {
		return // no keyboard
	}
	before := watched.OnKeyDown()
	watched.SetOnKeyDown(func(key *fyne.KeyEvent) {
		KeyUsed()
		if before != nil {
			before(key)
		}
	})
}

// PointerUsed notes that the pointer was used.
func PointerUsed() { keysInUse.yes = false }

// Tapped presses it by the pointer.
func (p *Pointed) Tapped(*fyne.PointEvent) {
	p.press()
}

// TappedSecondary opens the context menu where the pointer is.
func (p *Pointed) TappedSecondary(at *fyne.PointEvent) {
	PointerUsed()
	if p.cfg.Menu != nil && !p.disabled {
		p.cfg.Menu(at.AbsolutePosition)
	}
}

// MouseDown shows that it is pressed.
func (p *Pointed) MouseDown(e *desktop.MouseEvent) {
	PointerUsed()
	HintFor(p.outer, p.cfg.Hint, false)
	if e.Button == desktop.MouseButtonPrimary && !p.disabled {
		p.pressed = true
	}
	p.repaint()
}

// MouseUp shows that it is no longer pressed.
func (p *Pointed) MouseUp(*desktop.MouseEvent) {
	p.pressed = false
	p.repaint()
}

// MouseIn shows that the pointer is over it.
func (p *Pointed) MouseIn(*desktop.MouseEvent) { p.setHovered(true) }

// MouseMoved is not needed.
func (p *Pointed) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has gone.
func (p *Pointed) MouseOut() {
	p.pressed = false
	p.setHovered(false)
}

func (p *Pointed) setHovered(in bool) {
	p.hovered = in
	p.repaint()
	HintFor(p.outer, p.cfg.Hint, in && p.cfg.Hint != "")
	if p.cfg.Hovered != nil {
		p.cfg.Hovered(in)
	}
}

// FocusGained shows the ring where keys are in use, and scrolls it into sight.
func (p *Pressable) FocusGained() {
	p.focused = true
	p.repaint()
	reveal(p.outer)
}

// FocusLost hides the ring and forgets a key that is held.
func (p *Pressable) FocusLost() {
	p.focused, p.held, p.shift = false, "", false
	p.repaint()
}

// KeyDown notes the key: what it does, it does when it goes up.
func (p *Pressable) KeyDown(key *fyne.KeyEvent) {
	KeyUsed()
	p.repaint()
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.held = key.Name
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		p.shift = true
	}
}

// KeyUp presses it where the same key went down here.
func (p *Pressable) KeyUp(key *fyne.KeyEvent) {
	switch key.Name {
	case p.held:
		p.held = ""
		p.press()
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		p.shift = false
	}
}

// TypedRune swallows the rune of a key.
func (p *Pressable) TypedRune(rune) {}

// TypedKey opens the context menu by the menu key; what it does not know it hands on to the window.
func (p *Pressable) TypedKey(key *fyne.KeyEvent) {
	KeyUsed()
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		return
	case desktop.KeyMenu:
		p.menuByKey()
		return
	case fyne.KeyF10:
		if p.shift || shiftHeld() {
			p.menuByKey()
			return
		}
	}
	if p.cfg.Key != nil && p.cfg.Key(key) {
		return
	}
	PassOn(p.outer, key)
}

// TypedShortcut opens the context menu by Shift+F10 and hands every other shortcut on to the window.
func (p *Pressable) TypedShortcut(shortcut fyne.Shortcut) {
	KeyUsed()
	if custom, ok := shortcut.(*desktop.CustomShortcut); ok && custom.KeyName == fyne.KeyF10 && custom.Modifier == fyne.KeyModifierShift {
		p.menuByKey()
		return
	}
	passShortcut(p.outer, shortcut)
}

// menuByKey opens the context menu under the object.
func (p *Pointed) menuByKey() {
	if p.cfg.Menu == nil || p.disabled {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.outer)
	p.cfg.Menu(at.AddXY(Unit(Space3), p.Size().Height))
}

func shiftHeld() bool {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
