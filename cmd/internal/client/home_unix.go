//go:build !windows

package client

import (
	"io/fs"
	"os"
)

// forEverybody reports whether a folder is everybody's.
func forEverybody(info fs.FileInfo) bool {
	return info.Mode()&os.ModeSticky != 0 || info.Mode().Perm()&0o002 != 0
}

// othersWrite is for systems where a folder's mode does not say it all.
func othersWrite(string) bool { return false }
