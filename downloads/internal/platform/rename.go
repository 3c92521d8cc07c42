package platform

import (
	"errors"
	"io/fs"
	"os"
)

// renameByLink renames without replacing where the system has no call for it: a second name, then the first one goes.
// Where there are no second names either, it looks before it renames.
func renameByLink(root *os.Root, from, to string) error {
	err := root.Link(from, to)
	if err == nil {
		return root.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	if _, err := root.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return root.Rename(from, to)
}
