package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/programconnect/programconnect/internal/ipc"
)

// turnPause is the time between two looks whether it is this command's turn.
const turnPause = 20 * time.Millisecond

// inTurn lets commands on one home come to the queue one after the other: each waits until those before it have opened the queue or
// reached its holder, however many they are. The one whose turn it is waits for a holder that does not answer only as long as the
// session does.
func inTurn(ctx context.Context, home string, open func(context.Context) (ipc.Queue, error)) (queue ipc.Queue, err error) {
	lock := flock.New(filepath.Join(home, "queue.turn")) // never removed: a lock on a file that is gone keeps nobody out
	if _, err := lock.TryLockContext(ctx, turnPause); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return open(ctx) // no lock can be had here: it is a courtesy, not a need
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	return open(ctx)
}
