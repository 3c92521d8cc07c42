package downloads

import (
	"slices"
	"time"
)

// Snapshot gives the queue as it is now. It is cheap: only what changed since the last is made anew.
func (q *Queue) Snapshot() *Snapshot {
	q.mu.Lock()
	defer q.mu.Unlock()
	for it := range q.active {
		q.mark(it)
	}
	if q.snap != nil && len(q.dirty) == 0 {
		return q.snap
	}
	now := q.now()
	if len(q.dirty) > 0 && q.shared {
		q.entries = slices.Clone(q.entries)
		q.shared = false
	}
	for _, it := range q.dirty {
		if q.byID[it.id] != it || it.entry != nil {
			continue
		}
		q.publish(it, now)
	}
	q.dirty = q.dirty[:0]
	q.version++
	s := &Snapshot{Version: q.version, Entries: q.entries, Settings: q.settings, Quiet: q.quiet, Fault: q.fault}
	for state, n := range q.counts {
		switch {
		case state.Active():
			s.Running += n
		case state == Queued:
			s.Queued += n
		case state == Waiting || state == Retrying:
			s.Waiting += n
		case state == Paused:
			s.Paused += n
		case state == Stopped:
			s.Stopped += n
		case state == Done:
			s.Completed += n
		}
	}
	for it := range q.active {
		if it.entry != nil { // nil: removed, and still winding down
			s.Rate += it.entry.Rate
		}
	}
	q.shared, q.snap = true, s
	return s
}

// publish makes an item's entry anew. mu is held, and entries is not shared.
func (q *Queue) publish(it *item, now time.Time) {
	e := q.describe(it, now)
	if old := q.entries[it.index]; old != nil {
		q.counts[old.State]--
	}
	q.counts[e.State]++
	q.entries[it.index], it.entry = e, e
}

// mark says that an item's entry must be made anew. mu is held.
func (q *Queue) mark(it *item) {
	if it.entry != nil || !it.marked {
		it.entry, it.marked = nil, true
		q.dirty = append(q.dirty, it)
	}
}

// touch is mark, and tells the readers. mu is held.
func (q *Queue) touch(it *item) {
	q.mark(it)
	q.snap = nil
	q.notify()
}

// notify tells the readers without ever waiting for one.
func (q *Queue) notify() {
	tell(q.changed)
	for c := range q.readersNow() {
		tell(c)
	}
}

func tell(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// describe makes the entry of an item. mu is held.
func (q *Queue) describe(it *item, now time.Time) *Entry {
	it.marked = false
	e := &Entry{ID: it.id, Title: it.spec.Title, Name: it.Name, Dir: it.spec.Dir, Path: it.path(), Origin: it.spec.Origin, Source: it.spec.Source, Group: it.spec.Group,
		State: it.state, Wait: it.wait, Fault: it.fault, Size: it.Size, Done: it.committed, Committed: it.committed, Fetched: it.fetched, Tries: it.tries,
		SHA256: it.SHA256, Verified: it.Verified, Priority: it.Priority, MaxConnections: it.spec.Connections, Limit: it.Limit,
		Added: it.Added, Started: it.Started, Finished: it.Finished}
	if e.Title == "" {
		e.Title = it.Name
	}
	switch {
	case it.state == Done:
		e.Done = it.Size
	case it.state == Queued && it.run != nil:
		it.run.describe(e)
		e.Rate, e.Left = it.meter.rate(), it.meter.remaining()
		if it.finishing {
			e.State, e.Connections = Finishing, nil
		}
	case it.run != nil: // it is winding down
		e.Fetched = it.run.fetched.Load()
		e.Connections = it.run.connections(nil)
	case it.state == Queued && q.quiet:
		e.State, e.Wait = Waiting, WaitHour
	}
	if e.State != Done {
		e.PartPath = it.folderPath(it.Part)
	}
	if !it.retryAt.IsZero() && (e.State == Retrying || e.State == Waiting) {
		e.RetryIn = max(it.retryAt.Sub(now), 0)
	}
	return e
}

// describe adds what only the run knows.
func (t *transfer) describe(e *Entry) {
	e.State = t.phase.Load().(State)
	e.Fetched = t.fetched.Load()
	if !t.begun.Load() {
		return
	}
	e.Size, e.Done = t.size, t.done()
	backing, receive := time.Duration(0), false
	e.Connections = t.connections(func(w *worker, c Connection) {
		if c.State != "backing-off" {
			receive = true
		} else if d := time.Until(time.Unix(0, w.retryAt.Load())); backing == 0 || d < backing {
			backing = max(d, time.Millisecond)
		}
	})
	if e.State != Downloading {
		e.Connections = nil
		return
	}
	switch {
	case !receive && backing > 0:
		e.State, e.RetryIn = Retrying, backing
	case time.Duration(t.quiet.Load()) > min(3*time.Second, t.q.tuning.StallAfter/3) && !t.lane.limited():
		e.State = Stalled
	}
}

// connections are those that do something.
func (t *transfer) connections(each func(*worker, Connection)) []Connection {
	now := time.Now()
	t.mu.Lock()
	workers := slices.Clone(t.workers)
	t.mu.Unlock()
	var all []Connection
	for _, w := range workers {
		c := w.describe(now)
		if c.State == "idle" {
			continue
		}
		if each != nil {
			each(w, c)
		}
		all = append(all, c)
	}
	return all
}

// describe is a connection as it is now.
func (w *worker) describe(now time.Time) Connection {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := Connection{Number: w.n + 1, Host: w.host, From: w.from, To: w.to, At: w.at.Load()}
	switch w.state.Load() {
	case connecting:
		c.State = "connecting"
	case receiving:
		c.State = "receiving"
		if w.blocked.Load() > 0 {
			c.State = "ahead"
		}
		c.Rate = float64(w.bytes.Load()) / seconds(now.Sub(w.answered))
	case backingOff:
		c.State = "backing-off"
	default:
		c.State = "idle"
	}
	return c
}

// done is how many bytes of the file are written in order.
func (t *transfer) done() int64 {
	if !t.begun.Load() {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.offset
	}
	t.plan.mu.Lock()
	defer t.plan.mu.Unlock()
	return t.plan.read
}

// progressed tells whether this run brought the file forward.
//
// A few bytes are none: a server that always breaks off so early is not worth being asked all the time.
func (t *transfer) progressed() bool {
	n := t.done()
	return n-t.offset >= 64<<10 || t.size >= 0 && n == t.size && n > t.offset
}

// Changed gives one channel for one reader: it holds a value after something changed, at most five a second
// while bytes come. Several readers use Subscribe.
func (q *Queue) Changed() <-chan struct{} { return q.changed }

// Log gives the last lines of an entry's log, oldest first.
func (q *Queue) Log(id ID) []Line {
	q.mu.Lock()
	defer q.mu.Unlock()
	if it := q.byID[id]; it != nil {
		return slices.Clone(it.Log)
	}
	return nil
}
