package downloads

import "golang.org/x/sys/unix"

// syncDisk flushes the disks that the files are on, once each, which is much cheaper than each file. It tells
// whether that worked; if not, each file is synced by itself and tells its own error.
func syncDisk(files []ending) bool {
	seen := map[*folder]bool{}
	for _, e := range files {
		if seen[e.t.folder] {
			continue
		}
		seen[e.t.folder] = true
		if err := unix.Syncfs(int(e.t.folder.self.Fd())); err != nil {
			return false
		}
	}
	return true
}
