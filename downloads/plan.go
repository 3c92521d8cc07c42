package downloads

import (
	"errors"
	"sync"
)

// segment is a range of the file that one worker fetches at a time. Its bytes lie in chunks; chunk i holds
// the bytes from + i*chunkSize on.
type segment struct {
	from, to int64 // [from, to); to is -1 while the end of a body without a length is not known
	at       int64 // next byte to come; everything before it is in the chunks or was read
	chunks   []*chunk
	owned    bool // a worker is at it
	hungry   bool // its worker waits for a place among the host's connections
	done     bool
}

// plan shares a file's remaining bytes among workers and gives them out again in order.
//
// The window bounds memory: no byte is fetched that lies window or more after the last byte hashed. Since a
// chunk is freed as soon as it is hashed, a plan never holds more than about window bytes, and since the
// first segment always lies inside the window, it can always go on.
type plan struct {
	pool *chunkPool

	mu      sync.Mutex
	data    sync.Cond // the reader waits for bytes
	room    sync.Cond // workers wait for room or for something to do
	size    int64     // of the file; -1: not known
	next    int64     // first byte that is in no segment yet
	segs    []*segment
	read    int64 // given to grab
	written int64 // written by grab
	hashed  int64
	window  int64
	segment int64 // size of the next segment
	least   int64 // size under which no segment goes but the last
	workers int64 // that share the file
	single  bool  // one body brings everything: no more segments are made
	flush   bool  // give the reader what there is, even if a chunk is not full
	waiting bool  // the reader waits
	takers  int   // workers that wait for a segment
	end     error // why nothing more comes
	drain   bool  // before end, give out what lies ready in order
}

// newPlan gives a plan for the bytes from offset on. It is tuned before anything is taken from it.
func newPlan(pool *chunkPool, offset, size int64, workers int) *plan {
	p := &plan{pool: pool, size: size, next: offset, read: offset, written: offset, hashed: offset, workers: int64(max(workers, 1))}
	p.data.L, p.room.L = &p.mu, &p.mu
	return p
}

// open makes the first segment, for an answer that is already there. to is -1 when its end is not known.
func (p *plan) open(to int64, single bool) *segment {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := &segment{from: p.next, to: to, at: p.next, owned: true}
	p.single = single
	p.next = to
	p.segs = append(p.segs, s)
	return s
}

// take gives a worker its next segment. It waits while there is none, and gives nil when none will come:
// everything arrived, the plan ended, or the worker is not wanted any more.
func (p *plan) take(wanted func() bool) *segment {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if p.end != nil || p.complete() || !wanted() {
			p.room.Broadcast() // those that counted on this worker to take the first open segment look again
			return nil
		}
		first := p.firstOpen()
		for _, s := range p.segs {
			// One that must wait for the window would hold a place at the host for nothing.
			if !s.owned && !s.done && (s == first || s.at < p.hashed+p.window) {
				s.owned = true
				return s
			}
		}
		if !p.single && p.size >= 0 && p.next < p.size && p.next < p.hashed+p.window {
			s := &segment{from: p.next, to: p.next + p.nextSize(), at: p.next, owned: true}
			p.next = s.to
			p.segs = append(p.segs, s)
			return s
		}
		p.takers++
		p.room.Wait()
		p.takers--
	}
}

// nextSize is how many bytes the next segment gets. Near the end of the file they become smaller, so that all
// connections end at about the same time. mu is held.
func (p *plan) nextSize() int64 {
	left := p.size - p.next
	return min(left, max(min(p.segment, left/(2*p.workers)), p.least))
}

// firstOpen is the first segment that has not all of its bytes: the one that everything after it waits for. mu is held.
func (p *plan) firstOpen() *segment {
	for _, s := range p.segs {
		if !s.done {
			return s
		}
	}
	return nil
}

// hungry tells that the worker of s waits for a place among the host's connections, or has it.
func (p *plan) hungry(s *segment, waits bool) {
	p.mu.Lock()
	s.hungry = waits
	p.room.Broadcast()
	p.mu.Unlock()
}

// mustYield tells whether an attempt that waits for the window holds the place without which the window never
// moves on: the first open segment waits for a place itself, or nobody is left to take it. mu is held.
func (p *plan) mustYield(s *segment) bool {
	first := p.firstOpen()
	return first != nil && first != s && (first.hungry || !first.owned && p.takers == 0)
}

// complete tells whether every byte has arrived. mu is held.
func (p *plan) complete() bool {
	if p.size < 0 || p.next < p.size {
		return false
	}
	for _, s := range p.segs {
		if !s.done {
			return false
		}
	}
	return true
}

// space gives the buffer for the next bytes of s. It waits for the window and gives an error when the plan ended.
// blocked is called before and after it waits, so that a watchdog does not take the wait for a stall. errYield: the
// place at the host is needed for what the window waits for.
func (p *plan) space(s *segment, blocked func(bool)) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for waited := false; ; waited = true {
		if p.end != nil {
			return nil, p.end
		}
		if s.at < p.hashed+p.window {
			if waited {
				blocked(false)
			}
			break
		}
		if p.mustYield(s) {
			if waited {
				blocked(false)
			}
			return nil, errYield
		}
		if !waited {
			blocked(true)
		}
		p.room.Wait()
	}
	i := int((s.at - s.from) / chunkSize)
	if i == len(s.chunks) {
		s.chunks = append(s.chunks, p.pool.get())
	}
	lo := (s.at - s.from) % chunkSize
	hi := int64(chunkSize)
	if s.to >= 0 {
		hi = min(hi, lo+s.to-s.at)
	}
	return s.chunks[i].data[lo:hi], nil
}

// errYield ends an attempt that must give its place at the host to the first open segment.
var errYield = errors.New("the first segment needs the place")

// advance tells that n bytes came into the buffer that space gave.
func (p *plan) advance(s *segment, n int) {
	p.mu.Lock()
	s.at += int64(n)
	full := (s.at-s.from)%chunkSize == 0
	if s.to >= 0 && s.at == s.to {
		s.done, full = true, true
	}
	if full && p.waiting {
		p.data.Signal()
	}
	if s.done {
		p.room.Broadcast()
	}
	p.mu.Unlock()
}

// finish tells that the body of a segment with no known end has ended well.
func (p *plan) finish(s *segment) {
	p.mu.Lock()
	s.to, s.done = s.at, true
	p.size, p.next = s.at, s.at
	p.data.Broadcast()
	p.room.Broadcast()
	p.mu.Unlock()
}

// giveBack lets another worker take the rest of s. The worker that had it must have stopped reading into its
// buffers before: two of them in one buffer would be a wrong file of the right size.
func (p *plan) giveBack(s *segment) {
	p.mu.Lock()
	s.owned = false
	p.room.Broadcast()
	p.mu.Unlock()
}

// stop ends the plan: workers stop, the reader gets err after the bytes that lie ready in order (drain) or at once.
func (p *plan) stop(err error, drain bool) {
	p.mu.Lock()
	if p.end == nil {
		p.end, p.drain = err, drain
	}
	p.data.Broadcast()
	p.room.Broadcast()
	p.mu.Unlock()
}

// wake lets workers look again at what is wanted of them.
func (p *plan) wake() {
	p.mu.Lock()
	p.room.Broadcast()
	p.mu.Unlock()
}

// tune sets window and segment size, and how small a segment may become, for what comes.
func (p *plan) tune(window, segment, least int64) {
	p.mu.Lock()
	if window > p.window {
		p.room.Broadcast()
	}
	p.window, p.segment, p.least = window, segment, least
	p.mu.Unlock()
}

// push lets the reader have a chunk that is not full, so that a slow line shows progress.
func (p *plan) push() {
	p.mu.Lock()
	if p.waiting {
		p.flush = true
		p.data.Signal()
	}
	p.mu.Unlock()
}

// ready gives the next bytes in order, at most limit, that lie in one chunk, and the chunk when they are its last.
// With wait it waits for them. It gives nothing and no error when there is nothing and it may not wait. mu is held.
func (p *plan) ready(limit int, wait bool) (b []byte, last *chunk, err error) {
	for {
		for len(p.segs) > 0 && p.segs[0].done && p.read == p.segs[0].to {
			p.segs = p.segs[1:]
		}
		if p.size >= 0 && p.read == p.size {
			return nil, nil, errEndOfFile
		}
		if p.end != nil && !p.drain {
			return nil, nil, p.end
		}
		if len(p.segs) > 0 {
			s := p.segs[0]
			i := (p.read - s.from) / chunkSize
			edge := s.from + (i+1)*chunkSize
			if s.to >= 0 {
				edge = min(edge, s.to)
			}
			to := min(edge, s.at)
			whole := to == edge || s.done
			if to > p.read && (whole || p.flush || p.end != nil) {
				p.flush = false
				if to > p.read+int64(limit) {
					to, whole = p.read+int64(limit), false
				}
				c := s.chunks[i]
				lo := (p.read - s.from) % chunkSize
				b = c.data[lo : lo+to-p.read]
				if whole {
					last, s.chunks[i] = c, nil
				}
				p.read = to
				return b, last, nil
			}
		}
		if p.end != nil {
			return nil, nil, p.end
		}
		if !wait {
			return nil, nil, nil
		}
		p.waiting = true
		p.data.Wait()
		p.waiting = false
	}
}

// release frees every chunk that is still held; nobody may use the plan any more.
func (p *plan) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.segs {
		for i, c := range s.chunks {
			if c != nil {
				p.pool.put(c)
				s.chunks[i] = nil
			}
		}
	}
	p.segs = nil
}
