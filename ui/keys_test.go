package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

func TestF6GoesThroughPanes(t *testing.T) {
	r := newRig(t, newWorld(t, as("")).app)
	r.shell.Show()
	r.sees("Welcome")
	r.asReady()
	r.shell.goTo(areaSettings)
	held := func(o fyne.CanvasObject) bool { return widgets.HoldsFocus(o, r.shell.win.Canvas().Focused()) }
	r.shell.win.Canvas().Unfocus()
	r.key(fyne.KeyF6)
	if !held(r.shell.body) {
		t.Error("the first F6 does not lead to the screen")
	}
	r.key(fyne.KeyF6)
	if !held(r.shell.rail.box) {
		t.Error("the next F6 does not lead to the rail")
	}
	r.key(fyne.KeyF6)
	if !held(r.shell.body) {
		t.Error("the F6 after that does not lead back")
	}
}

func TestAltLeftGoesBack(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaSettings)
	r.shell.goTo(areaHelp)
	for _, want := range []area{areaSettings, areaWelcome, areaWelcome} {
		r.shortcut(widgets.BackShortcut())
		if r.shell.area != want {
			t.Errorf("it is at %v, not at %v", r.shell.area, want)
		}
	}
}

func TestPaletteGoesWhereItIsTold(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.shortcut(widgets.NewShortcut(fyne.KeyK))
	if !widgets.LayerOpen(r.shell.win.Canvas()) {
		t.Fatal("the palette does not open")
	}
	for _, letter := range "sett" {
		r.shell.win.Canvas().Focused().TypedRune(letter)
	}
	r.key(fyne.KeyReturn)
	if r.shell.area != areaSettings || widgets.LayerOpen(r.shell.win.Canvas()) {
		t.Errorf("it is at %v", r.shell.area)
	}
}

func TestPastedAddressIsTakenOnPrograms(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.pasted = " https://programs.example.com\n"
	r.shortcut(&fyne.ShortcutPaste{})
	if w, ok := r.shell.screen.(*welcome); !ok || w.address.Text() != "https://programs.example.com" || r.shell.dialogs.top() != nil {
		t.Errorf("the address was not taken\n%s", r.text())
	}
	r.shell.goTo(areaSettings)
	r.pasted = "https://example.com/file.zip"
	r.shell.win.Canvas().Unfocus()
	r.shortcut(&fyne.ShortcutPaste{})
	r.sees("Download a link")
}

func TestRemovalsThatFollowAreTakenBackTogether(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	var undone []string
	done := 0
	for _, name := range []string{"a", "b", "c"} {
		r.shell.undo.add("Removed “"+name+"”.", func() { undone = append(undone, name) }, func() { done++ })
	}
	r.sees("3 removed")
	r.shell.foot.say("Copied.")
	r.sees("Copied.")
	r.timers.pass(undoFor)
	r.sees("3 removed") // still there after the word
	r.shortcut(&fyne.ShortcutUndo{})
	if len(undone) != 3 || undone[0] != "c" || done != 0 {
		t.Errorf("undone %v, done %d", undone, done)
	}
	r.timers.pass(2 * undoFor)
	if done != 0 {
		t.Error("what was taken back was done")
	}
}

// TestPageThatOpensHasNothingBindingFocused opens every screen that needs nobody: no button has the focus.
func TestPageThatOpensHasNothingBindingFocused(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	for _, p := range []area{areaWelcome, areaDownloads, areaHelp, areaSettings} {
		r.shell.goTo(p)
		switch focused := r.shell.win.Canvas().Focused().(type) {
		case nil, *widgets.Input, *widgets.StockField, *widgets.List:
		default:
			t.Errorf("%s: %T has the focus when it opens", r.shell.key, focused)
		}
	}
}
