package client

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// guarded is a transport that asks reach before each request and each connection: by the host as it is written, and where no proxy is
// used by the address that it has come to. Redirects are requests of their own.
type guarded struct {
	*http.Transport
	reach *session.Reach
}

// guard returns the transport with reach asked. It must not have been used before.
func guard(t *http.Transport, reach *session.Reach) guarded {
	proxies := &proxySet{}
	if find := t.Proxy; find != nil {
		t.Proxy = func(r *http.Request) (*url.URL, error) {
			found, err := find(r)
			proxies.add(found)
			return found, err
		}
	}
	dialer := net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}
	t.DialContext = func(ctx context.Context, network, host string) (net.Conn, error) {
		d := dialer
		if proxies.has(host) { // the person, or their administrator, named it
			return d.DialContext(ctx, network, host)
		}
		d.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			return reach.CheckDial(host, to.Addr())
		}
		conn, err := d.DialContext(ctx, network, host)
		if err == nil {
			if to, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
				reach.Reached(host, to.AddrPort().Addr())
			}
		}
		return conn, err
	}
	return guarded{t, reach}
}

// RoundTrip sends a request whose host may be asked.
func (g guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	_, host, _ := strings.Cut(urlcheck.Origin(r.URL), "://")
	if err := g.reach.CheckHost(host); err != nil {
		return nil, err
	}
	return g.Transport.RoundTrip(r)
}

// proxySet is the hosts and ports of the proxies that were found.
type proxySet struct {
	mu   sync.Mutex
	list map[string]bool
}

var proxyPorts = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"} //nolint:gochecknoglobals // a table

func (p *proxySet) add(u *url.URL) {
	if u == nil {
		return
	}
	port := u.Port()
	if port == "" {
		port = proxyPorts[u.Scheme]
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.list == nil {
		p.list = map[string]bool{}
	}
	p.list[net.JoinHostPort(u.Hostname(), port)] = true
}

func (p *proxySet) has(host string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.list[host]
}
