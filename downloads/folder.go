package downloads

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// errPartShort says that a part file holds less than was committed, or is gone.
var errPartShort = errors.New("the part file is shorter than what was committed")

func partGoneFault() *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.part-gone", Title: i18n.Verbatim("The part file is gone or was changed, so it starts again."),
		Cause: i18n.Verbatim("Something else on this computer moved, deleted or cut it."), Safe: i18n.Verbatim("What came before has to be fetched again."), Steps: []i18n.Text{i18n.Verbatim("Nothing: it starts again by itself.")}}
}

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
	refs int
	seen time.Time
}

// open opens a folder, and makes it first when make is set and its disk is there.
func (f *folders) open(dir string, make bool) (*folder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if x := f.by[dir]; x != nil && (time.Since(x.seen) < 500*time.Millisecond || x.there()) {
		x.refs++
		x.seen = time.Now()
		return x, nil
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
	x := &folder{dir: dir, root: root, self: self, refs: 1, seen: time.Now()}
	f.by[dir] = x
	return x, nil
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

// there tells whether the path still leads to the folder that is open.
func (x *folder) there() bool {
	now, err := os.Stat(x.dir)
	if err != nil {
		return false
	}
	then, err := x.root.Stat(".")
	return err == nil && os.SameFile(now, then)
}

func (x *folder) path(name string) string { return filepath.Join(x.dir, name) }

// openPart opens or makes a part file and cuts it to offset.
func (x *folder) openPart(name string, offset int64) (*os.File, error) {
	file, _, err := x.openTail(name, offset, offset)
	return file, err
}

// openTail opens or makes a part file, keeps what it holds up to most bytes, and tells how many it holds. One that is
// longer than most is none of ours behind offset and is cut to it.
func (x *folder) openTail(name string, offset, most int64) (*os.File, int64, error) {
	flag := os.O_RDWR
	if offset == 0 {
		flag |= os.O_CREATE
	}
	var file *os.File
	err := patient(func() (err error) {
		file, err = x.root.OpenFile(name, flag, 0o644)
		return err
	})
	if offset > 0 && errors.Is(err, fs.ErrNotExist) && x.there() {
		return nil, 0, errPartShort
	}
	if err != nil {
		return nil, 0, err
	}
	end := offset
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
		return nil, 0, err
	}
	return file, end, nil
}

// patient tries for about two seconds while something, an antivirus program as a rule, holds a file.
func patient(do func() error) error {
	pause := 20 * time.Millisecond
	for deadline := time.Now().Add(2 * time.Second); ; pause = min(2*pause, 250*time.Millisecond) {
		err := do()
		if err == nil || !locked(err) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(pause)
	}
}

// remove deletes a part file; one that is not there is fine.
func (x *folder) remove(name string) error {
	err := patient(func() error { return x.root.Remove(name) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// exists tells whether a name is taken.
func (x *folder) exists(name string) bool {
	_, err := x.root.Lstat(name)
	return err == nil
}

// sync flushes the folder itself, so that a rename in it survives a power cut.
func (x *folder) sync() error { return syncFolder(x.self) }

// syncFile flushes one file of the folder.
func (x *folder) syncFile(name string) error {
	f, err := x.root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(syncData(f), f.Close())
}
