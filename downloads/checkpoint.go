package downloads

import (
	"encoding"
	"sync"
	"time"
)

// checkpoint commits how far a transfer came, off the way of its bytes. The order is what keeps a resumed file
// right, even after a power cut:
//
//  1. the bytes are written (grab asked for more);
//  2. the hash state and its offset are noted;
//  3. the part file is synced;
//  4. the offset is committed to the store.
//
// One is on its way at a time; on a slow disk they simply come less often.
type checkpoint struct {
	mu      sync.Mutex
	state   []byte // of the hash, at the run's first offset
	last    int64  // offset of the last note
	dropped int64  // up to here the system's cache was told to forget the file
	when    time.Time
	pending *note
	busy    bool
	closed  bool
	running sync.WaitGroup
}

// note is what a checkpoint will commit.
type note struct {
	offset, fetched int64
	state           []byte
}

func (c *checkpoint) idle() { c.running.Wait() }

// hashed is called by the hasher after each chunk.
func (t *transfer) hashed(offset int64) {
	c := &t.check
	c.mu.Lock()
	if c.pending == nil && !c.busy && !c.closed {
		if n := offset - c.last; n >= t.q.tuning.CheckpointBytes || n > 0 && time.Since(c.when) >= t.q.tuning.CheckpointEvery {
			c.pending = t.makeNote(offset)
		}
	}
	c.mu.Unlock()
	t.wrote()
}

func (t *transfer) makeNote(offset int64) *note {
	state, err := t.sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return nil // SHA-256 always can
	}
	return &note{offset: offset, fetched: t.fetched.Load(), state: state}
}

// wrote starts the checkpoint that is noted, once its bytes are written.
func (t *transfer) wrote() {
	c := &t.check
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending == nil || c.busy || c.closed {
		return
	}
	t.plan.mu.Lock()
	written := t.plan.written
	t.plan.mu.Unlock()
	if written < c.pending.offset {
		return
	}
	n := c.pending
	c.pending, c.busy, c.last, c.when = nil, true, n.offset, time.Now()
	c.running.Go(func() {
		err := t.commit(n)
		c.mu.Lock()
		c.busy = false
		c.mu.Unlock()
		if err != nil {
			t.plan.stop(err, false)
		}
	})
}

// commit does steps 3 and 4. After a sync that did not work the bytes since the last one are not trusted: the next
// run cuts the part file back to what was committed.
func (t *transfer) commit(n *note) error {
	if err := syncData(t.file); err != nil {
		return diskFault(err, t.spec.Dir)
	}
	t.forget(n.offset)
	return t.q.committed(t, n)
}

// keptCached is the size from which on a file is not kept in the system's page cache while it comes. A large one
// would push out what the person works with; a small one is likely to be opened next.
const keptCached = 64 << 20

// forget lets the cache forget what was synced, up to an offset. The same few pages serve for the whole file then,
// which costs the system much less than a new page for each of its bytes.
func (t *transfer) forget(offset int64) {
	if t.size < keptCached {
		return
	}
	dropCached(t.file, t.check.dropped, offset)
	t.check.dropped = offset
}

// keep commits what lies on the disk when a run ends before its last byte.
func (t *transfer) keep() {
	c := &t.check
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.idle()
	t.plan.mu.Lock()
	offset := min(t.plan.hashed, t.plan.written)
	whole := t.plan.hashed == t.plan.written
	t.plan.mu.Unlock()
	if !whole || t.file == nil {
		return
	}
	if n := t.makeNote(offset); n != nil {
		_ = t.commit(n) // what was committed before stands
	}
}
