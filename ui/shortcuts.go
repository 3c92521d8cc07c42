package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// screenKeys choose the screens of the rail.
var screenKeys = [...]fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}

// isOurs tells whether a shortcut belongs to the window and not to a text field.
func isOurs(shortcut *desktop.CustomShortcut) bool {
	if shortcut.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch shortcut.KeyName {
	case fyne.KeyF, fyne.KeyComma:
		return true
	}
	for _, key := range screenKeys {
		if key == shortcut.KeyName {
			return true
		}
	}
	return false
}

// ourShortcut returns the shortcut of a key with Ctrl, or Cmd on macOS.
func ourShortcut(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}
