package downloads

import "sync"

// chunkSize is the unit of memory for bytes on their way: large enough that a system call per chunk costs
// little, small enough to stay in a processor's cache between receive, hash and write.
const chunkSize = 256 << 10

// chunk is one buffer. It belongs to one segment from get to put.
type chunk struct{ data []byte }

// chunkPool keeps buffers for all downloads of a queue. How many are out is bounded by the windows of the
// plans, not here: a pool that blocked could starve the very segment that would free the others.
type chunkPool struct {
	mu   sync.Mutex
	free []*chunk
	out  int
}

func (p *chunkPool) get() *chunk {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out++
	if n := len(p.free); n > 0 {
		c := p.free[n-1]
		p.free = p.free[:n-1]
		return c
	}
	return &chunk{data: allocateChunk()}
}

func (p *chunkPool) put(c *chunk) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out--
	p.free = append(p.free, c)
}

// trim gives unused buffers back to the system.
func (p *chunkPool) trim() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.free {
		freeChunk(c.data)
	}
	p.free = nil
}

// outstanding tells how many chunks are in use; 0 when nothing runs.
func (p *chunkPool) outstanding() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out
}
