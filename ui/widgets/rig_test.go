package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// testClock is a clock that a test moves on.
type testClock struct {
	now    time.Time
	timers []*testTimer
}

type testTimer struct {
	at   time.Time
	f    func()
	done bool
}

func newTestClock() *testClock {
	return &testClock{now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
}

func (c *testClock) Now() time.Time { return c.now }

func (c *testClock) AfterFunc(d time.Duration, f func()) func() {
	timer := &testTimer{at: c.now.Add(d), f: f}
	c.timers = append(c.timers, timer)
	return func() { timer.done = true }
}

// advance moves the time on and runs what is due.
func (c *testClock) advance(d time.Duration) {
	c.now = c.now.Add(d)
	for _, timer := range append([]*testTimer{}, c.timers...) {
		if !timer.done && !timer.at.After(c.now) {
			timer.done = true
			timer.f()
		}
	}
}

// pending returns the number of timers that still run.
func (c *testClock) pending() int {
	n := 0
	for _, timer := range c.timers {
		if !timer.done {
			n++
		}
	}
	return n
}

// show lays an object out in a window of a size of its own, in the light theme.
func show(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Canvas {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	return showInApp(t, o, width, height)
}

func showInApp(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Canvas {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w.Canvas()
}

// key types a key as the toolkit's driver does: to what has the focus, else to the window.
func key(c fyne.Canvas, name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := c.Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(event)
	}
}

// keys of a Keyable are pressed and let go.
func press(c fyne.Canvas, name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if k, ok := c.Focused().(desktop.Keyable); ok {
		k.KeyDown(event)
	}
	key(c, name)
	if k, ok := c.Focused().(desktop.Keyable); ok {
		k.KeyUp(event)
	}
}

// shortcutCanvas keeps the shortcuts of a window; the toolkit's test driver has none.
type shortcutCanvas struct {
	fyne.Canvas
	handlers map[string]func(fyne.Shortcut)
}

func (c *shortcutCanvas) AddShortcut(s fyne.Shortcut, handler func(fyne.Shortcut)) {
	if c.handlers == nil {
		c.handlers = map[string]func(fyne.Shortcut){}
	}
	c.handlers[s.ShortcutName()] = handler
}

func (c *shortcutCanvas) RemoveShortcut(s fyne.Shortcut) { delete(c.handlers, s.ShortcutName()) }

// shortcut types a shortcut as the toolkit's driver does: to what has the focus, else to the window.
func (c *shortcutCanvas) shortcut(s fyne.Shortcut) {
	if focused, ok := c.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
		return
	}
	if handler := c.handlers[s.ShortcutName()]; handler != nil {
		handler(s)
	}
}

func mouse(x, y float32, button desktop.MouseButton, modifier fyne.KeyModifier) *desktop.MouseEvent {
	e := &desktop.MouseEvent{Button: button, Modifier: modifier}
	e.Position, e.AbsolutePosition = fyne.NewPos(x, y), fyne.NewPos(x, y)
	return e
}
