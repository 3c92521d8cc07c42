package local

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// The names in a backup, which is a tar file. The list comes last, so that one that was cut off has none.
const (
	backupList   = "backup.json"
	backupData   = "service/service.db"
	backupFiles  = "service/files/"
	backupFormat = 1
)

// Entry is a file of a backup.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Object is an object of the program's bytes: a file of a package, or an attachment.
type Object struct {
	Key  string `json:"key"`
	Size int64  `json:"size"`
}

// Contents is what a backup says of itself.
type Contents struct {
	Format  int       `json:"format"`
	Time    time.Time `json:"time"`
	Entries []Entry   `json:"entries"`
	Objects []Object  `json:"objects"` // all of the program's, whether their bytes are in the backup or not
}

// BackupOptions say what a backup holds.
type BackupOptions struct {
	Dir   string   // the folder of the service's data
	File  string   // the backup; it must not be there
	Files bool     // with the bytes of packages and attachments
	Extra []string // further files, kept by their last name where they are there
	Time  time.Time
	Store store.Store // where the data are; nil: in a file of Dir
	Blobs blob.Store  // where the bytes are; nil: in a folder of Dir
}

// Backup writes the program's data to one file, while a server runs on them or not: a copy of service.db alone lacks what its
// write-ahead log holds. The file holds the keys that sign receipts, so only this user can read it.
func Backup(ctx context.Context, o BackupOptions) (c Contents, err error) {
	if o.Store == nil {
		if err := sqlite.Examine(ctx, filepath.Join(o.Dir, dataFile)); err != nil {
			return c, err
		}
	}
	if _, err := os.Lstat(o.File); !errors.Is(err, fs.ErrNotExist) {
		return c, backupThereFault(o.File, err)
	}
	temporary, err := os.MkdirTemp(filepath.Dir(o.File), ".backup-")
	if err != nil {
		return c, backupWriteFault(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	copied := filepath.Join(temporary, dataFile)
	if err := copyData(ctx, o, copied); err != nil {
		return c, err
	}
	written := filepath.Join(temporary, "backup")
	if c, err = writeBackup(ctx, o, copied, written); err != nil {
		return c, backupWriteFault(err)
	}
	if err := os.Rename(written, o.File); err != nil {
		return c, backupWriteFault(err)
	}
	return c, nil
}

func copyData(ctx context.Context, o BackupOptions, to string) (err error) {
	data := o.Store
	if data == nil {
		file, err := sqlite.Open(ctx, filepath.Join(o.Dir, dataFile))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		data = file
	}
	if err := data.Copy(ctx, to); err != nil {
		return backupWriteFault(err)
	}
	return nil
}

// writeBackup writes the tar file.
func writeBackup(ctx context.Context, o BackupOptions, data, to string) (c Contents, err error) {
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := &packer{tar: tar.NewWriter(file), contents: Contents{Format: backupFormat, Time: o.Time.UTC(), Objects: []Object{}}}
	if err := w.file(backupData, data); err != nil {
		return c, err
	}
	for _, extra := range o.Extra {
		if err := w.file(filepath.Base(extra), extra); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return c, err
		}
	}
	if err := w.objects(ctx, o); err != nil {
		return c, err
	}
	text, err := json.Marshal(w.contents, jsontext.WithIndent(" "))
	if err != nil {
		return c, err
	}
	if err := w.tar.WriteHeader(&tar.Header{Name: backupList, Mode: 0o600, Size: int64(len(text)), ModTime: w.contents.Time}); err != nil {
		return c, err
	}
	if _, err := w.tar.Write(text); err != nil {
		return c, err
	}
	return w.contents, errors.Join(w.tar.Close(), file.Sync())
}

// packer writes a backup and notes what is in it.
type packer struct {
	tar      *tar.Writer
	contents Contents
}

func (p *packer) file(name, path string) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return p.add(name, info.Size(), file)
}

func (p *packer) add(name string, size int64, r io.Reader) error {
	if err := p.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: p.contents.Time}); err != nil {
		return err
	}
	hash := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(p.tar, hash), r, size); err != nil {
		return err
	}
	p.contents.Entries = append(p.contents.Entries, Entry{Name: name, Size: size, SHA256: hex.EncodeToString(hash.Sum(nil))})
	return nil
}

// objects notes every whole object, and writes its bytes where they are wanted.
func (p *packer) objects(ctx context.Context, o BackupOptions) (err error) {
	objects := o.Blobs
	if objects == nil {
		if objects, err = folder.Open(filepath.Join(o.Dir, bytesFolder)); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, objects.Close()) }()
	}
	for i, err := range objects.List(ctx, "") {
		if err != nil {
			return err
		}
		if !i.Whole {
			continue
		}
		if o.Files {
			if err := p.object(ctx, objects, i); errors.Is(err, blob.ErrNotFound) {
				continue // it was collected meanwhile
			} else if err != nil {
				return err
			}
		}
		p.contents.Objects = append(p.contents.Objects, Object{Key: i.Key, Size: i.Size})
	}
	return nil
}

func (p *packer) object(ctx context.Context, objects blob.Store, i blob.Info) (err error) {
	object, size, err := objects.Open(ctx, i.Key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	return p.add(backupFiles+i.Key, size, object)
}
