package downloads

import (
	"encoding/hex"

	"github.com/programconnect/programconnect/downloads/internal/filename"
)

// The methods of this file are the only ones through which a run changes what the queue keeps. What follows from the end
// of a run is in ended.go.

// noteLine adds a line to an entry's log.
func (c *core) noteLine(it *item, text string) {
	c.mu.Lock()
	it.addLine(c.env.now(), text)
	c.mu.Unlock()
	c.env.log.Debug(text, "download", it.id)
}

// learned keeps what the first answer told about the file, before any byte of it is committed.
func (c *core) learned(t *transfer, a *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	if !it.owned(t) {
		return
	}
	it.Size, it.Val, it.Boot = t.size, a.val, c.env.boot
	if it.spec.Name == "" && it.committed == 0 && a.name != "" {
		c.list.rename(it, filename.Legal(a.name))
	}
	if it.Started.IsZero() {
		it.Started = c.env.now()
	}
	c.touch(it)
	if t.size < 0 || t.size > smallFile {
		r := it.row()
		c.store.later(func(w *writer) error { return w.save(r) })
	}
}

// committed commits how far a transfer came. It returns when that survives a power cut. Of a run whose bytes are not
// wanted any more (cancelled, removed) nothing is committed.
func (c *core) committed(t *transfer, n *note) error {
	done := c.commitLater(t, n)
	if done == nil {
		return nil
	}
	if err := <-done; err != nil {
		return waitFor(WaitDisk, storeFault(err))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.it.owned(t) {
		t.it.committed, t.it.fetched, t.it.hash, t.it.Stamp = n.offset, n.fetched, n.state, n.stamp
	}
	return nil
}

// commitLater puts a checkpoint into the store's line, where it stays behind what was there before and before what comes
// after; nil when it is not wanted.
func (c *core) commitLater(t *transfer, n *note) <-chan error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !t.it.owned(t) {
		return nil
	}
	return c.store.queue(func(w *writer) error { return w.point(t.it.id, n) })
}

// takingTail notes that a run takes up the bytes behind what was committed, so that the item can go back.
func (c *core) takingTail(t *transfer, end int64, state []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	it.tail = false
	if end > t.offset && it.Base == nil {
		it.Base = &base{t.offset, state} // stored with the first answer, before any checkpoint
	}
}

// tookTail notes that the bytes that a run begins with came before it: they are no speed.
func (c *core) tookTail(t *transfer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t.it.meter.reset()
}

// mismatched returns what follows from a whole file with a wrong SHA-256: back to what was committed before a tail, once
// from zero in one piece by one connection, or the end.
func (c *core) mismatched(t *transfer) *outcome {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	if it.Base != nil {
		return &outcome{next: Retrying, back: true, fault: backFault()}
	}
	if it.mismatches++; it.mismatches > 1 {
		return hashFault()
	}
	t.noRanges()
	return changedFault(becauseWrongHash())
}

// finishing notes that an item is at its end: nothing stops it any more. It reports false when something else is wanted
// of the item meanwhile.
func (c *core) finishing(t *transfer) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	if it.state != Queued || !c.list.has(it) {
		return false
	}
	t.phase.Store(Finishing)
	it.finishing = true
	c.touch(it)
	return true
}

// freeSlot gives the slot of a file that only waits for its name to the next download.
func (c *core) freeSlot() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.schedule.slots--
	c.poke()
}

// busy reports whether others run whose ends may come soon.
func (c *core) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.schedule.slots > 0
}

// nameFor returns the name that an item should get: its own or, when that is taken on the disk, the next one from n on
// that no other entry has claimed.
func (c *core) nameFor(t *transfer, n int) (string, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	if n < 2 {
		return it.Name, n
	}
	base := it.Name
	if it.spec.Name != "" {
		base = filename.Legal(it.spec.Name)
	}
	for {
		name := filename.Numbered(base, n)
		if !c.list.taken(it, name) {
			return name, n
		}
		n++
	}
}

// named notes the name that a file got, and its SHA-256 at that moment.
func (c *core) named(t *transfer, name string, sum []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	it.named = sum
	if name != it.Name {
		c.list.unclaim(it)
		it.addLine(c.env.now(), "the name "+it.Name+" was taken; it is "+name+" now")
		it.Name = name
	}
}

// arrived commits "done" for all of a batch.
func (c *core) arrived(batch []ending) {
	now := c.env.now()
	err := <-c.commitDone(batch)
	c.env.running.Add(-int64(len(batch)))
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range batch {
		it := e.t.it
		c.schedule.end(it)
		c.list.unclaim(it)
		it.settleDone(e, now)
		it.run, it.finishing = nil, false
		if err != nil {
			it.fault = storeFault(err) // the file is there; the list will find it again
		}
		c.touch(it)
	}
	c.poke()
}

// commitDone puts the rows of a finished batch into the store's line.
func (c *core) commitDone(batch []ending) <-chan error {
	rows := make([]row, 0, len(batch))
	lines := make([]recoverable, 0, len(batch))
	now := c.env.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range batch {
		done := *e.t.it
		done.settleDone(e, now)
		rows, lines = append(rows, done.row()), append(lines, recoverable{ID: done.id, Gone: true})
	}
	return c.store.queue(func(w *writer) error {
		for _, r := range rows {
			if err := w.save(r); err != nil {
				return err
			}
		}
		return w.s.list.append(lines, false)
	})
}

func hexSum(sum []byte) string { return hex.EncodeToString(sum) }
