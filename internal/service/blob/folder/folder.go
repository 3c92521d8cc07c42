// Package folder keeps the bytes of files and attachments as files of one folder.
//
// It promises what package blob promises, and that no key leads out of the folder. An object is a file named by its key. What is
// on its way in has the ending ".part", or a name of its own that begins with "incoming-", until it is synced and renamed.
// Files stand as version 0.1 put them.
//
// Start reading at Open.
package folder

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/programconnect/programconnect/internal/service/blob"
)

// Store is an open folder. It implements blob.Store.
type Store struct {
	root *os.Root
}

const (
	incoming   = "incoming-" // begins the name of what Put writes
	unfinished = ".part"     // ends the name of what comes in parts
)

// Open opens a folder, which is made when it is not there.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Store{root}, nil
}

// Put writes to a name of its own, syncs, and renames to the SHA-256.
func (s *Store) Put(_ context.Context, want string, r io.Reader) (blob.Info, error) {
	var name [8]byte
	_, _ = rand.Read(name[:]) // never returns an error
	temporary := incoming + hex.EncodeToString(name[:])
	file, err := s.root.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return blob.Info{}, err
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, hash), r)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return blob.Info{}, errors.Join(err, s.root.Remove(temporary))
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	if want != "" && want != sum {
		return blob.Info{}, errors.Join(blob.ErrMismatch, s.root.Remove(temporary))
	}
	if err := s.root.Rename(temporary, sum); err != nil {
		return blob.Info{}, errors.Join(err, s.root.Remove(temporary))
	}
	s.syncFolder(".")
	info, err := s.root.Stat(sum)
	if err != nil {
		return blob.Info{}, err
	}
	return blob.Info{Key: sum, Size: size, Modified: info.ModTime(), Whole: true}, nil
}

// probeSize is how many bytes Writable writes.
const probeSize = 32 << 10

// Writable writes, syncs and removes a file that List takes for one on its way in.
func (s *Store) Writable(context.Context) error {
	var name [8]byte
	_, _ = rand.Read(name[:]) // never returns an error
	probe := incoming + hex.EncodeToString(name[:])
	file, err := s.root.OpenFile(probe, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, probeSize))
	return errors.Join(err, file.Sync(), file.Close(), s.root.Remove(probe))
}

// WritePart writes into the file of the parts. A file under the key itself is taken back first: version 0.1 wrote the parts
// there, and so is one that was finished when the caller could not note it.
func (s *Store) WritePart(_ context.Context, key string, offset int64, part []byte) error {
	name := filepath.FromSlash(key)
	if err := s.root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	if _, err := s.root.Stat(name + unfinished); errors.Is(err, fs.ErrNotExist) && offset > 0 {
		if err := s.root.Rename(name, name+unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	file, err := s.root.OpenFile(name+unfinished, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(part, offset)
	return errors.Join(err, file.Sync(), file.Close())
}

// Finish hashes the parts and renames their file.
func (s *Store) Finish(_ context.Context, key string, size int64, want string) error {
	name := filepath.FromSlash(key)
	file, err := s.root.OpenFile(name+unfinished, os.O_RDWR, 0)
	if err != nil {
		return found(err)
	}
	hash := sha256.New()
	n, err := io.Copy(hash, io.NewSectionReader(file, 0, size))
	if err == nil && (n != size || hex.EncodeToString(hash.Sum(nil)) != want) {
		err = blob.ErrMismatch
	}
	if err == nil {
		err = errors.Join(file.Truncate(size), file.Sync())
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := s.root.Rename(name+unfinished, name); err != nil {
		return err
	}
	s.syncFolder(filepath.Dir(name))
	return nil
}

// Open opens an object. It is an *os.File, so that the system can send it without copying.
func (s *Store) Open(_ context.Context, key string) (blob.Object, int64, error) {
	file, err := s.root.Open(filepath.FromSlash(key))
	if err != nil {
		return nil, 0, found(err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = blob.ErrNotFound
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// Stat returns the length and time of an object's file.
func (s *Store) Stat(_ context.Context, key string) (blob.Info, error) {
	info, err := s.root.Stat(filepath.FromSlash(key))
	if err == nil && !info.Mode().IsRegular() {
		err = blob.ErrNotFound
	}
	if err != nil {
		return blob.Info{}, found(err)
	}
	return blob.Info{Key: key, Size: info.Size(), Modified: info.ModTime(), Whole: true}, nil
}

// Delete deletes an object and its parts.
func (s *Store) Delete(_ context.Context, key string) error {
	name := filepath.FromSlash(key)
	for _, n := range []string{name, name + unfinished} {
		if err := s.root.Remove(n); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// List walks over the folder.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		err := fs.WalkDir(s.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
			if err = errors.Join(err, ctx.Err()); err != nil || entry.IsDir() {
				return err
			}
			key, parts := strings.CutSuffix(name, unfinished)
			whole := !parts && !strings.HasPrefix(path.Base(name), incoming)
			if whole && !strings.HasPrefix(key, prefix) {
				return nil
			}
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // it was finished or deleted meanwhile
			}
			if err != nil {
				return err
			}
			if !yield(blob.Info{Key: key, Size: info.Size(), Modified: info.ModTime(), Whole: whole}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(blob.Info{}, err)
		}
	}
}

// Close closes the folder.
func (s *Store) Close() error { return s.root.Close() }

// syncFolder makes a rename last through a power cut, where the system can.
func (s *Store) syncFolder(dir string) {
	if folder, err := s.root.Open(dir); err == nil {
		_ = folder.Sync() // Windows has no such thing
		_ = folder.Close()
	}
}

func found(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.Join(blob.ErrNotFound, err)
	}
	return err
}
