package auth

import (
	"context"
	"errors"
	"slices"
)

// SignOut forgets one account: memory and keyring. What can't be removed from the keyring is a fault; it is remembered in
// the folder, and removed as soon as the keyring answers this process or a later one. The browser may still remember the
// account: SignOutPage.
func (a *Accounts) SignOut(ctx context.Context, accountID string) error {
	unread := a.Ready(ctx)
	if unread != nil && a.hopeless(ctx, unread) {
		return unread
	}
	d := a.roster.leave(accountID)
	listed := a.keeper.listed(accountID)
	switch {
	case unread == nil && !d.known:
		return a.signOutUnknown(ctx, accountID)
	case unread != nil && !d.known && !listed:
		return unread
	case unread != nil && d.never && !listed:
		a.roster.left(accountID) // it lived in memory alone, and no keyring has ever been told of it
		return nil
	}
	a.keeper.store.folder.remember(leaving{IDs: []string{accountID}})
	if _, err := a.keeper.remove(ctx, accountID); err != nil {
		return a.stillStored(ctx, err, false)
	}
	a.cfg.Log.Info("signed out", "account", accountID)
	return nil
}

// signOutUnknown removes what the keyring may hold of an account that no index names.
func (a *Accounts) signOutUnknown(ctx context.Context, id string) error {
	if id != fileSafe(id) || id == "" {
		return faultUnknown()
	}
	there, err := a.keeper.remove(ctx, id)
	switch {
	case err != nil:
		return a.stillStored(ctx, err, false)
	case !there:
		return faultUnknown()
	}
	return nil
}

// SignOutAll forgets all accounts: those known here, those that can't be read, and those that only the keyring's index
// or its copy names. What can't be read or removed is a fault, and remembered as SignOut remembers it.
func (a *Accounts) SignOutAll(ctx context.Context) error {
	unread := a.Ready(ctx)
	if unread != nil && a.hopeless(ctx, unread) {
		return unread
	}
	ids, held := a.roster.leaveAll()
	if errors.Is(unread, ErrNoKeyring) && !held && !a.keeper.everStored() {
		for _, id := range ids {
			a.roster.left(id)
		}
		return nil // there has never been a keyring, so there is nothing in it
	}
	a.keeper.store.folder.remember(leaving{All: true, IDs: ids})
	if err := a.keeper.removeAll(ctx, ids); err != nil {
		return a.stillStored(ctx, err, true)
	}
	a.cfg.Log.Info("signed out", "accounts", len(ids))
	return nil
}

// hopeless reports whether nothing may be done now, not even to remember it.
func (a *Accounts) hopeless(ctx context.Context, unread error) bool {
	return ctx.Err() != nil || a.life.ctx.Err() != nil || errors.Is(unread, ErrNewer)
}

func (a *Accounts) stillStored(ctx context.Context, err error, all bool) error {
	switch {
	case errors.Is(err, errClosed):
		return faultClosed()
	case errors.Is(err, errPending) && errors.Is(ctx.Err(), context.Canceled):
		return faultInterrupted()
	case errors.Is(err, errPending):
		return faultStillStored(ErrLocked, all)
	case errors.Is(err, ErrNewer):
		return faultKeyring(err)
	default:
		return faultStillStored(err, all)
	}
}

// listed reports whether the folder knows an account that may be in the keyring.
func (k *keeper) listed(id string) bool {
	ids, err := k.store.folder.index()
	return err != nil || slices.Contains(ids, id)
}

// everStored reports whether the folder knows any account that may be in the keyring.
func (k *keeper) everStored() bool {
	ids, err := k.store.folder.index()
	return err != nil || len(ids) > 0
}
