package service

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

const (
	healthKept = time.Second     // how long what was found counts, so that asking costs the disk nothing
	healthTime = 5 * time.Second // how long a store may take
)

// health finds out whether the stores take writes.
type health struct {
	database probe
	files    probe
}

func newHealth(b *base) *health {
	return &health{probe{now: b.now, ask: b.store.Writable}, probe{now: b.now, ask: b.blobs.Writable}}
}

// probe asks one store, once for all who want to know at the same time.
type probe struct {
	now func() time.Time
	ask func(context.Context) error

	mu    sync.Mutex
	asked time.Time
	under chan struct{} // closed when the question under way is answered; nil without one
	found error
}

// check returns why a store can't be written, or nil.
func (p *probe) check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	answered, fresh, err := p.begin(ctx)
	if fresh {
		return err
	}
	select {
	case <-answered:
		return p.result()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin returns what is known when it is fresh; otherwise a channel that closes with the answer, for which it asks.
func (p *probe) begin(ctx context.Context) (answered <-chan struct{}, fresh bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if since := p.now().Sub(p.asked); p.under == nil && p.found == nil && !p.asked.IsZero() && since >= 0 && since < healthKept {
		return nil, true, nil
	}
	if p.under == nil {
		p.under = make(chan struct{})
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), healthTime)
		go func() {
			defer cancel()
			p.finish(p.ask(ctx))
		}()
	}
	return p.under, false, nil
}

func (p *probe) finish(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found = err
	p.asked = p.now()
	close(p.under)
	p.under = nil
}

func (p *probe) result() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.found
}

// healthAPI says whether the service is well.
type healthAPI struct{ *base }

func (a *healthAPI) routes() []route {
	return []route{
		{method: "GET", path: "/healthz", answer: a.getHealth, open: true},
		{method: "GET", path: "/readyz", answer: a.getReadiness, open: true},
	}
}

// getHealth says whether the service is alive: whether its database can be written. A database elsewhere that is away is no
// reason to start this process anew: it is not ready then, and readyz says so.
func (a *healthAPI) getHealth(q *request) (any, error) {
	if err := a.health.database.check(q.Context()); err != nil && !errors.Is(err, store.ErrAway) {
		a.config.Log.Error("the database can't be written", "error", err)
		return nil, refuse(api.CodeUnavailable, nil)
	}
	return struct {
		Status string `json:"status"`
	}{"ok"}, nil
}

// readiness is what readyz tells.
type readiness struct {
	Status   string        `json:"status"`   // "ready" or "not ready"
	Database string        `json:"database"` // "ok" or "can't be written"
	Files    string        `json:"files"`    // the same
	Mail     mailReadiness `json:"mail"`
}

// mailReadiness is how the outbox stands.
type mailReadiness struct {
	Status  string `json:"status"` // "ok" or "trouble"
	Waiting int    `json:"waiting"`
	mailTrouble
	Oldest time.Time `json:"oldest,omitzero"` // when the mail that waits longest was written
}

// getReadiness answers with what works. Mail in trouble does not make the service unready: everything else goes on.
func (a *healthAPI) getReadiness(q *request) (any, error) {
	r := readiness{Status: "ready", Database: "ok", Files: "ok", Mail: mailReadiness{Status: "ok"}}
	if err := a.health.database.check(q.Context()); err != nil {
		a.config.Log.Error("the database can't be written", "error", err)
		r.Status, r.Database = "not ready", "can't be written"
	}
	if err := a.health.files.check(q.Context()); err != nil {
		a.config.Log.Error("the files can't be written", "error", err)
		r.Files = "can't be written"
		if _, elsewhere := a.blobs.(blob.Linker); !elsewhere { // a store elsewhere is away for every instance; the rest goes on
			r.Status = "not ready"
		}
	}
	if waiting, err := a.data().Outbox.Waiting(q.Context(), a.now()); err == nil {
		r.Mail.Waiting = waiting.All
		r.Mail.Oldest = waiting.Oldest
	}
	if r.Mail.mailTrouble = a.outbox.lastTrouble(); r.Mail.Kind != "" {
		r.Mail.Status = "trouble"
	}
	if r.Status == "ready" {
		return r, nil
	}
	text, err := api.Encode(r)
	if err != nil {
		return nil, err
	}
	q.w.Header().Set("Content-Type", "application/json")
	q.w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	q.w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = q.w.Write(text) // a reader that went away is no error of the service
	return written{}, nil
}
