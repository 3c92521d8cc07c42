package platform

import "golang.org/x/sys/windows"

// FreeSpace returns how many bytes are free for us where dir is.
func FreeSpace(dir string) (int64, error) {
	p, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(p, &free, nil, nil); err != nil {
		return 0, err
	}
	return int64(free), nil //nolint:gosec // a disk of more than 2^63 bytes is none
}
