package downloads

import (
	"errors"
	"hash"
	"io"
	"sync"
)

// errEndOfFile is the plan's word for "all was given out".
var errEndOfFile = errors.New("end of file")

// orderedBody is the one body that grab reads: the bytes of all workers in the file's order. What is given to
// grab is given to the hasher too, from the same memory.
type orderedBody struct {
	plan   *plan
	hasher *hasher
	wrote  func() // called when everything given out before is written
}

// Read fills p as far as bytes lie ready and waits only for the first of them. That grab asks again is the
// proof that it wrote everything it got before.
func (b *orderedBody) Read(p []byte) (int, error) {
	b.plan.mu.Lock()
	defer b.plan.mu.Unlock()
	if b.plan.written != b.plan.read {
		b.plan.written = b.plan.read
		b.plan.mu.Unlock()
		b.wrote()
		b.plan.mu.Lock()
	}
	n := 0
	for n < len(p) {
		src, last, err := b.plan.ready(len(p)-n, n == 0)
		if err != nil {
			if n > 0 {
				return n, nil
			}
			if errors.Is(err, errEndOfFile) {
				return 0, io.EOF
			}
			return 0, err
		}
		if src == nil {
			break
		}
		b.plan.mu.Unlock()
		copy(p[n:], src)
		n += len(src)
		b.hasher.items <- hashItem{src, last}
		b.plan.mu.Lock()
	}
	return n, nil
}

// Close is called by grab; the run itself ends the plan.
func (b *orderedBody) Close() error { return nil }

// hashItem is some bytes to hash, in order, and the chunk to free afterwards.
type hashItem struct {
	data  []byte
	chunk *chunk
}

// hasher hashes what grab is given, in a goroutine of its own: on two processors it runs beside receive and write.
type hasher struct {
	plan  *plan
	sum   hash.Hash
	items chan hashItem
	noted func(hashed int64) // called after each item, in the hasher's goroutine
	done  sync.WaitGroup
}

func startHasher(p *plan, sum hash.Hash, noted func(int64)) *hasher {
	// The window bounds what can be queued; the channel is as long as the largest window has chunks, twice, since
	// a slow line gives parts of chunks.
	h := &hasher{plan: p, sum: sum, items: make(chan hashItem, 64), noted: noted}
	h.done.Go(h.run)
	return h
}

func (h *hasher) run() {
	for it := range h.items {
		_, _ = h.sum.Write(it.data) // a hash.Hash never returns an error
		h.plan.mu.Lock()
		h.plan.hashed += int64(len(it.data))
		hashed := h.plan.hashed
		h.plan.room.Broadcast()
		h.plan.mu.Unlock()
		if it.chunk != nil {
			h.plan.pool.put(it.chunk)
		}
		h.noted(hashed)
	}
}

// close waits until everything was hashed.
func (h *hasher) close() {
	close(h.items)
	h.done.Wait()
}
