package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// dialogRig is a window in which dialogs are opened.
type dialogRig struct {
	*shortcutCanvas
	done []string
}

func newDialogRig(t *testing.T, width, height float32) *dialogRig {
	t.Helper()
	return &dialogRig{shortcutCanvas: &shortcutCanvas{Canvas: show(t, canvas.NewRectangle(nil), width, height)}}
}

func (r *dialogRig) ask(change func(*DialogOptions)) *Dialog {
	does := func(what string) func() { return func() { r.done = append(r.done, what) } }
	options := DialogOptions{Title: "Ask for access", Main: &DialogButton{Text: "Send", Action: does("send")},
		Others: []DialogButton{{Text: "Save", Action: does("save")}, {Text: "Cancel", Action: does("cancel")}}}
	if change != nil {
		change(&options)
	}
	return OpenDialog(r, options)
}

func (r *dialogRig) did() string {
	did := strings.Join(r.done, " ")
	r.done = nil
	return did
}

func TestDialogsKeys(t *testing.T) {
	r := newDialogRig(t, 800, 600)
	d := r.ask(nil)
	key(r, fyne.KeyReturn)
	if got := r.did(); got != "send" || d.Open() {
		t.Errorf("Enter did %q, open: %v", got, d.Open())
	}
	d = r.ask(nil)
	key(r, fyne.KeyEscape)
	if got := r.did(); got != "" || d.Open() {
		t.Errorf("Esc did %q, open: %v", got, d.Open())
	}
	d = r.ask(func(o *DialogOptions) { o.Main = nil })
	key(r, fyne.KeyReturn)
	if got := r.did(); got != "" || !d.Open() {
		t.Errorf("without a main button Enter did %q", got)
	}
}

func TestEnterInATextDoesNotSend(t *testing.T) {
	r := newDialogRig(t, 800, 600)
	field := NewField(FieldConfig{Label: "Why", Lines: 3})
	text := field.Input
	d := r.ask(func(o *DialogOptions) { o.Content, o.Focus, o.Keeps = field.Box, text, true })
	if r.Focused() != fyne.Focusable(text) {
		t.Fatalf("the focus is on %v", r.Focused())
	}
	text.TypedRune('a')
	key(r, fyne.KeyReturn)
	if !d.Open() || text.Text != "a\n" {
		t.Errorf("the text is %q, open: %v", text.Text, d.Open())
	}
	test.TapCanvas(r, fyne.NewPos(5, 5))
	if !d.Open() {
		t.Error("a click beside lost the text")
	}
	r.Unfocus()
	r.shortcut(NewShortcut(fyne.KeyReturn))
	if got := r.did(); got != "send" || d.Open() {
		t.Errorf("Ctrl Enter did %q, open: %v", got, d.Open())
	}
	if len(r.handlers) != 0 {
		t.Error("the dialog leaves its shortcut behind")
	}
}

func TestEnterInALineSends(t *testing.T) {
	r := newDialogRig(t, 800, 600)
	line := NewStockField("")
	r.ask(func(o *DialogOptions) { o.Content, o.Focus = line, line })
	key(r, fyne.KeyReturn)
	if got := r.did(); got != "send" {
		t.Errorf("did %q", got)
	}
}

func TestTabAndEnterInATextDoNotCancel(t *testing.T) {
	r := newDialogRig(t, 800, 600)
	field := NewField(FieldConfig{Label: "Why", Lines: 3})
	text := field.Input
	d := r.ask(func(o *DialogOptions) { o.Content, o.Focus = field.Box, text })
	r.FocusNext()
	if r.Focused() != fyne.Focusable(d.main) {
		t.Fatalf("Tab goes to %v", r.Focused())
	}
	press(r, fyne.KeyReturn)
	if got := r.did(); got != "send" {
		t.Errorf("did %q", got)
	}
}

func TestNothingThatBindsIsUnderTheFocus(t *testing.T) {
	r := newDialogRig(t, 800, 600)
	consent := widget.NewCheck("I accept", nil)
	d := r.ask(func(o *DialogOptions) { o.Content, o.Focus, o.Binds = consent, consent, true })
	if r.Focused() != nil {
		t.Errorf("at opening the focus is on %v", r.Focused())
	}
	press(r, fyne.KeyReturn)
	press(r, fyne.KeySpace)
	if got := r.did(); got != "" || consent.Checked || !d.Open() {
		t.Errorf("a stray key did %q, consent: %v", got, consent.Checked)
	}
	r.Focus(d.main)
	press(r, fyne.KeyReturn)
	if got := r.did(); got != "send" {
		t.Errorf("with the focus on it, Enter did %q", got)
	}
}

func TestDialogThatStays(t *testing.T) {
	r := newDialogRig(t, 800, 600)
	d := r.ask(func(o *DialogOptions) { o.Main.Stays = true })
	d.main.Disable()
	key(r, fyne.KeyReturn)
	if r.did() != "" {
		t.Error("a button that is off was pressed")
	}
	d.main.Enable()
	key(r, fyne.KeyReturn)
	if r.did() != "send" || !d.Open() {
		t.Error("did not stay")
	}
	d.Close()
}

func TestDialogsButtonsInANarrowWindow(t *testing.T) {
	r := newDialogRig(t, 1000, 600)
	many := func(o *DialogOptions) {
		o.Content = NewParagraph(TextConfig{Text: strings.Repeat("Everything that was typed is kept. ", 60)})
		o.Others = []DialogButton{{Text: "Später noch einmal versuchen"}, {Text: "Auf diesem Gerät behalten"}}
	}
	d := r.ask(nil)
	if main, cancel := d.main.Position(), d.others[0].Position(); main.X <= cancel.X || main.Y != cancel.Y {
		t.Errorf("main at %v, cancel at %v", main, cancel)
	}
	d.Close()
	r = newDialogRig(t, 420, 400)
	d = r.ask(many)
	if main, other := d.main.Position(), d.others[0].Position(); main.X != other.X || main.Y >= other.Y {
		t.Errorf("narrow: main at %v, other at %v", main, other)
	}
	if size := d.layer.surface.size; size.Width > 388 || size.Height > 368 {
		t.Errorf("narrow: %v", size)
	}
}
