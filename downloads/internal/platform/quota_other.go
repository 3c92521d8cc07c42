//go:build !unix

package platform

import "syscall"

// ErrQuota is ERROR_DISK_FULL, which Windows gives where others say ENOSPC.
const ErrQuota = syscall.Errno(112)
