package widgets

import "time"

// Clock is the time that widgets go by, so that tests need not wait for it.
type Clock interface {
	// Now returns the time.
	Now() time.Time
	// AfterFunc calls f once after d, on the goroutine of the screens. The returned function gives up on it.
	AfterFunc(d time.Duration, f func()) (stop func())
}

// doubleClick is the longest time between the two presses of a double-click.
const doubleClick = 400 * time.Millisecond

// clickCounter finds double-clicks without holding a single click back, as the toolkit's DoubleTappable would.
type clickCounter struct {
	clock Clock
	last  time.Time
	what  string
}

// isDouble reports whether this press follows another one of the same thing closely. A third press starts anew.
func (c *clickCounter) isDouble() bool { return c.isDoubleOn("") }

func (c *clickCounter) isDoubleOn(what string) bool {
	now := time.Now()
	if c.clock != nil {
		now = c.clock.Now()
	}
	double := !c.last.IsZero() && c.what == what && now.Sub(c.last) <= doubleClick
	c.last, c.what = now, what
	if double {
		c.last = time.Time{}
	}
	return double
}
