package ui

import (
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
)

// view is everything a screen shows, taken at one moment. It is never changed.
type view struct {
	Session session.Snapshot    // of the program in use; zero when none is
	Queue   *downloads.Snapshot // never nil
	Now     time.Time
}

// snapshot takes a view. It is cheap and safe from any goroutine.
func (s *Shell) snapshot() view {
	v := view{Now: s.cfg.Clock(), Queue: &downloads.Snapshot{}}
	if current := s.session.Load(); current != nil {
		v.Session = current.Snapshot()
	}
	if queue := s.cfg.Session.Downloads(); queue != nil {
		v.Queue = queue.Snapshot()
	}
	return v
}

// pull hands snapshots to the screens until the window closes: at once after a quiet time, then at most
// every Interval (Unfocused without focus), one at a time, and always one after the last change. A list that
// is refreshed at every change of a counter costs a whole core; four times a second costs next to nothing.
func (s *Shell) pull() {
	var queue followed
	defer queue.follow(nil)
	for {
		queue.follow(s.cfg.Session.Downloads())
		v := s.snapshot()
		applied := make(chan struct{})
		s.cfg.Post(func() {
			defer close(applied)
			s.apply(v)
		})
		select {
		case <-applied:
		case <-s.ctx.Done():
			return
		}
		if !s.rest(v, queue.changed) {
			return
		}
	}
}

// followed is the queue whose changes wake the puller. It becomes another when this process takes the queue over.
type followed struct {
	queue   session.Queue
	changed <-chan struct{}
	stop    func()
}

func (f *followed) follow(queue session.Queue) {
	if f.queue == queue {
		return
	}
	if f.stop != nil {
		f.stop()
	}
	*f = followed{queue: queue}
	if queue != nil {
		f.changed, f.stop = queue.Subscribe()
	}
}

// rest waits for the interval, then for something new. It tells whether to go on.
func (s *Shell) rest(v view, queueChanged <-chan struct{}) bool {
	pause := time.NewTimer(s.interval())
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-s.poke:
		return true // asked for by the person's own action: nothing else may follow that would wake this up
	case <-s.ctx.Done():
		return false
	}
	// What counts down on the screen needs a new look though nothing changed.
	var countdown <-chan time.Time
	if counting(v) {
		timer := time.NewTimer(max(time.Second-s.interval(), 0))
		defer timer.Stop()
		countdown = timer.C
	}
	var sessionChanged <-chan struct{}
	if current := s.session.Load(); current != nil {
		sessionChanged = current.Changed()
	}
	select {
	case <-sessionChanged:
	case <-queueChanged:
	case <-s.cfg.Session.DownloadsMoved():
	case <-s.poke:
	case <-countdown:
	case <-s.ctx.Done():
		return false
	}
	return true
}

func (s *Shell) interval() time.Duration {
	if s.focused.Load() {
		return s.cfg.Interval
	}
	return s.cfg.Unfocused
}

// askForSnapshot makes the next snapshot come soon, after an action of the person.
func (s *Shell) askForSnapshot() {
	select {
	case s.poke <- struct{}{}:
	default:
	}
}

// counting tells whether something on the screen runs down by the clock.
func counting(v view) bool {
	for i := range v.Queue.Entries {
		if v.Queue.Entries[i].RetryIn > 0 {
			return true
		}
	}
	return false
}
