package client

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/urlcheck"
)

// TokenFunc returns the access token of the person at the program, for a request to exactly this address. claims is a claims
// challenge as the service sent it, to be handed to the authority, or empty. renew asks for a token other than the one given last,
// which the service refused.
type TokenFunc func(ctx context.Context, address, claims string, renew bool) (string, error)

// Options are what a Client needs.
type Options struct {
	Address  string            // the program's address; only https, or http to this computer
	API      string            // Program.API, at the program's own address or at a subdomain of it; empty: Address + "/api/v1"
	HTTP     http.RoundTripper // nil: NewTransport()
	Token    TokenFunc         // nil: no request is signed in
	Agent    string            // User-Agent, e.g. "pconnect 0.1.0"
	Language string            // Accept-Language, e.g. "fi"
	Timeout  time.Duration     // of one call; 0: 60 s
}

// Client talks to one program's service for one person. It is safe for use by several goroutines at once.
type Client struct {
	options Options
	base    *url.URL
	fault   error // of the address; every call returns it
	local   bool  // the program is on this computer
	http    *http.Client
}

// NewClient returns a client. An address that can't be used is the fault of each call.
func NewClient(o Options) *Client {
	if o.HTTP == nil {
		o.HTTP = NewTransport()
	}
	if o.Timeout <= 0 {
		o.Timeout = 60 * time.Second
	}
	c := &Client{options: o, http: noRedirects(o.HTTP)}
	if o.API == "" {
		address, err := CleanAddress(o.Address)
		if err != nil {
			c.fault = err
			return c
		}
		o.API = address + "/api/v1"
	}
	base, err := url.Parse(strings.TrimSuffix(o.API, "/"))
	if err != nil || base.Host == "" || !urlcheck.Secure(base) {
		c.fault = addressFault(onlyHTTPS())
		return c
	}
	if c.fault = checkAPI(o.Address, base); c.fault != nil {
		return c
	}
	c.base, c.local = base, urlcheck.Loopback(base.Hostname())
	return c
}

// noRedirects returns an HTTP client that follows no redirect: an answer comes from the address that was asked or from none.
func noRedirects(transport http.RoundTripper) *http.Client {
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
