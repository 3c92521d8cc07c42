package downloads

import (
	"errors"
	"slices"
	"time"
)

// tick is how often the queue looks at what runs.
const tick = 50 * time.Millisecond

// errSlow ends an attempt that is much slower than its neighbours: an idle worker, or the same one over a new
// connection, fetches the rest.
var errSlow = errors.New("slower than the others by far")

// watch is what the watchdog remembers of a worker's present attempt.
type watch struct {
	seq      int
	bytes    int64 // at the last look
	first    int64 // at the first look
	busy     int   // looks at which it waited for nothing but the server
	silent   time.Duration
	slow     time.Duration
	slowFrom int64
}

// look is called every tick for every running transfer: it lets slow lines show progress, ends attempts that
// stall, and gives up those that hold back the others.
func (t *transfer) look(every time.Duration) {
	if !t.begun.Load() {
		return // what is known of a run before its first answer is its own; HeaderTimeout bounds it
	}
	if t.plan != nil {
		t.plan.Push()
	}
	workers := t.crew.all()
	var rates []float64
	moving, ahead := false, 0
	for _, w := range workers {
		if w.blocked.Load() > 0 || w.state.Load() == idle { // idle: no room in the window for another segment
			ahead++
		}
		if w.observe(every) {
			moving = true
		}
		if r := w.watch.rate(every); r > 0 && w.state.Load() == receiving {
			rates = append(rates, r)
		}
	}
	t.crew.looked(float64(ahead) / float64(max(len(workers), 1)))
	if moving {
		t.quiet.Store(0)
	} else {
		t.quiet.Add(int64(every))
	}
	if len(workers) < 2 || t.lane.limited() || t.single.Load() {
		return
	}
	// The usual speed is that of the middle one of those at work now or, when the others wait because the window
	// is full, what was usual lately.
	usual := t.crew.usualSpeed()
	if len(rates) > 1 {
		slices.Sort(rates)
		usual = max(usual, rates[len(rates)/2])
	}
	if usual > 0 {
		t.crew.giveUpSlow(usual, every)
	}
}

// observe counts how long an attempt has been silent or slow; it reports whether bytes came.
func (w *worker) observe(every time.Duration) bool {
	t := w.t
	seq, host, _, on := w.present()
	bytes := w.bytes.Load()
	x := &w.watch
	if x.seq != seq {
		*x = watch{seq: seq}
	}
	state := w.state.Load()
	moved := bytes != x.bytes
	came := bytes - x.bytes
	x.bytes = bytes
	if state != receiving || !on {
		return moved
	}
	if w.blocked.Load() > 0 {
		x.silent, x.slow, x.slowFrom = 0, 0, bytes
		return moved || t.lane.limited()
	}
	x.busy++
	x.first += came
	if moved {
		x.silent = 0
	} else {
		x.silent += every
	}
	x.slow += every
	limit := t.env.tuning
	switch {
	case x.silent >= limit.StallAfter:
		w.giveUp(stallFault(host, limit.StallAfter))
	case x.slow >= limit.SlowFor:
		if bytes-x.slowFrom < int64(limit.SlowFor.Seconds()*float64(limit.SlowRate)) {
			w.giveUp(stallFault(host, limit.SlowFor))
		}
		x.slow, x.slowFrom = 0, bytes
	}
	return moved
}

// rate returns bytes a second while nothing but the server was waited for; 0 when there is too little to tell.
func (x *watch) rate(every time.Duration) float64 {
	if x.busy < 2 {
		return 0
	}
	return float64(max(x.first, 1)) / (float64(x.busy) * every.Seconds())
}

// giveUpSlow ends attempts that are slower than a quarter of what is usual and would take long.
func (c *crew) giveUpSlow(middle float64, every time.Duration) {
	for _, w := range c.all() {
		r := w.watch.rate(every)
		if r == 0 || w.state.Load() != receiving || w.blocked.Load() > 0 || r*4 >= middle {
			continue
		}
		_, _, to, on := w.present()
		if left := float64(to - w.at.Load()); on && left/r > 0.2 && c.mayDrop() {
			w.giveUp(errSlow)
		}
	}
}
