package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The toolkit gives a key to the focused widget and to nobody else. The controls below are the toolkit's
// own, with two things added: Enter presses a button, and Esc and the app's shortcuts reach the window
// wherever the focus is.

// StockButton is the toolkit's button that Enter presses too.
type StockButton struct {
	widget.Button
}

// NewStockButton returns a button.
func NewStockButton(text string, icon fyne.Resource, tapped func()) *StockButton {
	b := &StockButton{}
	b.Text, b.Icon, b.OnTapped = text, icon, tapped
	b.ExtendBaseWidget(b)
	return b
}

// NewStockMainButton returns the one button of a screen that goes on.
func NewStockMainButton(text string, icon fyne.Resource, tapped func()) *StockButton {
	b := NewStockButton(text, icon, tapped)
	b.Importance = widget.HighImportance
	return b
}

// NewStockQuietButton returns a button that looks like a link, for lesser actions beside others.
func NewStockQuietButton(text string, icon fyne.Resource, tapped func()) *StockButton {
	b := NewStockButton(text, icon, tapped)
	b.Importance = widget.LowImportance
	return b
}

// TypedKey presses the button on Enter as on Space.
func (b *StockButton) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() {
			b.Tapped(nil)
		}
	case fyne.KeySpace:
		b.Button.TypedKey(key)
	default:
		PassOn(b, key)
	}
}

// FocusGained brings the button into sight.
func (b *StockButton) FocusGained() {
	b.Button.FocusGained()
	reveal(b)
}

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

// NewStockTextField returns a field of several lines, rows of them in sight.
func NewStockTextField(rows int) *StockField {
	f := &StockField{}
	f.MultiLine = true
	f.Wrapping = fyne.TextWrapWord
	f.ExtendBaseWidget(f)
	f.SetMinRowsVisible(rows)
	return f
}

// AcceptsTab keeps Tab for moving on; in the toolkit a field of several lines would hold the focus for good.
func (f *StockField) AcceptsTab() bool { return false }

// FocusGained brings the field into sight.
func (f *StockField) FocusGained() {
	f.Entry.FocusGained()
	reveal(f)
}

// FocusLost tells the form that the person went on to another field.
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

// Selection is the toolkit's drop-down that lets Esc through.
type Selection struct {
	widget.Select
}

// NewSelection returns a drop-down. placeholder stands in it while nothing is chosen.
func NewSelection(placeholder string, options []string, changed func(string)) *Selection {
	c := &Selection{}
	c.Options, c.OnChanged = options, changed
	c.PlaceHolder = placeholder
	c.ExtendBaseWidget(c)
	return c
}

// MinSize leaves room for the longest of a few options, so that none is cut in any language.
func (c *Selection) MinSize() fyne.Size {
	size := c.Select.MinSize()
	if len(c.Options) > 12 {
		return size
	}
	const widest = 280
	around := size.Width - fyne.MeasureText(c.PlaceHolder, theme.TextSize(), fyne.TextStyle{}).Width
	for _, option := range c.Options {
		size.Width = max(size.Width, min(around+fyne.MeasureText(option, theme.TextSize(), fyne.TextStyle{}).Width,
			widest))
	}
	return size
}

// FocusGained brings the drop-down into sight.
func (c *Selection) FocusGained() {
	c.Select.FocusGained()
	reveal(c)
}

// TypedKey opens the list on Enter too.
func (c *Selection) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1:
		PassOn(c, key)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		c.Select.TypedKey(key)
	}
}

// Tick is the toolkit's check box that lets Esc through.
type Tick struct {
	widget.Check
}

// NewTick returns a check box.
func NewTick(text string, changed func(bool)) *Tick {
	c := &Tick{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained brings the box into sight.
func (c *Tick) FocusGained() {
	c.Check.FocusGained()
	reveal(c)
}

// TypedKey lets what the box has no use for through to the window.
func (c *Tick) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeySpace {
		c.Check.TypedKey(key)
		return
	}
	PassOn(c, key)
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
