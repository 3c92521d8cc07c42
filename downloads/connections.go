package downloads

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
)

// connections is the HTTP client of a queue. Each request in flight has a client of its own that holds at most one
// connection, so whoever has a slot at a host (hosts.go) has a connection, and there is none beside: not one that is
// being opened for a request that was given up, nor one that net/http has yet to close.
//
// HTTP/1.1 is spoken first: many connections are many TCP connections. A host that refuses it is spoken to in HTTP/2, and
// there, too, each request has a connection of its own, so that no window of one connection bounds them all.
type connections struct {
	base http.RoundTripper

	mu sync.Mutex
	by map[string]*hostClients
}

// hostClients are the clients of one host that nobody uses now.
type hostClients struct {
	free  []*client
	http2 bool // the host refused HTTP/1.1 and took HTTP/2
	plain bool // it does not take HTTP/2, either
}

// client holds at most one connection to one host.
type client struct {
	rt    http.RoundTripper
	host  string
	http2 bool
}

// Connector is an HTTP client for Config.HTTP that wraps others: each that Connection returns is used by one request at a
// time and should hold at most one connection to a host; see OneConnection.
type Connector interface {
	http.RoundTripper
	Connection() http.RoundTripper
}

// OneConnection returns a transport like t that holds at most one connection to a host. A dial ends with the request that
// it is for.
func OneConnection(t *http.Transport) *http.Transport {
	one := t.Clone()
	one.MaxConnsPerHost = 1
	dial := one.DialContext
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	one.DialContext = bounded(dial)
	if one.DialTLSContext != nil {
		one.DialTLSContext = bounded(one.DialTLSContext)
	}
	return one
}

// http2Connection is OneConnection for HTTP/2 alone. What a connection buffers is bounded, since the memory of a queue is.
func http2Connection(t *http.Transport) *http.Transport {
	one := OneConnection(t)
	one.MaxConnsPerHost = 0 // its requests come one after another, and one whose connection said GOAWAY needs the next
	one.TLSNextProto = nil
	one.Protocols = new(http.Protocols)
	one.Protocols.SetHTTP2(true)
	one.HTTP2 = &http.HTTP2Config{MaxReceiveBufferPerStream: http2Buffer, MaxReceiveBufferPerConnection: http2Buffer, MaxReadFrameSize: 256 << 10}
	return one
}

// http2Buffer is the flow control window of an HTTP/2 connection: 10 MiB a second at 100 ms.
const http2Buffer = 1 << 20

type contextKey int

const (
	keyRequest contextKey = iota // the context of the request that a dial is for
	keyHTTP2                     // whether HTTP/2 is offered
)

// bounded ends a dial with its request: net/http lets it go on for the next one.
func bounded(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) { //nolint:contextcheck // a dial has the context of its request, too
		request, ok := ctx.Value(keyRequest).(context.Context)
		if !ok {
			return dial(ctx, network, address)
		}
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(request, func() { cancel(context.Cause(request)) })() //nolint:contextcheck // as above
		return dial(ctx, network, address)
	}
}

// roundTrip sends a request. The body that is returned must be closed: its client is free then, and its connection either
// too, or closed.
func (c *connections) roundTrip(req *http.Request) (*http.Response, error) {
	one := c.take(req.URL)
	resp, fresh, err := c.try(one, req)
	if one.http2 {
		if err != nil && fresh && req.Context().Err() == nil {
			c.forget(one.host) // the next request begins with HTTP/1.1 again
		}
		return resp, err
	}
	if !refusesHTTP1(resp, fresh, err) || !c.mayTryHTTP2(req.URL) {
		return resp, err
	}
	if err == nil {
		discard(resp)
		resp.Body = http.NoBody
	}
	better, _, worse := c.try(c.make(one.host, true), req)
	c.learn(one.host, worse == nil)
	if worse != nil {
		return resp, err
	}
	return better, nil
}

// try sends a request over one client. It reports whether a new connection was used, or none came about.
func (c *connections) try(one *client, req *http.Request) (resp *http.Response, fresh bool, err error) {
	body := &connectionBody{all: c, client: one}
	fresh = true
	ctx := context.WithValue(req.Context(), keyRequest, req.Context())
	if one.http2 {
		ctx = context.WithValue(ctx, keyHTTP2, true)
	}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		body.conn, fresh = got.Conn, !got.Reused
	}})
	resp, err = one.rt.RoundTrip(req.WithContext(ctx))
	if err != nil {
		if fresh && unagreed(body.conn) {
			err = &unagreedError{err}
		}
		body.end()
		return nil, fresh, err
	}
	body.ReadCloser, body.last, resp.Body = resp.Body, resp.Close, body
	return resp, fresh, nil
}

// connectionBody is the body of an answer. It knows the connection on which it comes.
type connectionBody struct {
	io.ReadCloser
	all    *connections
	client *client
	conn   net.Conn
	last   bool // the server closes the connection after it
	whole  bool // it was read to its end
	closed bool
}

func (b *connectionBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.whole = b.whole || errors.Is(err, io.EOF)
	return n, err
}

// Close frees the client. A connection that can't be used again is closed when Close returns.
func (b *connectionBody) Close() error {
	if b.closed {
		return nil
	}
	b.closed = true
	err := b.ReadCloser.Close()
	b.end()
	return err
}

func (b *connectionBody) end() {
	if b.conn == nil || b.whole && !b.last {
		b.all.put(b.client)
		return
	}
	conn := b.conn
	if encrypted, ok := conn.(*tls.Conn); ok {
		conn = encrypted.NetConn() // without a farewell, which would wait for room
	}
	_ = conn.Close() // net/http closes it, too, but only some time later
}

// take returns a client that nobody uses.
func (c *connections) take(u *url.URL) *client {
	name := u.Scheme + "://" + hostPort(u)
	c.mu.Lock()
	h := c.host(name)
	if n := len(h.free); n > 0 {
		one := h.free[n-1]
		h.free = h.free[:n-1]
		c.mu.Unlock()
		return one
	}
	http2 := h.http2
	c.mu.Unlock()
	return c.make(name, http2)
}

// make returns a new client.
func (c *connections) make(host string, http2 bool) *client {
	one := &client{rt: c.base, host: host, http2: http2}
	switch base := c.base.(type) {
	case *http.Transport:
		if http2 {
			one.rt = http2Connection(base)
		} else {
			one.rt = OneConnection(base)
		}
	case Connector:
		one.rt = base.Connection()
	}
	return one
}

// put takes a client back. One for a protocol that its host does not speak is given up.
func (c *connections) put(one *client) {
	c.mu.Lock()
	h := c.host(one.host)
	keep := h.http2 == one.http2
	if keep {
		h.free = append(h.free, one)
	}
	c.mu.Unlock()
	if !keep {
		one.close()
	}
}

// host returns what is kept of a host. mu is held.
func (c *connections) host(name string) *hostClients {
	h := c.by[name]
	if h == nil {
		h = &hostClients{}
		c.by[name] = h
	}
	return h
}

// closeIdle drops the connections that nobody uses now. What was learned of hosts is forgotten, too.
func (c *connections) closeIdle() {
	c.mu.Lock()
	hosts := c.by
	c.by = map[string]*hostClients{}
	c.mu.Unlock()
	for _, h := range hosts {
		for _, one := range h.free {
			one.close()
		}
	}
	(&client{rt: c.base}).close()
}

func (c *client) close() {
	if t, ok := c.rt.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// mayTryHTTP2 reports whether it is worth a try with a host that refused HTTP/1.1.
func (c *connections) mayTryHTTP2(u *url.URL) bool {
	if _, ours := c.base.(*http.Transport); !ours || u.Scheme != "https" {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.host(u.Scheme + "://" + hostPort(u)).plain
}

// learn notes whether a host that refused HTTP/1.1 takes HTTP/2.
func (c *connections) learn(name string, http2 bool) {
	c.mu.Lock()
	h := c.host(name)
	useless := h.free
	c.by[name] = &hostClients{http2: http2, plain: !http2}
	c.mu.Unlock()
	for _, one := range useless {
		one.close()
	}
}

// forget notes that nothing is known of a host.
func (c *connections) forget(name string) {
	c.mu.Lock()
	delete(c.by, name)
	c.mu.Unlock()
}

// Statuses with which a server or a load balancer says that it wants another version of HTTP.
const statusIncompatibleProtocol = 464

// refusesHTTP1 reports whether a server seems to speak HTTP/2 alone: it says so, ends the handshake for want of a common
// protocol, sends the frames of HTTP/2, or agreed on nothing and closed.
func refusesHTTP1(resp *http.Response, fresh bool, err error) bool {
	if err == nil {
		return resp.StatusCode == http.StatusHTTPVersionNotSupported || resp.StatusCode == statusIncompatibleProtocol
	}
	// Neither crypto/tls nor net/http have types for these.
	if text := err.Error(); strings.Contains(text, "no application protocol") || strings.Contains(text, `malformed HTTP response "\x00\x00`) {
		return true
	}
	var silent *unagreedError
	return fresh && errors.As(err, &silent)
}

// unagreedError is the end of a connection on which no protocol was agreed on, before its first answer.
type unagreedError struct{ error }

func (u *unagreedError) Unwrap() error { return u.error }

// unagreed reports whether an encrypted connection agreed on no protocol, though one was offered.
func unagreed(conn net.Conn) bool {
	encrypted, ok := conn.(*tls.Conn)
	return ok && encrypted.ConnectionState().NegotiatedProtocol == ""
}
