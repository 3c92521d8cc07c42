package auth

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// keeper keeps the roster and the keyring together.
type keeper struct {
	life     *life
	roster   *roster
	store    *store
	ring     Keyring
	deadline time.Duration
	log      *slog.Logger

	kick    chan struct{} // asks for a look at the keyring
	ready   chan struct{} // closed after the first look
	looking sync.Mutex    // one look at a time
}

func newKeeper(cfg Config, life *life, roster *roster) *keeper {
	k := &keeper{life: life, roster: roster, store: &store{service: cfg.Service, dir: cfg.Dir}, ring: cfg.Keyring,
		deadline: cfg.KeyringDeadline, log: cfg.Log, kick: make(chan struct{}, 1), ready: make(chan struct{})}
	k.store.guard = newGuard(cfg.Keyring, cfg.KeyringDeadline, k.lookAgain)
	return k
}

// run looks at the keyring when Accounts opens, and again whenever a call that hung has returned.
func (k *keeper) run() {
	_ = k.look(k.life.ctx) // how it went is in the snapshot
	close(k.ready)
	for {
		select {
		case <-k.kick:
			_ = k.look(k.life.ctx)
		case <-k.life.ctx.Done():
			return
		}
	}
}

// lookAgain asks for a look; it never blocks.
func (k *keeper) lookAgain() {
	if k.store.guard.idle() {
		k.store.unpark()
	}
	select {
	case k.kick <- struct{}{}:
	default:
	}
}

// look reads the keyring, makes it and the memory agree, and says in the snapshot how that went.
func (k *keeper) look(ctx context.Context) error {
	k.looking.Lock()
	defer k.looking.Unlock()
	err := k.sync(ctx)
	f := faultKeyring(err)
	k.roster.looked(f, ctx.Err() != nil)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return faultStopped(ctx.Err(), "keyring")
	default:
		k.log.Warn("keyring", "state", f.Code)
		return f
	}
}

func (k *keeper) sync(ctx context.Context) error {
	if p, ok := k.ring.(Prober); ok {
		err := k.probe(ctx, p)
		k.store.guard.block(err)
		if err != nil {
			return err
		}
	}
	records, damaged, err := k.store.load(ctx)
	if err != nil {
		return err
	}
	k.roster.merge(records, damaged)
	for _, id := range k.roster.departing() {
		if err := k.store.remove(ctx, id); err != nil {
			return err
		}
		k.roster.left(id)
	}
	for _, id := range k.roster.unstored() {
		if err := k.write(ctx, id, k.roster.held(id)); err != nil && !errors.Is(err, ErrNotInKeyring) {
			return err
		}
	}
	return nil
}

// probe asks whether there is a keyring, in a goroutine of its own: a prober is foreign code as well.
func (k *keeper) probe(ctx context.Context, p Prober) error {
	ctx, cancel := context.WithTimeout(ctx, k.deadline)
	defer cancel()
	result := make(chan error, 1)
	go func() { result <- p.Probe(ctx) }()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ErrSilent
	}
}

// write writes one account into the keyring. With update an account that was signed out elsewhere is dropped
// here too.
func (k *keeper) write(ctx context.Context, id string, update bool) error {
	rec, _, _ := k.roster.record(id)
	if rec == nil {
		return nil
	}
	err := k.store.put(ctx, rec, update)
	k.roster.wrote(rec, err)
	return err
}

// note says in the snapshot that the last write did not reach the keyring, or that it did.
func (k *keeper) note(err error) {
	if errors.Is(err, ErrNotInKeyring) {
		return
	}
	f := faultKeyring(err)
	k.roster.setFault(f)
	if errors.Is(err, errBusy) {
		k.lookAgain() // the other process will be done soon
	}
	if f != nil {
		k.log.Warn("keyring", "state", f.Code)
	}
}
