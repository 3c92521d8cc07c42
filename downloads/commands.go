package downloads

// Pause stops entries until Resume; none named: all that are not done. Nothing is lost.
func (q *Queue) Pause(ids ...ID) error {
	return q.core.update(ids, func(it *item) bool { return it.open() && it.state != Paused && !it.finishing }, func(it *item) {
		q.core.halt(it, "paused")
		it.state, it.fault = Paused, nil
		it.addLine(q.env.now(), "paused")
		q.core.keep(it)
	})
}

// Resume lets paused entries go on; none named: all paused ones.
func (q *Queue) Resume(ids ...ID) error {
	return q.core.update(ids, func(it *item) bool { return it.state == Paused }, q.core.resume)
}

// Retry lets entries that stopped, wait or try again go on at once; none named: all of them.
func (q *Queue) Retry(ids ...ID) error {
	q.env.hosts.forgive()
	return q.core.update(ids, func(it *item) bool {
		return it.state == Stopped || it.state == Waiting || it.state == Retrying || it.state == Paused && len(ids) > 0
	}, q.core.resume)
}

// Cancel stops entries and deletes what came so far; they stay listed as Stopped. None named: all not done.
func (q *Queue) Cancel(ids ...ID) error {
	return q.core.update(ids, func(it *item) bool { return it.state != Done && !it.finishing }, func(it *item) {
		q.core.abandon(it, "cancelled")
		it.state, it.fault, it.Finished = Stopped, cancelledFault(), q.env.now()
		it.fromStart()
		it.addLine(q.env.now(), "cancelled")
		q.core.keep(it)
		q.core.enlist(recoverable{ID: it.id, Gone: true})
	})
}

// Remove takes entries off the list; part files are deleted, finished files stay. None named: all Done and Stopped.
func (q *Queue) Remove(ids ...ID) error {
	return q.core.update(ids, func(it *item) bool { return len(ids) > 0 && !it.finishing || it.state == Done || it.state == Stopped }, func(it *item) {
		q.core.abandon(it, "removed")
		q.core.view.remove(it.index)
		q.core.list.remove(it)
		id := it.id
		q.core.store.later(func(w *writer) error {
			if err := w.remove(id); err != nil {
				return err
			}
			return w.s.list.append([]recoverable{{ID: id, Gone: true}}, false)
		})
	})
}

// Move puts an entry at a position, counted from 0.
func (q *Queue) Move(id ID, position int) error {
	return q.core.update([]ID{id}, func(*item) bool { return true }, func(it *item) {
		from, to := it.index, min(max(position, 0), len(q.core.list.items)-1)
		if to == from {
			return
		}
		q.core.view.move(from, to)
		moved := make(map[ID]float64, 1)
		for _, x := range q.core.list.move(it, to) {
			moved[x.id] = x.pos
		}
		q.core.store.later(func(w *writer) error {
			for id, pos := range moved {
				if err := w.move(id, pos); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// SetPriority sets the priority of entries; higher ones start first.
func (q *Queue) SetPriority(priority int, ids ...ID) error {
	return q.core.update(ids, (*item).open, func(it *item) {
		it.Priority = priority
		q.core.keep(it)
	})
}

// SetLimit sets the speed limit of entries in bytes a second, 0 for none; no ids: of all together (Settings.LimitRate).
func (q *Queue) SetLimit(bytesPerSecond int64, ids ...ID) error {
	if bytesPerSecond < 0 {
		return wrongLimitFault("limit_rate")
	}
	if len(ids) == 0 {
		s := q.Snapshot().Settings
		s.LimitRate = bytesPerSecond
		return q.SetSettings(s)
	}
	return q.core.update(ids, func(*item) bool { return true }, func(it *item) {
		it.Limit = bytesPerSecond
		if it.run != nil {
			it.run.setLimit(bytesPerSecond)
		}
		q.core.keep(it)
	})
}

// SetSettings takes effect at once, on what runs too. It is an error of kind Usage when a value is out of range.
func (q *Queue) SetSettings(s Settings) error {
	s, f := s.checked()
	if f != nil {
		return f
	}
	return q.core.apply(s)
}

// Release lets entries go on that wait for this (sign-in, terms, access, network, disk).
func (q *Queue) Release(why Wait) {
	_ = q.core.update(nil, func(it *item) bool { return it.state == Waiting && it.wait == why }, q.core.resume) // at worst it is closed
}

// NetworkChanged drops idle connections and tries again what waits for the network.
func (q *Queue) NetworkChanged() {
	q.env.http.closeIdle()
	q.core.reconnect()
	_ = q.core.update(nil, func(it *item) bool { return it.state == Waiting && it.wait == WaitNetwork || it.state == Retrying }, q.core.resume)
}
