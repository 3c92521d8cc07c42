package provenance

import (
	"errors"

	"golang.org/x/sys/unix"
)

// setMark follows the freedesktop.org convention for extended attributes, which browsers use too.
func setMark(path, origin string) error {
	if origin == "" {
		return nil
	}
	err := unix.Setxattr(path, "user.xdg.origin.url", []byte(origin), 0)
	if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.E2BIG) {
		return nil // a file system without such attributes, or without room for this one
	}
	return err
}
