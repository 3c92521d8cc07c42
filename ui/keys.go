package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// The shortcuts, with Ctrl, or Cmd on macOS: 1 and on for the screens of the rail, F to find, V to paste a
// link, Z to undo a removal, comma for the settings; F1 for help, Esc to leave a dialog. Space and Delete
// belong to the list of downloads.

// keyboard acts on the keys that no control wanted, and on the shortcuts.
type keyboard struct{ shell *Shell }

// listen gives the window its shortcuts.
func (k *keyboard) listen() {
	s := k.shell
	s.win.Canvas().SetOnTypedKey(k.typed)
	for shortcut, do := range k.shortcuts() {
		s.win.Canvas().AddShortcut(shortcut, k.guarded(do))
	}
}

// shortcuts are the window's shortcuts and what they do.
func (k *keyboard) shortcuts() map[fyne.Shortcut]func() {
	s := k.shell
	all := map[fyne.Shortcut]func(){
		&fyne.ShortcutPaste{}:              func() { askForLink(s) },
		&fyne.ShortcutUndo{}:               s.undo.last,
		widgets.NewShortcut(fyne.KeyF):     k.find,
		widgets.NewShortcut(fyne.KeyComma): func() { s.goTo(areaSettings) },
	}
	for i, key := range widgets.ScreenKeys() {
		all[widgets.NewShortcut(key)] = func() { s.goToEntry(i) }
	}
	return all
}

// guarded keeps a shortcut from acting behind a dialog or an open list.
func (k *keyboard) guarded(do func()) func(fyne.Shortcut) {
	return func(fyne.Shortcut) {
		if k.shell.dialogs.top() == nil && k.shell.win.Canvas().Overlays().Top() == nil {
			do()
		}
	}
}

// typed gets the keys that no control wanted.
func (k *keyboard) typed(key *fyne.KeyEvent) {
	s := k.shell
	if d := s.dialogs.top(); d != nil {
		switch key.Name {
		case fyne.KeyEscape:
			d.close()
		case fyne.KeyReturn, fyne.KeyEnter:
			d.press()
		default:
			k.scroll(key.Name)
		}
		return
	}
	switch key.Name {
	case fyne.KeyF1:
		s.goTo(areaHelp)
	case fyne.KeyEscape:
		if !k.escape() {
			s.win.Canvas().Unfocus()
		}
	default:
		k.scroll(key.Name)
	}
}

// scroll scrolls the screen, or the dialog in front, by a key that no control wanted.
func (k *keyboard) scroll(key fyne.KeyName) {
	if d := k.shell.dialogs.top(); d != nil {
		widgets.ScrollByKey(d.pop.Content, key)
		return
	}
	widgets.ScrollByKey(k.shell.body, key)
}

// finder is a screen with something to find in.
type finder interface{ find() }

// escaper is a screen where Esc leads a level up; and reports whether it did.
type escaper interface{ escape() bool }

func (k *keyboard) find() {
	if f, ok := k.shell.screen.(finder); ok {
		f.find()
	}
}

func (k *keyboard) escape() bool {
	e, ok := k.shell.screen.(escaper)
	return ok && e.escape()
}
