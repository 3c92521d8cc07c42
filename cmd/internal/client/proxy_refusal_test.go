package client

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
)

// TestProxyThatRefusesIsNamed asks for a program and a file through proxies that want a sign-in or refuse.
func TestProxyThatRefusesIsNamed(t *testing.T) {
	for _, c := range []struct {
		name         string
		status       int
		offers       []string
		calls, files string // codes; empty: the engine's own
		says         string
	}{
		{"a domain's", 407, []string{"Negotiate", "NTLM"}, "client.proxy-sign-in", "client.proxy-sign-in", "(NTLM, Negotiate)"},
		{"in one line", 407, []string{"negotiate, ntlm, Kerberos"}, "client.proxy-sign-in", "client.proxy-sign-in", "(Kerberos, NTLM, Negotiate)"},
		{"with a challenge", 407, []string{"NTLM TlRMTVNTUAACAAAA="}, "client.proxy-sign-in", "client.proxy-sign-in", "(NTLM)"},
		{"a password too", 407, []string{"Negotiate", "NTLM", `Basic realm="one, two"`}, "client.proxy-refused", "", "a name and a password"},
		{"a password", 407, []string{`Basic realm="gateway"`}, "client.proxy-refused", "", "a name and a password"},
		{"no offer", 407, nil, "client.proxy-refused", "", "a name and a password"},
		{"refused", 403, []string{"NTLM"}, "client.proxy-refused", "", "403 (Forbidden)"},
		{"no way on", 502, nil, "client.proxy-refused", "", "502 (Bad Gateway)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for _, offer := range c.offers {
					w.Header().Add("Proxy-Authenticate", offer)
				}
				w.WriteHeader(c.status)
			}))
			defer proxy.Close()
			address, err := url.Parse(proxy.URL)
			if err != nil {
				t.Fatal(err)
			}
			both := newTransports(nil, func(*http.Request) (*url.URL, error) { return address, nil }, session.NewReach())
			defer both.close()
			for n, rt := range []http.RoundTripper{both.calls, both.files} {
				code := []string{c.calls, c.files}[n]
				err := get(t, rt, "https://program.example.com/")
				f := fault.Of(err)
				switch {
				case err == nil:
					t.Error("it went through")
				case code == "" && strings.HasPrefix(f.Code, "client."):
					t.Errorf("the engine says it itself, not %s", f.Code)
				case code != "" && (f.Code != code || f.Kind != fault.Network || !strings.Contains(f.Text(), address.Host) || !strings.Contains(f.Text(), c.says)):
					t.Errorf("%s instead of %s: %s", f.Code, code, f.Text())
				}
			}
		})
	}
}
