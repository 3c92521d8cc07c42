//go:build unix && !linux && !darwin && !freebsd

package ipc

import "errors"

// peerUser is an error: the other end can't be asked who it is, so nothing is shared.
func peerUser(int) (int, error) { return -1, errors.ErrUnsupported }
