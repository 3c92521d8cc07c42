package auth

import (
	"context"
	"errors"
	"os/exec"
)

// probeSystem is nil: macOS always has a keyring.
func probeSystem(context.Context) error { return nil }

func plainSystem(err error) error {
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ofSecurity(ended.ExitCode())
	}
	return errKeyring
}
