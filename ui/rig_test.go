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
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// patienceOfTest bounds a wait for something that happens without a clock of ours; a loaded machine is slow.
const patienceOfTest = 90 * time.Second

// rig is a window of the test driver with everything from outside injected. Posted functions run on the
// test's own goroutine, inside until, so that nothing races with the test.
type rig struct {
	t      testing.TB
	shell  *Shell
	app    *session.App
	posts  chan func()
	copied string
	pasted string
	mu     sync.Mutex
	opened []string // pages shown in the browser
	shown  []string // revealed paths
	saved  map[string]*strings.Builder
	seen   map[string]bool // every line that was ever read on the screen or copied
	timers timers
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
	r := &rig{t: t, app: app, posts: make(chan func(), 4096), saved: map[string]*strings.Builder{},
		seen: map[string]bool{}}
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
func (r *rig) note(list *[]string, text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	*list = append(*list, text)
	return nil
}

// asked is what the window asked the system for so far.
func (r *rig) asked(list *[]string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
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

func (r *rig) findButton(text string) fyne.Tappable {
	var found fyne.Tappable
	for _, o := range r.objects() {
		if b, ok := o.(fyne.Tappable); ok && labelOn(o) == text && !disabled(o) {
			found = b
		}
	}
	return found
}

// labelOn returns the words on what can be pressed: its text, else what a screen reader says of it.
func labelOn(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *widgets.StockButton:
		return o.Text
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

// press presses a button by its text, as the mouse does.
func (r *rig) press(text string) {
	r.t.Helper()
	test.Tap(r.button(text))
}

// key presses a key as the window would give it: to what has the focus, else to the window.
func (r *rig) key(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := r.shell.win.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	r.shell.win.Canvas().OnTypedKey()(event)
}

// shortcut acts as the window does on a shortcut; the test driver's window knows none.
func (r *rig) shortcut(wanted fyne.Shortcut) {
	for shortcut, do := range r.shell.keys.shortcuts() {
		if shortcut.ShortcutName() == wanted.ShortcutName() {
			r.shell.keys.guarded(do)(shortcut)
		}
	}
}

// fieldOf finds the input under a label.
func (r *rig) fieldOf(label string) *widget.Entry {
	r.t.Helper()
	seen := false
	for _, o := range r.objects() {
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
	r.t.Fatalf("no field “%s” on the screen:\n%s", label, r.text())
	return nil
}

// fill types into the field under a label and leaves it.
func (r *rig) fill(label, text string) {
	r.t.Helper()
	f := r.fieldOf(label)
	outer := fyne.Focusable(f)
	for _, o := range r.objects() {
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
func (r *rig) tick(text string) {
	r.t.Helper()
	for _, o := range r.objects() {
		if c, ok := o.(*widgets.Tick); ok && c.Text == text {
			c.SetChecked(true)
			return
		}
		if c, ok := o.(*widgets.Switch); ok && strings.HasPrefix(c.AccessibilityLabel(), text) {
			if !c.On() {
				test.Tap(c)
			}
			return
		}
	}
	r.t.Fatalf("no box “%s” on the screen:\n%s", text, r.text())
}

// radio chooses an option.
func (r *rig) radio(option string) {
	r.t.Helper()
	for _, o := range r.objects() {
		if c, ok := o.(*widgets.Pressable); ok && strings.HasPrefix(c.AccessibilityLabel(), option) {
			test.Tap(c)
			return
		}
		if g, ok := o.(*widget.RadioGroup); ok {
			for _, have := range g.Options {
				if have == option {
					g.SetSelected(option)
					return
				}
			}
		}
	}
	r.t.Fatalf("no choice “%s” on the screen:\n%s", option, r.text())
}

// objects are all visible things of the window, dialogs last.
func (r *rig) objects() []fyne.CanvasObject {
	all := visible(nil, r.shell.win.Content())
	for _, overlay := range r.shell.win.Canvas().Overlays().List() {
		all = visible(all, overlay)
	}
	return all
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

// text is everything that can be read in the window.
func (r *rig) text() string {
	var lines []string
	for _, o := range r.objects() {
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
		case *widgets.StockButton:
			lines = append(lines, "["+o.Text+"]")
		case *widget.RichText:
			lines = append(lines, o.String())
		case *widgets.StockField:
			lines = append(lines, "_"+o.Text+"_")
		case *widgets.Tick:
			lines = append(lines, "( ) "+o.Text)
		case *widget.RadioGroup:
			lines = append(lines, strings.Join(o.Options, " / "))
		case *widget.Select:
			lines = append(lines, "<"+o.Selected+">")
		}
	}
	for _, line := range lines {
		r.seen[line] = true
	}
	return strings.Join(lines, "\n")
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
