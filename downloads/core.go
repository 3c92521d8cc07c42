package downloads

import (
	"context"
	"sync"
	"time"
)

// core is what a queue knows: its entries, what of them runs, its settings. It alone takes its mutex, which guards the
// list, the scheduler, the view and every item in them. It is never held over disk or network.
type core struct {
	env    *environment
	ctx    context.Context // of the runs
	store  *store
	notify *notifier
	wake   chan struct{} // holds a value when the loop must look again

	cleanups sync.WaitGroup // part files that are being deleted

	mu       sync.Mutex
	settings Settings
	closed   bool
	pumping  bool
	list     *list
	schedule *scheduler
	view     *view
}

func newCore(ctx context.Context, env *environment, settings Settings, held bool) *core {
	return &core{env: env, ctx: ctx, notify: newNotifier(), wake: make(chan struct{}, 1), settings: settings,
		list: newList(env), schedule: newScheduler(held), view: newView()}
}

// load takes up what the store in dir holds. Nobody else knows the queue yet.
func (c *core) load(ctx context.Context, dir string) error {
	found, err := loadStore(ctx, dir, c.env.now())
	if err != nil {
		return err
	}
	c.store, c.list.nextID, c.view.fault = found.store, found.next-1, found.fault
	for _, it := range found.items {
		c.list.take(it)
		c.view.insert()
		it.tail = it.mayHaveTail(c.env.boot)
		if it.state == Waiting && (it.wait == WaitDisk || it.wait == WaitNetwork) {
			c.schedule.delay(it, c.env.now())
		}
		c.touch(it)
	}
	return nil
}

// shut ends every run and lets none begin. It reports whether the queue was open.
func (c *core) shut() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.closed = true
	for it := range c.schedule.active {
		it.run.end(&outcome{next: Queued, why: "closed", fault: closedFault()})
	}
	return true
}

// snapshot returns the queue as it is now.
func (c *core) snapshot() *Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	for it := range c.schedule.active {
		c.view.mark(it)
	}
	return c.view.snapshot(c.env.now(), c.settings, c.schedule, c.list)
}

func (c *core) running() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.schedule.active)
}

func (c *core) namesHost(host string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.list.hosts[host] > 0
}

// log returns the last lines of an entry's log.
func (c *core) log(id ID) []Line {
	c.mu.Lock()
	defer c.mu.Unlock()
	if it := c.list.byID[id]; it != nil {
		return it.lines()
	}
	return nil
}

func (c *core) allEnded(w *waiter) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return true, closedFault()
	}
	return w.look(c.list)
}

// touch says that an item changed: its entry must be made anew, and readers are told. mu is held.
func (c *core) touch(it *item) {
	c.view.touch(it)
	c.notify.notify()
}

// keep stores an entry as it is now, without waiting. mu is held.
func (c *core) keep(it *item) {
	_ = it.news()
	r := it.row()
	c.store.later(func(w *writer) error { return w.save(r) })
}

// poke lets the loop look again.
func (c *core) poke() { signal(c.wake) }

// due is what may start now, and when to look again.
type due struct {
	runs []*transfer
	pump bool // nothing looks at the runs yet
	next time.Duration
}

// letStart ends Config.Hold.
func (c *core) letStart() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.schedule.held = false
	c.poke()
}

// startDue lets waits end whose time has come and gives runs to those that have a slot.
func (c *core) startDue() due {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return due{next: time.Hour}
	}
	now := c.env.now()
	c.setQuiet(c.settings.quietAt(now))
	waited, next := c.schedule.due(now, c.env.tuning.SleepTick)
	for _, it := range waited {
		c.touch(it)
	}
	if len(c.settings.QuietHours) > 0 {
		next = min(next, 10*time.Second)
	}
	if c.schedule.quiet || c.schedule.held {
		return due{next: next}
	}
	var runs []*transfer
	for c.schedule.slots < c.settings.Parallel {
		it := c.schedule.next(c.list)
		if it == nil {
			break
		}
		runs = append(runs, c.start(it))
	}
	d := due{runs: runs, pump: len(runs) > 0 && !c.pumping, next: max(next, time.Millisecond)}
	c.pumping = c.pumping || d.pump
	return d
}

// setQuiet begins or ends quiet hours. mu is held.
func (c *core) setQuiet(quiet bool) {
	if c.schedule.quiet == quiet {
		return
	}
	c.schedule.quiet, c.schedule.stale = quiet, true
	if quiet {
		c.schedule.stopForQuiet()
	}
	for _, it := range c.list.items {
		if it.state == Queued {
			c.touch(it)
		}
	}
}

// start makes the run of an item. mu is held.
func (c *core) start(it *item) *transfer {
	t := c.newTransfer(it)
	it.run, it.fault, it.finishing = t, nil, false
	it.meter.reset()
	c.schedule.begin(it)
	c.env.running.Add(1)
	c.touch(it)
	return t
}

// newTransfer returns a run from where the item stands. mu is held.
func (c *core) newTransfer(it *item) *transfer {
	if it.Single && it.committed > 0 {
		it.fromStart() // without ranges there is no going on
	}
	t := &transfer{core: c, it: it, part: it.Part, tail: it.tail && !it.Single, named: it.named, stamp: it.Stamp}
	t.env, t.spec, t.name, t.proof, t.size = c.env, it.spec, it.Name, it.spec.SHA256 != "", it.Size
	t.note = func(text string) { c.noteLine(it, text) }
	t.spec.Limit = it.Limit
	t.begin(it.committed)
	t.crew.want = it.spec.Connections
	if t.crew.want == 0 {
		t.crew.want = c.settings.Connections
	}
	if it.Few {
		t.crew.want = 1
	}
	t.single.Store(it.Single)
	t.fetched.Store(it.fetched)
	t.fetchedBefore = it.fetched
	t.lane = newLane(&c.env.common, it.Limit)
	t.phase.Store(Checking)
	t.ctx, t.cancel = context.WithCancelCause(c.ctx)
	t.work = t.ctx
	t.check = newCheckpoints(t, it.hash, it.committed)
	var source Source
	if it.spec.Source != "" && c.env.sources != nil {
		source = c.env.sources(it.spec.Source)
	}
	t.links = newLinks(it.spec, source, it.Val, c.env.clock)
	return t
}

// sample returns the runs, and measures their rates when it is time. Without runs the pump ends.
func (c *core) sample(measure bool) []*transfer {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pumping = len(c.schedule.active) > 0
	runs := make([]*transfer, 0, len(c.schedule.active))
	now := time.Now()
	for it := range c.schedule.active {
		runs = append(runs, it.run)
		if measure {
			it.meter.sample(it.run.done(), it.Size, now)
		}
	}
	return runs
}
