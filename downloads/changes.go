package downloads

// What changes items for a command of the person. The commands themselves are in commands.go.

// update applies do to the named items that fit, or to all that fit when none is named, and lets the loop look again. It
// is an error to name one that is not there; then nothing is done.
func (c *core) update(ids []ID, fits func(*item) bool, do func(*item)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return closedFault()
	}
	chosen, err := c.list.pick(ids, fits)
	if err != nil {
		return err
	}
	for _, it := range chosen {
		do(it)
		if c.list.has(it) {
			c.touch(it)
		}
	}
	c.schedule.stale = true
	c.notify.notify()
	c.poke()
	return nil
}

// halt ends an item's run because the person wants something else of it. mu is held.
func (c *core) halt(it *item, why string) {
	c.schedule.cancelDelay(it)
	it.wait = WaitNone
	if it.run != nil {
		it.run.end(&outcome{next: Queued, why: why})
	}
}

// resume lets an item run again from where it stands. mu is held.
func (c *core) resume(it *item) {
	c.schedule.cancelDelay(it)
	if it.state == Stopped {
		it.restarts, it.mismatches, it.Single, it.Few, it.Again = 0, 0, false, false, 0
		c.list.claim(it)
		spec := it.spec
		c.enlist(recoverable{ID: it.id, Name: it.Name, Part: it.Part, Spec: &spec})
	}
	it.state, it.wait, it.fault, it.tries = Queued, WaitNone, nil, 0
	c.keep(it)
}

// enlist adds a line to the recovery list. mu is held.
func (c *core) enlist(l recoverable) {
	c.store.later(func(w *writer) error { return w.s.list.append([]recoverable{l}, false) })
}

// abandon ends an item's run, gives up its name and deletes its part file: at once, or when the run has ended. mu is
// held.
func (c *core) abandon(it *item, why string) {
	c.halt(it, why)
	if it.open() {
		c.list.unclaim(it)
	}
	switch {
	case it.state == Done:
	case it.run != nil:
		it.discarded = true
	default:
		c.dropPart(it)
	}
}

// reconnect lets every run give up its connections.
func (c *core) reconnect() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for it := range c.schedule.active {
		it.run.reconnect()
	}
}

// apply sets the settings, for what runs too.
func (c *core) apply(s Settings) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return closedFault()
	}
	c.settings, c.view.last = s, nil
	c.env.common.set(s.LimitRate)
	c.env.hosts.setLimit(s.PerHost)
	for it := range c.schedule.active {
		if it.spec.Connections == 0 {
			it.run.setConnections(s.Connections)
		}
	}
	c.schedule.stopSurplus(c.list, s.Parallel)
	c.notify.notify()
	c.poke()
	return nil
}
