package service_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/service"
)

// watching is an Observer that notes what it sees.
type watching struct {
	mu     sync.Mutex
	seen   []string
	events []service.Event
}

func (w *watching) Begin(ctx context.Context, method, route string, _ http.Header) (context.Context, func(service.Seen)) {
	return ctx, func(s service.Seen) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.seen = append(w.seen, fmt.Sprintf("%s %s %d %d", method, route, s.Status, s.Bytes))
	}
}

func (w *watching) Count(e service.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

func TestObserverSeesHowRequestsEnd(t *testing.T) {
	o := &watching{}
	r := newRig(t, func(c *service.Config) { c.Observer = o })
	r.program("0123456789")
	_, link := r.ready("anna")
	r.get(link.URL, "Range", "bytes=2-4")
	r.get(link.URL, "Range", "bytes=20-")
	r.get(link.URL, "If-None-Match", link.ETag)
	r.send("HEAD", link.URL, "")
	r.get(link.URL)
	list := r.get("/api/v1/packages", "Authorization", "Bearer token-anna")
	r.get("/api/v1/packages", "Authorization", "Bearer token-anna", "If-None-Match", list.header.Get("ETag"))
	refused := r.get("/api/v1/status", "Authorization", "Bearer wrong")
	r.server.Close()
	const file = "/files/{package}/{name}"
	for _, want := range []string{"GET " + file + " 206 3", "GET " + file + " 304 0", "HEAD " + file + " 200 0", "GET " + file + " 200 10",
		fmt.Sprintf("GET /api/v1/packages 200 %d", len(list.body)), "GET /api/v1/packages 304 0", fmt.Sprintf("GET /api/v1/status 401 %d", len(refused.body))} {
		if !slices.Contains(o.seen, want) {
			t.Errorf("%s is not in %v", want, o.seen)
		}
	}
	if !slices.ContainsFunc(o.seen, func(s string) bool { return strings.HasPrefix(s, "GET "+file+" 416 ") }) {
		t.Error(o.seen)
	}
	for _, e := range []service.Event{service.EventLink, service.EventWhole, service.EventMailSent, service.EventRefused} {
		if !slices.Contains(o.events, e) {
			t.Errorf("%s is not in %v", e, o.events)
		}
	}
}
