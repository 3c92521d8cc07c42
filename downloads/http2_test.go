package downloads

import (
	"bytes"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// http2Server serves a file over TLS in HTTP/2 alone.
type http2Server struct {
	*httptest.Server
	version1 atomic.Int64 // requests in HTTP/1.1
	mu       sync.Mutex
	from     map[string]bool // addresses of connections in HTTP/2
}

func serveHTTP2(t *testing.T, data []byte, change func(*httptest.Server), handle func(http.ResponseWriter, *http.Request, http.Handler)) *http2Server {
	t.Helper()
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "file.bin", time.Time{}, bytes.NewReader(data))
	})
	s := &http2Server{from: map[string]bool{}}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 {
			s.mu.Lock()
			s.from[r.RemoteAddr] = true
			s.mu.Unlock()
		} else {
			s.version1.Add(1)
		}
		handle(w, r, plain)
	}))
	s.Config.Protocols = new(http.Protocols)
	s.Config.Protocols.SetHTTP2(true)
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2"}}
	if change != nil {
		change(s.Server)
	}
	s.Config.ErrorLog = quietLog()
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// connections returns how many connections in HTTP/2 brought requests.
func (s *http2Server) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.from)
}

// trusting returns the usual transport, which trusts a test server.
func (s *http2Server) trusting() *http.Transport {
	transport := NewTransport(noProxy)
	transport.TLSClientConfig.RootCAs = s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	return transport
}

// refuseHTTP1 makes the handshake of a client that offers HTTP/1.1 end for want of a common protocol.
func refuseHTTP1(s *httptest.Server) {
	s.TLS.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		for _, p := range hello.SupportedProtos {
			if p == "h2" {
				return nil, nil
			}
		}
		other := s.TLS.Clone()
		other.GetConfigForClient, other.NextProtos = nil, []string{"another"}
		return other, nil
	}
}

func bothVersions(s *httptest.Server) {
	s.Config.Protocols.SetHTTP1(true)
	s.TLS.NextProtos = []string{"h2", "http/1.1"}
}

// TestServerOfHTTP2Alone: whatever way it has to refuse HTTP/1.1, the file comes, over several connections.
func TestServerOfHTTP2Alone(t *testing.T) {
	const size = 12 << 20
	data, sum := content(size, 91)
	serveAll := func(w http.ResponseWriter, r *http.Request, plain http.Handler) { plain.ServeHTTP(w, r) }
	refuseWith := func(status int) func(http.ResponseWriter, *http.Request, http.Handler) {
		return func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
			if r.ProtoMajor == 1 {
				http.Error(w, "another version", status)
				return
			}
			plain.ServeHTTP(w, r)
		}
	}
	for name, c := range map[string]struct {
		change func(*httptest.Server)
		handle func(http.ResponseWriter, *http.Request, http.Handler)
	}{
		"no common protocol":    {refuseHTTP1, serveAll},
		"closes the connection": {nil, serveAll},
		"status 505":            {bothVersions, refuseWith(505)},
		"status 464":            {bothVersions, refuseWith(464)},
		"one stream at a time":  {func(s *httptest.Server) { refuseHTTP1(s); s.Config.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 1} }, serveAll},
		"small windows": {func(s *httptest.Server) {
			refuseHTTP1(s)
			s.Config.HTTP2 = &http.HTTP2Config{MaxReceiveBufferPerStream: 64 << 10}
		}, serveAll},
		"GOAWAY in each answer": {refuseHTTP1, func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
			w.Header().Set("Connection", "close")
			plain.ServeHTTP(w, r)
		}},
		"reset in some answers": {refuseHTTP1, sometimes(3, func(w http.ResponseWriter) { panic(http.ErrAbortHandler) })},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveHTTP2(t, data, c.change, c.handle)
			q := openQueue(t, Config{HTTP: s.trusting()})
			spec := Spec{URL: s.URL + "/file.bin", Dir: t.TempDir(), Size: size, SHA256: sum}
			id := add(t, q, spec)[0]
			if err := wait(t, q, id); err != nil {
				t.Fatal(err, q.Log(id))
			}
			arrived(t, filepath.Join(spec.Dir, "file.bin"), data)
			if n := s.connections(); n < 2 {
				t.Errorf("%d connections were used", n)
			}
			if n := s.version1.Load(); n > 1 {
				t.Errorf("%d requests were sent in HTTP/1.1", n)
			}
		})
	}
}

// sometimes breaks each nth answer after some bytes.
func sometimes(n int64, fail func(http.ResponseWriter)) func(http.ResponseWriter, *http.Request, http.Handler) {
	var count atomic.Int64
	return func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if count.Add(1)%n != 0 {
			plain.ServeHTTP(w, r)
			return
		}
		plain.ServeHTTP(&brokenWriter{ResponseWriter: w, left: 100 << 10, fail: fail}, r)
	}
}

type brokenWriter struct {
	http.ResponseWriter
	left int
	fail func(http.ResponseWriter)
}

func (b *brokenWriter) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		_ = http.NewResponseController(b.ResponseWriter).Flush()
		b.fail(b.ResponseWriter)
	}
	return b.ResponseWriter.Write(p)
}

// TestConnectionsOfHTTP2AreCut: the server goes away in the middle, and what came is not fetched again.
func TestConnectionsOfHTTP2AreCut(t *testing.T) {
	const size = 16 << 20
	data, sum := content(size, 92)
	gate := make(chan struct{})
	s := serveHTTP2(t, data, refuseHTTP1, func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		plain.ServeHTTP(&heldWriter{w, r, gate, 6 << 20}, r)
	})
	q := openQueue(t, Config{HTTP: s.trusting()})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: size, SHA256: sum})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Fetched >= 4<<20 })
	close(gate)
	s.CloseClientConnections()
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if e := q.Snapshot().Entry(id); e.Fetched != size {
		t.Errorf("%d bytes were fetched for %d", e.Fetched, size)
	}
}

// TestServerThatTakesNoVersion has a typed end, and is not asked in HTTP/2 again and again.
func TestServerThatTakesNoVersion(t *testing.T) {
	data, _ := content(1<<20, 93)
	s := serveHTTP2(t, data, bothVersions, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		http.Error(w, "none", http.StatusHTTPVersionNotSupported)
	})
	q := openQueue(t, Config{HTTP: s.trusting(), Settings: Settings{Tries: 1}})
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: t.TempDir(), Size: -1})[0]
	e := until(t, q, func(s *Snapshot) bool { return s.Entry(id).Fault != nil && s.Running == 0 }).Entry(id)
	var f *fault.Error
	if !errors.As(error(e.Fault), &f) || f.Code != "downloads.status" {
		t.Errorf("%s %v", e.State, e.Fault)
	}
}

// TestHTTP1ComesFirst: a server of both is spoken to in HTTP/1.1, where each connection has a window of its own.
func TestHTTP1ComesFirst(t *testing.T) {
	data, sum := content(4<<20, 94)
	s := serveHTTP2(t, data, bothVersions, func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		w.Header().Set("Alt-Svc", `h3=":443"; ma=86400, h2=":443"`)
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{HTTP: s.trusting()})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 4 << 20, SHA256: sum})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if n := s.connections(); n != 0 {
		t.Errorf("%d connections were in HTTP/2", n)
	}
}
