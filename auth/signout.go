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
	d := a.roster.leave(accountID)
	if !d.known {
		return faultUnknown()
	}
	err := a.keeper.store.remove(ctx, accountID)
	if d.never && a.keeper.store.guard.isBlocked() {
		err = nil // it lived in memory alone, and no call has ever reached a keyring
	}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return faultStopped(err, "keyring")
		}
		a.keeper.note(err)
		return faultStillStored(err)
	}
	a.roster.left(accountID)
	a.cfg.Log.Info("signed out", "account", accountID)
	return nil
}

// SignOutAll forgets all accounts, damaged ones too. It goes on after one that could not be removed from the
// keyring, and returns the first such trouble.
func (a *Accounts) SignOutAll(ctx context.Context) error {
	if err := a.Ready(ctx); err != nil {
		return err
	}
	ids, damaged := a.roster.everyone()
	var first error
	for _, id := range ids {
		if err := a.SignOut(ctx, id); err != nil && first == nil {
			first = err
		}
	}
	if first == nil && damaged {
		return a.keeper.look(ctx)
	}
	return first
}
