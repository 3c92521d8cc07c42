package ui

import (
	"time"

	"github.com/programconnect/programconnect/ui/widgets"
)

// footer says short words at the lower left of the screen, such as "Copied.", and what was removed with a way to take it
// back: one at a time.
type footer struct {
	shell     *Shell
	toasts    *widgets.Toasts
	replacing bool // one toast takes the place of another
}

func newFooter(s *Shell) *footer { return &footer{shell: s, toasts: widgets.NewToasts(shellClock{s})} }

// say shows a short word. Where a removal can still be taken back, that comes back after the word, with its time anew.
func (f *footer) say(text string) {
	f.replace(widgets.Toast{Text: text, OnGone: func() {
		if !f.replacing {
			f.shell.undo.show()
		}
	}})
}

// replace shows a toast; that of before was not there long enough to count as over.
func (f *footer) replace(toast widgets.Toast) {
	f.replacing = true
	f.toasts.Say(toast)
	f.replacing = false
}

// finish takes the toast away before the window closes.
func (f *footer) finish() {
	f.replacing = true
	f.toasts.Finish()
	f.replacing = false
}

// shellClock is the time of the window's configuration, as widgets want it.
type shellClock struct{ shell *Shell }

// Now returns the time.
func (c shellClock) Now() time.Time { return c.shell.cfg.Clock() }

// AfterFunc calls f later on the goroutine of the screens.
func (c shellClock) AfterFunc(d time.Duration, f func()) func() { return c.shell.cfg.After(d, f) }
