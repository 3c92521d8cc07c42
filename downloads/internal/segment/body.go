package segment

import (
	"errors"
	"hash"
	"io"
	"sync"
)

// Body is the one body that a plan's bytes are read from, in the file's order. What is read is given to the hasher too,
// from the same memory.
type Body struct {
	plan   *Plan
	hasher *Hasher
	wrote  func() error // called when everything that was read before is written
	ready  func() error // called before bytes are given out that the reader had to wait for
}

// NewBody returns the body of a plan. wrote is called when the reader asks for more, that is when it has written what
// it got before; ready is called just before it gets more. An error of either ends the body.
func NewBody(p *Plan, h *Hasher, wrote, ready func() error) *Body {
	return &Body{plan: p, hasher: h, wrote: wrote, ready: ready}
}

// Read fills p as far as bytes lie ready and waits only for the first of them. That the reader asks again is the proof
// that it wrote everything it got before.
func (b *Body) Read(p []byte) (int, error) {
	if b.plan.AllWritten() {
		if err := b.wrote(); err != nil {
			return 0, err
		}
	}
	n := 0
	for n < len(p) {
		src, last, err := b.plan.nextBytes(len(p)-n, n == 0)
		switch {
		case err != nil && n > 0:
			return n, nil
		case errors.Is(err, errEndOfFile):
			return 0, io.EOF
		case err != nil:
			return 0, err
		case src == nil:
			return n, nil
		}
		if n == 0 {
			if err := b.ready(); err != nil {
				b.hasher.items <- hashItem{nil, last}
				return 0, err
			}
		}
		copy(p[n:], src)
		n += len(src)
		b.hasher.items <- hashItem{src, last}
	}
	return n, nil
}

// Close does nothing: the run itself ends the plan.
func (b *Body) Close() error { return nil }

// hashItem is some bytes to hash, in order, and the chunk to free afterwards.
type hashItem struct {
	data  []byte
	chunk *Chunk
}

// Hasher hashes what is read from a Body, in a goroutine of its own: on two processors it runs beside receive and write.
type Hasher struct {
	plan  *Plan
	sum   hash.Hash
	items chan hashItem
	noted func(hashed int64) // called after each item, in the hasher's goroutine
	done  sync.WaitGroup
}

// StartHasher starts to hash into sum. noted is called with the offset that was reached, in the hasher's goroutine.
func StartHasher(p *Plan, sum hash.Hash, noted func(int64)) *Hasher {
	// The window bounds what can be queued; the channel is as long as the largest window has chunks, twice, since
	// a slow line gives parts of chunks. A small file needs a short one.
	room := int64(64)
	if p.size >= 0 {
		room = min(room, (p.size-p.read)/(ChunkSize/2)+1)
	}
	h := &Hasher{plan: p, sum: sum, items: make(chan hashItem, room), noted: noted}
	h.done.Go(h.run)
	return h
}

func (h *Hasher) run() {
	for it := range h.items {
		_, _ = h.sum.Write(it.data) // a hash.Hash never returns an error
		hashed := h.plan.advanceHash(len(it.data), it.chunk != nil)
		if it.chunk != nil {
			h.plan.pool.Put(it.chunk)
		}
		h.noted(hashed)
	}
}

// Close waits until everything was hashed. Nothing may be read from the body any more.
func (h *Hasher) Close() {
	close(h.items)
	h.done.Wait()
}
