package auth

import (
	"context"
	"errors"
)

// SignOut forgets one account: memory and keyring. The browser may still remember it: SignOutPage.
func (a *Accounts) SignOut(ctx context.Context, accountID string) error {
	if err := a.Ready(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	p := a.people[accountID]
	known, never := p != nil || a.leaving[accountID], p != nil && !p.held
	for _, id := range a.damaged {
		known = known || id == accountID
	}
	a.mu.Unlock()
	if !known {
		return faultUnknown()
	}
	a.change(func() {
		delete(a.people, accountID)
		a.leaving[accountID] = true
	})
	err := a.store.remove(ctx, accountID)
	if never && a.store.guard.isBlocked() {
		err = nil // it lived in memory alone, and no call has ever reached a keyring
	}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return faultStopped(err, "keyring")
		}
		a.noteKeyring(err)
		return faultStillStored(err)
	}
	a.change(func() { delete(a.leaving, accountID) })
	a.cfg.Log.Info("signed out", "account", accountID)
	return nil
}

// SignOutAll forgets all accounts, damaged ones too. It goes on after one that could not be removed from the
// keyring, and gives the first such trouble.
func (a *Accounts) SignOutAll(ctx context.Context) error {
	if err := a.Ready(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	var ids []string
	for id := range a.people {
		ids = append(ids, id)
	}
	for _, id := range a.damaged {
		if id != indexName {
			ids = append(ids, id)
		}
	}
	mend := len(a.damaged) > 0
	a.mu.Unlock()
	var first error
	for _, id := range ids {
		if err := a.SignOut(ctx, id); err != nil && first == nil {
			first = err
		}
	}
	if first == nil && mend {
		return a.look(ctx)
	}
	return first
}
