//go:build !linux

package platform

import (
	"os"
	"path/filepath"
	"runtime"
)

// StampOf returns the stamp of an open file. Which file it is must be asked of os.SameFile here; Windows tells the time
// of a write only when the writer's handle is closed, so there it is left out.
func StampOf(f *os.File) (Stamp, error) {
	info, err := f.Stat()
	if err != nil {
		return Stamp{}, err
	}
	s := Stamp{Links: 1, Size: info.Size()}
	if runtime.GOOS != "windows" {
		s.Modified = info.ModTime().UnixNano()
	}
	return s, nil
}

// PathIn returns a path to a name in a folder.
func PathIn(_ *os.File, dir, name string) string { return filepath.Join(dir, name) }
