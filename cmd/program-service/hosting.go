package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// hosting answers requests with the service as its settings are now. Reload puts another in its place; the one before goes on
// with what it has begun and is closed after its last request.
type hosting struct {
	open  func(ctx context.Context) (*service.Service, error)
	front proxies // in front of it

	mu      sync.Mutex
	present *generation
	ended   sync.WaitGroup // generations that are not closed yet
	closing error          // of those that were
}

// generation is a service, and how many requests it answers. Its fields belong to hosting.mu.
type generation struct {
	service *service.Service
	active  int
	retired bool
}

// newHosting opens the first service.
func newHosting(ctx context.Context, open func(ctx context.Context) (*service.Service, error)) (*hosting, error) {
	h := &hosting{open: open}
	return h, h.reload(ctx)
}

// reload reads the settings anew. When they are wrong, everything stays as it is.
func (h *hosting) reload(ctx context.Context) error {
	s, err := h.open(ctx)
	if err != nil {
		return err
	}
	h.replace(&generation{service: s})
	return nil
}

// replace puts a generation in the place of the present one; nil ends.
func (h *hosting) replace(next *generation) {
	h.mu.Lock()
	before := h.present
	h.present = next
	if next != nil {
		h.ended.Add(1)
	}
	idle := false
	if before != nil {
		before.retired = true
		idle = before.active == 0
	}
	h.mu.Unlock()
	if idle {
		h.end(before)
	}
}

func (h *hosting) end(g *generation) {
	err := g.service.Close()
	h.mu.Lock()
	h.closing = errors.Join(h.closing, err)
	h.mu.Unlock()
	h.ended.Done()
}

// take returns the present generation, which stays open until release.
func (h *hosting) take() *generation {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.present != nil {
		h.present.active++
	}
	return h.present
}

func (h *hosting) release(g *generation) {
	h.mu.Lock()
	g.active--
	idle := g.retired && g.active == 0
	h.mu.Unlock()
	if idle {
		h.end(g)
	}
}

// ServeHTTP answers with the present service.
func (h *hosting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g := h.take()
	if g == nil {
		http.Error(w, "the service has ended", http.StatusServiceUnavailable)
		return
	}
	defer h.release(g)
	g.service.Handler().ServeHTTP(w, r)
}

// sweep does the present service's daily work.
func (h *hosting) sweep(ctx context.Context) error {
	g := h.take()
	if g == nil {
		return nil
	}
	defer h.release(g)
	return g.service.Sweep(ctx)
}

// standing returns how the present service stands; nothing can be written while there is none.
func (h *hosting) standing(ctx context.Context) service.Standing {
	g := h.take()
	if g == nil {
		return service.Standing{}
	}
	defer h.release(g)
	return g.service.Standing(ctx)
}

// warn writes what an owner must know of the present service.
func (h *hosting) warn(ctx context.Context, to io.Writer) error {
	g := h.take()
	if g == nil {
		return nil
	}
	defer h.release(g)
	warnings, err := warningsOf(ctx, g.service)
	for _, w := range warnings {
		say(to, w)
	}
	return err
}

// close ends the present service, and waits for those before.
func (h *hosting) close() error {
	h.replace(nil)
	h.ended.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closing
}

// complain writes a fault to whoever reads the server's messages.
func complain(to io.Writer, err error) { say(to, fault.Of(err).Text()) }
