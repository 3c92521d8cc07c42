package downloads

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

// NewTransport returns the hardened transport that is used when Config.HTTP is nil: HTTP/1.1 (many connections are
// many TCP connections; see connections for HTTP/2), no compression, bounded headers and waits, proxy from the function (nil: the
// environment's). TLSClientConfig may be set before its first use.
func NewTransport(proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}
	t := &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{}, // HTTP/1.1 only
		DisableCompression:     true,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    15 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
	t.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
		if resp.StatusCode != http.StatusOK {
			return &proxyError{proxy.Host, resp.StatusCode}
		}
		return nil
	}
	t.DialTLSContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		raw, err := t.DialContext(ctx, network, addr) // the caller may have set another one
		if err != nil {
			return nil, err
		}
		cfg := t.TLSClientConfig.Clone()
		cfg.NextProtos = []string{"http/1.1"}
		if ctx.Value(keyHTTP2) != nil {
			cfg.NextProtos = []string{"h2"}
		}
		if cfg.ServerName == "" {
			if cfg.ServerName, _, err = net.SplitHostPort(addr); err != nil {
				cfg.ServerName = addr
			}
		}
		conn := tls.Client(&gulpConn{Conn: raw}, cfg)
		ctx, cancel := context.WithTimeout(ctx, t.TLSHandshakeTimeout)
		defer cancel()
		if err := conn.HandshakeContext(ctx); err != nil {
			_ = raw.Close()
			return nil, err
		}
		return conn, nil
	}
	return t
}

// proxyError is a proxy that did not connect us to the server.
type proxyError struct {
	proxy  string // host and port
	status int
}

func (p *proxyError) Error() string { return "the proxy answers " + http.StatusText(p.status) }

// gulpConn reads from the socket in large gulps under TLS, which by itself asks for one record (16 KiB) at a
// time: a system call for each is a large part of what TLS costs.
type gulpConn struct {
	net.Conn
	buf  []byte
	r, w int
}

const gulp = 128 << 10

func (c *gulpConn) Read(p []byte) (int, error) {
	if c.r == c.w {
		if c.buf == nil {
			c.buf = make([]byte, gulp)
		}
		n, err := c.Conn.Read(c.buf)
		if n <= 0 {
			return n, err
		}
		c.r, c.w = 0, n
	}
	n := copy(p, c.buf[c.r:c.w])
	c.r += n
	return n, nil
}
