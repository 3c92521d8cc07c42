package auth

import (
	"context"
	"errors"
	"slices"
)

// keep looks at the keyring when Accounts opens, and again whenever a call that hung has returned.
func (a *Accounts) keep() {
	defer a.work.Done()
	_ = a.look(a.ctx) // how it went is in the snapshot
	close(a.ready)
	for {
		select {
		case <-a.kick:
			_ = a.look(a.ctx)
		case <-a.ctx.Done():
			return
		}
	}
}

// lookAgain asks the keeper to look; it never blocks.
func (a *Accounts) lookAgain() {
	if a.store.guard.idle() {
		a.store.unpark()
	}
	select {
	case a.kick <- struct{}{}:
	default:
	}
}

// RetryKeyring asks the keyring again and stores what lives in memory only. Nil when all is stored.
func (a *Accounts) RetryKeyring(ctx context.Context) error {
	a.store.guard.abandon()
	return a.look(ctx)
}

// look reads the keyring, brings it and the memory together, and says in the snapshot how that went.
func (a *Accounts) look(ctx context.Context) error {
	a.keyring.Lock()
	defer a.keyring.Unlock()
	err := a.sync(ctx)
	f := faultKeyring(err)
	a.change(func() {
		a.loading = false
		if ctx.Err() == nil {
			a.fault = f
		}
		if a.fault == nil && len(a.damaged) > 0 {
			a.fault = faultDamaged(len(a.damaged))
		}
	})
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return faultStopped(ctx.Err(), "keyring")
	default:
		a.cfg.Log.Warn("keyring", "state", f.Code)
		return f
	}
}

func (a *Accounts) sync(ctx context.Context) error {
	if p, ok := a.cfg.Keyring.(Prober); ok {
		err := a.probe(ctx, p)
		a.store.guard.block(err)
		if err != nil {
			return err
		}
	}
	records, damaged, err := a.store.load(ctx)
	if err != nil {
		return err
	}
	a.merge(records, damaged)
	for _, id := range a.owed(true) {
		if err := a.store.remove(ctx, id); err != nil {
			return err
		}
		a.change(func() { delete(a.leaving, id) })
	}
	for _, id := range a.owed(false) {
		if err := a.storePerson(ctx, id, a.held(id)); err != nil && !errors.Is(err, ErrNotInKeyring) {
			return err
		}
	}
	return nil
}

// probe asks whether there is a keyring, in a goroutine of its own: a prober is foreign code as well.
func (a *Accounts) probe(ctx context.Context, p Prober) error {
	ctx, cancel := context.WithTimeout(ctx, a.cfg.KeyringDeadline)
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

// merge brings what the keyring holds into the memory. What is in memory only is newer; an account that
// the keyring held and holds no longer was signed out by another process.
func (a *Accounts) merge(records []*record, damaged []string) {
	a.change(func() {
		a.damaged = damaged
		found := map[string]bool{}
		for _, r := range records {
			found[r.ID] = true
			switch p := a.people[r.ID]; {
			case a.leaving[r.ID]:
			case p == nil:
				a.people[r.ID] = &person{record: r, stored: true, held: true, tokens: map[string]accessToken{}}
			case p.stored && p.record.Refresh != r.Refresh:
				p.record, p.fault = r, nil
			}
		}
		for id, p := range a.people {
			if p.held && !found[id] {
				if slices.Contains(damaged, id) {
					p.stored, p.held = false, false // known here, so it can be written anew
					continue
				}
				delete(a.people, id)
			}
		}
		a.damaged = slices.DeleteFunc(a.damaged, func(id string) bool { return a.people[id] != nil })
	})
}

// owed gives what the keyring does not know yet: accounts that left, or that are in memory only.
func (a *Accounts) owed(left bool) (ids []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if left {
		for id := range a.leaving {
			ids = append(ids, id)
		}
		return ids
	}
	for id, p := range a.people {
		if !p.stored {
			ids = append(ids, id)
		}
	}
	return ids
}

func (a *Accounts) held(id string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.people[id]
	return p != nil && p.held
}

// storePerson writes one account into the keyring. With update an account that was signed out elsewhere
// is dropped here too.
func (a *Accounts) storePerson(ctx context.Context, id string, update bool) error {
	a.mu.Lock()
	p := a.people[id]
	if p == nil {
		a.mu.Unlock()
		return nil
	}
	r := p.record
	a.mu.Unlock()
	err := a.store.put(ctx, r, update)
	a.change(func() {
		p := a.people[id]
		switch {
		case p == nil || p.record != r: // signed out or changed meanwhile; that change writes for itself
		case err == nil:
			p.stored, p.held = true, true
			a.damaged = slices.DeleteFunc(a.damaged, func(d string) bool { return d == id })
		case errors.Is(err, ErrNotInKeyring):
			delete(a.people, id)
		default:
			p.stored = false
		}
	})
	return err
}

// noteKeyring says in the snapshot that the last write did not reach the keyring, or that it did.
func (a *Accounts) noteKeyring(err error) {
	if errors.Is(err, ErrNotInKeyring) {
		return
	}
	f := faultKeyring(err)
	a.change(func() { a.fault = f })
	if errors.Is(err, errBusy) {
		a.lookAgain() // the other process will be done soon
	}
	if f != nil {
		a.cfg.Log.Warn("keyring", "state", f.Code)
	}
}
