package client

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// backChannel returns the authority's name and the address that stands for it; nil when the program may have none: only a sample
// program found on this computer, with an authority under the reserved ending .invalid (RFC 2606), has one.
func backChannel(p api.Program) (host string, to *url.URL) {
	found, err := url.Parse(p.Address)
	if err != nil || p.Kind != api.KindSample || !urlcheck.Loopback(found.Hostname()) {
		return "", nil
	}
	to, err = url.Parse(p.SampleAuthority)
	if err != nil || to.Host != found.Host || to.Scheme != found.Scheme || to.User != nil || to.RawQuery != "" {
		return "", nil
	}
	authority, err := url.Parse(p.Authority)
	if err != nil || !strings.HasSuffix(authority.Hostname(), ".invalid") {
		return "", nil
	}
	return authority.Host, to
}

// AuthorityTransport returns a transport to the authority of a sample program that runs in another process of this computer, and
// nil for every other program, whose authority is reached as any https address. Requests to the authority's name, which
// resolves nowhere, go to the address that the description names, when that is the program's own on loopback.
func AuthorityTransport(p api.Program, inner http.RoundTripper) http.RoundTripper {
	host, to := backChannel(p)
	if to == nil {
		return nil
	}
	if inner == nil {
		inner = NewTransport()
	}
	return sampleTransport{host, to, inner}
}

type sampleTransport struct {
	host  string
	to    *url.URL
	inner http.RoundTripper
}

// RoundTrip sends a request to the authority's name on, and any other as it is.
func (t sampleTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != t.host || r.URL.Scheme != "https" {
		return t.inner.RoundTrip(r)
	}
	sent := r.Clone(r.Context())
	sent.URL.Scheme, sent.URL.Host, sent.Host = t.to.Scheme, t.to.Host, ""
	sent.URL.Path = strings.TrimSuffix(t.to.Path, "/") + r.URL.Path
	sent.URL.RawPath = ""
	return t.inner.RoundTrip(sent)
}
