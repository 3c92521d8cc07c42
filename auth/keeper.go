package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"
)

// keeper keeps the roster and the keyring together. It does one job after the other, each as long as the keyring needs:
// the person may be typing its password. Who asks for a job waits as long as they like; the job goes on without them.
type keeper struct {
	life     *life
	roster   *roster
	store    *store
	ring     Keyring
	deadline time.Duration
	log      *slog.Logger
	origin   func(Legacy) Origin // see Config.TakeOver

	turn  chan struct{} // holds one value while a job runs
	ready chan struct{} // closed after the first look
}

// errPending is the outcome for a caller who did not wait for the end of a job.
var errPending = errors.New("the keyring has not answered yet")

func newKeeper(cfg Config, life *life, roster *roster) *keeper {
	k := &keeper{life: life, roster: roster, ring: cfg.Keyring,
		store:    newStore(life.ctx, cfg.Keyring, cfg.Service, cfg.Dir, cfg.KeyringDeadline),
		deadline: cfg.KeyringDeadline, log: cfg.Log, origin: cfg.TakeOver, turn: make(chan struct{}, 1), ready: make(chan struct{})}
	k.store.guard.waiting, k.store.guard.late = roster.setWaiting, k.late
	k.store.waiting = roster.setWaiting
	return k
}

// start looks at the keyring for the first time.
func (k *keeper) start() {
	k.life.start(func() {
		_ = k.job(k.look) // how it went is in the snapshot
		close(k.ready)
	})
}

// job runs f in its turn.
func (k *keeper) job(f func() error) error {
	select {
	case k.turn <- struct{}{}:
	case <-k.life.ctx.Done():
		// What was to be written is written still, unless a job before it hangs.
		limit := time.NewTimer(k.deadline)
		defer limit.Stop()
		select {
		case k.turn <- struct{}{}:
		case <-limit.C:
			return errClosed
		}
	}
	defer func() { <-k.turn }()
	return f()
}

// do runs f in its turn and waits for it as long as ctx allows; then the outcome is errPending.
func (k *keeper) do(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	if !k.life.start(func() { done <- k.job(f) }) {
		return errClosed
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errPending
	}
}

// briefly is do for a caller who has something to go on with: it waits no longer than the deadline.
func (k *keeper) briefly(ctx context.Context, f func() error) error {
	ctx, cancel := context.WithTimeout(ctx, k.deadline)
	defer cancel()
	return k.do(ctx, f)
}

// late takes the outcome of a call that was given up. The person may have said no: then nobody asks again by themselves.
func (k *keeper) late(err error) {
	k.store.unpark()
	if errors.Is(err, ErrLocked) {
		k.roster.setFault(faultKeyring(err))
		return
	}
	k.lookAgain()
}

// lookAgain asks for a look; it never blocks.
func (k *keeper) lookAgain() {
	k.life.start(func() { _ = k.job(k.look) })
}

// look reads the keyring, makes it and the memory agree, and says in the snapshot how that went.
func (k *keeper) look() error {
	if k.life.ctx.Err() != nil {
		return errClosed
	}
	err := k.sync()
	if k.life.ctx.Err() != nil {
		return errClosed
	}
	k.roster.looked(faultKeyring(err))
	if err != nil {
		k.log.Warn("keyring", "trouble", faultKeyring(err).Code)
	}
	return err
}

// probe asks whether there is a keyring, and keeps calls from one that is not there.
func (k *keeper) probe() error {
	p, ok := k.ring.(Prober)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(k.life.ctx, k.deadline)
	defer cancel()
	err := probe(ctx, p)
	k.store.guard.block(err)
	return err
}

func (k *keeper) sync() error {
	if err := k.probe(); err != nil {
		return err
	}
	records, damaged, err := k.store.load()
	if err != nil {
		return err
	}
	if err := k.takeOver(records); err != nil {
		return err
	}
	k.roster.merge(records, damaged)
	return k.settle()
}

// takeOver gives accounts of version 0.1 the origin of the program for which they signed in, where that is known.
func (k *keeper) takeOver(records []*record) error {
	for i, r := range records {
		if r.Origin != "" {
			continue
		}
		origin := k.origin(Legacy{ID: r.ID, Program: r.Program, Authority: r.Authority, ClientID: r.ClientID})
		channel, ok := legacyChannel(origin, r.Authority)
		if !ok {
			continue
		}
		next := *r
		next.Origin, next.Channel = origin.text, channel
		if err := k.store.put(&next, true); err != nil {
			return err
		}
		records[i] = &next
	}
	return nil
}

// legacyChannel returns the name of the channel through which version 0.1 made an account at origin; false when that can't
// have been: an authority under .invalid could be reached by a sample program's way alone, and no other could.
func legacyChannel(origin Origin, authority string) (name string, ok bool) {
	u, err := url.Parse(authority)
	sample := err == nil && strings.HasSuffix(strings.ToLower(u.Hostname()), ".invalid")
	switch {
	case err != nil || origin.IsZero():
		return "", false
	case sample:
		return origin.text, origin == SampleOrigin() || origin.local()
	default:
		return "", origin != SampleOrigin()
	}
}

// settle does what the keyring does not know yet: accounts that left, and accounts that are in memory only.
func (k *keeper) settle() error {
	for _, id := range k.roster.departing() {
		if _, err := k.store.remove(id); err != nil {
			return err
		}
		k.roster.left(id)
	}
	for _, id := range k.roster.unstored() {
		if err := k.write(id, k.roster.held(id)); err != nil && !errors.Is(err, ErrNotInKeyring) {
			return err
		}
	}
	return nil
}

// write writes one account into the keyring. With update an account that was signed out elsewhere is dropped
// here too.
func (k *keeper) write(id string, update bool) error {
	rec, _, _ := k.roster.record(id)
	if rec == nil {
		return nil
	}
	err := k.store.put(rec, update)
	k.roster.wrote(rec, err)
	return err
}

// writeNow is write as a job of its own, whose outcome is in the snapshot.
func (k *keeper) writeNow(id string, update bool) func() error {
	return func() error {
		err := k.write(id, update)
		k.note(err)
		if err == nil {
			err = k.settle()
		}
		return err
	}
}

// note says in the snapshot that the last write did not reach the keyring, or that it did.
func (k *keeper) note(err error) {
	if errors.Is(err, ErrNotInKeyring) || errors.Is(err, errTooMany) || k.life.ctx.Err() != nil {
		return
	}
	f := faultKeyring(err)
	k.roster.setFault(f)
	if f != nil {
		k.log.Warn("keyring", "trouble", f.Code)
	}
}

// read reads one account anew. Another process may have written it.
func (k *keeper) read(ctx context.Context, id string, wait func(context.Context, func() error) error) (*record, error) {
	result := make(chan *record, 1)
	err := wait(ctx, func() error { //nolint:contextcheck // a job outlives whoever asked for it
		r, err := k.store.account(id)
		result <- r
		return err
	})
	if err != nil {
		return nil, err
	}
	return <-result, nil
}

// remove signs one account out of the keyring. It reports whether there was something to remove.
func (k *keeper) remove(ctx context.Context, id string) (bool, error) {
	was := make(chan bool, 1)
	err := k.do(ctx, func() error { //nolint:contextcheck // a job outlives whoever asked for it
		err := k.probe()
		there := false
		if err == nil {
			there, err = k.store.remove(id)
		}
		if err != nil {
			k.note(err)
			return err
		}
		k.roster.left(id)
		was <- there
		return nil
	})
	if err != nil {
		return false, err
	}
	return <-was, nil
}

// removeAll signs everybody out of the keyring, these ids and whoever the keyring or the folder knows besides.
func (k *keeper) removeAll(ctx context.Context, ids []string) error {
	return k.do(ctx, func() error { //nolint:contextcheck // a job outlives whoever asked for it
		err := k.probe()
		if err == nil {
			err = k.store.removeAll(ids)
		}
		if err != nil {
			k.note(err)
			return err
		}
		for _, id := range slices.Concat(ids, k.roster.departing()) {
			k.roster.left(id)
		}
		return k.look() // what was damaged is gone
	})
}
