package auth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

var errBusy = errors.New("another instance holds the accounts")

// lockFile takes a lock that all processes on the folder respect. Each call opens the file anew, so two
// goroutines of one process exclude each other as well. The lock goes with the process, also when it is killed.
func lockFile(ctx context.Context, dir, name string, limit time.Duration) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, errFolder
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	l := flock.New(filepath.Join(dir, name), flock.SetPermissions(0o600))
	ok, err := l.TryLockContext(ctx, 5*time.Millisecond)
	if ok && err == nil {
		return func() { _ = l.Unlock() }, nil
	}
	_ = l.Close()
	if ctx.Err() != nil {
		return nil, errBusy
	}
	return nil, errFolder
}

var errFolder = errors.New("the folder of the lock can not be written")
