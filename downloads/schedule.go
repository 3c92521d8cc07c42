package downloads

import (
	"context"
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// loop decides what runs. It is the only place that starts a run.
func (q *Queue) loop() {
	for {
		q.lookAround()
		next := q.schedule()
		timer := time.NewTimer(next)
		select {
		case <-q.wake:
		case <-timer.C:
		case <-q.ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// Run starts what may run in a queue that was opened with Config.Hold.
func (q *Queue) Run() {
	q.mu.Lock()
	q.held = false
	q.mu.Unlock()
	q.poke()
}

// poke lets the loop look again.
func (q *Queue) poke() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// schedule lets waits end whose time has come and starts what has a place. It tells when to look again.
func (q *Queue) schedule() time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return time.Hour
	}
	now := q.now()
	next := time.Hour
	if len(q.settings.QuietHours) > 0 {
		next = 10 * time.Second
	}
	q.hush(q.settings.quietAt(now))
	for it := range q.delayed {
		if d := it.retryAt.Sub(now); d > 0 {
			next = min(next, d)
			if it.wait == WaitNetwork {
				next = min(next, q.tuning.SleepTick)
			}
			continue
		}
		q.requeue(it)
	}
	if q.quiet || q.held {
		return next
	}
	for q.places < q.settings.Parallel {
		it := q.pop()
		if it == nil {
			break
		}
		q.start(it)
	}
	return max(next, time.Millisecond)
}

// hush begins or ends quiet hours. mu is held.
func (q *Queue) hush(quiet bool) {
	if q.quiet == quiet {
		return
	}
	q.quiet = quiet
	for it := range q.active {
		if quiet && !it.finishing {
			it.run.cancel(&outcome{next: Queued, why: "quiet hours"})
		}
	}
	for _, it := range q.items {
		if it.state == Queued {
			q.touch(it)
		}
	}
	q.stale = true
}

// requeue lets an item that waited run again. mu is held.
func (q *Queue) requeue(it *item) {
	delete(q.delayed, it)
	it.state, it.wait, it.retryAt = Queued, WaitNone, time.Time{}
	q.stale = true
	q.touch(it)
}

// pop takes the item that starts next, nil when there is none. mu is held.
func (q *Queue) pop() *item {
	if q.stale {
		q.ready = q.ready[:0]
		for _, it := range q.items {
			if it.state == Queued && it.run == nil {
				q.ready = append(q.ready, it)
			}
		}
		slices.SortStableFunc(q.ready, func(a, b *item) int { return b.Priority - a.Priority })
		q.stale = false
	}
	for len(q.ready) > 0 {
		it := q.ready[0]
		q.ready = q.ready[1:]
		if it.state == Queued && it.run == nil && q.byID[it.id] == it {
			return it
		}
	}
	return nil
}

// start runs an item. mu is held.
func (q *Queue) start(it *item) {
	t := q.newTransfer(it)
	it.run, it.fault, it.finishing = t, nil, false
	it.meter.reset()
	q.places++
	q.active[it] = struct{}{}
	q.touch(it)
	q.runs.Go(func() {
		sum, err := t.run()
		if err == nil {
			sum, err = t.complete(sum)
		}
		if err == nil {
			q.handOver(t, sum)
			return
		}
		t.release()
		q.over(t, err)
	})
	if !q.pumping {
		q.pumping = true
		q.runs.Go(q.pump)
	}
}

// newTransfer is a run from where the item stands. mu is held.
func (q *Queue) newTransfer(it *item) *transfer {
	if it.Single && it.committed > 0 {
		it.fromStart() // without ranges there is no going on
	}
	t := &transfer{q: q, it: it, spec: it.spec, name: it.Name, part: it.Part, proof: it.spec.SHA256 != "", offset: it.committed, size: it.Size, tail: it.tail && !it.Single}
	t.spec.Limit = it.Limit
	t.want = it.spec.Connections
	if t.want == 0 {
		t.want = q.settings.Connections
	}
	t.single.Store(it.Single)
	t.fetched.Store(it.fetched)
	t.check.state, t.check.last, t.check.when = it.hash, it.committed, time.Now()
	t.lane = newLane(&q.common, it.Limit)
	t.phase.Store(Checking)
	t.ctx, t.cancel = context.WithCancelCause(q.ctx)
	var source Source
	if it.spec.Source != "" && q.cfg.Sources != nil {
		source = q.cfg.Sources(it.spec.Source)
	}
	t.links = newLinks(it.spec, source, it.Val, q.clock)
	return t
}

// pump looks at what runs every tick, until nothing does or the queue closes.
func (q *Queue) pump() {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-ticker.C:
		case <-q.ctx.Done():
			return // Close waits for it
		}
		q.mu.Lock()
		if len(q.active) == 0 {
			q.pumping = false
			q.mu.Unlock()
			q.rest()
			return
		}
		runs := make([]*transfer, 0, len(q.active))
		now := time.Now()
		for it := range q.active {
			runs = append(runs, it.run)
			if n%4 == 0 {
				it.meter.sample(it.run.done(), it.Size, now)
			}
		}
		q.mu.Unlock()
		for _, t := range runs {
			t.look(tick)
		}
		if n%4 == 0 {
			q.notify()
		}
		if n%20 == 0 {
			q.lookAround()
			for _, t := range runs {
				t.lookForRoom()
			}
		}
	}
}

// lookAround tries again at once after a sleep or in another network.
func (q *Queue) lookAround() {
	if q.around.changed(q.tuning.SleepTick, q.now(), q.network) {
		q.log.Info("the computer slept or changed its network")
		q.NetworkChanged()
	}
}

// rest gives back memory when nothing runs.
func (q *Queue) rest() {
	if q.chunks.outstanding() == 0 {
		q.chunks.trim()
	}
	q.notify()
}

// over is the end of a run that brought no whole file.
func (q *Queue) over(t *transfer, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	it := t.it
	q.leave(it)
	o := asOutcome(err)
	if o == nil {
		o = networkFault(err, t.spec.Origin)
	}
	moved := t.progressed()
	it.fetched = t.fetched.Load()
	it.Single = t.single.Load()
	it.run, it.finishing = nil, false
	if t.tail && !t.begun.Load() { // nothing of it was committed: the next run takes it again
		it.tail, it.fetched = true, it.fetched-(t.offset-it.committed)
	}
	if q.byID[it.id] != it || it.state == Stopped { // removed or cancelled meanwhile
		q.dropPart(it)
	}
	if it.state == Queued {
		q.follow(it, o, moved)
	}
	q.stale = true
	q.touch(it)
	if q.byID[it.id] == it && it.news() {
		q.keep(it)
	}
	q.poke()
}

// follow applies an outcome to an item whose run it ended. mu is held.
func (q *Queue) follow(it *item, o *outcome, moved bool) {
	now := q.now()
	if o.restart {
		it.fromStart()
		it.Val = validator{}
		if it.spec.Size < 0 {
			it.Size = -1
		}
		if it.restarts++; it.restarts > 4 {
			o = keepsChangingFault()
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
	switch o.next {
	case Retrying:
		it.state, it.fault = Retrying, o.fault
		if it.tries++; moved {
			it.tries = 1
		}
		pause := max(q.backoff(it.tries), o.after)
		if o.restart || o.back {
			pause = 0
		}
		if it.tries >= q.settings.Tries {
			it.state, it.wait = Waiting, WaitNetwork
			pause = max(q.tuning.NetworkWait/2+time.Duration(q.random()*float64(q.tuning.NetworkWait)/2), o.after)
		}
		q.delay(it, now.Add(pause))
	case Waiting:
		it.state, it.wait, it.fault = Waiting, o.wait, o.fault
		switch o.wait {
		case WaitDisk:
			q.delay(it, now.Add(q.tuning.DiskWait))
		case WaitNetwork:
			q.delay(it, now.Add(q.tuning.NetworkWait))
		}
	case Stopped:
		it.state, it.fault, it.Finished = Stopped, o.fault, now
		q.unclaim(it)
		if o.fault != nil && o.fault.Code == "downloads.wrong-hash" {
			q.dropPart(it)
			it.fromStart()
		}
	}
}

// delay lets an item go on at a time. mu is held.
func (q *Queue) delay(it *item, at time.Time) {
	it.retryAt = at
	q.delayed[it] = struct{}{}
}

// leave gives up an item's place. mu is held.
func (q *Queue) leave(it *item) {
	if !it.finishing {
		q.places--
	}
	delete(q.active, it)
}

// dropPart deletes an item's part file, off the lock. mu is held.
func (q *Queue) dropPart(it *item) {
	dir, part := it.spec.Dir, it.Part
	q.runs.Go(func() {
		f, err := q.folders.open(dir, false)
		if err != nil {
			return // the folder is gone, and the part with it
		}
		_ = f.remove(part) // at worst a part file stays behind
		q.folders.close(f)
	})
}
