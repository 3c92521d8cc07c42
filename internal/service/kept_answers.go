package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// The bounds of answers that are kept.
const (
	keptLife  = 10 * time.Second // what the calendar or the settings change beside the catalogue shows by then
	keptBytes = 64 << 20         // of all; with more all are dropped
	keptQuery = 100              // bytes of a query; answers to longer ones are not kept
)

// keptAnswers are the answers of lists, encoded, for each person, until anything is written to the store.
type keptAnswers struct {
	mu    sync.Mutex
	byKey map[string]keptAnswer
	size  int
}

// keptAnswer is an encoded answer with its entity tag.
type keptAnswer struct {
	body    []byte
	tag     string
	version int64     // of the store
	made    time.Time // by the service's clock
	until   time.Time
}

func newKeptAnswers() *keptAnswers { return &keptAnswers{byKey: map[string]keptAnswer{}} }

func (k *keptAnswers) find(key string, version int64, now time.Time) (keptAnswer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a, there := k.byKey[key]
	return a, there && a.version == version && !now.Before(a.made) && now.Before(a.until)
}

func (k *keptAnswers) keep(key string, a keptAnswer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.size -= len(k.byKey[key].body)
	if k.size+len(a.body) > keptBytes {
		clear(k.byKey)
		k.size = 0
	}
	k.byKey[key] = a
	k.size += len(a.body)
}

// kept returns the answer of a list's route, from those that are kept where it still holds.
func (s *handler) kept(q *request, r route) (any, error) {
	version, err := s.store.Version(q.Context())
	if err != nil {
		return nil, err
	}
	now := s.now()
	p := q.person
	key := strings.Join([]string{p.ID(), p.Name, p.Address, p.Kind, q.URL.Path, q.URL.RawQuery}, "\x00")
	if a, ok := s.answers.find(key, version, now); ok {
		return a, nil
	}
	a, err := s.make(q.Context(), q, r, now)
	if err != nil {
		return nil, err
	}
	a.version = version
	if len(q.URL.RawQuery) <= keptQuery {
		s.answers.keep(key, a)
	}
	return a, nil
}

// make makes the answer of a list's route anew.
func (s *handler) make(ctx context.Context, q *request, r route, now time.Time) (keptAnswer, error) {
	value, err := r.answer(q)
	if err != nil {
		return keptAnswer{}, err
	}
	text, err := api.Encode(value)
	if err != nil {
		return keptAnswer{}, err
	}
	until := now.Add(keptLife)
	next, err := s.snapshots.nextChange(ctx, q.person.ID(), now)
	if err != nil {
		return keptAnswer{}, err
	}
	if !next.IsZero() && next.Before(until) {
		until = next
	}
	sum := sha256.Sum256(text)
	return keptAnswer{body: text, tag: strongTag(hex.EncodeToString(sum[:16])), made: now, until: until}, nil
}

// writeKept writes an answer with its tag, or says that the one at hand still holds.
func writeKept(w http.ResponseWriter, h *http.Request, a keptAnswer) {
	header := w.Header()
	header.Set("ETag", a.tag)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("Vary", "Authorization")
	if sameTag(h.Header.Get("If-None-Match"), a.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	writeJSON(w, a.body)
}

// sameTag reports whether If-None-Match names a tag (RFC 9110, section 13.1.2: compared weakly).
func sameTag(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}
