package authority_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func TestManySignInsAtOnce(t *testing.T) {
	w := start(t, authority.Config{Dir: t.TempDir()})
	var wait sync.WaitGroup
	for range 3 {
		for _, p := range authority.People() {
			wait.Go(func() {
				out, err := visitor.New(w.script(p), nil).Visit(t.Context(), w.authorizeURL("common"))
				// A second proof's code may be that of another visit of the same person: the newest mail is all a script sees.
				if p.MFA && err == nil && out.End == visitor.AtForm {
					return
				}
				if err != nil || out.Answer.Get("code") == "" {
					t.Errorf("%s: %v %v %s", p.Key, err, out.Pages, out.Text)
					return
				}
				body := w.redeem(out.Answer.Get("code"))
				for range 5 {
					who, err := w.Verify(t.Context(), text(body, "access_token"))
					if err != nil || who.ObjectID != p.ObjectID {
						t.Errorf("%s got %+v, %v", p.Key, who, err)
						return
					}
					body = w.refreshWith(text(body, "refresh_token"))
				}
			})
		}
	}
	wait.Wait()
	if c := w.Counts(); c.Reused != 0 || c.Revoked != 0 {
		t.Errorf("counted %+v", c)
	}
}

// FuzzAuthorize: whatever is asked, the browser is sent nowhere but to a page here or to the app on localhost.
func FuzzAuthorize(f *testing.F) {
	a, err := authority.New(authority.Config{SigningKey: signingKey()})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "redirect_uri=https://evil.example", "client_id=" + authority.ClientID + "&redirect_uri=http://localhost:1&prompt=none",
		"client_id=" + authority.ClientID + "&redirect_uri=http://localhost%3A1%40evil.example&response_type=code", "client_id=" + authority.ClientID + "&redirect_uri=http://localhost&claims={",
		"client_id=" + authority.ClientID + "&redirect_uri=http://localhost&response_mode=fragment&state=%0d%0aSet-Cookie:x"} {
		f.Add("common", seed)
	}
	f.Fuzz(func(t *testing.T, tenant, query string) {
		r := httptest.NewRequest(http.MethodGet, "http://localhost/x", nil)
		r.URL = &url.URL{Path: "/" + tenant + "/oauth2/v2.0/authorize", RawQuery: query}
		rec := httptest.NewRecorder()
		a.Pages().ServeHTTP(rec, r)
		to := rec.Header().Get("Location")
		if to != "" && !strings.HasPrefix(to, "/") {
			u, err := url.Parse(to)
			if err != nil || u.Scheme != "http" || u.Hostname() != "localhost" || u.User != nil {
				t.Fatalf("sent to %q", to)
			}
		}
		if strings.HasPrefix(to, "//") {
			t.Fatalf("sent to %q", to)
		}
	})
}
