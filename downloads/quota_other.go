//go:build !unix

package downloads

import "syscall"

// errQuota is ERROR_DISK_FULL, which Windows gives where others say ENOSPC.
const errQuota = syscall.Errno(112)
