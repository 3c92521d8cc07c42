//go:build !linux

package platform

import (
	"os"
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

// PathOf returns the path of a folder.
func PathOf(_ *os.File, dir string) string { return dir }
