package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

func TestVoteStaysUnderThePointer(t *testing.T) {
	_, r := asRita(t)
	r.shell.goTo(areaFeedback)
	r.item("A pin table to print")
	r.sees("Take back your vote (1)")
	w := r.shell.screen.(*feedback)
	at := func(text string) fyne.Position {
		for _, o := range r.objects() {
			if b, ok := o.(*widgets.Button); ok && b.Text() == text {
				return fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
			}
		}
		t.Fatalf("no button %q:\n%s", text, r.text())
		return fyne.Position{}
	}
	before := at("Follow")
	r.press("Take back your vote (1)")
	r.sees("[Vote (0)]")
	if after := at("Follow"); after != before {
		t.Errorf("Follow moved from %v to %v", before, after)
	}
	// In its row, the same button takes the vote and gives it back.
	row := w.list.list
	vote := func() fyne.Tappable {
		for _, o := range visible(nil, row) {
			if b, ok := o.(fyne.Tappable); ok && strings.HasPrefix(textOnLabel(o), "Vote (0)") {
				return b
			}
		}
		return nil
	}
	r.until("the row", func() bool { i, _ := w.list.itemOf(w.item.id); return !i.Voted })
	if button := vote(); button != nil {
		test.Tap(button)
		r.sees("Take back your vote (1)")
	}
}

func textOnLabel(o fyne.CanvasObject) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}

func TestLockedItemTakesNoComment(t *testing.T) {
	_, r := asRita(t)
	r.shell.goTo(areaFeedback)
	r.item("A pin table to print")
	r.sees("Your comment")
	w := r.shell.screen.(*feedback)
	locked := *w.item.item
	locked.Locked = true
	w.item.take(locked)
	r.sees("The program takes no more comments on this.")
	if strings.Contains(r.text(), "Your comment") {
		t.Error("a locked item offers a comment")
	}
}

func TestNothingOverlapsInFeedback(t *testing.T) {
	_, sizes := layoutCases()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			_, r := asRita(t)
			r.shell.win.Resize(fyne.NewSize(size.width, size.height))
			r.shell.goTo(areaFeedback)
			r.until("the items", func() bool { return len(r.feedbackList().items) == 2 })
			layouttest.Check(t, "the list", r.shell.win.Canvas())
			r.item("The board does not start from some cards")
			w := r.shell.screen.(*feedback)
			r.until("the item", func() bool { return w.item.item != nil })
			w.item.open()
			layouttest.Check(t, "an item", r.shell.win.Canvas())
			w.escape()
			layouttest.Check(t, "the list again", r.shell.win.Canvas())
			r.press("New feedback")
			r.sees("What is it?")
			r.radio("Bug")
			r.press("Send")
			layouttest.Check(t, "the form", r.shell.win.Canvas())
		})
	}
}

func TestCtrlEnterSends(t *testing.T) {
	_, r := asRita(t)
	r.shell.goTo(areaFeedback)
	r.item("A pin table to print")
	r.sees("Your comment")
	w := r.shell.screen.(*feedback)
	send := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	w.item.reply.SetText("By the keys.")
	w.item.reply.Input.TypedShortcut(send)
	r.sees("Your comment was sent.")
	r.press("New feedback")
	r.sees("What is it?")
	w.writing.version.Input.TypedShortcut(send)
	r.sees("Choose a type from the list.")
}

func TestPicturesOfFeedback(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	for _, c := range []struct {
		name, theme   string
		width, height float32
	}{
		{"08-feedback-light", widgets.ThemeLight, 1280, 832},
		{"08-feedback-dark", widgets.ThemeDark, 1280, 832},
		{"08-feedback-640x416-light", widgets.ThemeLight, 640, 416},
	} {
		_, r := asRita(t)
		r.theme(c.theme)
		r.shell.win.Resize(fyne.NewSize(c.width, c.height))
		r.shell.goTo(areaFeedback)
		r.item("The board does not start from some cards")
		w := r.shell.screen.(*feedback)
		r.until("the item", func() bool { return w.item.item != nil })
		r.picture(c.name, c.width, c.height)
		r.press("New feedback")
		r.sees("What is it?")
		r.radio("Bug")
		r.picture(c.name+"-form", c.width, c.height)
	}
}
