package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestQuitWaitsForNoOtherProgram closes the window while a file manager and a browser hang.
func TestQuitWaitsForNoOtherProgram(t *testing.T) {
	r := newRig(t, quietApp(t))
	hangs := make(chan struct{})
	defer close(hangs)
	started := make(chan struct{}, 2)
	hang := func(string) error {
		started <- struct{}{}
		<-hangs
		return nil
	}
	r.shell.cfg.Reveal, r.shell.cfg.OpenURL = hang, hang
	r.shell.Show()
	r.sees("Welcome")
	r.shell.files.show("/some/file")
	r.shell.openURL("https://example.com/")
	<-started
	<-started
	r.shell.window.leave()
	r.shell.Close() // would never return
}

func TestWindowGoesAtOnceWhenLeft(t *testing.T) {
	r := newRig(t, quietApp(t))
	hidden := &hidingWindow{Window: r.shell.win}
	r.shell.win = hidden
	r.shell.window.leave()
	if !hidden.hidden {
		t.Error("the window stays until everything is closed")
	}
}

type hidingWindow struct {
	fyne.Window
	hidden bool
}

func (w *hidingWindow) Hide() { w.hidden = true }
