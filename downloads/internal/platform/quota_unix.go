//go:build unix

package platform

import "syscall"

// ErrQuota says that the person's share of the disk is used up.
const ErrQuota = syscall.EDQUOT
