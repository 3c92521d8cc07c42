package pgtest

import "syscall"

// attributes returns how a server is started: as its owner, and ended with the tests.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner, Pdeathsig: syscall.SIGQUIT}
}
