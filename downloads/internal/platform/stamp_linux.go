package platform

import (
	"os"
	"path/filepath"
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

// PathIn returns a path to a name in an open folder, wherever that folder is now; the path through dir where the system
// has none.
func PathIn(folder *os.File, dir, name string) string {
	open := "/proc/self/fd/" + strconv.Itoa(int(folder.Fd()))
	now, err := os.Stat(open)
	if err != nil {
		return filepath.Join(dir, name)
	}
	if then, err := folder.Stat(); err != nil || !os.SameFile(now, then) {
		return filepath.Join(dir, name)
	}
	return open + "/" + name
}
