package session

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// maxStateFile bounds what is read back from the home folder: a damaged file must not eat the memory.
const maxStateFile = 4 << 20

// readJSON reads a file of the home folder, or gives standard where there is none. A file that cannot be
// understood is set aside under a name ending in ".damaged": a broken settings file must never keep
// anybody from their downloads.
func readJSON[T any](path string, standard T) (T, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return standard, nil
	}
	if err != nil {
		return standard, diskFault(err, "read", path)
	}
	if info.Size() > maxStateFile {
		return standard, setAside(path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return standard, diskFault(err, "read", path)
	}
	found := standard
	if err := json.Unmarshal(data, &found); err != nil {
		return standard, setAside(path)
	}
	return found, nil
}

func setAside(path string) error {
	if err := os.Rename(path, path+".damaged"); err != nil {
		return diskFault(err, "set aside", path)
	}
	return nil
}

// lockFile keeps other processes from changing a file, by a lock beside it. It waits ten seconds at most.
func lockFile(path string) (unlock func(), err error) {
	lock := flock.New(path + ".lock")
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	if ok, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil || !ok {
		return nil, diskFault(err, "lock", path)
	}
	return func() { _ = lock.Unlock() }, nil
}

// writeJSON writes v so that after a power cut the file is either the old one or the new one.
func writeJSON(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fault.Of(err)
	}
	if err := writeFile(path, append(data, '\n')); err != nil {
		return diskFault(err, "write", path)
	}
	return nil
}

// writeFile is the sequence that survived simulated power cuts: write beside, sync, rename, sync the folder.
func writeFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // after the rename there is nothing left to remove
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // Windows has no sync of a folder; a rename is in the journal of NTFS
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	return folder.Sync()
}

func diskFault(err error, verb, path string) error {
	return &fault.Error{
		Kind: fault.Disk, Code: "session.home",
		Title: i18n.Verbatim("The app could not " + verb + " " + path + "."),
		Cause: i18n.Verbatim("The folder may be full, read-only or belong to somebody else."),
		Safe:  i18n.Verbatim("Downloads and accounts are as they were."),
		Steps: []i18n.Text{i18n.Verbatim("Make room or give yourself the right to write there, or choose another folder with --home."), i18n.Verbatim("Do it again.")},
		Guide: "folder-not-writable", Err: err,
	}
}
