package downloads

import (
	"context"
	"sync"
	"time"
)

// hosts bounds the connections to each host over all downloads, and keeps how long each asked to be left alone.
type hosts struct {
	mu    sync.Mutex
	limit int
	by    map[string]*host
}

type host struct {
	used    int
	waiting []chan struct{}
	until   time.Time // Retry-After
}

func newHosts(limit int) *hosts { return &hosts{limit: limit, by: map[string]*host{}} }

func (h *hosts) get(name string) *host {
	x := h.by[name]
	if x == nil {
		x = &host{}
		h.by[name] = x
	}
	return x
}

// acquire waits for a place among the connections to a host.
func (h *hosts) acquire(ctx context.Context, name string, blocked func(bool)) error {
	h.mu.Lock()
	x := h.get(name)
	if x.used < h.limit && len(x.waiting) == 0 {
		x.used++
		h.mu.Unlock()
		return nil
	}
	turn := make(chan struct{}, 1)
	x.waiting = append(x.waiting, turn)
	h.mu.Unlock()
	blocked(true)
	defer blocked(false)
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	h.mu.Lock()
	for i, w := range x.waiting {
		if w == turn {
			x.waiting = append(x.waiting[:i], x.waiting[i+1:]...)
			h.mu.Unlock()
			return ctx.Err()
		}
	}
	h.mu.Unlock()
	h.release(name) // the turn came at the same moment
	return ctx.Err()
}

func (h *hosts) release(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.get(name)
	x.used--
	h.admit(x)
	if x.used == 0 && len(x.waiting) == 0 && x.until.IsZero() {
		delete(h.by, name)
	}
}

// admit lets waiting ones in as far as there is place. mu is held.
func (h *hosts) admit(x *host) {
	for len(x.waiting) > 0 && x.used < h.limit {
		x.used++
		x.waiting[0] <- struct{}{}
		x.waiting = x.waiting[1:]
	}
}

func (h *hosts) setLimit(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.limit = n
	for _, x := range h.by {
		h.admit(x)
	}
}

// leaveAlone keeps a Retry-After for all downloads from this host.
func (h *hosts) leaveAlone(name string, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if x := h.get(name); until.After(x.until) {
		x.until = until
	}
}

// alone tells how long the host still wants to be left alone.
func (h *hosts) alone(name string, now time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.by[name]
	if x == nil || x.until.IsZero() {
		return 0
	}
	if d := x.until.Sub(now); d > 0 {
		return d
	}
	x.until = time.Time{}
	return 0
}

// forgive forgets every Retry-After: the person asked to try now.
func (h *hosts) forgive() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, x := range h.by {
		x.until = time.Time{}
	}
}
