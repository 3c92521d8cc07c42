package downloads

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
)

// errNoFolder says that a path leads to something else.
var errNoFolder = errors.New("not a folder")

// errPartShort says that a part file holds less than was committed, or is gone.
var errPartShort = errors.New("the part file is shorter than what was committed")

// folders keeps the folders that downloads work in open, each once. Everything in them is reached through
// os.Root: a name can't lead out.
type folders struct {
	mu sync.Mutex
	by map[string]*folder
}

type folder struct {
	dir  string
	root *os.Root
	self *os.File // the folder itself, for flushing and renaming in it
	open string   // the path of self, by which grab opens files in it
	refs int
	seen time.Time
}

func newFolders() *folders { return &folders{by: map[string]*folder{}} }

// open opens a folder, and makes it first when make is set and its disk is there.
func (f *folders) open(dir string, make bool) (*folder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if x := f.by[dir]; x != nil && (time.Since(x.seen) < 500*time.Millisecond || x.there()) {
		x.refs++
		x.seen = time.Now()
		return x, nil
	}
	if err := leadsToFolder(dir); err != nil {
		return nil, err
	}
	if make {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	self, err := root.Open(".")
	if err != nil {
		_ = root.Close()
		return nil, err
	}
	x := &folder{dir: dir, root: root, self: self, open: platform.PathOf(self, dir), refs: 1, seen: time.Now()}
	f.by[dir] = x
	return x, nil
}

// leadsToFolder checks that there is nothing but a folder, or nothing yet, at a path. A pipe would never open.
func leadsToFolder(dir string) error {
	if err := platform.CheckPath(dir); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return errNoFolder
	case errors.Is(err, fs.ErrNotExist):
		if link, err := os.Lstat(dir); err == nil && link.Mode()&fs.ModeSymlink != 0 {
			return errNoFolder // a link that leads nowhere
		}
		if throughFile(dir) {
			return errNoFolder
		}
	}
	return nil
}

// throughFile reports whether a part of a path is no folder. Windows says of such a path only that it is not there.
func throughFile(dir string) bool {
	for above := filepath.Dir(dir); above != dir; dir, above = above, filepath.Dir(above) {
		if info, err := os.Stat(above); err == nil {
			return !info.IsDir()
		}
	}
	return false
}

func (f *folders) close(x *folder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if x.refs--; x.refs == 0 {
		_ = x.self.Close()
		_ = x.root.Close()
		if f.by[x.dir] == x {
			delete(f.by, x.dir)
		}
	}
}

// there reports whether the path still leads to the folder that is open.
func (x *folder) there() bool {
	now, err := os.Stat(x.dir)
	if err != nil {
		return false
	}
	then, err := x.root.Stat(".")
	return err == nil && os.SameFile(now, then)
}

// writePath returns the path by which grab opens a file: on Linux through the open folder, so that it can't be another.
func (x *folder) writePath(name string) string { return filepath.Join(x.open, name) }

func (x *folder) path(name string) string { return filepath.Join(x.dir, name) }

// openPart opens or makes a part file and cuts it to offset.
func (x *folder) openPart(ctx context.Context, name string, offset int64) (opened, error) {
	return x.openTail(ctx, name, offset, offset)
}

// opened is an open part file.
type opened struct {
	file  *os.File
	end   int64          // how many of its bytes were kept
	stamp platform.Stamp // as it was found
}

// openTail opens or makes a part file, keeps what it holds up to most bytes, and returns how many it holds. One that is
// longer than most is none of ours behind offset and is cut to it.
func (x *folder) openTail(ctx context.Context, name string, offset, most int64) (opened, error) {
	flag := os.O_RDWR
	if offset == 0 {
		flag |= os.O_CREATE
	}
	var file *os.File
	err := persist(ctx, func() (err error) {
		file, err = x.root.OpenFile(name, flag, 0o644)
		return err
	})
	if offset > 0 && errors.Is(err, fs.ErrNotExist) && x.there() {
		return opened{}, errPartShort
	}
	if err != nil {
		return opened{}, err
	}
	end := offset
	found, err := platform.StampOf(file)
	if err != nil {
		return opened{}, errors.Join(err, file.Close())
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = fs.ErrPermission
	case info.Size() < offset:
		err = errPartShort
	case offset > 0 || info.Size() > 0:
		if info.Size() <= most {
			end = info.Size()
		}
		err = file.Truncate(end) // of the same length too: that gives back room taken beyond the end
	}
	if err != nil {
		_ = file.Close()
		return opened{}, err
	}
	return opened{file, end, found}, nil
}

// How long something, an antivirus program as a rule, may hold a file until that counts as an error.
const (
	heldFor       = 2 * time.Second
	firstHeldWait = 20 * time.Millisecond
	mostHeldWait  = 250 * time.Millisecond
)

// persist tries again while another program holds a file, for about two seconds or until ctx ends.
func persist(ctx context.Context, do func() error) error {
	wait := firstHeldWait
	for waited := time.Duration(0); ; wait = min(2*wait, mostHeldWait) {
		err := do()
		if err == nil || !platform.Locked(err) || waited >= heldFor {
			return err
		}
		if pause(ctx, wait) != nil {
			return err
		}
		waited += wait
	}
}

// remove deletes a part file; one that is not there is fine.
func (x *folder) remove(ctx context.Context, name string) error {
	err := persist(ctx, func() error { return x.root.Remove(name) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// removePart deletes a part file in a folder that may be gone, and the part with it.
func (f *folders) removePart(ctx context.Context, dir, part string) {
	x, err := f.open(dir, false)
	if err != nil {
		return
	}
	defer f.close(x)
	_ = x.remove(ctx, part) // at worst a part file stays behind
}

// rename gives a file another name, never that of another file.
func (x *folder) rename(ctx context.Context, from, to string) error {
	return persist(ctx, func() error { return platform.Rename(x.root, x.self, from, to) })
}

// preallocate takes the room for the rest of a file, where that is worth it.
func (x *folder) preallocate(f *os.File, offset, size int64) {
	if size-offset >= 8<<20 {
		platform.Preallocate(f, offset, size)
	}
}

// exists reports whether a name is taken.
func (x *folder) exists(name string) bool {
	_, err := x.root.Lstat(name)
	return err == nil
}

// sync flushes the folder itself, so that a rename in it survives a power cut.
func (x *folder) sync() error { return platform.SyncFolder(x.self) }

// syncFile flushes one file of the folder.
func (x *folder) syncFile(name string) error {
	f, err := x.root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(platform.SyncData(f), f.Close())
}
