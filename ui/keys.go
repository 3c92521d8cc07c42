package ui

import (
	"fyne.io/fyne/v2"
	"github.com/programconnect/programconnect/ui/widgets"
)

// The shortcuts, with Ctrl, or Cmd on macOS: 1 and on for the screens of the rail, F to find, V to paste a
// link, Z to undo a removal, comma for the settings; F1 for help, Esc to leave a dialog. Space and Delete
// belong to the list of downloads.

// listenToKeys gives the window its shortcuts.
func (s *Shell) listenToKeys() {
	s.win.Canvas().SetOnTypedKey(s.typedKey)
	for shortcut, do := range s.shortcuts() {
		s.win.Canvas().AddShortcut(shortcut, s.guarded(do))
	}
}

// shortcuts are the window's shortcuts and what they do.
func (s *Shell) shortcuts() map[fyne.Shortcut]func() {
	all := map[fyne.Shortcut]func(){
		&fyne.ShortcutPaste{}:              s.pasteLink,
		&fyne.ShortcutUndo{}:               s.undo.last,
		widgets.NewShortcut(fyne.KeyF):     s.find,
		widgets.NewShortcut(fyne.KeyComma): func() { s.goTo(placeSettings) },
	}
	for i, key := range widgets.ScreenKeys() {
		all[widgets.NewShortcut(key)] = func() { s.goToEntry(i) }
	}
	return all
}

// guarded keeps a shortcut from acting behind a dialog or an open list.
func (s *Shell) guarded(do func()) func(fyne.Shortcut) {
	return func(fyne.Shortcut) {
		if s.top() == nil && s.win.Canvas().Overlays().Top() == nil {
			do()
		}
	}
}

// typedKey gets the keys that no control wanted.
func (s *Shell) typedKey(key *fyne.KeyEvent) {
	if d := s.top(); d != nil {
		switch key.Name {
		case fyne.KeyEscape:
			d.close()
		case fyne.KeyReturn, fyne.KeyEnter:
			d.press()
		default:
			s.scrollKey(key.Name)
		}
		return
	}
	switch key.Name {
	case fyne.KeyF1:
		s.goTo(placeHelp)
	case fyne.KeyEscape:
		if !s.escape() {
			s.win.Canvas().Unfocus()
		}
	default:
		s.scrollKey(key.Name)
	}
}

// scrollKey scrolls the screen, or the dialog in front, by a key that no control wanted.
func (s *Shell) scrollKey(key fyne.KeyName) {
	if d := s.top(); d != nil {
		widgets.ScrollByKey(d.pop.Content, key)
		return
	}
	widgets.ScrollByKey(s.body, key)
}

// finder is a screen with something to find in.
type finder interface{ find() }

// escaper is a screen where Esc leads a level up; it tells whether it did.
type escaper interface{ escape() bool }

func (s *Shell) find() {
	if f, ok := s.screen.(finder); ok {
		f.find()
	}
}

func (s *Shell) escape() bool {
	e, ok := s.screen.(escaper)
	return ok && e.escape()
}
