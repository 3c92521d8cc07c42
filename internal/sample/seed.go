package sample

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// seedVersion changes when the sample's contents do.
const seedVersion = "1"

// seeder fills a new folder by the same requests that people make. Its tokens are random, known to this process alone, and
// good only while the folder is filled.
type seeder struct {
	mu     sync.Mutex
	tokens map[string]service.Identity
}

func (s *seeder) person(bearer string) (service.Identity, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.tokens[bearer]
	return p, ok
}

// client returns a client that speaks for a person, straight to the handler.
func (s *seeder) client(h *Host, p service.Identity) *client.Client {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never returns an error
	token := "seed-" + hex.EncodeToString(b[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[token] = p
	return client.NewClient(client.Options{Address: h.address, HTTP: handlerTransport{h.service.Handler()},
		Token: func(context.Context, string, string, bool) (string, error) { return token, nil }})
}

// filled reports whether everything is there already. The folder's mark says nothing of data that are elsewhere.
func filled(ctx context.Context, mark string, c Config, h *Host) (bool, error) {
	if text, err := os.ReadFile(mark); err != nil || string(text) != seedVersion {
		return false, nil //nolint:nilerr // without a mark it is filled
	}
	if c.Store == nil {
		return true, nil
	}
	there, err := h.service.Engagements(ctx)
	return len(there) > 0, err
}

// fill fills the folder once. A fill that was cut short is done again; what is there already stays. One process fills, others wait.
func (s *seeder) fill(ctx context.Context, c Config, h *Host) error {
	mark := filepath.Join(c.Dir, "filled")
	if full, err := filled(ctx, mark, c, h); full || err != nil {
		return err
	}
	lock := flock.New(filepath.Join(c.Dir, "fill.lock"))
	if ok, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil || !ok {
		return folderFault(err)
	}
	defer func() { _ = lock.Unlock() }()
	if full, err := filled(ctx, mark, c, h); full || err != nil {
		return err
	}
	s.mu.Lock()
	s.tokens = map[string]service.Identity{}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.tokens = nil
		s.mu.Unlock()
	}()
	if err := s.steps(ctx, c, h); err != nil {
		return err
	}
	if err := os.WriteFile(mark, []byte(seedVersion), 0o600); err != nil {
		return folderFault(err)
	}
	return nil
}

// steps are the sample's history in its order: engagements, the first terms, people who accept them, packages, some
// feedback, the terms of today, an invitation.
func (s *seeder) steps(ctx context.Context, c Config, h *Host) error {
	texts, err := agreementTexts()
	if err != nil {
		return err
	}
	if err := publishEngagements(ctx, h.service); err != nil {
		return err
	}
	now := c.Clock()
	if err := publishTerms(ctx, h.service, texts.first(now)); err != nil {
		return err
	}
	people := identities()
	for _, m := range members() {
		if err := s.enrol(ctx, h, m, people[m.address]); err != nil {
			return err
		}
	}
	if err := publishPackages(ctx, h.service, texts, now); err != nil {
		return err
	}
	if err := s.sendFeedback(ctx, h, people); err != nil {
		return err
	}
	if err := publishTerms(ctx, h.service, texts.today(now)); err != nil {
		return err
	}
	return invite(ctx, h.service, people)
}

// publishTerms publishes what is not there yet.
func publishTerms(ctx context.Context, s *service.Service, list []service.NewAgreement) error {
	for _, a := range list {
		var known *fault.Error
		if _, err := s.PublishAgreement(ctx, a); err != nil && (!errors.As(err, &known) || known.Code != "service.agreement") {
			return err
		}
	}
	return nil
}

// handlerTransport answers requests from a handler in this process.
type handlerTransport struct{ handler http.Handler }

// RoundTrip answers one request.
func (t handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.Clone(r.Context())
	q.RequestURI, q.RemoteAddr, q.Host = r.URL.RequestURI(), "127.0.0.1:0", r.URL.Host
	w := &recorded{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(w, q)
	return &http.Response{StatusCode: w.status, Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}, nil
}

type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorded) Header() http.Header         { return w.header }
func (w *recorded) Write(b []byte) (int, error) { return w.body.Write(b) }
func (w *recorded) WriteHeader(status int)      { w.status = status }
