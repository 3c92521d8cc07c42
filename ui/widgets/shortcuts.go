package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// ScreenKeys returns the keys that choose the screens of the rail, with Ctrl, or Cmd on macOS.
func ScreenKeys() []fyne.KeyName {
	return []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}
}

// isOurs reports whether a shortcut belongs to the window and not to a text field.
func isOurs(shortcut *desktop.CustomShortcut) bool {
	if shortcut.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch shortcut.KeyName {
	case fyne.KeyF, fyne.KeyK, fyne.KeyComma:
		return true
	}
	return slices.Contains(ScreenKeys(), shortcut.KeyName)
}

// NewShortcut returns the shortcut of a key with Ctrl, or Cmd on macOS.
func NewShortcut(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}
