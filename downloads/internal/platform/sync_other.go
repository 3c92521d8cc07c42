//go:build !linux

package platform

import (
	"errors"
	"os"
	"runtime"
	"syscall"
)

// SyncData flushes a file's bytes and its length.
func SyncData(f *os.File) error { return f.Sync() }

// SyncFolder flushes a folder where the system can; Windows does it with the rename.
func SyncFolder(d *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return d.Sync()
}

// Preallocate does nothing where the system has no call for it.
func Preallocate(*os.File, int64, int64) {}

// Locked reports whether an error says that another program holds a file: ERROR_ACCESS_DENIED,
// ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
func Locked(err error) bool {
	var e syscall.Errno
	return runtime.GOOS == "windows" && errors.As(err, &e) && (e == 5 || e == 32 || e == 33)
}
