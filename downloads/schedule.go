package downloads

import (
	"time"
)

// loop decides what runs. It is the only place that starts a run.
func (q *Queue) loop() {
	for {
		q.lookAround()
		timer := time.NewTimer(q.startRuns())
		select {
		case <-q.core.wake:
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
	q.core.letStart()
}

// startRuns starts what may run. It returns when to look again.
func (q *Queue) startRuns() time.Duration {
	due := q.core.startDue()
	for _, t := range due.runs {
		q.runs.Go(func() { q.execute(t) })
	}
	if due.pump {
		q.runs.Go(q.pump)
	}
	return due.next
}

// handOver ends a run that brought a whole file and gives its slot to the next one.
func (q *Queue) handOver(t *transfer, sum []byte) {
	if !q.core.finishing(t) {
		t.release()
		q.core.over(t, &outcome{next: Queued, why: "paused at the end"})
		return
	}
	err := t.seal(sum)
	q.finish.wait()
	q.core.freeSlot()
	if err != nil {
		t.release()
		q.finish.cancelWait()
		q.core.over(t, err)
		return
	}
	q.finish.add(ending{t, sum})
}

// execute is one run from its start to its end.
func (q *Queue) execute(t *transfer) {
	sum, err := t.run()
	if err == nil {
		sum, err = t.complete(sum)
	}
	if err == nil {
		q.handOver(t, sum)
		return
	}
	t.release()
	q.core.over(t, err)
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
		runs := q.core.sample(n%4 == 0)
		if len(runs) == 0 {
			if q.env.chunks.Outstanding() == 0 {
				q.env.chunks.Trim()
			}
			q.core.notify.notify()
			return
		}
		for _, t := range runs {
			t.look(tick)
		}
		if n%4 == 0 {
			q.core.notify.notify()
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
	if q.env.surroundingsChanged() {
		q.env.log.Info("the computer slept or changed its network")
		q.NetworkChanged()
	}
}
