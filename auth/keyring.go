package auth

import (
	"context"
	"errors"
)

// Keyring is the system's store for secrets. Calls may hang; Accounts puts each under a deadline.
type Keyring interface {
	// Get returns ErrNotInKeyring when there is no such item.
	Get(service, user string) (string, error)
	Set(service, user, value string) error
	// Delete returns ErrNotInKeyring when there is no such item.
	Delete(service, user string) error
}

// Prober is a Keyring that can tell quickly whether there is one at all, before the first call.
type Prober interface {
	// Probe returns ErrNoKeyring or ErrSilent; it keeps to the deadline of ctx.
	Probe(ctx context.Context) error
}

// Why a keyring does not serve.
var (
	ErrNotInKeyring = errors.New("not in the keyring")
	ErrNoKeyring    = errors.New("no keyring on this computer")
	ErrSilent       = errors.New("the keyring does not answer")
	ErrLocked       = errors.New("the keyring is locked")
	ErrNoDialog     = errors.New("the keyring is locked and can not ask anybody")
	ErrNoLogon      = errors.New("the keyring is closed to this kind of session")
	ErrNoCollection = errors.New("the keyring has no collection")
	ErrNoWallet     = errors.New("KWallet has no wallet")
	ErrNoKeychain   = errors.New("there is no default keychain")
	ErrDamaged      = errors.New("an item in the keyring is damaged")
	ErrNewer        = errors.New("an item in the keyring is of a newer version")
	ErrTooLong      = errors.New("too long for the keyring")
)
