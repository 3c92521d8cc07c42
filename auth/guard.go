package auth

import (
	"context"
	"errors"
	"sync"
	"time"
)

const maxAbandoned = 4 // calls given up while the keyring hangs; then it stays "locked"

// guard runs each call of a keyring in a goroutine of its own and waits for it no longer than the deadline.
// One call runs at a time, so calls arrive in their order. A call that takes longer goes on: the person may
// be typing the password of the keyring. Until it returns, further calls give ErrLocked at once.
type guard struct {
	ring     Keyring
	deadline time.Duration
	onLate   func() // called when a call that was given up has returned after all

	mu        sync.Mutex
	turn      chan struct{} // holds one value while a call runs
	running   *attemptedCall
	stuck     bool // running was given up and has not returned
	abandoned int
	blocked   error // there is no keyring to call; nil when there is
}

// attemptedCall tells one call from another.
type attemptedCall struct{ late bool }

func newGuard(ring Keyring, deadline time.Duration, onLate func()) *guard {
	return &guard{ring: ring, deadline: deadline, onLate: onLate, turn: make(chan struct{}, 1)}
}

func (g *guard) get(ctx context.Context, service, user string) (string, error) {
	return g.do(ctx, func() (string, error) { return g.ring.Get(service, user) })
}

func (g *guard) set(ctx context.Context, service, user, value string) error {
	if len(value) > maxValue {
		return ErrTooLong
	}
	_, err := g.do(ctx, func() (string, error) { return "", g.ring.Set(service, user, value) })
	return err
}

// remove is deaf to items that are not there.
func (g *guard) remove(ctx context.Context, service, user string) error {
	_, err := g.do(ctx, func() (string, error) { return "", g.ring.Delete(service, user) })
	if errors.Is(err, ErrNotInKeyring) {
		return nil
	}
	return err
}

func (g *guard) do(ctx context.Context, f func() (string, error)) (string, error) {
	limit := time.NewTimer(g.deadline)
	defer limit.Stop()
	g.mu.Lock()
	turn, stuck, blocked := g.turn, g.stuck, g.blocked
	g.mu.Unlock()
	if blocked != nil {
		return "", blocked
	}
	if stuck {
		return "", ErrLocked
	}
	select {
	case turn <- struct{}{}:
	case <-limit.C:
		return "", ErrLocked
	case <-ctx.Done():
		return "", ctx.Err()
	}
	type answer struct {
		value string
		err   error
	}
	got := make(chan answer, 1)
	this := &attemptedCall{}
	g.mu.Lock()
	g.running = this
	g.mu.Unlock()
	go func() {
		v, err := protected(f)
		g.ended(this, turn)
		got <- answer{v, err}
	}()
	select {
	case r := <-got:
		return r.value, r.err
	case <-limit.C:
		return "", g.giveUp(this, ErrLocked)
	case <-ctx.Done():
		return "", g.giveUp(this, ctx.Err())
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

// giveUp marks the call as late, unless it has returned in this moment.
func (g *guard) giveUp(this *attemptedCall, why error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running == this {
		this.late, g.stuck = true, true
	}
	return why
}

// ended lets the next call in, and says when this one had been given up.
func (g *guard) ended(this *attemptedCall, turn chan struct{}) {
	g.mu.Lock()
	late := this.late
	switch {
	case g.running == this:
		g.running, g.stuck = nil, false
	case late:
		g.abandoned--
	}
	<-turn
	g.mu.Unlock()
	if late && g.onLate != nil {
		g.onLate()
	}
}

// block keeps calls from a keyring that is not there, until block(nil).
func (g *guard) block(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.blocked = err
}

func (g *guard) isBlocked() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.blocked != nil
}

// idle reports whether no call hangs.
func (g *guard) idle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.stuck
}

// abandon lets calls in again although one still hangs, because the keyring may have been started anew.
// What the hanging call still does is repaired when it returns: onLate writes everything again.
func (g *guard) abandon() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stuck && g.abandoned < maxAbandoned {
		g.stuck, g.running, g.turn = false, nil, make(chan struct{}, 1)
		g.abandoned++
	}
}
