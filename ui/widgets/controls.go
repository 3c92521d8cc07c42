package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The toolkit gives a key to the focused widget and to nobody else. The controls below are the toolkit's
// own, with two things added: Enter presses a button, and Esc and the app's shortcuts reach the window
// wherever the focus is.

// StockField is the toolkit's entry that says when it is left.
type StockField struct {
	widget.Entry
	OnLeft func()
}

// NewStockField returns a field of one line. placeholder stands in it while it is empty.
func NewStockField(placeholder string) *StockField {
	f := &StockField{}
	f.PlaceHolder = placeholder
	f.ExtendBaseWidget(f)
	return f
}

// AcceptsTab keeps Tab for moving on; in the toolkit a field of several lines would hold the focus for good.
func (f *StockField) AcceptsTab() bool { return false }

// FocusGained brings the field into sight.
func (f *StockField) FocusGained() {
	f.Entry.FocusGained()
	reveal(f)
}

// FocusLost is called by the toolkit when the person went on to another field.
func (f *StockField) FocusLost() {
	f.Entry.FocusLost()
	if f.OnLeft != nil {
		f.OnLeft()
	}
}

// TypedKey lets Esc and F1 through to the window, and Enter where the field has no use for it.
func (f *StockField) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF6:
		PassOn(f, key)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !f.MultiLine && f.OnSubmitted == nil {
			PassOn(f, key)
			return
		}
		f.Entry.TypedKey(key)
	default:
		f.Entry.TypedKey(key)
	}
}

// TypedShortcut lets the app's shortcuts through; those for text stay with the entry.
func (f *StockField) TypedShortcut(shortcut fyne.Shortcut) {
	if custom, ok := shortcut.(*desktop.CustomShortcut); ok && isOurs(custom) {
		passShortcut(f, shortcut)
		return
	}
	f.Entry.TypedShortcut(shortcut)
}

// PassOn hands a key to the window as if nothing had the focus.
func PassOn(from fyne.CanvasObject, key *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(from); c != nil {
		if typed := c.OnTypedKey(); typed != nil {
			typed(key)
		}
	}
}

func passShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(from).(fyne.Shortcutable); ok {
		c.TypedShortcut(shortcut)
	}
}
