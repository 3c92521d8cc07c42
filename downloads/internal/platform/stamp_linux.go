package platform

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// StampOf returns the stamp of an open file.
func StampOf(f *os.File) (Stamp, error) {
	var s unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &s); err != nil {
		return Stamp{}, os.NewSyscallError("fstat", err)
	}
	return Stamp{uint64(s.Dev), s.Ino, uint64(s.Nlink), s.Size, s.Mtim.Nano(), s.Ctim.Nano()}, nil //nolint:unconvert // the types differ by processor
}

// PathOf returns a path that leads to an open folder, wherever that is now, for as long as it is open; dir where the
// system has none.
func PathOf(folder *os.File, dir string) string {
	open := "/proc/self/fd/" + strconv.Itoa(int(folder.Fd()))
	now, err := os.Stat(open)
	if err != nil {
		return dir
	}
	if then, err := folder.Stat(); err != nil || !os.SameFile(now, then) {
		return dir
	}
	return open
}
