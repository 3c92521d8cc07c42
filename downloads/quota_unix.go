//go:build unix

package downloads

import "syscall"

const errQuota = syscall.EDQUOT
