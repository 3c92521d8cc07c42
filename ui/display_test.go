package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/ui/widgets"
)

// display is the window as a person sees and uses it.
type display struct {
	t     testing.TB
	shell *Shell
	seen  map[string]bool // every line that was ever read on it or copied
}

func (d *display) findButton(text string) fyne.Tappable {
	var found fyne.Tappable
	for _, o := range d.objects() {
		if b, ok := o.(fyne.Tappable); ok && labelOn(o) == text && !disabled(o) {
			found = b
		}
	}
	return found
}

// key presses a key as the window would give it: to what has the focus, else to the window.
func (d *display) key(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := d.shell.win.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	d.shell.win.Canvas().OnTypedKey()(event)
}

// shortcut acts as the window does on a shortcut; the test driver's window knows none.
func (d *display) shortcut(wanted fyne.Shortcut) {
	for shortcut, do := range d.shell.keys.shortcuts() {
		if shortcut.ShortcutName() == wanted.ShortcutName() {
			d.shell.keys.guarded(do)(shortcut)
		}
	}
}

// fieldOf finds the input under a label.
func (d *display) fieldOf(label string) *widget.Entry {
	d.t.Helper()
	seen := false
	for _, o := range d.objects() {
		if l, ok := o.(*widget.Label); ok && l.Text == label {
			seen = true
		}
		if f, ok := o.(*widgets.Input); ok && (f.AccessibilityLabel() == label || strings.HasPrefix(f.AccessibilityLabel(), label+": ") ||
			f.AccessibilityLabel() == "" && seen) {
			return &f.Entry
		}
		if f, ok := o.(*widgets.StockField); ok && seen {
			return &f.Entry
		}
	}
	d.t.Fatalf("no field “%s” on the screen:\n%s", label, d.text())
	return nil
}

// fill types into the field under a label and leaves it.
func (d *display) fill(label, text string) {
	d.t.Helper()
	f := d.fieldOf(label)
	outer := fyne.Focusable(f)
	for _, o := range d.objects() {
		switch o := o.(type) {
		case *widgets.Input:
			if &o.Entry == f {
				outer = o
			}
		case *widgets.StockField:
			if &o.Entry == f {
				outer = o
			}
		}
	}
	outer.FocusGained()
	f.SetText(text)
	outer.FocusLost()
}

// tick sets the check box with this text.
func (d *display) tick(text string) {
	d.t.Helper()
	for _, o := range d.objects() {
		if c, ok := o.(*widgets.Switch); ok && strings.HasPrefix(c.AccessibilityLabel(), text) {
			if !c.On() {
				test.Tap(c)
			}
			return
		}
	}
	d.t.Fatalf("no box “%s” on the screen:\n%s", text, d.text())
}

// radio chooses an option.
func (d *display) radio(option string) {
	d.t.Helper()
	for _, o := range d.objects() {
		if c, ok := o.(*widgets.Pressable); ok && strings.HasPrefix(c.AccessibilityLabel(), option) {
			test.Tap(c)
			return
		}
	}
	d.t.Fatalf("no choice “%s” on the screen:\n%s", option, d.text())
}

// objects are all visible things of the window, dialogs last.
func (d *display) objects() []fyne.CanvasObject {
	all := visible(nil, d.shell.win.Content())
	for _, overlay := range d.shell.win.Canvas().Overlays().List() {
		all = visible(all, overlay)
	}
	return all
}

// text is everything that can be read in the window.
func (d *display) text() string {
	var lines []string
	for _, o := range d.objects() {
		switch o := o.(type) {
		case *widget.Label:
			lines = append(lines, o.Text)
		case *widgets.TextLine:
			lines = append(lines, o.Text())
		case *widgets.Paragraph:
			lines = append(lines, o.AccessibilityLabel())
		case *widgets.Button:
			lines = append(lines, "["+o.Text()+"]")
		case *widgets.Input:
			lines = append(lines, "_"+o.Text+"_")
		case *widget.RichText:
			lines = append(lines, o.String())
		case *widgets.StockField:
			lines = append(lines, "_"+o.Text+"_")
		}
	}
	for _, line := range lines {
		d.seen[line] = true
	}
	return strings.Join(lines, "\n")
}

// labelOn returns the words on what can be pressed: its text, else what a screen reader says of it.
func labelOn(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case interface{ Text() string }:
		return o.Text()
	case fyne.Accessible:
		return o.AccessibilityLabel()
	default:
		return ""
	}
}

func disabled(o fyne.CanvasObject) bool {
	d, ok := o.(fyne.Disableable)
	return ok && d.Disabled()
}

func visible(all []fyne.CanvasObject, o fyne.CanvasObject) []fyne.CanvasObject {
	if o == nil || !o.Visible() {
		return all
	}
	all = append(all, o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			all = visible(all, child)
		}
	case *container.Scroll:
		all = visible(all, o.Content)
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			all = visible(all, child)
		}
	}
	return all
}
