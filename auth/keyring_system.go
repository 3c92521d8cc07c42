package auth

import (
	"context"
	"errors"

	"github.com/zalando/go-keyring"
)

// SystemKeyring is the keyring of the operating system: Credential Manager, Keychain, or the Secret Service.
func SystemKeyring() Keyring { return systemKeyring{} }

type systemKeyring struct{}

var errKeyring = errors.New("the keyring did not do what was asked")

// Get returns ErrNotInKeyring when there is no such item.
func (systemKeyring) Get(service, user string) (string, error) {
	v, err := keyring.Get(service, user)
	return v, plain(err)
}

// Set keeps a value.
func (systemKeyring) Set(service, user, value string) error {
	return plain(keyring.Set(service, user, value))
}

// Delete returns ErrNotInKeyring when there is no such item.
func (systemKeyring) Delete(service, user string) error {
	return plain(keyring.Delete(service, user))
}

// Probe reports quickly whether there is a keyring.
func (systemKeyring) Probe(ctx context.Context) error { return probeSystem(ctx) }

// plain turns go-keyring's errors into this package's; their texts are not passed on.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotInKeyring
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrTooLong
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return ErrNoKeyring
	default:
		return plainSystem(err)
	}
}
