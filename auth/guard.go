package auth

import (
	"context"
	"errors"
	"sync"
	"time"
)

const maxAbandoned = 4 // calls given up while the keyring hangs; then it stays silent

// guard runs each call of a keyring in a goroutine of its own. A call may take as long as the person needs to type the
// keyring's password: waiting says so after half the deadline. It is given up when the keyring turns out to be silent
// (a Prober says so) or when Accounts closes; until such a call returns, further calls are ErrSilent at once.
//
// Calls come one at a time: the keeper sees to that.
type guard struct {
	ring     Keyring
	deadline time.Duration
	ctx      context.Context // ends when Accounts closes
	waiting  func(bool)      // told when the keyring waits for the person, and when it does no longer
	late     func(err error) // called with the outcome of a call that was given up

	mu        sync.Mutex
	running   *guarded
	stuck     bool // running was given up and has not returned
	abandoned int
	blocked   error // there is no keyring to call; nil when there is
}

// guarded is one call under way.
type guarded struct{ late bool }

func newGuard(ctx context.Context, ring Keyring, deadline time.Duration) *guard {
	return &guard{ctx: ctx, ring: ring, deadline: deadline, waiting: func(bool) {}, late: func(error) {}}
}

func (g *guard) get(service, user string) (string, error) {
	return g.do(func() (string, error) { return g.ring.Get(service, user) })
}

func (g *guard) set(service, user, value string) error {
	if len(value) > maxValue {
		return ErrTooLong
	}
	_, err := g.do(func() (string, error) { return "", g.ring.Set(service, user, value) })
	return err
}

// remove takes an item that is not there for removed.
func (g *guard) remove(service, user string) error {
	_, err := g.do(func() (string, error) { return "", g.ring.Delete(service, user) })
	if errors.Is(err, ErrNotInKeyring) {
		return nil
	}
	return err
}

// outcome is what a call of the keyring came to.
type outcome struct {
	value string
	err   error
}

func (g *guard) do(f func() (string, error)) (string, error) {
	this, err := g.enter()
	if err != nil {
		return "", err
	}
	got := make(chan outcome, 1)
	go func() {
		v, err := protected(f)
		g.ended(this, err)
		got <- outcome{v, err}
	}()
	quick := time.NewTimer(g.deadline / 2)
	defer quick.Stop()
	select {
	case r := <-got:
		return r.value, r.err
	case <-g.ctx.Done():
		return g.lastChance(this, got)
	case <-quick.C:
		return g.wait(this, got)
	}
}

// wait waits for a call that takes long: for the person, or for a keyring that will never answer.
func (g *guard) wait(this *guarded, got <-chan outcome) (string, error) {
	defer g.waiting(false)
	again := time.NewTicker(g.deadline / 2)
	defer again.Stop()
	for {
		silent := g.probe(got)
		if silent != nil {
			return "", g.giveUp(this, silent)
		}
		g.waiting(true)
		select {
		case r := <-got:
			return r.value, r.err
		case <-g.ctx.Done():
			return "", g.giveUp(this, ErrLocked) // the person is not made to answer for a program that ends
		case <-again.C:
		}
	}
}

// lastChance lets a call finish that runs while Accounts closes.
func (g *guard) lastChance(this *guarded, got <-chan outcome) (string, error) {
	limit := time.NewTimer(g.deadline)
	defer limit.Stop()
	select {
	case r := <-got:
		return r.value, r.err
	case <-limit.C:
		return "", g.giveUp(this, ErrLocked)
	}
}

// probe asks whether the keyring answers at all; it returns early when the call has returned meanwhile. A keyring
// without a Prober is taken to wait for the person.
func (g *guard) probe(got <-chan outcome) error {
	p, ok := g.ring.(Prober)
	if !ok || len(got) > 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(g.ctx, g.deadline/2)
	defer cancel()
	if err := probe(ctx, p); errors.Is(err, ErrSilent) || errors.Is(err, ErrNoKeyring) {
		return err
	}
	return nil
}

// probe runs a Prober in a goroutine of its own: it is foreign code as well.
func probe(ctx context.Context, p Prober) error {
	result := make(chan error, 1)
	go func() { result <- p.Probe(ctx) }()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ErrSilent
	}
}

// protected turns a panic of the keyring's library into an error: go-keyring's prompt handling reads from
// a closed channel when the session bus goes away.
func protected(f func() (string, error)) (v string, err error) {
	defer func() {
		if recover() != nil {
			err = ErrSilent
		}
	}()
	return f()
}

func (g *guard) enter() (*guarded, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.blocked != nil:
		return nil, g.blocked
	case g.stuck:
		return nil, ErrSilent
	}
	g.running = &guarded{}
	return g.running, nil
}

// giveUp marks the call as late, unless it has returned in this moment.
func (g *guard) giveUp(this *guarded, why error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running == this {
		this.late, g.stuck = true, true
	}
	return why
}

// ended lets the next call in, and reports the outcome of one that had been given up.
func (g *guard) ended(this *guarded, err error) {
	g.mu.Lock()
	late := this.late
	switch {
	case g.running == this:
		g.running, g.stuck = nil, false
	case late:
		g.abandoned--
	}
	g.mu.Unlock()
	if late {
		g.late(err)
	}
}

// block keeps calls from a keyring that is not there, until block(nil).
func (g *guard) block(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.blocked = err
}

// idle reports whether no call that was given up still hangs.
func (g *guard) idle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.stuck
}

// abandon lets calls in again although one still hangs, because the keyring may have been started anew. What the
// hanging call still does is repaired when it returns: everything is looked at again.
func (g *guard) abandon() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stuck && g.abandoned < maxAbandoned {
		g.stuck, g.running = false, nil
		g.abandoned++
	}
}
