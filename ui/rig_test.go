package ui

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/internal/session"
)

// patienceOfTest bounds a wait for something that happens without a clock of ours; a loaded machine is slow.
const patienceOfTest = 90 * time.Second

// rig is a window of the test driver with everything from outside injected. Posted functions run on the
// test's own goroutine, inside until, so that nothing races with the test.
type rig struct {
	display
	outside
	app    *session.App
	posts  chan func()
	timers timers
}

// outside is what the window asked the system for, and what it gets from there.
type outside struct {
	copied string
	pasted string
	mu     sync.Mutex
	opened []string // pages shown in the browser
	shown  []string // revealed paths
	saved  map[string]*strings.Builder
}

// timers are the calls asked for with After; the test moves their clock.
type timers struct {
	mu   sync.Mutex
	now  time.Time
	list []*timer
}

type timer struct {
	due  time.Time
	then func()
}

func (ts *timers) after(d time.Duration, then func()) func() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	made := &timer{due: ts.now.Add(d), then: then}
	ts.list = append(ts.list, made)
	return func() {
		ts.mu.Lock()
		defer ts.mu.Unlock()
		made.then = nil
	}
}

// pass moves the clock and calls what is due, in order.
func (ts *timers) pass(d time.Duration) {
	ts.mu.Lock()
	ts.now = ts.now.Add(d)
	sort.SliceStable(ts.list, func(i, j int) bool { return ts.list[i].due.Before(ts.list[j].due) })
	var due []func()
	for len(ts.list) > 0 && !ts.list[0].due.After(ts.now) {
		if then := ts.list[0].then; then != nil {
			due = append(due, then)
		}
		ts.list = ts.list[1:]
	}
	ts.mu.Unlock()
	for _, then := range due {
		then()
	}
}

// newRig opens the client that open makes and a window on it.
func newRig(t testing.TB, app *session.App) *rig {
	t.Helper()
	return newRigIn(t, app, "en")
}

// newRigIn is newRig in a language.
func newRigIn(t testing.TB, app *session.App, language string) *rig {
	t.Helper()
	r := &rig{display: display{t: t, seen: map[string]bool{}}, outside: outside{saved: map[string]*strings.Builder{}},
		app: app, posts: make(chan func(), 4096)}
	r.timers.now = time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)
	fyneApp := test.NewApp()
	r.shell = New(Config{App: fyneApp, Session: app, Language: language, Post: func(f func()) { r.posts <- f },
		Interval: 5 * time.Millisecond, Unfocused: 5 * time.Millisecond,
		OpenURL: func(address string) error { return r.note(&r.opened, address) },
		Copy:    func(text string) { r.copied = text; r.seen[text] = true }, Paste: func() string { return r.pasted },
		After: r.timers.after, Reveal: func(path string) error { return r.note(&r.shown, path) },
		Save: func(name string) (io.WriteCloser, error) {
			r.saved[name] = &strings.Builder{}
			return nopCloser{r.saved[name]}, nil
		}, Version: "1.2.3-test"})
	r.shell.win.Resize(fyne.NewSize(1100, 800))
	t.Cleanup(func() {
		done := make(chan struct{})
		go func() {
			r.shell.Close()
			close(done)
		}()
		for {
			select {
			case <-r.posts:
			case <-done:
				return
			}
		}
	})
	return r
}

// note keeps what the window asked the system for, from whichever goroutine.
func (o *outside) note(list *[]string, text string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	*list = append(*list, text)
	return nil
}

// asked is what the window asked the system for so far.
func (o *outside) asked(list *[]string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), *list...)
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// until runs what was posted until cond holds.
func (r *rig) until(what string, cond func() bool) {
	r.t.Helper()
	deadline := time.NewTimer(patienceOfTest)
	defer deadline.Stop()
	for !cond() {
		select {
		case post := <-r.posts:
			post()
		case <-deadline.C:
			r.t.Fatalf("waited in vain for %s; on the screen:\n%s", what, r.text())
		}
	}
}

// sees waits until a text is on the screen.
func (r *rig) sees(text string) {
	r.t.Helper()
	r.until("the text “"+text+"”", func() bool { return strings.Contains(r.text(), text) })
}

// button waits for a button with this text that can be pressed, the one in front if there are several.
func (r *rig) button(text string) fyne.Tappable {
	r.t.Helper()
	var found fyne.Tappable
	r.until("the button “"+text+"”", func() bool { found = r.findButton(text); return found != nil })
	return found
}

// press presses a button by its text, as the mouse does.
func (r *rig) press(text string) {
	r.t.Helper()
	test.Tap(r.button(text))
}

// emptyHome is a folder for one test with a downloads folder in it.
func emptyHome(t testing.TB) (home, downloads string) {
	t.Helper()
	home = t.TempDir()
	downloads = filepath.Join(home, "down")
	if err := os.MkdirAll(downloads, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(home, "pc"), downloads
}

// ctxOf ends with the test.
func ctxOf(t testing.TB) context.Context { return t.Context() }
