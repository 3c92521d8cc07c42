package downloads

import (
	"context"
	"encoding"
	"hash"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/downloads/internal/segment"
)

// checkpoints commit how far a transfer came, off the way of its bytes. The order is what keeps a resumed file
// right, even after a power cut:
//
//  1. the bytes are written (grab asked for more);
//  2. the hash state and its offset are noted;
//  3. the part file is synced, and still the one that was written (guard);
//  4. the offset is committed to the store.
//
// One is on its way at a time; on a slow disk they simply come less often.
type checkpoints struct {
	tuning  Tuning
	dir     string
	commit  func(*note) error // commits a checkpoint whose bytes are on the disk
	fetched func() int64

	plan  *segment.Plan
	guard *guard
	sum   hash.Hash
	size  int64
	ctx   context.Context // of the run

	mu      sync.Mutex
	state   []byte // of the hash, at the run's first offset
	last    int64  // offset of the last note
	dropped int64  // up to here the system's cache was told to forget the file
	when    time.Time
	pending *note
	busy    bool
	closed  bool
	failed  error
	running sync.WaitGroup
}

// note is what a checkpoint will commit.
type note struct {
	offset, fetched int64
	state           []byte
	stamp           string // of the part file; "" while the run goes on
}

// newCheckpoints returns the checkpoints of a run that begins at an offset.
func newCheckpoints(t *transfer, state []byte, offset int64) *checkpoints {
	return &checkpoints{tuning: t.env.tuning, dir: t.spec.Dir, ctx: t.ctx, fetched: t.fetched.Load,
		commit: func(n *note) error { return t.core.committed(t, n) }, state: state, last: offset, when: time.Now()}
}

// start says what is written and hashed from now on.
func (c *checkpoints) start(p *segment.Plan, g *guard, sum hash.Hash, size int64) {
	c.plan, c.guard, c.sum, c.size = p, g, sum, size
}

func (c *checkpoints) idle() { c.running.Wait() }

// propose notes a checkpoint at an offset when it is time for one.
func (c *checkpoints) propose(offset int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending != nil || c.busy || c.closed {
		return
	}
	n := offset - c.last
	if n >= c.tuning.CheckpointBytes || n > 0 && time.Since(c.when) >= c.tuning.CheckpointEvery {
		c.pending = c.makeNote(offset)
	}
}

// take returns the checkpoint that is noted once its bytes are written. It must be done, and then finished.
func (c *checkpoints) take(written int64) *note {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending == nil || c.busy || c.closed || written < c.pending.offset {
		return nil
	}
	n := c.pending
	c.pending, c.busy, c.last, c.when = nil, true, n.offset, time.Now()
	c.running.Add(1)
	return n
}

// finish ends a checkpoint that was taken.
func (c *checkpoints) finish() {
	c.mu.Lock()
	c.busy = false
	c.mu.Unlock()
	c.running.Done()
}

// fail keeps why a checkpoint did not work: the run may have come to its last byte meanwhile.
func (c *checkpoints) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = err
}

// settled waits for the checkpoint on its way and returns why one did not work.
func (c *checkpoints) settled() error {
	c.idle()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed
}

// close lets no checkpoint begin any more and waits for the one on its way.
func (c *checkpoints) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.idle()
}

// hashed is called by the hasher after each chunk.
func (c *checkpoints) hashed(offset int64) {
	c.propose(offset)
	c.startNoted()
}

func (c *checkpoints) makeNote(offset int64) *note {
	state, err := c.sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return nil // SHA-256 always can
	}
	return &note{offset: offset, fetched: c.fetched(), state: state}
}

// wrote is called when grab asks for more: what it got before is written.
func (c *checkpoints) wrote() error {
	c.startNoted()
	return c.guard.wrote(c.plan.Written())
}

// resumes is called before grab gets bytes again.
func (c *checkpoints) resumes() error { return c.guard.resumes(c.plan.Written()) }

// startNoted starts the checkpoint that is noted, once its bytes are written.
func (c *checkpoints) startNoted() {
	n := c.take(c.plan.Written())
	if n == nil {
		return
	}
	go func() {
		defer c.finish()
		if err := c.do(n); err != nil {
			c.fail(err)
			c.plan.Stop(err, false)
		}
	}()
}

// do does steps 3 and 4. After a sync that did not work the bytes since the last one are not trusted: the next
// run cuts the part file back to what was committed.
func (c *checkpoints) do(n *note) error {
	if err := platform.SyncData(c.guard.file); err != nil {
		return diskFault(err, c.dir)
	}
	if err := c.guard.checkpoint(c.ctx, n.offset, n.state); err != nil {
		return err
	}
	c.forget(n.offset)
	if err := c.commit(n); err != nil {
		return err
	}
	return c.guard.inPath()
}

// keptCached is the size from which on a file is not kept in the system's page cache while it comes. A large one
// would push out what the person works with; a small one is likely to be opened next.
const keptCached = 64 << 20

// forget lets the cache forget what was synced, up to an offset. The same few pages serve for the whole file then,
// which costs the system much less than a new page for each of its bytes.
func (c *checkpoints) forget(offset int64) {
	if c.size < keptCached || c.guard == nil {
		return
	}
	platform.DropCached(c.guard.file, c.dropped, offset)
	c.dropped = offset
}

// keep commits what lies on the disk when a run ends before its last byte.
func (c *checkpoints) keep() {
	c.close()
	offset, whole := c.plan.Settled()
	if !whole {
		return
	}
	if n := c.makeNote(offset); n != nil {
		n.stamp = c.guard.stamp(offset)
		_ = c.do(n) // what was committed before stands
	}
}
