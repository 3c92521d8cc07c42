package downloads

import (
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// each applies do to the named items, or to all that which picks when none is named, and pokes the loop. It is
// an error to name one that is not there; then nothing is done.
func (q *Queue) each(ids []ID, which func(*item) bool, do func(*item)) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return closedFault()
	}
	var chosen []*item
	for _, id := range ids {
		it := q.byID[id]
		if it == nil {
			return unknownEntry(id)
		}
		if which(it) {
			chosen = append(chosen, it)
		}
	}
	if len(ids) == 0 {
		for _, it := range q.items {
			if which(it) {
				chosen = append(chosen, it)
			}
		}
	}
	for _, it := range chosen {
		do(it)
		q.touch(it)
	}
	q.stale = true
	q.poke()
	return nil
}

// halt ends an item's run because the person wants something else of it. mu is held.
func (q *Queue) halt(it *item, why string) {
	delete(q.delayed, it)
	it.retryAt, it.wait = time.Time{}, WaitNone
	if it.run != nil {
		it.run.cancel(&outcome{next: Queued, why: why})
	}
}

// Pause stops entries until Resume; none named: all that are not done. Nothing is lost.
func (q *Queue) Pause(ids ...ID) error {
	return q.each(ids, func(it *item) bool { return it.open() && it.state != Paused && !it.finishing }, func(it *item) {
		q.halt(it, "paused")
		it.state, it.fault = Paused, nil
		it.addLine(q.now(), "paused")
		q.keep(it)
	})
}

// Resume lets paused entries go on; none named: all paused ones.
func (q *Queue) Resume(ids ...ID) error {
	return q.each(ids, func(it *item) bool { return it.state == Paused }, q.resume)
}

// resume lets an item run again from where it stands. mu is held.
func (q *Queue) resume(it *item) {
	delete(q.delayed, it)
	if it.state == Stopped {
		it.restarts, it.Single = 0, false
		q.claim(it)
		spec := it.spec
		q.enlist(recoverable{ID: it.id, Name: it.Name, Part: it.Part, Spec: &spec})
	}
	it.state, it.wait, it.fault, it.tries = Queued, WaitNone, nil, 0
	q.keep(it)
}

// enlist adds a line to the recovery list. mu is held.
func (q *Queue) enlist(l recoverable) {
	q.store.later(func(w *writer) error { return w.s.list.append([]recoverable{l}, false) })
}

// Retry lets entries that stopped, wait or try again go on at once; none named: all of them.
func (q *Queue) Retry(ids ...ID) error {
	q.hosts.forgive()
	return q.each(ids, func(it *item) bool {
		return it.state == Stopped || it.state == Waiting || it.state == Retrying || it.state == Paused && len(ids) > 0
	}, q.resume)
}

// Cancel stops entries and deletes what came so far; they stay listed as Stopped. None named: all not done.
func (q *Queue) Cancel(ids ...ID) error {
	return q.each(ids, func(it *item) bool { return it.state != Done && !it.finishing }, func(it *item) {
		q.halt(it, "cancelled")
		if it.open() {
			q.unclaim(it)
		}
		it.state, it.Finished = Stopped, q.now()
		it.fault = &fault.Error{Kind: fault.Interrupted, Code: "downloads.cancelled", Title: i18n.Verbatim("Cancelled."), Safe: i18n.Verbatim("What came so far was deleted."), Steps: []i18n.Text{i18n.Verbatim("Retry to fetch it from the start.")}}
		it.fromStart()
		it.addLine(q.now(), "cancelled")
		if it.run == nil {
			q.dropPart(it)
		}
		q.keep(it)
		q.enlist(recoverable{ID: it.id, Gone: true})
	})
}

// Remove takes entries off the list; part files are deleted, finished files stay. None named: all Done and Stopped.
func (q *Queue) Remove(ids ...ID) error {
	return q.each(ids, func(it *item) bool { return len(ids) > 0 && !it.finishing || it.state == Done || it.state == Stopped }, func(it *item) {
		q.halt(it, "removed")
		if it.open() {
			q.unclaim(it)
		}
		if it.state != Done && it.run == nil {
			q.dropPart(it)
		}
		q.forget(it)
	})
}

// forget takes an item out of every list. mu is held.
func (q *Queue) forget(it *item) {
	delete(q.byID, it.id)
	if old := q.entries[it.index]; old != nil {
		q.counts[old.State]--
	}
	q.unshare()
	q.items = slices.Delete(q.items, it.index, it.index+1)
	q.entries = slices.Delete(q.entries, it.index, it.index+1)
	q.number(it.index, len(q.items))
	id := it.id
	q.store.later(func(w *writer) error {
		if err := w.remove(id); err != nil {
			return err
		}
		return w.s.list.append([]recoverable{{ID: id, Gone: true}}, false)
	})
}

// unshare copies entries before a change, when a snapshot holds them. mu is held.
func (q *Queue) unshare() {
	if q.shared {
		q.entries, q.shared = slices.Clone(q.entries), false
	}
}

// number tells items their places in [from, to). mu is held.
func (q *Queue) number(from, to int) {
	for i := from; i < to; i++ {
		q.items[i].index = i
	}
}

// Move puts an entry at a position, counted from 0.
func (q *Queue) Move(id ID, position int) error {
	return q.each([]ID{id}, func(*item) bool { return true }, func(it *item) {
		to := min(max(position, 0), len(q.items)-1)
		from := it.index
		if to == from {
			return
		}
		q.unshare()
		q.items = slices.Insert(slices.Delete(q.items, from, from+1), to, it)
		e := q.entries[from]
		q.entries = slices.Insert(slices.Delete(q.entries, from, from+1), to, e)
		q.number(min(from, to), max(from, to)+1)
		q.settle(it)
	})
}

// gap is the distance of the positions of new entries.
const gap = 1 << 20

// settle gives a moved item a position between its neighbours: one row is written. When fifty moves have used
// up the room between two numbers, all get new ones. mu is held.
func (q *Queue) settle(it *item) {
	i := it.index
	lo, hi := 0.0, 0.0
	if i > 0 {
		lo = q.items[i-1].pos
	}
	if hi = lo + 2*gap; i+1 < len(q.items) {
		hi = q.items[i+1].pos
	}
	if i == 0 {
		lo = hi - 2*gap
	}
	it.pos = lo + (hi-lo)/2
	if it.pos > lo && it.pos < hi {
		id, pos := it.id, it.pos
		q.store.later(func(w *writer) error { return w.move(id, pos) })
		return
	}
	type place struct {
		id  ID
		pos float64
	}
	places := make([]place, len(q.items))
	for i, x := range q.items {
		x.pos = float64(i+1) * gap
		places[i] = place{x.id, x.pos}
	}
	q.store.later(func(w *writer) error {
		for _, p := range places {
			if err := w.move(p.id, p.pos); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetPriority sets the priority of entries; higher ones start first.
func (q *Queue) SetPriority(priority int, ids ...ID) error {
	return q.each(ids, (*item).open, func(it *item) {
		it.Priority = priority
		q.keep(it)
	})
}

// SetLimit sets the speed limit of entries in bytes a second, 0 for none; no ids: of all together (Settings.LimitRate).
func (q *Queue) SetLimit(bytesPerSecond int64, ids ...ID) error {
	if bytesPerSecond < 0 {
		return usageFault("limit_rate", "A speed limit can't be below zero.", "Give bytes a second, or 0 for no limit.")
	}
	if len(ids) == 0 {
		q.mu.Lock()
		s := q.settings
		q.mu.Unlock()
		s.LimitRate = bytesPerSecond
		return q.SetSettings(s)
	}
	return q.each(ids, func(*item) bool { return true }, func(it *item) {
		it.Limit = bytesPerSecond
		if it.run != nil {
			it.run.lane.own.set(bytesPerSecond)
		}
		q.keep(it)
	})
}

// SetSettings takes effect at once, on what runs too. It is an error of kind Usage when a value is out of range.
func (q *Queue) SetSettings(s Settings) error {
	s, f := s.checked()
	if f != nil {
		return f
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return closedFault()
	}
	q.settings, q.snap = s, nil
	q.common.set(s.LimitRate)
	q.hosts.setLimit(s.PerHost)
	for it := range q.active {
		if it.spec.Connections == 0 {
			it.run.wish(s.Connections)
		}
	}
	q.yieldPlaces()
	q.notify()
	q.poke()
	return nil
}

// yieldPlaces stops the last of those that run when there are more than may. mu is held.
func (q *Queue) yieldPlaces() {
	over := q.places - q.settings.Parallel
	for i := len(q.items) - 1; i >= 0 && over > 0; i-- {
		if it := q.items[i]; it.run != nil && !it.finishing && it.state == Queued {
			it.run.cancel(&outcome{next: Queued, why: "others go first"})
			over--
		}
	}
}

// wish sets how many connections a running transfer should have; new ones are made by its next run.
func (t *transfer) wish(n int) {
	t.mu.Lock()
	t.want = n
	t.mu.Unlock()
	if t.begun.Load() {
		t.plan.wake()
	}
}

// Release lets entries go on that wait for this (sign-in, terms, access, network, disk).
func (q *Queue) Release(why Wait) {
	_ = q.each(nil, func(it *item) bool { return it.state == Waiting && it.wait == why }, q.resume)
}

// NetworkChanged drops idle connections and tries again what waits for the network.
func (q *Queue) NetworkChanged() {
	if t, ok := q.http.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	q.mu.Lock()
	for it := range q.active {
		if it.run.begun.Load() {
			it.run.reconnect()
		}
	}
	q.mu.Unlock()
	_ = q.each(nil, func(it *item) bool { return it.state == Waiting && it.wait == WaitNetwork || it.state == Retrying }, q.resume)
}

// reconnect gives up what every worker is at: after a sleep or in another network the old connections are dead,
// and would only be noticed when they stall.
func (t *transfer) reconnect() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range t.workers {
		w.mu.Lock()
		if w.cancel != nil {
			w.cancel(errSlow)
		}
		w.mu.Unlock()
	}
}
