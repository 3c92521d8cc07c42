package downloadtest

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
)

// Server serves Files over loopback. It is safe for use by several goroutines.
type Server struct {
	URL      string       // the base address, without a slash at its end
	Address  string       // host:port
	Requests atomic.Int64 // requests that came, for any path
	Sent     atomic.Int64 // bytes of bodies handed to the kernel; more than what a killed client received

	test   *httptest.Server
	mu     sync.Mutex
	paths  map[string]http.Handler
	closed chan struct{}
	auth   sync.Map // every Authorization value that was seen
}

// ServerOptions set a server up. The zero value is a plain, unlimited http server.
type ServerOptions struct {
	TLS      bool
	Throttle Throttle
}

// NewServer starts a server on a free port of loopback. Close it.
func NewServer(options ServerOptions) (*Server, error) {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{paths: map[string]http.Handler{}, closed: make(chan struct{})}
	s.test = &httptest.Server{
		Listener: options.Throttle.throttled(listener),
		Config:   &http.Server{Handler: s, ErrorLog: discardLog(), MaxHeaderBytes: 64 << 10},
	}
	if options.TLS {
		s.test.StartTLS()
	} else {
		s.test.Start()
	}
	s.URL, s.Address = s.test.URL, listener.Addr().String()
	return s, nil
}

// Handle serves path (with its leading slash) with handler, instead of what served it before.
func (s *Server) Handle(path string, handler http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if file, is := handler.(*File); is {
		file.server = s
	}
	s.paths[path] = handler
}

// ServeHTTP answers with the handler of the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Requests.Add(1)
	if value := r.Header.Get("Authorization"); value != "" {
		s.auth.Store(value, true)
	}
	s.mu.Lock()
	handler := s.paths[r.URL.Path]
	s.mu.Unlock()
	if handler == nil {
		http.NotFound(w, r)
		return
	}
	handler.ServeHTTP(w, r)
}

// AuthorizationValues returns the Authorization values that requests to this server carried.
func (s *Server) AuthorizationValues() []string {
	var values []string
	s.auth.Range(func(value, _ any) bool {
		values = append(values, value.(string))
		return true
	})
	return values
}

// Certificates returns a pool with the certificate of a TLS server.
func (s *Server) Certificates() *x509.CertPool {
	pool := x509.NewCertPool()
	if certificate := s.test.Certificate(); certificate != nil {
		pool.AddCert(certificate)
	}
	return pool
}

// Closed returns a channel that is closed when the server closes: a handler that waits on purpose waits for this too.
func (s *Server) Closed() <-chan struct{} { return s.closed }

// Cut breaks every connection that is open; new ones are served.
func (s *Server) Cut() { s.test.CloseClientConnections() }

// Close breaks every connection and stops the server.
func (s *Server) Close() {
	s.mu.Lock()
	select {
	case <-s.closed:
		s.mu.Unlock()
		return
	default:
	}
	close(s.closed)
	s.mu.Unlock()
	s.test.CloseClientConnections()
	s.test.Close()
}
