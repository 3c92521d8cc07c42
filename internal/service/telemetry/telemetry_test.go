package telemetry

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/programconnect/programconnect/internal/service"
)

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body.String())
	}
	return w.Body.String()
}

func TestFiguresOfRequestsAndStores(t *testing.T) {
	m := NewMetrics("1.2", func(context.Context) service.Standing {
		return service.Standing{Database: true, MailsWaiting: 3, MailOldest: time.Now().Add(-time.Hour), MailTrouble: true}
	})
	_, end := m.Begin(t.Context(), "GET", "/api/v1/status", nil)
	if !strings.Contains(scrape(t, m), "program_service_requests_running 1") {
		t.Error("a request that runs is not counted")
	}
	end(service.Seen{Status: 200, Bytes: 10, Took: 3 * time.Millisecond})
	_, end = m.Begin(t.Context(), "GET", filesRoute, nil)
	end(service.Seen{Status: 206, Bytes: 1000, Took: time.Hour})
	m.Count(service.EventLink)
	text := scrape(t, m)
	for _, line := range []string{
		`program_service_requests_total{method="GET",route="/api/v1/status",status="200"} 1`,
		`program_service_requests_total{method="GET",route="/files/{package}/{name}",status="206"} 1`,
		`program_service_answer_bytes_total{route="/files/{package}/{name}"} 1000`,
		`program_service_request_seconds_bucket{route="/api/v1/status",le="0.005"} 1`,
		`program_service_requests_running 0`, `program_service_events_total{event="link"} 1`, `program_service_events_total{event="whole"} 0`,
		`program_service_store_writable{store="database"} 1`, `program_service_store_writable{store="files"} 0`,
		`program_service_mails_waiting 3`, `program_service_mail_trouble 1`, `program_service_info{version="1.2"} 1`, "go_goroutines ",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%s is not in:\n%s", line, text)
		}
	}
	if strings.Contains(text, `program_service_request_seconds_count{route="/files/`) {
		t.Error("the time of a file is taken for the service's own")
	}
}

// collector takes traces.
type collector struct {
	mu    sync.Mutex
	taken []string
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken = append(c.taken, r.Header.Get("Content-Type")+" "+string(text))
	w.WriteHeader(http.StatusOK)
}

func TestSpansAreSentAsOTLP(t *testing.T) {
	c := &collector{}
	server := httptest.NewServer(c)
	defer server.Close()
	traces := tracesTo("1.2", 0, trace.NewSimpleSpanProcessor(&exporter{address: server.URL, client: server.Client()}))
	_, end := traces.Begin(t.Context(), "GET", "/healthz", http.Header{}) // no part of a trace, and none begins
	end(service.Seen{Status: 200})
	header := http.Header{"Traceparent": {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}
	_, end = traces.Begin(t.Context(), "GET", "/api/v1/packages/{id}", header)
	end(service.Seen{Status: 500, Bytes: 12})
	if err := traces.Close(); err != nil {
		t.Fatal(err)
	}
	if len(c.taken) != 1 {
		t.Fatalf("%d are sent", len(c.taken))
	}
	kind, text, _ := strings.Cut(c.taken[0], " ")
	var sent otlpRequest
	if err := json.Unmarshal([]byte(text), &sent, json.RejectUnknownMembers(true)); err != nil || kind != "application/json" {
		t.Fatal(kind, err)
	}
	span := sent.Resources[0].Scopes[0].Spans[0]
	if span.TraceID != "0af7651916cd43dd8448eb211c80319c" || span.Parent != "b7ad6b7169203331" || len(span.SpanID) != 16 || span.Kind != 2 || span.Status.Code != 2 ||
		span.Name != "GET /api/v1/packages/{id}" || len(span.Start) != 19 {
		t.Errorf("%s", text)
	}
	for _, part := range []string{`"key":"service.name","value":{"stringValue":"program-service"}`, `"key":"http.response.status_code","value":{"intValue":"500"}`} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}

func TestCollectorThatIsAwayCostsNothing(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	traces := NewTraces("1.2", server.URL, 1, server.Client())
	o := Both(traces, NewMetrics("1", func(context.Context) service.Standing { return service.Standing{} }))
	for range 10_000 { // more than wait for it
		_, end := o.Begin(t.Context(), "GET", "/healthz", http.Header{})
		end(service.Seen{Status: 200})
	}
	_ = traces.Close()
}
