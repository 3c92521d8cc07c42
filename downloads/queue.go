package downloads

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// Queue owns the downloads of one home folder. All its methods may be called from any goroutine.
//
// What it knows is in core, which alone takes the lock. The Queue itself starts the runs and what works beside them
// (schedule.go), and offers what a person may want of it (add.go, commands.go, verify.go).
type Queue struct {
	core   *core
	env    *environment
	lock   *flock.Flock
	finish *finisher

	ctx    context.Context
	cancel context.CancelFunc
	ended  sync.WaitGroup // the loop
	runs   sync.WaitGroup // runs, and what else works beside the loop
}

// Open opens or makes the queue in cfg.Dir and, unless cfg.Hold is set, starts what may run. A second process (or
// Queue) on the same folder gets a *fault.Error of kind Busy. A store of a newer version is refused and not touched. A
// damaged store is set aside and rebuilt; Snapshot.Fault tells of it.
func Open(ctx context.Context, cfg Config) (*Queue, error) {
	settings, f := cfg.Settings.checked()
	if f != nil {
		return nil, f
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, storeFault(err)
	}
	lock := flock.New(filepath.Join(cfg.Dir, "queue.lock"))
	switch got, err := lock.TryLock(); {
	case err != nil:
		return nil, storeFault(err)
	case !got:
		return nil, busyFault()
	}
	env := newEnvironment(cfg, settings)
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := newCore(running, env, settings, cfg.Hold)
	if err := c.load(ctx, cfg.Dir); err != nil {
		cancel()
		_ = lock.Unlock()
		return nil, err
	}
	q := &Queue{core: c, env: env, lock: lock, ctx: running, cancel: cancel, finish: startFinisher(c)}
	q.ended.Go(q.loop)
	return q, nil
}

// Close stops what runs, commits how far it came, and gives up the lock. What ran goes on at the next Open.
func (q *Queue) Close() error {
	if !q.core.shut() {
		return nil
	}
	q.cancel()
	q.ended.Wait()
	q.runs.Wait()
	q.core.cleanups.Wait()
	q.finish.stop()
	err := q.core.store.close()
	q.env.http.closeIdle()
	q.env.chunks.Trim()
	q.core.notify.notify()
	return errors.Join(err, q.lock.Unlock())
}

// Snapshot returns the queue as it is now. It is cheap: only what changed since the last is made anew.
func (q *Queue) Snapshot() *Snapshot {
	return q.core.snapshot()
}

// Running returns how many entries have a run. It costs nothing, unlike a snapshot.
func (q *Queue) Running() int { return q.core.running() }

// NamesHost reports whether the link of an entry, a done one too, names a host and port ("host:port", in lower case). An
// entry with a Source has no link. It costs nothing, unlike a snapshot: it may be asked for each request.
func (q *Queue) NamesHost(host string) bool { return q.core.namesHost(host) }

// Changed returns one channel for one reader: it holds a value after something changed, at most five a second while
// bytes come. Several readers use Subscribe.
func (q *Queue) Changed() <-chan struct{} { return q.core.notify.changed }

// Subscribe returns another channel like Changed's; call stop when done with it.
func (q *Queue) Subscribe() (changed <-chan struct{}, stop func()) { return q.core.notify.subscribe() }

// Log returns the last lines of an entry's log, oldest first.
func (q *Queue) Log(id ID) []Line {
	return q.core.log(id)
}

// Wait returns when every named entry (none: every entry) is Done, Paused or Stopped: nil when all are Done, else the
// first one's fault. It also returns ctx's error.
func (q *Queue) Wait(ctx context.Context, ids ...ID) error {
	changed, stop := q.Subscribe()
	defer stop()
	w := waiter{ids: ids}
	for {
		if ended, err := q.core.allEnded(&w); ended {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
