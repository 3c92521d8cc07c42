package client

import (
	"io/fs"

	"github.com/programconnect/programconnect/internal/desktop"
)

// forEverybody is for systems where a folder's mode says it. Here a home of an earlier version may lie in a folder that others can write,
// as they are made on every disk but the system's: it stays where it is.
func forEverybody(fs.FileInfo) bool { return false }

// othersWrite reports whether others than this user and administrators can write in a folder.
func othersWrite(folder string) bool { return desktop.OthersWrite(folder) }
