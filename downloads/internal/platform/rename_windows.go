package platform

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// Rename renames a file of a folder without replacing another, and returns when that is on the disk; fs.ErrExist when
// the name is taken.
func Rename(root *os.Root, _ *os.File, from, to string) error {
	old, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), from))
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), to))
	if err != nil {
		return err
	}
	return windows.MoveFileEx(old, name, windows.MOVEFILE_WRITE_THROUGH)
}
