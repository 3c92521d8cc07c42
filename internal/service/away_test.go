package service_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// plain are the statuses that answers had, as they came over the line, and those that were not clear.
type plain struct {
	next http.RoundTripper

	mu       sync.Mutex
	statuses map[int]int
	unclear  []string
}

// RoundTrip notes the answer. A refusal is clear when it is problem details with a code, and says when to ask again.
func (p *plain) RoundTrip(q *http.Request) (*http.Response, error) {
	w, err := p.next.RoundTrip(q)
	if err != nil {
		return w, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.statuses[w.StatusCode]++
	if w.StatusCode >= 500 && (w.StatusCode != http.StatusServiceUnavailable || w.Header.Get("Content-Type") != api.ProblemType || w.Header.Get("Retry-After") == "") {
		p.unclear = append(p.unclear, q.Method+" "+q.URL.Path+" "+w.Status)
	}
	return w, nil
}

// TestDatabaseRestartsUnderLoad stops and kills PostgreSQL while people write through two instances.
func TestDatabaseRestartsUnderLoad(t *testing.T) {
	oncePerRun(t)
	pgtest.Need(t)
	cluster, err := pgtest.New()
	noError(t, err)
	t.Cleanup(func() { noError(t, cluster.Remove()) })
	address, err := cluster.Create()
	noError(t, err)
	many, restarts := amount(6, 50), amount(2, 10)
	d := testData{dir: t.TempDir(), database: address}
	text := prepared(t, d, many)
	var servers []*httptest.Server
	for range 2 {
		s, err := d.open(ctx(t), instanceConfig(func() string { return "http://127.0.0.1:1" }))
		noError(t, err)
		server := httptest.NewServer(s.Handler())
		t.Cleanup(func() {
			server.Close()
			noError(t, s.Close())
		})
		servers = append(servers, server)
	}
	f := &fleet{t: t, addresses: []string{servers[0].URL, servers[1].URL}}
	line := &plain{next: f, statuses: map[int]int{}}
	w := newWriters(t, func(token string) *client.Client {
		return client.NewClient(client.Options{Address: "http://127.0.0.1:1", HTTP: line,
			Token: func(context.Context, string, string, bool) (string, error) { return token, nil }})
	}, func(err error) bool { return code(err) == api.CodeUnavailable })
	w.sha256 = text
	end := w.begin(many)
	defer end()
	for n := range restarts {
		w.wait(20)
		if n%2 == 0 {
			noError(t, cluster.Stop())
		} else {
			noError(t, cluster.Crash())
		}
		for _, s := range servers {
			status(t, s.URL+"/readyz", http.StatusServiceUnavailable)
			status(t, s.URL+"/healthz", http.StatusOK)
		}
		noError(t, cluster.Start())
		for _, s := range servers {
			status(t, s.URL+"/readyz", http.StatusOK)
		}
	}
	w.wait(20)
	end()
	line.mu.Lock()
	defer line.mu.Unlock()
	if len(line.unclear) > 0 {
		t.Errorf("%d answers are not clear: %s", len(line.unclear), strings.Join(line.unclear[:min(5, len(line.unclear))], ", "))
	}
	if line.statuses[http.StatusServiceUnavailable] == 0 {
		t.Error("nobody was refused")
	}
	w.check(d, nil)
	t.Logf("answers by status: %v", line.statuses)
}

// status asks until the answer has a status: a service comes back by itself.
func status(t *testing.T, address string, want int) {
	t.Helper()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for patience := time.Now().Add(time.Minute); ; <-ticker.C {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		noError(t, err)
		w, err := http.DefaultClient.Do(q)
		noError(t, err)
		noError(t, w.Body.Close())
		if w.StatusCode == want {
			return
		}
		if time.Now().After(patience) {
			t.Fatalf("%s: %d, not %d", address, w.StatusCode, want)
		}
	}
}
