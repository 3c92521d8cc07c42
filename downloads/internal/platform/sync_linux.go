package platform

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// SyncData flushes a file's bytes and its length.
func SyncData(f *os.File) error {
	for {
		if err := unix.Fdatasync(int(f.Fd())); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// SyncFolder flushes a folder, so that a rename in it survives a power cut.
func SyncFolder(d *os.File) error { return d.Sync() }

// Preallocate takes the room on the disk for the bytes [offset, size) of a file, without changing its length.
func Preallocate(f *os.File, offset, size int64) {
	_ = unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_KEEP_SIZE, offset, size-offset) // a gain where it works
}

// Locked reports whether an error says that another program holds a file. Linux does not know that.
func Locked(error) bool { return false }
