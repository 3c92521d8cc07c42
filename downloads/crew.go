package downloads

import (
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/segment"
)

const (
	leastSegment = 256 << 10
	mostSegment  = 8 << 20

	mostFarSegment = 32 << 20
	guessedSpeed   = 4 << 20 // of a connection to a far server, before one was measured
)

// crew is the workers of a run and what they have learned together: how fast a connection is, how far the server, what
// went wrong since the last byte.
type crew struct {
	mu       sync.Mutex
	workers  []*worker
	want     int // workers wanted
	fails    int // since the last byte
	speed    float64
	latency  float64
	ahead    float64 // part of the workers that wait for the bytes before theirs
	looks    int     // of the watchdog
	drops    int     // attempts given up for being slow
	segments int
	refusals int     // of the one connection that is left, since its last segment
	only     *worker // the server gives one connection only, and this one has it; nil: as many as are wanted
}

func (c *crew) add(w *worker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.workers = append(c.workers, w)
}

// all returns the workers.
func (c *crew) all() []*worker {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.workers)
}

// wanting returns how many workers are wanted.
func (c *crew) wanting() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.want
}

// setWant sets how many workers are wanted.
func (c *crew) setWant(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.want = n
}

// succeeded notes that a segment came whole.
func (c *crew) succeeded() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails, c.refusals = 0, 0
	c.segments++
}

// advanced notes that bytes came, though not a whole segment.
func (c *crew) advanced() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails = 0
}

// failed notes that an attempt failed. It reports whether that happened too often since bytes came.
func (c *crew) failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails++
	return c.fails > 2*len(c.workers)
}

// wanted reports whether a worker should go on.
func (c *crew) wanted(w *worker) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.only == w || c.only == nil && w.n < c.want
}

// soloTries is how often the one connection that is left may be refused in a row: the server may still count those
// that were given up.
const soloTries = 4

// solo leaves one connection after a worker was refused, best one that has bytes coming, and returns it; nil when the
// refused one is alone and was refused too often.
func (c *crew) solo(refused *worker) *worker {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.only == nil && len(c.workers) < 2 {
		return nil
	}
	if c.only == nil || c.only == refused {
		c.only = refused
		for _, w := range c.workers {
			if w != refused && w.state.Load() == receiving {
				c.only = w
			}
		}
	}
	if c.only != refused {
		return c.only
	}
	if c.refusals++; c.refusals > soloTries {
		return nil
	}
	return refused
}

// isOnly reports whether the worker is the one that is left.
func (c *crew) isOnly(w *worker) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.only == w
}

// alone reports whether the server gave one connection only.
func (c *crew) alone() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.only != nil
}

// receiving reports whether another worker has bytes coming.
func (c *crew) receiving(not *worker) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range c.workers {
		if w != not && w.state.Load() == receiving {
			return true
		}
	}
	return false
}

// answered learns from the first answer of the run.
func (c *crew) answered(latency time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latency = latency.Seconds()
}

// measured learns from a segment that came whole.
func (c *crew) measured(rate float64, latency time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.speed == 0 {
		c.speed, c.latency = rate, latency.Seconds()
		return
	}
	c.speed += 0.2 * (rate - c.speed)
	c.latency = min(c.latency, latency.Seconds()) // the way there and back; what is more is a busy machine
}

// looked notes which part of the workers the watchdog found waiting for others.
func (c *crew) looked(ahead float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looks++
	c.ahead += 0.2 * (ahead - c.ahead)
}

// usualSpeed returns the speed of a connection lately.
func (c *crew) usualSpeed() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.speed
}

// mayDrop bounds how often attempts are given up, so that a line that is slow as a whole is left in peace.
func (c *crew) mayDrop() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	return c.drops <= 8+c.segments/2
}

// reconnect gives up what every worker is at: after a sleep or in another network the old connections are dead, and
// would only be noticed when they stall.
func (c *crew) reconnect() {
	for _, w := range c.all() {
		w.giveUp(errSlow)
	}
}

// connections returns those that do something.
func (c *crew) connections(each func(*worker, Connection)) []Connection {
	now := time.Now()
	var all []Connection
	for _, w := range c.all() {
		one := w.describe(now)
		if one.State == ConnectionIdle {
			continue
		}
		if each != nil {
			each(w, one)
		}
		all = append(all, one)
	}
	return all
}

// measures returns what fits the speed: a request should last a tenth of a second at least and twenty times as long as it
// takes to be answered, and all connections must find room in the window. A segment near the end of the file may shrink
// to four times what passes while a request is answered.
func (c *crew) measures(env *environment) segment.Measures {
	c.mu.Lock()
	speed, latency, n := c.speed, c.latency, int64(max(c.want, 1))
	near := latency < 0.01
	held := c.ahead > 0.25 || c.looks < 4 && near
	c.mu.Unlock()
	if !near {
		return farMeasures(env, speed, latency, n)
	}
	want := int64(firstSegment)
	if speed > 0 {
		want = int64(speed * max(20*latency, 0.1))
	}
	want = min(max(want, leastSegment), mostSegment) / leastSegment * leastSegment
	window := max(want*(2*n+2), 4<<20)
	switch {
	case held: // the disk or a speed limit is what holds it up: more memory would not help
		window = min(window, max(8<<20, (n+1)<<20))
	case near: // short requests cost little
		window = min(window, (n+1)*2<<20)
	}
	share := env.windowShare()
	if near && share < env.tuning.Window {
		share = max(share/4, 2<<20) // several from near: what waits in memory is what a kill costs
	}
	window = min(window, share)
	size := max(min(want, window/(n+1)), 64<<10)
	least := max(int64(speed*4*latency), 64<<10)
	return segment.Measures{Window: window, Span: window, Segment: size, Least: min(least, size)}
}

// farMeasures are those for a server that takes its time to answer. Its segments are as long as memory allows: when the
// connections begin theirs at different times, half of what they fetch ahead is what waits in memory at most.
func farMeasures(env *environment, speed, latency float64, n int64) segment.Measures {
	if speed == 0 {
		speed = guessedSpeed
	}
	window := env.windowShare()
	size := min(int64(speed*20*latency), (window-window/32)*2/max(n-1, 1), mostFarSegment)
	size = max(size/leastSegment*leastSegment, leastSegment)
	window = min(window, max(size*(2*n+2), 4<<20))
	pause := int64(speed * latency)
	return segment.Measures{Window: window, Span: max(window, 2*n*size) + 1, Segment: size, Least: min(max(pause, 64<<10), size), Pause: pause}
}
