//go:build unix && !linux

package pgtest

import "syscall"

// attributes returns how a server is started: as its owner.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner}
}
