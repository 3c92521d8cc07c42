package service_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// endless is a gigabyte that is made on demand.
type endless struct{}

func (endless) ReadAt(p []byte, _ int64) (int, error) { return len(p), nil }
func (endless) Size() int64                           { return 1 << 30 }
func (endless) SHA256() string                        { return strings.Repeat("0", 64) }
func (endless) Pieces() []string                      { return nil }

// ends is a log that tells when a file request has ended.
type ends struct {
	slog.Handler
	files chan time.Time
}

func (e *ends) Enabled(context.Context, slog.Level) bool { return true }

func (e *ends) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "route" && strings.HasPrefix(a.Value.String(), "/files/") {
			e.files <- time.Now()
		}
		return true
	})
	return nil
}

// TestRunningFileEndsWithTheRight has somebody in the middle of a file when they may have it no longer.
func TestRunningFileEndsWithTheRight(t *testing.T) {
	for name, withdraw := range map[string]func(*rig) error{
		"revoked":           func(r *rig) error { return r.service.Revoke(ctx(r.t), "anna@people.example", "", "left") },
		"package withdrawn": func(r *rig) error { return r.service.WithdrawPackage(ctx(r.t), "large", "") },
		"terms changed": func(r *rig) error {
			_, err := r.service.PublishAgreement(ctx(r.t), serviceAgreement("eula", "2.0", "Second text."))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &ends{slog.DiscardHandler, make(chan time.Time, 1)}
			r := newRig(t, func(c *service.Config) {
				c.Content = map[string]service.Content{"endless": endless{}}
				c.Log = slog.New(log)
			})
			r.program("bytes")
			c, _ := r.ready("anna")
			_, err := r.service.PublishPackage(ctx(t), api.Package{ID: "large", Engagement: "main", Title: "Large", Type: "tool", Version: "1"},
				[]service.NewFile{{Name: "large.bin", Content: "endless"}})
			if err != nil {
				t.Fatal(err)
			}
			link, err := c.Link(ctx(t), "large", "large.bin")
			if err != nil {
				t.Fatal(err)
			}
			q := must(http.NewRequestWithContext(ctx(t), http.MethodGet, link.URL, nil))
			w, err := r.server.Client().Do(q)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = w.Body.Close() }()
			if _, err := io.CopyN(io.Discard, w.Body, 1<<20); err != nil {
				t.Fatal(err)
			}
			since := time.Now()
			if err := withdraw(r); err != nil {
				t.Fatal(err)
			}
			if took := (<-log.files).Sub(since); took > 5*time.Second { // 2 s on a machine with nothing else to do
				t.Errorf("it went on for %v", took)
			}
			rest, err := io.Copy(io.Discard, w.Body)
			if err == nil || rest > 100<<20 {
				t.Errorf("%d more bytes: %v", rest, err)
			}
		})
	}
}

func TestRangeUnits(t *testing.T) {
	r := newRig(t)
	r.program("0123456789")
	_, link := r.ready("anna")
	for value, want := range map[string]string{
		"items=0-1": "0123456789", "seconds=1-2": "0123456789", "bytes": "0123456789", "=0-1": "0123456789", "none": "0123456789", "Bytes=0-1": "01", "BYTES=-1": "9", "bytes=2-3": "23",
	} {
		if a := r.get(link.URL, "Range", value); a.body != want || (a.status == 206) != (len(want) < 10) {
			t.Errorf("%q: %d %q", value, a.status, a.body)
		}
	}
	for _, value := range []string{"bytes=10-", "bytes=99-100", "bytes=x-y", "bytes=5-2", "bytes=--1", "bytes=" + strings.Repeat("0-0,", 9) + "1-1"} {
		a := r.get(link.URL, "Range", value)
		if a.status != 416 || a.problem(t).Type != api.ProblemRange {
			t.Errorf("%q: %d", value, a.status)
		}
		if got := a.header.Get("Content-Range"); got != "" && got != "bytes */10" || got == "" && strings.Contains(value, "10-") {
			t.Errorf("%q: Content-Range %q", value, got)
		}
	}
}

func TestBearerInAnyCase(t *testing.T) {
	r := newRig(t)
	r.person("anna")
	for value, status := range map[string]int{
		"Bearer token-anna": 200, "bearer token-anna": 200, "BEARER token-anna": 200, "Bearer  token-anna": 200,
		"Bearer": 401, "Bearer ": 401, "Bearertoken-anna": 401, "Basic token-anna": 401, "token-anna": 401, "Bearer token-anna x": 401, "Bearer\ttoken-anna": 401,
	} {
		if a := r.get("/api/v1/status", "Authorization", value); a.status != status {
			t.Errorf("%q: %d", value, a.status)
		}
	}
}
