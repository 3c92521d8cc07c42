package platform

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Rename renames a file of a folder without replacing another; fs.ErrExist when the name is taken.
func Rename(root *os.Root, folder *os.File, from, to string) error {
	d := int(folder.Fd())
	err := unix.Renameat2(d, from, d, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return renameByLink(root, from, to)
	}
	return err
}
