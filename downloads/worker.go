package downloads

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/segment"
)

// worker is one connection's share of a transfer.
type worker struct {
	t *transfer
	n int

	// What its present attempt does; read by the watchdog and by snapshots.
	at      atomic.Int64
	bytes   atomic.Int64
	blocked atomic.Int32 // waits for something that is not the server
	state   atomic.Int32
	retryAt atomic.Int64     // unix nanoseconds, when backing off
	seg     *segment.Segment // for which it asks now; its own goroutine's

	mu       sync.Mutex
	cancel   context.CancelCauseFunc // of the present attempt
	from, to int64
	host     string
	held     string // slot among the host's connections
	seq      int    // counts attempts
	mirror   *mirror
	gen      int
	asked    time.Time
	answered time.Time
	ctx      context.Context

	watch watch // the watchdog's own
}

const (
	idle int32 = iota
	connecting
	receiving
	backingOff
)

func (t *transfer) newWorker(n int) *worker {
	w := &worker{t: t, n: n}
	t.crew.add(w)
	return w
}

func (w *worker) block(b bool) {
	if b {
		w.blocked.Add(1)
	} else {
		w.blocked.Add(-1)
	}
}

// startWorkers starts the other workers, as many as the file can use.
func (t *transfer) startWorkers(all *sync.WaitGroup) {
	left := t.size - t.offset
	n := min(t.crew.wanting(), int(left/(512<<10))+1)
	for i := 1; i < n; i++ {
		w := t.newWorker(i)
		all.Go(func() { w.run(nil, nil) })
	}
}

// run fetches segments until none is left. The first worker begins with an answer that is there already.
func (w *worker) run(seg *segment.Segment, a *answer) {
	t := w.t
	defer w.state.Store(idle)
	for fails := 0; ; {
		if seg == nil {
			w.state.Store(idle)
			if seg = t.plan.Take(func() bool { return t.crew.wanted(w) }); seg == nil {
				return
			}
		}
		err := w.fetch(seg, a)
		a = nil
		if err == nil {
			seg, fails = nil, 0
			t.crew.succeeded()
			continue
		}
		t.plan.GiveBack(seg)
		seg = nil
		if t.work.Err() != nil {
			return
		}
		if errors.Is(err, errSlow) || errors.Is(err, segment.ErrYield) {
			continue // another connection is tried at once
		}
		if w.bytes.Load() >= someProgress { // it broke off, but not in vain
			fails = 0
			t.crew.advanced()
		}
		if fails++; !w.mayRetry(err, fails) {
			return
		}
	}
}

// mayRetry decides what a worker's trouble means: true to go on, after a pause; false when this worker, or the
// whole run, ends.
func (w *worker) mayRetry(err error, fails int) bool {
	t := w.t
	o := asOutcome(err)
	if o == nil {
		o = networkFault(err, w.hostName())
	}
	if o.refusal && o.next != Retrying {
		if only := t.crew.solo(w); only != nil {
			t.note("the server gives one connection at a time")
			t.plan.Wake()
			return only == w && pause(t.work, t.env.backoff(fails)) == nil
		}
	}
	if o.next != Retrying || o.restart {
		t.plan.Stop(o, true)
		return false
	}
	t.note(o.fault.Title.String())
	others := t.crew.receiving(w) && !t.crew.isOnly(w)
	hopeless := t.crew.failed() || fails > 3
	wait := t.env.backoff(fails)
	switch {
	case others && (o.after > 0 || fails > 3):
		return false // the server has enough of so many connections: the others go on
	case !others && (o.after > 2*time.Second || hopeless || t.single.Load()):
		t.plan.Stop(o, true)
		return false
	}
	wait = max(wait, o.after)
	w.retryAt.Store(time.Now().Add(wait).UnixNano())
	w.state.Store(backingOff)
	return pause(t.work, wait) == nil
}

// get asks for bytes, with a slot among the host's connections and a link that works. On success the worker
// holds both until free.
func (w *worker) get(from, to int64, ranged bool) (*answer, error) {
	t := w.t
	for {
		ctx := w.attempt()
		w.state.Store(connecting)
		m, gen, err := t.links.get(ctx, w.n, t.proof && ranged)
		if err == nil {
			err = w.hold(ctx, m, gen, from, to)
		}
		var a *answer
		if err == nil {
			a, err = t.ask(ctx, m, from, to, ranged)
		}
		if err == nil {
			t.links.worked(gen)
			w.begun()
			return a, nil
		}
		w.free()
		var need *linkError
		if errors.As(err, &need) {
			if t.proof && t.links.spare(m) {
				t.links.drop(m) // a copy that lacks the file: no reason for another link
				continue
			}
			if err := t.links.renew(t.work, gen, need.why, need.giveUp); err != nil {
				return nil, err
			}
			continue
		}
		if o := asOutcome(err); m != nil && o != nil && o.next == Retrying && !o.restart && t.links.failed(m) && t.proof {
			o.after = 0
		}
		return nil, err
	}
}

// attempt begins another attempt; free ends it.
func (w *worker) attempt() context.Context {
	ctx, cancel := context.WithCancelCause(w.t.work)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seq++
	w.ctx, w.cancel = ctx, cancel
	w.bytes.Store(0)
	return ctx
}

// hold takes a slot among the connections to the mirror's host.
func (w *worker) hold(ctx context.Context, m *mirror, gen int, from, to int64) error {
	u := m.target()
	name := hostPort(u)
	w.asks(m, gen, from, to)
	// What flows already is not ended by what another download was told.
	if d := w.t.env.hosts.alone(name, w.t.env.now()); d > 0 && !w.t.started() {
		return statusFault(u.Host, http.StatusServiceUnavailable, d)
	}
	waits := w.block
	if s := w.seg; s != nil {
		waits = func(b bool) {
			w.block(b)
			w.t.plan.AwaitSlot(s, b) // those ahead of it that hold a slot for nothing give it up
		}
	}
	if err := w.t.env.hosts.acquire(ctx, name, waits); err != nil {
		return err
	}
	w.holds(name)
	return nil
}

// asks notes what the attempt asks for.
func (w *worker) asks(m *mirror, gen int, from, to int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.from, w.to, w.host, w.mirror, w.gen = from, to, m.target().Host, m, gen
	w.at.Store(from)
}

// holds notes that the attempt has a slot at a host and sends its request.
func (w *worker) holds(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held, w.asked = name, time.Now()
}

// begun notes that the answer begins.
func (w *worker) begun() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered = time.Now()
	w.state.Store(receiving)
}

// timing returns how long the body and the answer before it took, and from which mirror they came.
func (w *worker) timing() (body, latency time.Duration, m *mirror) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Since(w.answered), w.answered.Sub(w.asked), w.mirror
}

// present returns what the watchdog must know of the present attempt.
func (w *worker) present() (seq int, host string, to int64, on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seq, w.host, w.to, w.cancel != nil
}

// elsewhere drops the address that was asked in vain, and reports whether another one of the file is left to ask.
func (w *worker) elsewhere(err error) bool {
	t := w.t
	if err == nil || !t.proof || t.work.Err() != nil {
		return false
	}
	if o := asOutcome(err); o != nil && (o.next != Retrying || o.restart) {
		return false
	}
	m := w.lastMirror()
	if m == nil || !t.links.others(m) {
		return false
	}
	t.links.drop(m)
	return true
}

// lastMirror returns the mirror that was asked last.
func (w *worker) lastMirror() *mirror {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mirror
}

// free ends the attempt: its connection's slot, its context. The body of its answer is closed before.
func (w *worker) free() {
	w.mu.Lock()
	held, cancel := w.held, w.cancel
	w.held, w.cancel = "", nil
	w.mu.Unlock()
	if cancel != nil {
		cancel(nil)
	}
	if held != "" {
		w.t.env.hosts.release(held)
	}
}

func (w *worker) context() context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ctx
}

func (w *worker) hostName() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.host
}

// giveUp ends the worker's present attempt.
func (w *worker) giveUp(why error) {
	w.mu.Lock()
	cancel := w.cancel
	w.mu.Unlock()
	if cancel != nil {
		cancel(why)
	}
}
