package authority_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func TestPagesCheckTheHost(t *testing.T) {
	w := start(t, authority.Config{})
	own, err := url.Parse(w.pages.URL)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{own.Host: 200, "localhost:" + own.Port(): 200, "[::1]:" + own.Port(): 200, "evil.example": 421, "evil.example:" + own.Port(): 421,
		"127.0.0.1:1": 421, "localhost": 421, "127.0.0.1.evil.example:" + own.Port(): 421, "10.0.0.1:" + own.Port(): 421, "": 421} {
		r := httptest.NewRequest(http.MethodGet, "/sign-in/people", nil)
		r.Host = host
		rec := httptest.NewRecorder()
		w.Pages().ServeHTTP(rec, r)
		if rec.Code != want {
			t.Errorf("Host %q gets %d, not %d", host, rec.Code, want)
		}
		if want != 200 && strings.Contains(rec.Body.String(), "example") {
			t.Errorf("Host %q is shown something", host)
		}
	}
}

func TestContentSecurityPolicy(t *testing.T) {
	w := start(t, authority.Config{})
	for _, path := range []string{"/device", "/people", "/mailbox", "/", "/common/oauth2/v2.0/logout", "/style.css", "/nothing"} {
		resp, err := http.Get(w.pages.URL + "/sign-in" + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		csp := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "script-src 'none'") ||
			strings.Contains(csp, "unsafe") || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s has the policy %q", path, csp)
		}
		if strings.Contains(string(body), "<script") || strings.Contains(string(body), "style=") {
			t.Errorf("%s carries script or style of its own", path)
		}
	}
}

// browserTo loads a flow's first page with a jar and returns its form's token.
func (w *world) browserTo(tenant string, changes ...string) (client *http.Client, action, csrf string) {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	client = &http.Client{Jar: jar}
	resp, err := client.Get(w.authorizeURL(tenant, changes...))
	if err != nil {
		w.t.Fatal(err)
	}
	raw, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	m := regexp.MustCompile(`action="(/sign-in/flow/[^"]+/)address"[^>]*><input type="hidden" name="csrf" value="([^"]+)"`).FindStringSubmatch(string(raw))
	if m == nil {
		w.t.Fatal("there is no form for an address")
	}
	return client, w.pages.URL + m[1], m[2]
}

func TestPostFromElsewhereIsRefused(t *testing.T) {
	w := start(t, authority.Config{})
	client, action, csrf := w.browserTo("common")
	post := func(c *http.Client, csrf string, head ...string) int {
		req, err := http.NewRequest(http.MethodPost, action+"address", strings.NewReader(url.Values{"csrf": {csrf}, "address": {authority.AddressRita}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i+1 < len(head); i += 2 {
			req.Header.Set(head[i], head[i+1])
		}
		resp, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	if got := post(client, ""); got != http.StatusForbidden {
		t.Errorf("without the form's token: %d", got)
	}
	if got := post(client, csrf, "Sec-Fetch-Site", "cross-site"); got != http.StatusForbidden {
		t.Errorf("from another site: %d", got)
	}
	if got := post(client, csrf, "Origin", "http://evil.example"); got != http.StatusForbidden {
		t.Errorf("from another origin: %d", got)
	}
	if got := post(&http.Client{}, csrf); got != http.StatusNotFound {
		t.Errorf("from another browser: %d", got)
	}
	if got := post(client, csrf, "Sec-Fetch-Site", "same-origin"); got != http.StatusOK {
		t.Errorf("from its own form: %d", got)
	}
}

func TestForeignRequestShowsAPage(t *testing.T) {
	w := start(t, authority.Config{})
	for what, c := range map[string]struct {
		tenant  string
		changes []string
		code    int
	}{
		"an unknown client":    {"common", []string{"client_id", "x"}, 700016},
		"an unknown tenant":    {"nobody.example", nil, 90002},
		"another host":         {"common", []string{"redirect_uri", "https://evil.example/"}, 50011},
		"an IP for localhost":  {"common", []string{"redirect_uri", w.receiver.URL}, 50011},
		"IPv6":                 {"common", []string{"redirect_uri", "http://[::1]:80"}, 50011},
		"a path":               {"common", []string{"redirect_uri", "http://localhost:80/steal"}, 50011},
		"a name and a host":    {"common", []string{"redirect_uri", "http://localhost@evil.example"}, 50011},
		"no redirect":          {"common", []string{"redirect_uri", "-"}, 50011},
		"a host that looks so": {"common", []string{"redirect_uri", "http://localhost.evil.example"}, 50011},
	} {
		out := w.visit(visitor.New(w.person("rita"), nil), w.authorizeURL(c.tenant, c.changes...))
		if out.End != visitor.AtPage || out.Code != c.code {
			t.Errorf("%s: ended %s with %d", what, out.End, out.Code)
		}
	}
	if len(w.answers) > 0 {
		t.Error("the app was told")
	}
}

func TestWrongRequestIsAnsweredToTheApp(t *testing.T) {
	w := start(t, authority.Config{})
	for what, c := range map[string]struct{ key, value, oauth, code string }{
		"no challenge":     {"code_challenge", "-", "invalid_request", "9002325"},
		"plain challenge":  {"code_challenge_method", "plain", "invalid_request", "9002325"},
		"short challenge":  {"code_challenge", "abc", "invalid_request", "9002325"},
		"implicit":         {"response_type", "token", "unsupported_response_type", "700054"},
		"foreign resource": {"scope", "openid https://graph.example/Mail.Read", "invalid_resource", "500011"},
		"unknown scope":    {"scope", "openid " + authority.API + "/Everything", "invalid_scope", "70011"},
		"no scope":         {"scope", "-", "invalid_request", "90014"},
		"broken claims":    {"claims", "{", "invalid_request", "90014"},
		"unknown prompt":   {"prompt", "perhaps", "invalid_request", "90014"},
	} {
		out := w.visit(visitor.New(w.person("rita"), nil), w.authorizeURL("common", c.key, c.value))
		if out.End != visitor.AtApp || out.Answer.Get("error") != c.oauth || !strings.HasPrefix(out.Answer.Get("error_description"), "AADSTS"+c.code+":") || out.Answer.Get("state") != "the-state" {
			t.Errorf("%s: %s %s", what, out.Answer.Get("error"), out.Answer.Get("error_description"))
		}
	}
}

func TestLogout(t *testing.T) {
	w := start(t, authority.Config{})
	v := visitor.New(w.person("rita"), nil)
	w.visit(v, w.authorizeURL("common"))
	if out := w.visit(v.With(visitor.Script{StopAt: "logout"}), w.LogoutURL()); out.End != visitor.Stopped || !strings.Contains(out.Text, authority.AddressRita) {
		t.Fatalf("the sign-out page says %s", out.Text)
	}
	if out := w.visit(v, w.authorizeURL("common")); len(out.Pages) != 1 {
		t.Fatalf("looking at the sign-out page signed out: %v", out.Pages)
	}
	if err := v.SignOut(t.Context(), w.LogoutURL()); err != nil {
		t.Fatal(err)
	}
	if out := w.visit(v, w.authorizeURL("common")); len(out.Pages) != 3 {
		t.Fatalf("after signing out: %v", out.Pages)
	}
}

func TestStateFileHoldsNoSecret(t *testing.T) {
	dir := t.TempDir()
	w := start(t, authority.Config{Dir: dir})
	script := visitor.Script{SignUp: true, Name: "Kai", Address: "kai@outlook.example", Password: "canary-password", Code: w.code}
	body := w.signIn(script)
	raw, err := os.ReadFile(filepath.Join(dir, "state.json"))
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "state.json"))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
	for _, s := range []string{"canary-password", text(body, "refresh_token")[50:], text(body, "access_token"), text(body, "id_token")} {
		if s == "" || strings.Contains(string(raw), s) {
			t.Error("a secret is in the state file")
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "state.json"), raw[:len(raw)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := authority.New(authority.Config{Dir: dir}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged state opened: %v", err)
	}
}
