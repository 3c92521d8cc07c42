package downloads

import (
	"github.com/programconnect/programconnect/internal/fault"
)

// over is the end of a run that brought no whole file.
func (c *core) over(t *transfer, err error) {
	o := asOutcome(err)
	if o == nil {
		o = networkFault(err, t.spec.Origin)
	}
	c.env.running.Add(-1)
	c.mu.Lock()
	defer c.mu.Unlock()
	it := t.it
	if o.fault != nil && o.fault.Kind == fault.Disk && o.fault.Err != nil {
		c.env.log.Warn("the disk", "download", it.id, "error", o.fault.Err) // the system's own name for it
	}
	c.schedule.end(it)
	moved := it.advanced(t)
	it.leave(t)
	if it.discarded || !c.list.has(it) {
		it.discarded = false
		c.dropPart(it)
	}
	if it.state == Queued {
		c.follow(it, o, moved)
	}
	if it.startable() {
		c.schedule.stale = true // it waits for its turn again; that others have ended changes nothing
	}
	c.touch(it)
	if c.list.has(it) && it.news() {
		c.keep(it)
	}
	c.poke()
}

// follow applies an outcome to an item whose run it ended. mu is held.
func (c *core) follow(it *item, o *outcome, moved bool) {
	now := c.env.now()
	if o.restart {
		if it.startOver(); it.restarts > maxRestarts {
			o = neverWhole(o)
		}
	}
	if o.back && it.Base != nil {
		it.goBack()
	}
	if o.fault != nil && o.fault.Kind == fault.Disk {
		it.Boot, it.tail = "", false
	}
	if o.fault != nil && o.next != Queued {
		it.addLine(now, o.fault.Title.String())
	}
	if o.next == Retrying && it.Again > it.mostAgain(c.env.tuning.Vain) {
		o = stopped(endlessFault(it.spec.Origin, it.Again, o.fault))
	}
	switch o.next {
	case Retrying:
		c.retryLater(it, o, moved)
	case Waiting:
		it.state, it.wait, it.fault = Waiting, o.wait, o.fault
		switch o.wait {
		case WaitSignIn, WaitTerms, WaitAccess:
			if it.committed == 0 { // refused before the first byte: no empty part file stays while the person decides
				c.dropPart(it)
				it.fromStart()
			}
		case WaitDisk:
			c.schedule.delay(it, now.Add(c.env.tuning.DiskWait))
		case WaitNetwork:
			c.schedule.delay(it, now.Add(c.env.tuning.NetworkWait))
		}
	case Stopped:
		it.state, it.fault, it.Finished = Stopped, o.fault, now
		c.list.unclaim(it)
		if o.discard || it.committed == 0 {
			c.dropPart(it)
			it.fromStart()
		}
	}
}

// neverWhole is the outcome of an entry that had to start from zero again and again.
func neverWhole(o *outcome) *outcome {
	if o.fault != nil && o.fault.Kind == fault.Disk {
		return stopped(partKeepsChangingFault())
	}
	return keepsChangingFault()
}

// retryLater lets an item try again after a while; after too many tries in vain it waits for the network. mu is held.
func (c *core) retryLater(it *item, o *outcome, moved bool) {
	it.state, it.fault = Retrying, o.fault
	if it.tries++; moved {
		it.tries = 1
	}
	wait := max(c.env.backoff(it.tries), o.after)
	if o.restart || o.back {
		wait = 0
	}
	if it.tries >= c.settings.Tries {
		it.state, it.wait = Waiting, WaitNetwork
		wait = max(c.env.jitter(c.env.tuning.NetworkWait), o.after)
	}
	c.schedule.delay(it, c.env.now().Add(wait))
}

// dropPart deletes an item's part file, off the lock. The item does not start before that is done. mu is held.
func (c *core) dropPart(it *item) {
	dir, part := it.spec.Dir, it.Part
	it.cleaning = true
	c.cleanups.Go(func() {
		c.env.folders.removePart(c.ctx, dir, part) // at worst a part file stays behind
		c.mu.Lock()
		defer c.mu.Unlock()
		it.cleaning = false
		c.schedule.stale = true
		c.poke()
	})
}
