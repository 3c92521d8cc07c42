package client

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// WellKnown is the path of a program's description.
const WellKnown = "/.well-known/program-connect"

// Discover returns the description of the program at an address. transport may be nil. The description is checked: it names an
// API and an authority that may be used, a client id and scopes.
func Discover(ctx context.Context, address string, transport http.RoundTripper) (api.Program, error) {
	clean, err := CleanAddress(address)
	if err != nil {
		return api.Program{}, err
	}
	if transport == nil {
		own := NewTransport()
		defer own.CloseIdleConnections()
		transport = own
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, clean+WellKnown, nil)
	if err != nil {
		return api.Program{}, addressFault(noAddress())
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Accept-Encoding", "identity")
	answer, err := noRedirects(transport).Do(request)
	if err != nil {
		return api.Program{}, transportFault(err)
	}
	defer discard(answer)
	if answer.StatusCode == http.StatusNotFound {
		return api.Program{}, noProgramFault(notServed())
	}
	var p api.Program
	if err := read(answer, &p, strings.HasPrefix(clean, "http://")); err != nil {
		return api.Program{}, err
	}
	p.Address = clean
	return p, checkDescription(p)
}

// checkAPI refuses an API that is neither at the program's own address nor at a subdomain of it: a program must not have what is
// meant for it sent to somebody else, or to a server of this computer.
func checkAPI(address string, api *url.URL) error {
	own, err := url.Parse(address)
	if err == nil && (urlcheck.SameOrigin(own, api) || urlcheck.PartOf(api, own)) {
		return nil
	}
	return apiElsewhereFault(urlcheck.Origin(api))
}

// checkDescription refuses descriptions that name addresses which may not be used.
func checkDescription(p api.Program) error {
	base, err := url.Parse(p.API)
	if err != nil || base.Host == "" || !urlcheck.Secure(base) || base.User != nil || base.RawQuery != "" {
		return noProgramFault(noAPI())
	}
	if err := checkAPI(p.Address, base); err != nil {
		return err
	}
	authority, err := url.Parse(p.Authority)
	if err != nil || authority.Host == "" || authority.Scheme != "https" || authority.User != nil {
		return noProgramFault(noAuthority())
	}
	if p.ID == "" || p.Name == "" || p.ClientID == "" || len(p.Scopes) == 0 {
		return noProgramFault(incomplete())
	}
	return nil
}
