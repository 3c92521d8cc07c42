package downloads

import "golang.org/x/sys/unix"

// flushesAll tells whether syncfs of a filesystem is known to flush every file on it. On FUSE, for one, the call
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

// syncDisk flushes the disks that the files are on, once each, which is much cheaper than each file. It tells
// whether that worked; if not, each file is synced by itself and tells its own error.
func syncDisk(files []ending) bool {
	seen := map[*folder]bool{}
	for _, e := range files {
		if seen[e.t.folder] {
			continue
		}
		seen[e.t.folder] = true
		d := int(e.t.folder.self.Fd())
		if !flushesAll(d) || unix.Syncfs(d) != nil {
			return false
		}
	}
	return true
}
