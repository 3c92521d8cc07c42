package platform

import (
	"os"

	"golang.org/x/sys/unix"
)

// DropCached lets the system's page cache forget bytes of a file that are on the disk. Those that are not are left
// alone.
func DropCached(f *os.File, from, to int64) {
	_ = unix.Fadvise(int(f.Fd()), from, to-from, unix.FADV_DONTNEED) // a gain where it works
}
