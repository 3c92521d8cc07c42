package segment

import (
	"errors"
	"sync"
)

// errEndOfFile says that every byte was given out.
var errEndOfFile = errors.New("end of file")

// Segment is a range of the file that one worker fetches at a time. Its bytes lie in chunks; chunk i holds the bytes
// from + i*ChunkSize on.
type Segment struct {
	from, to   int64 // [from, to); to is -1 while the end of a body without a length is not known
	at         int64 // next byte to come; everything before it is in the chunks or was read
	chunks     []*Chunk
	owned      bool // a worker is at it
	awaitsSlot bool // its worker waits for a slot among the host's connections
	done       bool
}

// At returns the next byte to come. Only the worker that has the segment may ask.
func (s *Segment) At() int64 { return s.at }

// To returns where the segment ends; -1 while that is not known. Only the worker that has the segment may ask.
func (s *Segment) To() int64 { return s.to }

// Plan shares a file's remaining bytes among workers and gives them out again in order.
//
// The window bounds memory: a chunk is freed as soon as it is hashed, and no more of them are filled than fit into the
// window. The span bounds how far ahead of the last byte hashed bytes are fetched. Where it is the window, that alone
// bounds memory; where it is more (a far server: long requests that begin at different times leave room between the
// bytes that are held), chunks are counted. The first segment can always go on: the last two chunks of the window are
// its own.
type Plan struct {
	pool *Pool

	mu      sync.Mutex
	data    sync.Cond // the reader waits for bytes
	room    sync.Cond // workers wait for room or for something to do
	size    int64     // of the file; -1: not known
	next    int64     // first byte that is in no segment yet
	segs    []*Segment
	read    int64 // given to grab
	written int64 // written by grab
	hashed  int64
	window  int64
	span    int64 // window or more
	held    int64 // chunks that are filled, being filled or not hashed yet
	segment int64 // size of the next segment
	least   int64 // size under which no segment goes but the last
	pause   int64 // what a connection could receive while a request is answered
	workers int64 // that share the file
	single  bool  // one body brings everything: no more segments are made
	flush   bool  // give the reader what there is, even if a chunk is not full
	waiting bool  // the reader waits
	takers  int   // workers that wait for a segment
	end     error // why nothing more comes
	drain   bool  // before end, give out what lies ready in order
}

// NewPlan returns a plan for the bytes from offset on. It must be tuned before anything is taken from it.
func NewPlan(pool *Pool, offset, size int64, workers int) *Plan {
	p := &Plan{pool: pool, size: size, next: offset, read: offset, written: offset, hashed: offset, workers: int64(max(workers, 1))}
	p.data.L, p.room.L = &p.mu, &p.mu
	return p
}

// Open returns the first segment, for an answer that is already there. to is -1 when its end is not known.
func (p *Plan) Open(to int64, single bool) *Segment {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := &Segment{from: p.next, to: to, at: p.next, owned: true}
	p.single = single
	p.next = to
	p.segs = append(p.segs, s)
	return s
}

// Take returns the next segment for a worker. It waits while there is none, and returns nil when none will come:
// everything arrived, the plan ended, or the worker is not wanted any more.
func (p *Plan) Take(wanted func() bool) *Segment {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if p.end != nil || p.complete() || !wanted() {
			p.room.Broadcast() // those that counted on this worker to take the first open segment look again
			return nil
		}
		first := p.firstOpen()
		for _, s := range p.segs {
			// One that must wait for the window would hold a slot at the host for nothing.
			if !s.owned && !s.done && (s == first || s.at < p.hashed+p.span) {
				s.owned = true
				return s
			}
		}
		if !p.single && p.size >= 0 && p.next < p.size && p.next < p.hashed+p.span {
			s := &Segment{from: p.next, to: p.next + p.nextSize(), at: p.next, owned: true}
			p.next = s.to
			p.segs = append(p.segs, s)
			return s
		}
		p.takers++
		p.room.Wait()
		p.takers--
	}
}

// firstOpen returns the first segment that has not all of its bytes: the one that everything after it waits for. mu is held.
func (p *Plan) firstOpen() *Segment {
	for _, s := range p.segs {
		if !s.done {
			return s
		}
	}
	return nil
}

// AwaitSlot notes that the worker of s waits for a slot among the host's connections, or has it.
func (p *Plan) AwaitSlot(s *Segment, waits bool) {
	p.mu.Lock()
	s.awaitsSlot = waits
	p.room.Broadcast()
	p.mu.Unlock()
}

// mustYield reports whether an attempt that waits for the window holds the slot without which the window never
// moves on: the first open segment waits for a slot itself, or nobody is left to take it. mu is held.
func (p *Plan) mustYield(s *Segment) bool {
	first := p.firstOpen()
	return first != nil && first != s && (first.awaitsSlot || !first.owned && p.takers == 0)
}

// complete reports whether every byte has arrived. mu is held.
func (p *Plan) complete() bool {
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

// Buffer returns the buffer for the next bytes of s. It waits for the window and returns an error when the plan ended.
// blocked is called before and after it waits, so that a watchdog does not take the wait for a stall. ErrYield: the
// slot at the host is needed for what the window waits for.
func (p *Plan) Buffer(s *Segment, blocked func(bool)) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for waited := false; ; waited = true {
		if p.end != nil {
			return nil, p.end
		}
		if p.fits(s) {
			if waited {
				blocked(false)
			}
			break
		}
		if p.mustYield(s) {
			if waited {
				blocked(false)
			}
			return nil, ErrYield
		}
		if !waited {
			blocked(true)
		}
		p.room.Wait()
	}
	i := int((s.at - s.from) / ChunkSize)
	if i == len(s.chunks) {
		s.chunks = append(s.chunks, p.pool.Get())
		p.held++
	}
	lo := (s.at - s.from) % ChunkSize
	hi := int64(ChunkSize)
	if s.to >= 0 {
		hi = min(hi, lo+s.to-s.at)
	}
	return s.chunks[i].Data[lo:hi], nil
}

// fits reports whether the window has room for the next bytes of s. mu is held.
func (p *Plan) fits(s *Segment) bool {
	switch {
	case p.span <= p.window:
		return s.at < p.hashed+p.window
	case int(s.at-s.from)/ChunkSize < len(s.chunks): // the chunk is there
		return true
	case s.at >= p.hashed+p.span:
		return false
	case s == p.firstOpen():
		return (p.held+1)*ChunkSize <= p.window || s.at < p.hashed+2*ChunkSize
	}
	return (p.held+3)*ChunkSize <= p.window
}

// ErrYield ends an attempt that must give its slot at the host to the first open segment.
var ErrYield = errors.New("the first segment needs the slot")

// Advance notes that n bytes came into the buffer that Buffer returned.
func (p *Plan) Advance(s *Segment, n int) {
	p.mu.Lock()
	s.at += int64(n)
	full := (s.at-s.from)%ChunkSize == 0
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

// Finish notes that the body of a segment with no known end has ended well.
func (p *Plan) Finish(s *Segment) {
	p.mu.Lock()
	s.to, s.done = s.at, true
	p.size, p.next = s.at, s.at
	p.data.Broadcast()
	p.room.Broadcast()
	p.mu.Unlock()
}

// GiveBack lets another worker take the rest of s. The worker that had it must have stopped reading into its
// buffers before: two of them in one buffer would be a wrong file of the right size.
func (p *Plan) GiveBack(s *Segment) {
	p.mu.Lock()
	s.owned = false
	p.room.Broadcast()
	p.mu.Unlock()
}

// Stop ends the plan: workers stop, the reader gets err after the bytes that lie ready in order (drain) or at once.
func (p *Plan) Stop(err error, drain bool) {
	p.mu.Lock()
	if p.end == nil {
		p.end, p.drain = err, drain
	}
	p.data.Broadcast()
	p.room.Broadcast()
	p.mu.Unlock()
}

// Wake lets workers look again at what is wanted of them.
func (p *Plan) Wake() {
	p.mu.Lock()
	p.room.Broadcast()
	p.mu.Unlock()
}

// Measures are what a plan goes by. Those of a running plan may change at any time.
type Measures struct {
	Window  int64 // bytes in memory
	Span    int64 // how far ahead bytes are fetched: the window, or more
	Segment int64 // size of the next segment
	Least   int64 // how small a segment may become near the end of the file
	Pause   int64 // bytes that a connection could receive while a request is answered
}

// Tune sets the measures for what comes.
func (p *Plan) Tune(m Measures) {
	p.mu.Lock()
	if m.Window > p.window || m.Span > p.span {
		p.room.Broadcast()
	}
	p.window, p.span = m.Window, max(m.Span, m.Window)
	p.segment, p.least, p.pause = m.Segment, m.Least, m.Pause
	p.mu.Unlock()
}

// Push lets the reader have a chunk that is not full, so that a slow line shows progress.
func (p *Plan) Push() {
	p.mu.Lock()
	if p.waiting {
		p.flush = true
		p.data.Signal()
	}
	p.mu.Unlock()
}

// nextBytes returns the next bytes in order, at most limit, that lie in one chunk, and the chunk when they are its last.
// With wait it waits for them. It returns nothing and no error when there is nothing and it may not wait.
func (p *Plan) nextBytes(limit int, wait bool) (b []byte, last *Chunk, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
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
			i := (p.read - s.from) / ChunkSize
			edge := s.from + (i+1)*ChunkSize
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
				lo := (p.read - s.from) % ChunkSize
				b = c.Data[lo : lo+to-p.read]
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

// Release frees every chunk that is still held; nobody may use the plan any more.
func (p *Plan) Release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.segs {
		for i, c := range s.chunks {
			if c != nil {
				p.pool.Put(c)
				s.chunks[i] = nil
			}
		}
	}
	p.segs = nil
}

// Read returns how many bytes of the file were given out in order.
func (p *Plan) Read() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.read
}

// Written returns how many bytes of the file are known to be written.
func (p *Plan) Written() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.written
}

// AllWritten notes that everything that was given out is written. It reports whether that is news.
func (p *Plan) AllWritten() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	news := p.written != p.read
	p.written = p.read
	return news
}

// Settled returns up to where the file is both written and hashed, and whether nothing lies between the two.
func (p *Plan) Settled() (offset int64, whole bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return min(p.hashed, p.written), p.hashed == p.written
}

// advanceHash notes that n more bytes were hashed, with them perhaps the last of a chunk, and returns how many that are
// in all.
func (p *Plan) advanceHash(n int, last bool) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hashed += int64(n)
	if last {
		p.held--
	}
	p.room.Broadcast()
	return p.hashed
}
