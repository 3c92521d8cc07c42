//go:build !windows

package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// othersWrite are the bits of a mode that let others than the owner write.
const othersWrite fs.FileMode = 0o022

// AdministratorsAlone reports whether root alone can write a file and its folder: nil, ErrOthersWrite, or why that can't be found out.
// Nobody but root can make one in a folder of the system, so none is a stranger's.
func AdministratorsAlone(path string) error { return ownedAlone(path, 0) }

func ownedAlone(path string, owner uint32) error {
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, syscall.ENOTDIR) {
			return fs.ErrNotExist
		}
		return err
	}
	for _, one := range []string{path, filepath.Dir(path)} {
		info, err := os.Stat(one)
		if err != nil {
			return err
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok || stat.Uid != owner || info.Mode()&othersWrite != 0 {
			return ErrOthersWrite
		}
	}
	return nil
}
