//go:build unix

package platform

import "golang.org/x/sys/unix"

// FreeSpace returns how many bytes are free for us where dir is.
func FreeSpace(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(uint64(s.Bavail) * uint64(s.Bsize)), nil //nolint:unconvert // the types differ from system to system
}
