package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The toolkit gives a key to the focused widget and to nobody else. The controls below are the toolkit's
// own, with two things added: Enter presses a button, and Esc and the app's shortcuts reach the window
// wherever the focus is.

// button is the toolkit's button that Enter presses too.
type button struct {
	widget.Button
}

func newButton(text string, icon fyne.Resource, tapped func()) *button {
	b := &button{}
	b.Text, b.Icon, b.OnTapped = text, icon, tapped
	b.ExtendBaseWidget(b)
	return b
}

// newMainButton is the one button of a screen that goes on.
func newMainButton(text string, icon fyne.Resource, tapped func()) *button {
	b := newButton(text, icon, tapped)
	b.Importance = widget.HighImportance
	return b
}

// newQuietButton looks like a link, for lesser actions beside others.
func newQuietButton(text string, icon fyne.Resource, tapped func()) *button {
	b := newButton(text, icon, tapped)
	b.Importance = widget.LowImportance
	return b
}

// TypedKey presses the button on Enter as on Space.
func (b *button) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() {
			b.Tapped(nil)
		}
	case fyne.KeySpace:
		b.Button.TypedKey(key)
	default:
		passOn(b, key)
	}
}

// FocusGained brings the button into sight.
func (b *button) FocusGained() {
	b.Button.FocusGained()
	reveal(b)
}

// field is the toolkit's entry that tells when it is left.
type field struct {
	widget.Entry
	onLeft func()
}

func newField(placeholder string) *field {
	f := &field{}
	f.PlaceHolder = placeholder
	f.ExtendBaseWidget(f)
	return f
}

func newTextField(rows int) *field {
	f := &field{}
	f.MultiLine = true
	f.Wrapping = fyne.TextWrapWord
	f.ExtendBaseWidget(f)
	f.SetMinRowsVisible(rows)
	return f
}

// AcceptsTab keeps Tab for moving on; in the toolkit a field of several lines would hold the focus for good.
func (f *field) AcceptsTab() bool { return false }

// FocusGained brings the field into sight.
func (f *field) FocusGained() {
	f.Entry.FocusGained()
	reveal(f)
}

// FocusLost tells the form that the person went on to another field.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	if f.onLeft != nil {
		f.onLeft()
	}
}

// TypedKey lets Esc and F1 through to the window, and Enter where the field has no use for it.
func (f *field) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1:
		passOn(f, key)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !f.MultiLine && f.OnSubmitted == nil {
			passOn(f, key)
			return
		}
		f.Entry.TypedKey(key)
	default:
		f.Entry.TypedKey(key)
	}
}

// TypedShortcut lets the app's shortcuts through; those for text stay with the entry.
func (f *field) TypedShortcut(shortcut fyne.Shortcut) {
	if custom, ok := shortcut.(*desktop.CustomShortcut); ok && isOurs(custom) {
		passShortcut(f, shortcut)
		return
	}
	f.Entry.TypedShortcut(shortcut)
}

// selection is the toolkit's drop-down that lets Esc through.
type selection struct {
	widget.Select
}

// newChoice makes a drop-down. placeholder stands in it as long as nothing is chosen.
func newChoice(placeholder string, options []string, changed func(string)) *selection {
	c := &selection{}
	c.Options, c.OnChanged = options, changed
	c.PlaceHolder = placeholder
	c.ExtendBaseWidget(c)
	return c
}

// MinSize leaves room for the longest of a few options, so that none is cut in any language.
func (c *selection) MinSize() fyne.Size {
	size := c.Select.MinSize()
	if len(c.Options) > 12 {
		return size
	}
	const widest = 280
	around := size.Width - fyne.MeasureText(c.PlaceHolder, theme.TextSize(), fyne.TextStyle{}).Width
	for _, option := range c.Options {
		size.Width = max(size.Width, min(around+fyne.MeasureText(option, theme.TextSize(), fyne.TextStyle{}).Width, widest))
	}
	return size
}

// FocusGained brings the drop-down into sight.
func (c *selection) FocusGained() {
	c.Select.FocusGained()
	reveal(c)
}

// TypedKey opens the list on Enter too.
func (c *selection) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1:
		passOn(c, key)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		c.Select.TypedKey(key)
	}
}

// tick is the toolkit's check box that lets Esc through.
type tick struct {
	widget.Check
}

func newTick(text string, changed func(bool)) *tick {
	c := &tick{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained brings the box into sight.
func (c *tick) FocusGained() {
	c.Check.FocusGained()
	reveal(c)
}

// TypedKey lets what the box has no use for through to the window.
func (c *tick) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeySpace {
		c.Check.TypedKey(key)
		return
	}
	passOn(c, key)
}

// passOn gives a key to the window as if nothing had the focus.
func passOn(from fyne.CanvasObject, key *fyne.KeyEvent) {
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
