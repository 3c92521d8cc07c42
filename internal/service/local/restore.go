package local

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// Restored is what Restore put in place.
type Restored struct {
	Contents Contents `json:"contents"`
	Missing  []Object `json:"missing,omitzero"` // objects whose bytes are neither in the backup nor in the folder
}

// Restore puts a backup into a program's folder that has no program yet; the bytes of packages may lie there already. Every
// file is compared with what the backup says of it before the first is put in place. extra are the further files that may come.
func Restore(ctx context.Context, file, dir string, extra []string) (r Restored, err error) {
	backup, err := os.Open(file)
	if err != nil {
		return r, backupOpenFault(file, err)
	}
	defer func() { _ = backup.Close() }()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return r, restoreWriteFault(err)
	}
	for _, name := range append([]string{filepath.FromSlash(backupData), filepath.FromSlash(backupData + "-wal")}, extra...) {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return r, restoreThereFault(filepath.Join(dir, name), err)
		}
	}
	temporary, err := os.MkdirTemp(dir, ".restore-")
	if err != nil {
		return r, restoreWriteFault(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	if r.Contents, err = unpack(ctx, backup, temporary, extra); err != nil {
		return r, err
	}
	if err := sqlite.Examine(ctx, filepath.Join(temporary, filepath.FromSlash(backupData))); err != nil {
		return r, err
	}
	if err := moveAll(temporary, dir, r.Contents.Entries); err != nil {
		return r, restoreWriteFault(err)
	}
	if err := sqlite.Remember(filepath.Join(dir, filepath.FromSlash(backupData))); err != nil {
		return r, restoreWriteFault(err)
	}
	for _, o := range r.Contents.Objects {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(backupFiles+o.Key)))
		if err != nil || info.Size() != o.Size {
			r.Missing = append(r.Missing, o)
		}
	}
	return r, nil
}

// unpack writes the files of a backup into a folder and compares them with its list.
func unpack(ctx context.Context, from io.Reader, dir string, extra []string) (Contents, error) {
	var c Contents
	root, err := os.OpenRoot(dir)
	if err != nil {
		return c, restoreWriteFault(err)
	}
	defer func() { _ = root.Close() }()
	var found []Entry
	for r, listed := tar.NewReader(from), false; ; {
		head, err := r.Next()
		switch {
		case errors.Is(err, io.EOF) && listed:
			return c, compareEntries(c, found)
		case err != nil, listed, ctx.Err() != nil: // the list is the last
			return c, backupReadFault(errors.Join(err, ctx.Err()))
		case head.Name == backupList:
			text, err := io.ReadAll(io.LimitReader(r, 1<<30))
			if err == nil {
				err = api.Decode(bytes.NewReader(text), int64(len(text)), &c)
			}
			if err != nil || c.Format != backupFormat {
				return c, backupReadFault(err)
			}
			listed = true
			continue
		case !knownEntry(head, extra):
			return c, backupReadFault(nil)
		}
		entry, err := unpackOne(root, head.Name, r)
		if err != nil {
			return c, err
		}
		found = append(found, entry)
	}
}

// knownEntry reports whether a backup may hold a file of this name.
func knownEntry(head *tar.Header, extra []string) bool {
	key, object := strings.CutPrefix(head.Name, backupFiles)
	return head.Typeflag == tar.TypeReg && (head.Name == backupData || object && filepath.IsLocal(key) || slices.Contains(extra, head.Name))
}

func unpackOne(root *os.Root, name string, r io.Reader) (Entry, error) {
	path := filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Entry{}, restoreWriteFault(err)
	}
	file, err := root.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return Entry{}, restoreWriteFault(err)
	}
	hash := sha256.New()
	to := &toDisk{file: file}
	size, err := io.Copy(io.MultiWriter(to, hash), r)
	switch {
	case to.err != nil:
		return Entry{}, restoreWriteFault(errors.Join(to.err, file.Close()))
	case err != nil:
		return Entry{}, backupReadFault(errors.Join(err, file.Close()))
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return Entry{}, restoreWriteFault(err)
	}
	return Entry{Name: name, Size: size, SHA256: hex.EncodeToString(hash.Sum(nil))}, nil
}

// toDisk remembers what the disk refused: a full disk must not pass for a backup that is cut off.
type toDisk struct {
	file *os.File
	err  error
}

func (d *toDisk) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	d.err = err
	return n, err
}

// compareEntries returns a fault unless exactly the files of the list were there, as it says.
func compareEntries(c Contents, found []Entry) error {
	if !slices.Equal(c.Entries, found) {
		return backupReadFault(nil)
	}
	return nil
}

// moveAll renames the files to their places, the database last: a folder without it can be restored into again.
func moveAll(from, to string, entries []Entry) error {
	ordered := slices.Clone(entries)
	slices.SortStableFunc(ordered, func(a, b Entry) int {
		switch {
		case a.Name == backupData:
			return 1
		case b.Name == backupData:
			return -1
		}
		return 0
	})
	for _, e := range ordered {
		name := filepath.FromSlash(e.Name)
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o700); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	return nil
}
