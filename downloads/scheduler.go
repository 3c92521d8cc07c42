package downloads

import (
	"slices"
	"time"
)

// scheduler decides which item runs next: which wait their turn, which wait for a time, and how many slots are taken.
// Queue.mu guards it.
type scheduler struct {
	active  map[*item]struct{} // with a run
	delayed map[*item]struct{} // with a time at which they go on
	ready   []*item            // queued, in the order they start
	stale   bool               // ready must be made anew
	ordered int                // how often it was made
	slots   int                // taken by running ones
	quiet   bool               // quiet hours now
	held    bool               // nothing is started before Run
}

func newScheduler(held bool) *scheduler {
	return &scheduler{active: map[*item]struct{}{}, delayed: map[*item]struct{}{}, stale: true, held: held}
}

// next returns the item that starts next, nil when there is none.
func (s *scheduler) next(l *list) *item {
	if s.stale {
		s.ready = s.ready[:0]
		for _, it := range l.items {
			if it.startable() {
				s.ready = append(s.ready, it)
			}
		}
		slices.SortStableFunc(s.ready, func(a, b *item) int { return b.Priority - a.Priority })
		s.stale = false
		s.ordered++
	}
	for len(s.ready) > 0 {
		it := s.ready[0]
		s.ready = s.ready[1:]
		if it.startable() && l.has(it) {
			return it
		}
	}
	return nil
}

// begin takes a slot for an item.
func (s *scheduler) begin(it *item) {
	s.slots++
	s.active[it] = struct{}{}
}

// end gives up what an item took.
func (s *scheduler) end(it *item) {
	if !it.finishing {
		s.slots--
	}
	delete(s.active, it)
}

// delay lets an item go on at a time.
func (s *scheduler) delay(it *item, at time.Time) {
	it.retryAt = at
	s.delayed[it] = struct{}{}
}

// cancelDelay forgets the time at which an item goes on.
func (s *scheduler) cancelDelay(it *item) {
	delete(s.delayed, it)
	it.retryAt = time.Time{}
}

// due lets items whose time has come wait for their turn again. It returns them, and when to look again.
func (s *scheduler) due(now time.Time, look time.Duration) (due []*item, next time.Duration) {
	next = time.Hour
	for it := range s.delayed {
		d := it.retryAt.Sub(now)
		if d > 0 {
			next = min(next, d)
			if it.wait == WaitNetwork {
				next = min(next, look)
			}
			continue
		}
		s.cancelDelay(it)
		it.state, it.wait = Queued, WaitNone
		s.stale = true
		due = append(due, it)
	}
	return due, next
}

// stopForQuiet ends every run that is not at its end.
func (s *scheduler) stopForQuiet() {
	for it := range s.active {
		if !it.finishing {
			it.run.end(&outcome{next: Queued, why: "quiet hours"})
		}
	}
}

// stopSurplus ends the last of those that run when there are more than may.
func (s *scheduler) stopSurplus(l *list, most int) {
	over := s.slots - most
	for i := len(l.items) - 1; i >= 0 && over > 0; i-- {
		if it := l.items[i]; it.run != nil && !it.finishing && it.state == Queued {
			it.run.end(&outcome{next: Queued, why: "others go first"})
			over--
		}
	}
}
