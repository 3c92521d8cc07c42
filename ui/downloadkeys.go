package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// copier is a screen with something chosen to copy: its link, or its SHA-256.
type copier interface{ copyChosen(hash bool) }

// copyHashShortcut is Ctrl Shift C, with Cmd on macOS.
func copyHashShortcut() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyC, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// copyChosen copies the link, or the SHA-256, of what is chosen on the screen, while no text has the focus.
func (k *keyboard) copyChosen(hash bool) {
	if c, ok := k.shell.screen.(copier); ok {
		c.copyChosen(hash)
	}
}

func (w *downloadsScreen) copyChosen(hash bool) {
	switch entries := w.chosen(); {
	case len(entries) == 0:
	case hash:
		w.actions.copyHashes(entries)
	default:
		w.actions.copyLinks(entries)
	}
}

// panes are what F6 goes through: the list, and the details where they are shown.
func (w *downloadsScreen) panes() []fyne.CanvasObject {
	switch {
	case w.pane.Depth() > 1:
		return []fyne.CanvasObject{w.over.page}
	case len(w.side.Objects) > 0:
		return []fyne.CanvasObject{w.left, w.side}
	default:
		return []fyne.CanvasObject{w.left}
	}
}
