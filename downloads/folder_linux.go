package downloads

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncData flushes a file's bytes and its length.
func syncData(f *os.File) error {
	for {
		if err := unix.Fdatasync(int(f.Fd())); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func syncFolder(d *os.File) error { return d.Sync() }

// preallocate takes the room on the disk for the rest of a file, without changing its length.
func (x *folder) preallocate(f *os.File, offset, size int64) {
	if size-offset < 8<<20 {
		return
	}
	_ = unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_KEEP_SIZE, offset, size-offset) // a gain where it works
}

// place renames without replacing.
func (x *folder) place(from, to string) error {
	d := int(x.self.Fd())
	err := unix.Renameat2(d, from, d, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return x.placeByLink(from, to)
	}
	return err
}

// locked tells whether another program holds a file. Linux does not know that.
func locked(error) bool { return false }
