//go:build linux || darwin

package main

import "golang.org/x/sys/unix"

// freeRoom returns how many bytes this user can still write to the disk of a folder.
func freeRoom(path string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil //nolint:gosec,unconvert // no disk is that large; the types differ by system
}
