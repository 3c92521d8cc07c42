package segment

import (
	"sync"

	"github.com/programconnect/programconnect/downloads/internal/platform"
)

// ChunkSize is the unit of memory for bytes on their way: large enough that a system call per chunk costs little, small
// enough to stay in a processor's cache between receive, hash and write.
const ChunkSize = 256 << 10

// Chunk is one buffer. It belongs to one segment, or to whoever got it, from Get to Put.
type Chunk struct{ Data []byte }

// Pool keeps buffers for all downloads of a queue. How many are out is bounded by the windows of the plans, not here: a
// pool that blocked could starve the very segment that would free the others. The zero value is ready.
type Pool struct {
	mu   sync.Mutex
	free []*Chunk
	out  int
}

// Get returns a buffer of ChunkSize bytes.
func (p *Pool) Get() *Chunk {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out++
	if n := len(p.free); n > 0 {
		c := p.free[n-1]
		p.free = p.free[:n-1]
		return c
	}
	return &Chunk{Data: platform.AllocateBuffer(ChunkSize)}
}

// Put takes a buffer back.
func (p *Pool) Put(c *Chunk) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out--
	p.free = append(p.free, c)
}

// Trim returns unused buffers to the system.
func (p *Pool) Trim() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.free {
		platform.FreeBuffer(c.Data)
	}
	p.free = nil
}

// Outstanding returns how many buffers are in use; 0 when nothing runs.
func (p *Pool) Outstanding() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out
}
