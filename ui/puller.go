package ui

import (
	"sync/atomic"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
)

// view is everything a screen shows, taken at one moment. It is never changed.
type view struct {
	Session  session.Snapshot    // of the program in use; zero when none is
	Accounts auth.Snapshot       // of all programs, and how the keyring is
	Queue    *downloads.Snapshot // never nil
	Notices  []*fault.Error      // what the person should know of the home folder
	Now      time.Time
	number   uint64 // of the snapshot: views are taken one after the other
}

// puller hands snapshots to the screens.
type puller struct {
	shell   *Shell
	asked   chan struct{} // asks for a snapshot now
	focused atomic.Bool
	taken   atomic.Uint64 // views so far
}

func newPuller(s *Shell) *puller {
	p := &puller{shell: s, asked: make(chan struct{}, 1)}
	p.focused.Store(true)
	return p
}

// snapshot takes a view. It is cheap and safe from any goroutine.
func (p *puller) snapshot() view {
	s := p.shell
	v := view{number: p.taken.Add(1), Now: s.cfg.Clock(), Queue: &downloads.Snapshot{}, Accounts: s.cfg.Session.Accounts().Snapshot(),
		Notices: s.cfg.Session.Notices()}
	if current := s.session.Load(); current != nil {
		v.Session = current.Snapshot()
	}
	if queue := s.cfg.Session.Queues.Current(); queue != nil {
		v.Queue = queue.Snapshot()
	}
	return v
}

// run hands snapshots to the screens until the window closes: at once after a quiet time, then at most
// every Interval (Unfocused without focus), one at a time, and always one after the last change. A list that
// is refreshed at every change of a counter costs a whole core; four times a second costs next to nothing.
func (p *puller) run() {
	s := p.shell
	var queue followed
	defer queue.follow(nil)
	for {
		queue.follow(s.cfg.Session.Queues.Current())
		accounts := s.cfg.Session.Accounts().Changed()
		v := p.snapshot()
		applied := make(chan struct{})
		s.cfg.Post(func() {
			defer close(applied)
			s.apply(p.newest(v))
		})
		select {
		case <-applied:
		case <-s.ctx.Done():
			return
		}
		if !p.rest(v, queue.changed, accounts) {
			return
		}
	}
}

// newest returns a view, or a new one where the screens went on to a later one while it was waiting for its turn: by the
// older one they would go back a step for a moment, and what the person had chosen there would be gone.
func (p *puller) newest(v view) view {
	if v.number < p.shell.view.number {
		return p.snapshot()
	}
	return v
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

// rest waits for the interval, then for something new. It reports whether to go on.
func (p *puller) rest(v view, queueChanged, accountsChanged <-chan struct{}) bool {
	s := p.shell
	pause := time.NewTimer(p.interval())
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-p.asked:
		return true // asked for by the person's own action: nothing else may follow that would wake this up
	case <-s.ctx.Done():
		return false
	}
	// What counts down on the screen needs a new look though nothing changed.
	var countdown <-chan time.Time
	if counting(v) {
		timer := time.NewTimer(max(time.Second-p.interval(), 0))
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
	case <-accountsChanged:
	case <-s.cfg.Session.Queues.Moved():
	case <-p.asked:
	case <-countdown:
	case <-s.ctx.Done():
		return false
	}
	return true
}

func (p *puller) interval() time.Duration {
	if p.focused.Load() {
		return p.shell.cfg.Interval
	}
	return p.shell.cfg.Unfocused
}

// wake makes the next snapshot come soon, after an action of the person.
func (p *puller) wake() {
	select {
	case p.asked <- struct{}{}:
	default:
	}
}

// counting reports whether something on the screen runs down by the clock.
func counting(v view) bool {
	for i := range v.Queue.Entries {
		if v.Queue.Entries[i].RetryIn > 0 {
			return true
		}
	}
	return false
}
