package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked says that somebody else held a lock for as long as was waited.
var ErrLocked = errors.New("another process holds the lock")

const (
	lockPatience = 10 * time.Second
	lockPause    = 20 * time.Millisecond
)

// Held is a lock that is held.
type Held struct {
	lock   *flock.Flock
	remove bool
}

// Lock takes the lock that guards a file: another file beside it, named path + ".lock", which stays. It waits ten seconds at most.
// Two holders in one process exclude each other too.
func Lock(path string) (*Held, error) { return systemClock().lock(path) }

func (c clock) lock(path string) (*Held, error) {
	lock := flock.New(path + ".lock")
	for end := c.now().Add(lockPatience); ; c.wait(lockPause) {
		ok, err := lock.TryLock()
		switch {
		case err != nil:
			return nil, errors.Join(err, lock.Close())
		case ok:
			return &Held{lock: lock}, nil
		case !c.now().Before(end):
			return nil, errors.Join(ErrLocked, lock.Close())
		}
	}
}

// TryTemporary takes a lock whose file is removed when it is given back, and returns ErrLocked where somebody holds it. path is the
// lock's own.
//
// On Unix a locked file can be removed, and somebody may have opened it before that. So whoever gets the lock looks whether it is
// still the one of that path; else it was the lock of one that is done.
func TryTemporary(path string) (*Held, error) {
	for {
		lock := flock.New(path)
		var ok bool
		err := systemClock().patiently(func() (err error) {
			ok, err = lock.TryLock() // while the one before removes the file, Windows refuses to open it
			return err
		})
		if err != nil {
			return nil, errors.Join(err, lock.Close())
		}
		if !ok {
			return nil, errors.Join(ErrLocked, lock.Close())
		}
		if current, err := isAt(lock, path); err != nil || !current {
			if err = errors.Join(err, lock.Close()); err != nil {
				return nil, err
			}
			continue
		}
		return &Held{lock: lock, remove: true}, nil
	}
}

// isAt reports whether the file of a lock is the one that is at path now.
func isAt(lock *flock.Flock, path string) (bool, error) {
	mine, err := lock.Stat()
	if err != nil {
		return false, err
	}
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(mine, there), err
}

// Unlock releases the lock. Where that fails the lock ends with the process.
func (h *Held) Unlock() {
	if !h.remove {
		_ = h.lock.Unlock()
		return
	}
	removed := os.Remove(h.lock.Path()) == nil // Unix: before the lock is given back; whoever waits sees that it is gone
	_ = h.lock.Unlock()
	if !removed {
		_ = os.Remove(h.lock.Path()) // Windows: an open file can't be removed, and one that somebody else opened stays theirs
	}
}
