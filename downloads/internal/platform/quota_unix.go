//go:build unix

package platform

import "syscall"

const ErrQuota = syscall.EDQUOT
