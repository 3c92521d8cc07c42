//go:build !linux

package downloads

import (
	"errors"
	"os"
	"runtime"
	"syscall"
)

func syncData(f *os.File) error { return f.Sync() }

// syncFolder flushes a folder where the system can; Windows does it with the rename.
func syncFolder(d *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return d.Sync()
}

func (x *folder) preallocate(*os.File, int64, int64) {}

// locked tells whether another program holds a file: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION,
// ERROR_ACCESS_DENIED of Windows.
func locked(err error) bool {
	var e syscall.Errno
	return runtime.GOOS == "windows" && errors.As(err, &e) && (e == 5 || e == 32 || e == 33)
}
