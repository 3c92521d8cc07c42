package downloads

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// content is size bytes that differ everywhere, and their SHA-256.
func content(size int, seed byte) ([]byte, string) {
	b := make([]byte, size)
	r := rand.NewChaCha8([32]byte{seed})
	_, _ = r.Read(b)
	sum := sha256.Sum256(b)
	return b, hex.EncodeToString(sum[:])
}

// fileServer serves one file properly, with a strong validator, and counts requests.
type fileServer struct {
	*httptest.Server
	data     atomic.Pointer[[]byte]
	etag     atomic.Pointer[string]
	requests atomic.Int64
	wrap     atomic.Pointer[func(http.ResponseWriter, *http.Request, http.Handler)]
}

func serve(t *testing.T, data []byte) *fileServer {
	t.Helper()
	s := &fileServer{}
	s.set(data, `"v1"`)
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		if e := *s.etag.Load(); e != "" {
			w.Header().Set("ETag", e)
		}
		http.ServeContent(w, r, "file.bin", time.Time{}, bytes.NewReader(*s.data.Load()))
	})
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := s.wrap.Load(); f != nil {
			(*f)(w, r, plain)
			return
		}
		plain(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *fileServer) set(data []byte, etag string) {
	s.data.Store(&data)
	s.etag.Store(&etag)
}

func (s *fileServer) behave(f func(http.ResponseWriter, *http.Request, http.Handler)) {
	s.wrap.Store(&f)
}

func openQueue(t *testing.T, cfg Config) *Queue {
	t.Helper()
	if cfg.Dir == "" {
		cfg.Dir = t.TempDir()
	}
	if cfg.HTTP == nil {
		cfg.HTTP = NewTransport(noProxy)
	}
	if cfg.Tuning.Backoff == 0 {
		cfg.Tuning.Backoff = 10 * time.Millisecond
	}
	q, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

func add(t *testing.T, q *Queue, specs ...Spec) []ID {
	t.Helper()
	ids, err := q.Add(t.Context(), specs...)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func wait(t *testing.T, q *Queue, ids ...ID) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := q.Wait(ctx, ids...)
	if ctx.Err() != nil {
		for _, e := range q.Snapshot().Entries {
			t.Logf("%+v\n%v", *e, q.Log(e.ID))
		}
		t.Fatal("the downloads did not end")
	}
	return err
}

func arrived(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("%s holds other bytes: %d of %d", path, len(got), len(want))
	}
	parts, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.part"))
	if len(parts) > 0 {
		t.Errorf("part files are left: %v", parts)
	}
}

func TestAFileComesWholeVerifiedAndUnderItsName(t *testing.T) {
	for _, size := range []int{0, 1, 64 << 10, 1<<20 + 1, 33<<20 + 7} {
		data, sum := content(size, 1)
		s := serve(t, data)
		q := openQueue(t, Config{})
		dir := t.TempDir()
		ids := add(t, q, Spec{URL: s.URL + "/file.bin?secret=1", Dir: dir, Size: int64(size), SHA256: sum})
		if err := wait(t, q, ids...); err != nil {
			t.Fatalf("%d bytes: %v %v", size, err, q.Log(ids[0]))
		}
		arrived(t, filepath.Join(dir, "file.bin"), data)
		e := q.Snapshot().Entry(ids[0])
		if e.State != Done || !e.Verified || e.Done != int64(size) || e.Fetched != int64(size) {
			t.Errorf("%d bytes: %+v", size, e)
		}
	}
}

func TestAFileOfUnknownSizeAndHashComesWhole(t *testing.T) {
	data, sum := content(5<<20, 2)
	s := serve(t, data)
	q := openQueue(t, Config{})
	dir := t.TempDir()
	ids := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1})
	if err := wait(t, q, ids...); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if e := q.Snapshot().Entry(ids[0]); e.SHA256 != sum || e.Verified || e.Size != 5<<20 {
		t.Errorf("%+v", e)
	}
}

// long reports whether the long forms of tests are asked for.
func long() bool { return os.Getenv("PROGRAM_CONNECT_LONG") != "" }

// noProxy goes straight, whatever the environment says.
func noProxy(*http.Request) (*url.URL, error) { return nil, nil }

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func quietLog() *log.Logger { return log.New(io.Discard, "", 0) }

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
