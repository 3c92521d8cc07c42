package client

import (
	"net/http"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/session"
)

// transports carry the program's and the authority's calls, and downloads.
type transports struct{ calls, files http.RoundTripper }

// newTransports makes both with one proxy, and with reach asked for near hosts; given is used for both instead, in tests.
func newTransports(given http.RoundTripper, proxy proxyFunc, reach *session.Reach) transports {
	if given != nil {
		return transports{given, given}
	}
	calls := client.NewTransport()
	calls.Proxy = proxy
	files := downloads.NewTransport(proxy)
	for _, one := range []*http.Transport{calls, files} {
		one.OnProxyConnectResponse = refusedByProxy(one.OnProxyConnectResponse)
	}
	return transports{guard(calls, reach), guard(files, reach)}
}

// close lets go of the connections that are kept open for the next call.
func (t transports) close() {
	for _, one := range []http.RoundTripper{t.calls, t.files} {
		if own, ok := one.(guarded); ok {
			own.CloseIdleConnections()
		}
	}
}
