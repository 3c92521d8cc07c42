package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The limits of the receiver. A browser posts at once; whoever takes longer is not one.
const (
	maxPost         = 64 << 10
	postHeaderLimit = 5 * time.Second
	postLimit       = 10 * time.Second
	maxPostConns    = 64
	pageGrace       = 500 * time.Millisecond // to let the browser read our page before the port closes
)

// answer is what the authority posted through the browser.
type answer struct {
	code        string
	err         string // the OAuth error; "" with a code
	suberror    string
	description string // free text: read for a number and a correlation id, then dropped
}

// receiver waits on loopback for the one POST that ends a sign-in (OAuth 2.0 for native apps, RFC 8252
// section 7.3, with response_mode=form_post). Whatever has not our state, our Host and the right shape
// gets a 404, and the wait goes on: other programs on the computer can send anything here.
type receiver struct {
	state    string
	host     string // "localhost:port", as announced
	page     func(w http.ResponseWriter, r *http.Request, done bool)
	server   *http.Server
	answered chan answer
	once     sync.Once

	mu    sync.Mutex
	conns []net.Conn // in the order they came, while they have sent no request
}

// newReceiver opens the port. Entra ID ignores the port of http://localhost and refuses [::1], so localhost
// is announced. A browser may try ::1 first: the receiver takes the same port there, so that nobody else can.
func newReceiver(state string, page func(http.ResponseWriter, *http.Request, bool)) (*receiver, error) {
	listeners, port, err := listenLoopback()
	if err != nil {
		return nil, err
	}
	r := &receiver{state: state, host: net.JoinHostPort("localhost", strconv.Itoa(port)), page: page, answered: make(chan answer, 1)}
	r.server = &http.Server{
		Handler:           http.HandlerFunc(r.serve),
		ReadHeaderTimeout: postHeaderLimit, ReadTimeout: postLimit, WriteTimeout: postLimit, IdleTimeout: time.Second,
		MaxHeaderBytes: 16 << 10, ConnState: r.crowd, ErrorLog: silent(),
	}
	r.server.SetKeepAlivesEnabled(false)
	for _, l := range listeners {
		go func() { _ = r.server.Serve(l) }() // ends with close
	}
	return r, nil
}

// listenLoopback takes one port on 127.0.0.1 and, where the computer has it, on ::1.
func listenLoopback() ([]net.Listener, int, error) {
	var lc net.ListenConfig
	for range 20 {
		four, err := lc.Listen(context.Background(), "tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, 0, err
		}
		port := four.Addr().(*net.TCPAddr).Port
		six, err := lc.Listen(context.Background(), "tcp6", net.JoinHostPort("::1", strconv.Itoa(port)))
		if err == nil {
			return []net.Listener{four, six}, port, nil
		}
		if !addressInUse(err) {
			return []net.Listener{four}, port, nil // no ::1 on this computer
		}
		_ = four.Close() // somebody sits on the port over there: take another
	}
	return nil, 0, errors.New("no free port on loopback")
}

func (r *receiver) redirectURI() string { return "http://" + r.host }

// serve answers one request.
func (r *receiver) serve(w http.ResponseWriter, req *http.Request) {
	a, ok := r.read(w, req)
	if !ok {
		http.NotFound(w, req)
		return
	}
	first := false
	r.once.Do(func() { first = true })
	if !first {
		http.NotFound(w, req)
		return
	}
	r.page(w, req, a.err == "")
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	r.answered <- a
}

// read takes the answer out of a request that is ours.
func (r *receiver) read(w http.ResponseWriter, req *http.Request) (answer, bool) {
	if req.Method != http.MethodPost || req.URL.Path != "/" || req.URL.RawQuery != "" || !strings.EqualFold(req.Host, r.host) {
		return answer{}, false
	}
	kind, _, _ := strings.Cut(req.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return answer{}, false
	}
	req.Body = http.MaxBytesReader(w, req.Body, maxPost)
	if req.ParseForm() != nil {
		return answer{}, false
	}
	form := req.PostForm
	if subtle.ConstantTimeCompare([]byte(only(form, "state")), []byte(r.state)) != 1 {
		return answer{}, false
	}
	a := answer{code: only(form, "code"), err: only(form, "error"), suberror: only(form, "error_subcode"),
		description: only(form, "error_description")}
	if s := only(form, "suberror"); s != "" {
		a.suberror = s
	}
	return a, (a.code == "") != (a.err == "")
}

// only returns the value of a field that was sent exactly once.
func only(form url.Values, name string) string {
	if v := form[name]; len(v) == 1 {
		return v[0]
	}
	return ""
}

// crowd closes the oldest connection that has sent nothing when there are too many of them, so that half-open
// sockets never keep the browser out.
func (r *receiver) crowd(c net.Conn, state http.ConnState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if state == http.StateNew {
		r.conns = append(r.conns, c)
		if len(r.conns) > maxPostConns {
			_ = r.conns[0].Close()
			r.conns = r.conns[1:]
		}
		return
	}
	if state != http.StateActive {
		for i, known := range r.conns {
			if known == c {
				r.conns = append(r.conns[:i], r.conns[i+1:]...)
				return
			}
		}
	}
}

// close closes the port at once. With grace a page that is being written may be finished.
func (r *receiver) close(grace bool) {
	if grace {
		ctx, cancel := context.WithTimeout(context.Background(), pageGrace)
		defer cancel()
		if r.server.Shutdown(ctx) == nil {
			return
		}
	}
	_ = r.server.Close()
}
