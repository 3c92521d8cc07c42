package auth

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

type refusing struct{ err error }

func (r refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, r.err }

// TestFaultOfTheTransportIsSaid signs in through a transport that knows why it can't: a proxy, or an address that is not asked.
func TestFaultOfTheTransportIsSaid(t *testing.T) {
	known := &fault.Error{Kind: fault.Network, Code: "client.proxy-sign-in", Title: i18n.Verbatim("The proxy asks.")}
	u, err := url.Parse("https://authority.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		err  error
		want string
	}{{known, "client.proxy-sign-in"}, {http.ErrHandlerTimeout, "auth.network"}} {
		p := &provider{clock: time.Now}
		call := newCall(u, "redeem", refusing{c.err})
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, u.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if answer, err := call.send(request); err == nil {
			_ = answer.Body.Close()
			t.Fatal("it was sent")
		}
		if f := fault.Of(p.explain(Authority{}, call)); f.Code != c.want {
			t.Errorf("%s instead of %s", f.Code, c.want)
		}
	}
}
