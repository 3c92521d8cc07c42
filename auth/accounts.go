package auth

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/singleflight"
)

// Accounts are the people who are signed in on this computer. What is known of them stands in the roster; the keeper
// keeps that and the keyring together; the provider speaks with identity providers.
type Accounts struct {
	cfg        Config
	life       *life
	roster     *roster
	keeper     *keeper
	provider   *provider
	refreshing singleflight.Group
}

// Open starts with the accounts in the keyring. It returns at once: the keyring is read in the background
// (Ready waits for it).
func Open(cfg Config) (*Accounts, error) {
	if cfg.Dir == "" || cfg.Keyring == nil {
		return nil, faultConfig()
	}
	cfg = cfg.withDefaults()
	_, memory := cfg.Keyring.(*memoryKeyring)
	a := &Accounts{cfg: cfg, life: newLife(), roster: newRoster(memory), provider: newProvider(cfg)}
	a.keeper = newKeeper(cfg, a.life, a.roster)
	a.keeper.start()
	return a, nil
}

func (c Config) withDefaults() Config {
	c.Service = cmp.Or(c.Service, DefaultService)
	c.SignInLimit = cmp.Or(c.SignInLimit, 5*time.Minute)
	c.BrowserLimit = cmp.Or(c.BrowserLimit, 6*time.Second)
	c.KeyringDeadline = cmp.Or(c.KeyringDeadline, 2*time.Second)
	if c.OpenBrowser == nil {
		c.OpenBrowser = SystemBrowser
	}
	if c.Language == nil {
		c.Language = func() string { return "" }
	}
	if c.GuideFor == nil {
		c.GuideFor = func(int) string { return "" }
	}
	if c.TakeOver == nil {
		c.TakeOver = func(Legacy) Origin { return Origin{} }
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Close ends running sign-ins and waits for what is being written. Accounts stay signed in. A call to the
// keyring that hangs is not waited for.
func (a *Accounts) Close() error {
	a.life.close()
	a.provider.close()
	return nil
}

// Ready waits until the keyring was read, as long as the person needs to answer its question: Snapshot says that it
// waits, and ctx interrupts. A keyring that can't be read is a fault, since then nobody knows who is signed in.
func (a *Accounts) Ready(ctx context.Context) error {
	select {
	case <-a.keeper.ready:
	case <-ctx.Done():
		return a.faultEnded(ctx)
	case <-a.life.ctx.Done():
		return faultClosed()
	}
	if f := a.Snapshot().Unread(); f != nil {
		return f
	}
	return nil
}

// faultEnded is the fault of a call whose context ended before the keyring answered.
func (a *Accounts) faultEnded(ctx context.Context) error {
	if a.life.ctx.Err() != nil {
		return faultClosed()
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return faultWaits()
	}
	return faultInterrupted()
}

// List returns the accounts, oldest sign-in first.
func (a *Accounts) List() []Account { return a.Snapshot().Accounts }

// Of returns the accounts that signed in for the authority's program: same origin, same channel, same host and client.
// Nobody's account is ever offered to another program, whatever that says of itself.
func (a *Accounts) Of(authority Authority) []Account {
	return slices.DeleteFunc(a.List(), func(p Account) bool {
		rec, _, _ := a.roster.record(p.ID)
		return rec == nil || !authority.owns(rec)
	})
}

// Snapshot returns the state at this moment.
func (a *Accounts) Snapshot() Snapshot { return a.roster.snapshot() }

// Changed returns a channel that is closed at the next change. Any number of readers may wait: take the
// channel, then the snapshot, then wait, then take a new channel.
func (a *Accounts) Changed() <-chan struct{} { return a.roster.next() }

// RetryKeyring asks the keyring again, reads everything anew and stores what lives in memory only. Nil when all is stored.
// It waits as Ready does.
func (a *Accounts) RetryKeyring(ctx context.Context) error {
	a.keeper.store.guard.abandon()
	return a.kept(ctx, a.keeper.do(ctx, func() error { //nolint:contextcheck // a job outlives whoever asked for it
		a.keeper.store.forget()
		return a.keeper.look()
	}))
}

// Settle waits until what was changed here has reached the keyring, as Ready waits. Whoever ends the process after a
// sign-in calls it first: a sign-in does not wait for a keyring that asks the person something.
func (a *Accounts) Settle(ctx context.Context) error {
	return a.kept(ctx, a.keeper.do(ctx, a.keeper.settle))
}

// kept makes a fault of the outcome of a job of the keeper.
func (a *Accounts) kept(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errClosed):
		return faultClosed()
	case errors.Is(err, errPending):
		return a.faultEnded(ctx)
	default:
		return faultKeyring(err)
	}
}
