package downloads

import "time"

// describe returns the entry of an item.
func (it *item) describe(now time.Time, quiet bool) *Entry {
	e := &Entry{ID: it.id, Title: it.spec.Title, Name: it.Name, Dir: it.spec.Dir, Path: it.path(), Origin: it.spec.Origin, Source: it.spec.Source, Group: it.spec.Group,
		State: it.state, Wait: it.wait, Fault: it.fault, Size: it.Size, Done: it.committed, Committed: it.committed, Fetched: it.fetched, Tries: it.tries,
		SHA256: it.SHA256, Verified: it.Verified, OpenEnd: it.OpenEnd, Priority: it.Priority, MaxConnections: it.spec.Connections, Limit: it.Limit,
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
		e.Connections = it.run.crew.connections(nil)
	case it.state == Queued && quiet:
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
	e.Connections = t.crew.connections(func(w *worker, c Connection) {
		if c.State != ConnectionBackingOff {
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
	case time.Duration(t.quiet.Load()) > min(3*time.Second, t.env.tuning.StallAfter/3) && !t.lane.limited():
		e.State = Stalled
	}
}

// describe returns a connection as it is now.
func (w *worker) describe(now time.Time) Connection {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := Connection{Number: w.n + 1, Host: w.host, From: w.from, To: w.to, At: w.at.Load()}
	switch w.state.Load() {
	case connecting:
		c.State = ConnectionConnecting
	case receiving:
		c.State = ConnectionReceiving
		if w.blocked.Load() > 0 {
			c.State = ConnectionAhead
		}
		c.Rate = float64(w.bytes.Load()) / seconds(now.Sub(w.answered))
	case backingOff:
		c.State = ConnectionBackingOff
	default:
		c.State = ConnectionIdle
	}
	return c
}

// done returns how many bytes of the file are written in order.
func (t *transfer) done() int64 {
	if !t.begun.Load() {
		return t.from.Load()
	}
	return t.plan.Read()
}
