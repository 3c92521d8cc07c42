package platform

import (
	"os"

	"golang.org/x/sys/unix"
)

// flushesAll reports whether syncfs of a filesystem is known to flush every file on it. On FUSE, for one, the call
// succeeds and reaches nobody.
func flushesAll(fd int) bool {
	var s unix.Statfs_t
	if unix.Fstatfs(fd, &s) != nil {
		return false
	}
	switch int64(s.Type) { //nolint:unconvert // an int32 on 32-bit machines
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC:
		return true
	}
	return false
}

// SyncDisk flushes the whole disk that a folder is on, which is much cheaper than each of many files. It reports
// whether that worked; if not, each file must be synced by itself.
func SyncDisk(folder *os.File) bool {
	d := int(folder.Fd())
	return flushesAll(d) && unix.Syncfs(d) == nil
}
