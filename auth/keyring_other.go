//go:build !linux

package auth

import "context"

// probeSystem: Windows and macOS always have a keyring.
func probeSystem(context.Context) error { return nil }

func plainSystem(error) error { return errKeyring }
