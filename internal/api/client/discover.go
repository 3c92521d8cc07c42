package client

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// WellKnown is the path of a program's description.
const WellKnown = "/.well-known/program-connect"

// Discover fetches a program's description. transport may be nil. The description is checked before it is given out: it names
// an API and an authority that may be used, a client id and scopes.
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
		return api.Program{}, addressFault("It is not an address such as https://program.example.com.")
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Accept-Encoding", "identity")
	answer, err := (&http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(request)
	if err != nil {
		return api.Program{}, transportFault(err)
	}
	defer discard(answer)
	if answer.StatusCode == http.StatusNotFound {
		return api.Program{}, noProgram("The address answers, but no program is served there.")
	}
	var p api.Program
	if err := read(answer, &p); err != nil {
		return api.Program{}, err
	}
	p.Address = clean
	return p, checkDescription(p)
}

// checkDescription refuses descriptions that name addresses which may not be used.
func checkDescription(p api.Program) error {
	base, err := url.Parse(p.API)
	if err != nil || base.Host == "" || !urlcheck.Secure(base) || base.User != nil || base.RawQuery != "" {
		return noProgram("Its description names no API that can be used.")
	}
	authority, err := url.Parse(p.Authority)
	if err != nil || authority.Host == "" || authority.Scheme != "https" || authority.User != nil {
		return noProgram("Its description names no authority to sign in to.")
	}
	if p.ID == "" || p.Name == "" || p.ClientID == "" || len(p.Scopes) == 0 {
		return noProgram("Its description is not complete.")
	}
	return nil
}

func noProgram(cause string) error {
	return &fault.Error{Kind: fault.Usage, Code: "program.none", Title: i18n.Verbatim("There is no program at this address."), Cause: i18n.Verbatim(cause),
		Safe: i18n.Verbatim("Nothing was changed."), Steps: []i18n.Text{i18n.Verbatim("Check the address for a typing error."), i18n.Verbatim("Ask the program's contact for the right one.")}, Field: "address"}
}
