package downloads

import "golang.org/x/sys/windows"

// place renames without replacing, and returns when that is on the disk.
func (x *folder) place(from, to string) error {
	old, err := windows.UTF16PtrFromString(x.path(from))
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(x.path(to))
	if err != nil {
		return err
	}
	return windows.MoveFileEx(old, name, windows.MOVEFILE_WRITE_THROUGH)
}
