package auth

import (
	"context"
	"errors"
	"syscall"
)

// probeSystem is nil: Windows always has a keyring.
func probeSystem(context.Context) error { return nil }

func plainSystem(err error) error {
	var code syscall.Errno
	if errors.As(err, &code) {
		return ofWindows(uintptr(code))
	}
	return errKeyring
}
