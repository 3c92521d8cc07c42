package client

import (
	"net/http"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api/client"
)

// transports carry the program's and the authority's calls, and downloads.
type transports struct{ calls, files http.RoundTripper }

// newTransports makes both with one proxy; given is used for both instead, in tests.
func newTransports(given http.RoundTripper, proxy proxyFunc) transports {
	if given != nil {
		return transports{given, given}
	}
	calls := client.NewTransport()
	calls.Proxy = proxy
	return transports{calls, downloads.NewTransport(proxy)}
}

// close lets go of the connections that are kept open for the next call.
func (t transports) close() {
	for _, one := range []http.RoundTripper{t.calls, t.files} {
		if own, ok := one.(*http.Transport); ok && own != http.DefaultTransport {
			own.CloseIdleConnections()
		}
	}
}
