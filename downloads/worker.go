package downloads

import (
	"context"
	"errors"
	"io"
	"math"
	"sync"
	"sync/atomic"
	"time"
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
	retryAt atomic.Int64 // unix nanoseconds, when backing off
	seg     *segment     // for which it asks now; its own goroutine's

	mu       sync.Mutex
	cancel   context.CancelCauseFunc // of the present attempt
	from, to int64
	host     string
	held     string // place among the host's connections
	clean    bool   // the present answer was read to its end
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
	t.mu.Lock()
	t.workers = append(t.workers, w)
	t.mu.Unlock()
	return w
}

func (w *worker) block(b bool) {
	if b {
		w.blocked.Add(1)
	} else {
		w.blocked.Add(-1)
	}
}

// hire starts the other workers, as many as the file can use.
func (t *transfer) hire(all *sync.WaitGroup) {
	left := t.size - t.offset
	n := min(t.want, int(left/(512<<10))+1)
	for i := 1; i < n; i++ {
		w := t.newWorker(i)
		all.Go(func() { t.work(w, nil, nil) })
	}
}

// work fetches segments until none is left. The first worker begins with an answer that is there already.
func (t *transfer) work(w *worker, seg *segment, a *answer) {
	defer w.state.Store(idle)
	for fails := 0; ; {
		if seg == nil {
			w.state.Store(idle)
			if seg = t.plan.take(func() bool { return w.n < t.wanting() }); seg == nil {
				return
			}
		}
		err := t.bring(w, seg, a)
		a = nil
		if err == nil {
			seg, fails = nil, 0
			t.succeeded()
			continue
		}
		t.plan.giveBack(seg)
		seg = nil
		if t.ctx.Err() != nil {
			return
		}
		if errors.Is(err, errSlow) || errors.Is(err, errYield) {
			continue // another connection is tried at once
		}
		if fails++; !t.survive(w, err, fails) {
			return
		}
	}
}

func (t *transfer) wanting() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.want
}

func (t *transfer) succeeded() {
	t.mu.Lock()
	t.fails = 0
	t.segments++
	t.mu.Unlock()
}

// survive decides what a worker's trouble means: true to go on, after a pause; false when this worker, or the
// whole run, ends.
func (t *transfer) survive(w *worker, err error, fails int) bool {
	o := asOutcome(err)
	if o == nil {
		o = networkFault(err, w.hostName())
	}
	if o.next != Retrying || o.restart {
		t.plan.stop(o, true)
		return false
	}
	t.note(o.fault.Title.String())
	others := t.receiving(w)
	t.mu.Lock()
	t.fails++
	hopeless := t.fails > 2*len(t.workers) || fails > 3
	t.mu.Unlock()
	wait := t.q.backoff(fails)
	switch {
	case others && (o.after > 0 || fails > 3):
		return false // the server has enough of so many connections: the others go on
	case !others && (o.after > 2*time.Second || hopeless || t.single.Load()):
		t.plan.stop(o, true)
		return false
	}
	wait = max(wait, o.after)
	w.retryAt.Store(time.Now().Add(wait).UnixNano())
	w.state.Store(backingOff)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-t.ctx.Done():
		return false
	}
}

// receiving tells whether another worker has bytes coming.
func (t *transfer) receiving(not *worker) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range t.workers {
		if w != not && w.state.Load() == receiving {
			return true
		}
	}
	return false
}

// get asks for bytes, with a place among the host's connections and a link that works. On success the worker
// holds both until free.
func (t *transfer) get(w *worker, from, to int64, ranged bool) (*answer, error) {
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
			w.mu.Lock()
			w.answered = time.Now()
			w.mu.Unlock()
			w.state.Store(receiving)
			return a, nil
		}
		w.free()
		var need *needLink
		if errors.As(err, &need) {
			if err := t.links.renew(t.ctx, gen, need.why, need.giveUp); err != nil {
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
	ctx, cancel := context.WithCancelCause(w.t.ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seq++
	w.ctx, w.cancel = ctx, cancel
	w.bytes.Store(0)
	return ctx
}

// hold takes a place among the connections to the mirror's host.
func (w *worker) hold(ctx context.Context, m *mirror, gen int, from, to int64) error {
	u := m.target()
	name := hostPort(u)
	w.mu.Lock()
	w.from, w.to, w.host, w.mirror, w.gen = from, to, u.Host, m, gen
	w.at.Store(from)
	w.mu.Unlock()
	if d := w.t.q.hosts.alone(name, w.t.q.now()); d > 0 {
		return again(statusFault(u.Host, 503, d).fault)
	}
	waits := w.block
	if s := w.seg; s != nil {
		waits = func(b bool) {
			w.block(b)
			w.t.plan.hungry(s, b) // those ahead of it that hold a place for nothing give it up
		}
	}
	if err := w.t.q.hosts.acquire(ctx, name, waits); err != nil {
		return err
	}
	w.mu.Lock()
	w.held, w.asked = name, time.Now()
	w.mu.Unlock()
	return nil
}

// free ends the attempt: its connection's place, its context.
func (w *worker) free() {
	w.mu.Lock()
	held, cancel, clean := w.held, w.cancel, w.clean
	w.held, w.cancel, w.clean = "", nil, false
	w.mu.Unlock()
	if cancel != nil {
		cancel(nil)
	}
	switch {
	case held == "":
	case clean:
		w.t.q.hosts.release(held)
	default:
		// The transport closes a connection whose answer was not read to its end a moment later, elsewhere.
		time.AfterFunc(closing, func() { w.t.q.hosts.release(held) })
	}
}

// closing is how long a broken connection still counts for its host.
const closing = 20 * time.Millisecond

// finished says that the answer was read to its end, so that its connection is free for the next.
func (w *worker) finished() {
	w.mu.Lock()
	w.clean = true
	w.mu.Unlock()
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

// bring fills one segment. Whatever it returns, it has stopped touching the segment's buffers.
func (t *transfer) bring(w *worker, seg *segment, a *answer) error {
	if a == nil {
		var err error
		w.seg = seg
		a, err = t.get(w, seg.at, seg.to, true)
		w.seg = nil
		if err != nil {
			return err
		}
	}
	defer w.free()
	defer func() { _ = a.body.Close() }()
	start := seg.at
	end := a.to
	if end < 0 || seg.to >= 0 && end > seg.to {
		end = seg.to
	}
	if end < 0 {
		end = math.MaxInt64
	}
	err := t.copyInto(w, seg, a, end)
	if err == nil {
		w.mu.Lock()
		took, latency, m := time.Since(w.answered), w.answered.Sub(w.asked), w.mirror
		w.mu.Unlock()
		t.measured(m, seg.at-start, took, latency)
		if seg.to >= 0 && seg.at < seg.to {
			return errShortAnswer // an honest but shorter part: the rest is asked for again
		}
	}
	return err
}

var errShortAnswer = again(badAnswer("The server", "It sent less than was asked for.", nil).fault)

// copyInto reads the body into the segment's buffers until end.
func (t *transfer) copyInto(w *worker, seg *segment, a *answer, end int64) error {
	ctx := w.context()
	paid := 0 // bytes that the speed limit lets pass and that have not come yet
	defer func() { t.lane.giveBack(paid) }()
	for seg.at < end {
		buf, err := t.plan.space(seg, w.block)
		if err != nil {
			return err
		}
		if int64(len(buf)) > end-seg.at {
			buf = buf[:end-seg.at]
		}
		if paid == 0 {
			// What was paid for is read whole, however small the pieces it comes in: giving back the rest of each would
			// cost the time that was waited for it.
			if paid, err = t.lane.pass(ctx, len(buf), w.block); err != nil {
				return attemptError(ctx, err, w)
			}
		}
		got, err := a.body.Read(buf[:min(len(buf), paid)])
		paid -= got
		if got > 0 && seg.at+int64(got) == end && a.whole && !a.told && !t.proof && end < math.MaxInt64 {
			// The last byte of a body whose length was not told: nothing may follow it.
			if one := make([]byte, 1); surplus(a.body, one) {
				return tooLongFault(w.hostName(), t.size)
			}
		}
		if got > 0 {
			w.at.Add(int64(got))
			w.bytes.Add(int64(got))
			t.fetched.Add(int64(got))
			t.plan.advance(seg, got)
		}
		if err == nil {
			continue
		}
		if !errors.Is(err, io.EOF) {
			return attemptError(ctx, err, w)
		}
		switch {
		case seg.at == end:
			w.finished()
			return nil
		case seg.to < 0:
			w.finished()
			return t.endOfBody(seg)
		}
		return networkFault(io.ErrUnexpectedEOF, w.hostName())
	}
	return nil
}

// surplus tells whether a body goes on.
func surplus(body io.Reader, one []byte) bool {
	n, _ := body.Read(one)
	return n > 0
}

// endOfBody is the end of a body whose length was not told.
func (t *transfer) endOfBody(seg *segment) error {
	t.plan.finish(seg)
	return nil
}

// attemptError tells an attempt that was given up (slow, stalled) from one that broke.
func attemptError(ctx context.Context, err error, w *worker) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if o := asOutcome(err); o != nil {
		return o
	}
	return networkFault(err, w.hostName())
}

// measured learns from a segment that came whole.
func (t *transfer) measured(m *mirror, n int64, took, latency time.Duration) {
	if n < 64<<10 {
		return
	}
	rate := float64(n) / seconds(took)
	t.links.measured(m, rate)
	t.mu.Lock()
	if t.speed == 0 {
		t.speed, t.latency = rate, latency.Seconds()
	} else {
		t.speed += 0.2 * (rate - t.speed)
		t.latency = min(t.latency, latency.Seconds()) // the way there and back; what is more is a busy machine
	}
	t.mu.Unlock()
	t.plan.tune(t.measures())
}
