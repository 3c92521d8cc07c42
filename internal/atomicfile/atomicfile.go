// Package atomicfile writes files whole, and keeps processes from writing the same file at the same time.
//
// It promises:
//   - After Write, and after a power cut in the middle of it, the file holds all of the old bytes or all of the new ones: it writes
//     beside the file, flushes, renames, and flushes the folder.
//   - On Windows it waits about two seconds for a program that has the file open in a way that forbids replacing or reading it, as
//     virus scanners do, and as a file is while it is replaced.
//   - A lock ends with its process, however that ends.
//
// It never makes a folder, and knows nothing of what is in a file.
//
// Start reading at Write, then Lock.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// Write replaces a file by data. A file that is new gets the mode. The folder must be there.
func Write(path string, data []byte, mode fs.FileMode) error {
	return systemClock().write(path, data, mode)
}

// Rename moves a file within its file system and makes the move last: both folders are flushed.
func Rename(from, to string) error { return systemClock().rename(from, to) }

// Remove deletes a file; one that is not there is fine.
func Remove(path string) error {
	err := systemClock().patiently(func() error { return os.Remove(path) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// ErrTooLong says that a file holds more than was asked for at most.
var ErrTooLong = errors.New("the file is too long")

// Read returns what a file holds, at most that many bytes: what is damaged must not eat the memory.
func Read(path string, most int64) ([]byte, error) { return systemClock().read(path, most) }

func (c clock) read(path string, most int64) ([]byte, error) {
	var file *os.File
	err := c.patiently(func() (err error) {
		file, err = os.Open(path) // while another process replaces it, Windows refuses
		return err
	})
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, ErrTooLong
	}
	return data, err
}

// SyncFolder flushes a folder, so that what was made, renamed or removed in it lasts.
func SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // Windows has no flush of a folder; a rename is in the journal of NTFS
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// clock is the time that waits are measured with.
type clock struct {
	now     func() time.Time
	wait    func(time.Duration)
	blocked func(error) bool // reports whether an error is that of another program that holds the file
}

func systemClock() clock {
	return clock{time.Now, func(d time.Duration) { <-time.After(d) }, heldByAnother}
}

func (c clock) write(path string, data []byte, mode fs.FileMode) error {
	dir, base := filepath.Split(path)
	file, err := os.CreateTemp(dir, "."+base+".*.new")
	if err != nil {
		return err
	}
	beside := file.Name()
	_, err = file.Write(data)
	if err == nil {
		err = file.Chmod(mode) // CreateTemp makes it 0600
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = c.rename(beside, path)
	}
	if err != nil {
		_ = os.Remove(beside)
	}
	return err
}

func (c clock) rename(from, to string) error {
	if err := c.patiently(func() error { return os.Rename(from, to) }); err != nil {
		return err
	}
	err := SyncFolder(filepath.Dir(to))
	if filepath.Dir(from) != filepath.Dir(to) {
		err = errors.Join(err, SyncFolder(filepath.Dir(from)))
	}
	return err
}

// How long a holder of a file is waited for.
const (
	patience   = 2 * time.Second
	firstPause = 20 * time.Millisecond
	lastPause  = 250 * time.Millisecond
)

// patiently does something until nobody holds the file any more, for about two seconds.
func (c clock) patiently(do func() error) error {
	end := c.now().Add(patience)
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := do()
		if err == nil || !c.blocked(err) || !c.now().Before(end) {
			return err
		}
		c.wait(pause)
	}
}

// heldByAnother reports whether Windows refused because another program holds the file: access denied, sharing or lock violation.
func heldByAnother(err error) bool {
	var number syscall.Errno
	return runtime.GOOS == "windows" && errors.As(err, &number) && (number == 5 || number == 32 || number == 33)
}
