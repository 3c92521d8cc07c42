package downloads

import (
	"context"
	"sync"
	"time"
)

// throttle spaces out bytes so that a rate holds over any second or longer. It keeps the time at which what was
// taken so far is paid for; whoever takes next waits for that time.
type throttle struct {
	mu   sync.Mutex
	rate int64 // bytes a second; 0: no limit
	paid time.Time
}

// maxCredit is how much unused time counts: it makes up for timers that fire late, and is too short for a burst.
const maxCredit = 250 * time.Millisecond

func (t *throttle) set(rate int64) {
	t.mu.Lock()
	t.rate = rate
	t.mu.Unlock()
}

func (t *throttle) limit() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rate
}

// take pays for n bytes and tells how long to wait before using them.
func (t *throttle) take(n int, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rate <= 0 {
		t.paid = time.Time{}
		return 0
	}
	if floor := now.Add(-maxCredit); t.paid.Before(floor) {
		if t.paid.IsZero() {
			floor = now
		}
		t.paid = floor
	}
	wait := t.paid.Sub(now)
	t.paid = t.paid.Add(time.Duration(float64(n) / float64(t.rate) * float64(time.Second)))
	return wait
}

// giveBack returns what was paid for and not used.
func (t *throttle) giveBack(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rate > 0 {
		t.paid = t.paid.Add(-time.Duration(float64(n) / float64(t.rate) * float64(time.Second)))
	}
}

// lane is one download's way to the two throttles it must pass: its own and the one of all. A lane lets one
// worker at a time ask the common throttle, so that every download gets the same share however many
// connections it has.
type lane struct {
	own    throttle
	common *throttle
	turn   chan struct{} // one at a time, abandonable
}

func newLane(common *throttle, limit int64) *lane {
	l := &lane{common: common, turn: make(chan struct{}, 1)}
	l.own.rate = limit
	return l
}

// limited tells whether any limit applies.
func (l *lane) limited() bool { return l.own.limit() > 0 || l.common.limit() > 0 }

// pass waits until some bytes of want may be read, and tells how many.
func (l *lane) pass(ctx context.Context, want int, blocked func(bool)) (int, error) {
	rate := l.own.limit()
	if c := l.common.limit(); c > 0 && (rate == 0 || c < rate) {
		rate = c
	}
	if rate == 0 {
		return want, nil
	}
	blocked(true)
	defer blocked(false)
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	defer func() { <-l.turn }()
	// 20 ms worth at a time: smooth, and a changed limit is felt at once.
	n := min(want, max(int(rate/50), 512))
	now := time.Now()
	wait := max(l.own.take(n, now), l.common.take(n, now))
	if wait <= 0 {
		return n, nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (l *lane) giveBack(n int) {
	if n > 0 {
		l.own.giveBack(n)
		l.common.giveBack(n)
	}
}
