package downloads

import (
	"errors"
	"io/fs"
)

// placeByLink renames without replacing where the system has no call for it: a second name, then the first
// one goes. Where there are no second names either, it looks before it renames.
func (x *folder) placeByLink(from, to string) error {
	err := x.root.Link(from, to)
	if err == nil {
		return x.root.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	if x.exists(to) {
		return fs.ErrExist
	}
	return x.root.Rename(from, to)
}
