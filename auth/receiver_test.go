package auth

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

// times is how often a long test runs: few by default, whole with an environment variable.
func times(t *testing.T, few int, variable string) int {
	t.Helper()
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil && n > 0 {
		return n
	}
	return few
}

// post is a request to the receiver of an attempt, changed by f.
func post(t *testing.T, a *Attempt, form url.Values, f func(*http.Request)) (status int, body string, head http.Header) {
	t.Helper()
	address := strings.Replace(a.receiver.redirectURI(), "localhost", "127.0.0.1", 1)
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = a.receiver.host
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if f != nil {
		f(req)
	}
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(req)
	if err != nil {
		return 0, "", nil
	}
	defer func() { _ = res.Body.Close() }()
	b, _ := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	return res.StatusCode, string(b), res.Header
}

func method(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }

// hostile is every kind of request that is not ours.
func hostile(a *Attempt) []func(*testing.T) int {
	good := url.Values{"state": {a.request.state}, "code": {"somebody-elses"}}
	send := func(form url.Values, f func(*http.Request)) func(*testing.T) int {
		return func(t *testing.T) int { s, _, _ := post(t, a, form, f); return s }
	}
	return []func(*testing.T) int{
		send(nil, method("GET")), send(nil, method("HEAD")), send(nil, method("OPTIONS")), send(good, method("PUT")),
		send(url.Values{"state": {"wrong"}, "code": {"x"}}, nil),
		send(url.Values{"code": {"x"}}, nil),
		send(url.Values{"error": {"access_denied"}}, nil),
		send(url.Values{"state": {""}, "error": {"access_denied"}}, nil),
		send(url.Values{"state": {a.request.state, a.request.state}, "code": {"x"}}, nil),
		send(url.Values{"state": {a.request.state}, "code": {"x", "y"}}, nil),
		send(url.Values{"state": {a.request.state}}, nil),
		send(url.Values{"state": {a.request.state}, "code": {"x"}, "error": {"access_denied"}}, nil),
		send(good, func(r *http.Request) { r.Host = "evil.example" }),
		send(good, func(r *http.Request) { r.Host = strings.Replace(a.receiver.host, "localhost", "127.0.0.1", 1) }),
		send(good, func(r *http.Request) { r.Host = "localhost" }),
		send(good, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }),
		send(good, func(r *http.Request) { r.URL.Path = "/favicon.ico" }),
		send(good, func(r *http.Request) { r.URL.RawQuery = "code=x" }),
		send(nil, func(r *http.Request) { r.Method = "GET"; r.URL.RawQuery = good.Encode() }),
		send(url.Values{"state": {a.request.state}, "code": {"x"}, "pad": {strings.Repeat("p", 1<<20)}}, nil),
		func(t *testing.T) int { return rawSend(t, a, "nonsense\r\n\r\n") },
		func(t *testing.T) int {
			return rawSend(t, a, "POST / HTTP/1.1\r\nHost: "+a.receiver.host+"\r\nContent-Le")
		},
	}
}

// rawSend opens a connection, sends something, and leaves it open.
func rawSend(t *testing.T, a *Attempt, text string) int {
	t.Helper()
	c := dial(t, a)
	if c != nil {
		_, _ = io.WriteString(c, text)
	}
	return 0
}

func dial(t *testing.T, a *Attempt) net.Conn {
	t.Helper()
	var d net.Dialer
	c, err := d.DialContext(context.Background(), "tcp", strings.Replace(a.receiver.host, "localhost", "127.0.0.1", 1))
	if err != nil {
		return nil
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestReceiverIgnoresHostileRequests(t *testing.T) {
	for run := range times(t, 2, "AUTH_HOSTILE_RUNS") {
		t.Run(strconv.Itoa(run), func(t *testing.T) {
			r := newRig(t)
			a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
			if err != nil {
				t.Fatal(err)
			}
			kinds := hostile(a)
			sent, seen := 0, map[int]int{}
			for sent < 1000 {
				for _, send := range kinds {
					status := send(t)
					seen[status]++
					if status != 0 && status != http.StatusNotFound && status != http.StatusBadRequest {
						t.Fatalf("a hostile request got %d", status)
					}
					sent++
				}
			}
			out := r.browse(a, r.script(authority.AddressRita, "work"))
			account, err := a.Wait(r.ctx())
			if err != nil || out.AppCode != http.StatusOK || account.Address != authority.AddressRita {
				t.Fatalf("after %d hostile requests: %v, %d", sent, err, out.AppCode)
			}
			t.Logf("%d hostile requests (%v by status), then the real one", sent, seen)
		})
	}
}

func TestReceiverTakesOneAnswer(t *testing.T) {
	r := newRig(t)
	a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"state": {a.request.state}, "code": {"unknown"}}
	if status, _, _ := post(t, a, form, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	if status, _, _ := post(t, a, form, nil); status == http.StatusOK {
		t.Fatal("a replay was taken")
	}
	_, err = a.Wait(r.ctx())
	if f := fault.Of(err); f.Code != "auth.code-refused" || r.ring.writes != 0 {
		t.Fatalf("%+v, %d writes", f, r.ring.writes)
	}
}

func TestPageLanguageAndPolicy(t *testing.T) {
	for lang, word := range map[string]string{"en": "close this page", "de-AT": "schließen", "fi": "sulkea", "ja": "閉じて", "pt": "close this page"} {
		r := newRig(t, func(c *Config, _ *authority.Config) { c.Language = func() string { return lang } })
		a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
		if err != nil {
			t.Fatal(err)
		}
		status, body, head := post(t, a, url.Values{"state": {a.request.state}, "code": {"canary-code"}, "session_state": {"canary-state"}}, nil)
		if status != http.StatusOK || !strings.Contains(body, word) || strings.Contains(body, "canary") || strings.Contains(strings.ToLower(body), "<script") {
			t.Errorf("%s: %d %s", lang, status, body)
		}
		csp := head.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(body, "<style>"+pageStyle+"</style>") {
			t.Errorf("the policy is %q", csp)
		}
		if head.Get("Cache-Control") != "no-store" || head.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%v", head)
		}
		_, _ = a.Wait(r.ctx())
	}
}

// measured checks that ending something took no longer than a person would notice. The suite runs on
// loaded machines, so the strict figure stands behind AUTH_STRICT.
func measured(t *testing.T, what string, began time.Time, strict time.Duration) {
	t.Helper()
	took := time.Since(began)
	t.Logf("%s: %v", what, took)
	limit := 30 * time.Second
	if os.Getenv("AUTH_STRICT") != "" {
		limit = strict
	}
	if took > limit {
		t.Errorf("%s took %v", what, took)
	}
}

// closed waits until nobody listens on the port of an attempt.
func closed(t *testing.T, a *Attempt) {
	t.Helper()
	began := time.Now()
	for time.Since(began) < patience {
		var d net.Dialer
		c, err := d.DialContext(context.Background(), "tcp", strings.Replace(a.receiver.host, "localhost", "127.0.0.1", 1))
		if err != nil {
			measured(t, "the port closed", began, time.Second)
			return
		}
		_ = c.Close()
	}
	t.Error("the port is still open")
}

func TestAttemptCancelInEveryState(t *testing.T) {
	hang := func(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }
	states := map[string]func(t *testing.T, r *rig, a *Attempt){
		"waiting":        func(*testing.T, *rig, *Attempt) {},
		"half-open POST": func(t *testing.T, _ *rig, a *Attempt) { rawSend(t, a, "POST / HT") },
		"dripping POST": func(t *testing.T, _ *rig, a *Attempt) {
			rawSend(t, a, "POST / HTTP/1.1\r\nHost: "+a.receiver.host+"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nstate=")
		},
		"token endpoint hangs": func(t *testing.T, r *rig, a *Attempt) {
			r.auth.SetFault(authority.Fault{Kind: authority.Hangs, Endpoint: authority.TokenPoint})
			r.browse(a, r.script(authority.AddressRita, "work"))
		},
		"keys hang": func(t *testing.T, r *rig, a *Attempt) {
			r.auth.SetFault(authority.Fault{Kind: authority.Hangs, Endpoint: authority.KeysPoint})
			r.browse(a, r.script(authority.AddressRita, "work"))
		},
		"token endpoint drips": func(t *testing.T, r *rig, a *Attempt) {
			r.auth.SetFault(authority.Fault{Kind: authority.Drips, Endpoint: authority.TokenPoint})
			r.browse(a, r.script(authority.AddressRita, "work"))
		},
	}
	for name, enter := range states {
		for _, how := range []string{"Cancel", "context", "Close"} {
			t.Run(name+"/"+how, func(t *testing.T) {
				r := newRig(t, func(c *Config, _ *authority.Config) { c.OpenBrowser = hang })
				a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
				if err != nil {
					t.Fatal(err)
				}
				enter(t, r, a)
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				result := make(chan error, 1)
				go func() { _, err := a.Wait(ctx); result <- err }()
				began := time.Now()
				switch how {
				case "Cancel":
					a.Cancel()
				case "context":
					cancel()
				case "Close":
					go func() { _ = r.Close() }()
				}
				err = <-result
				measured(t, "Wait returned", began, 250*time.Millisecond)
				if f := fault.Of(err); f.Kind != fault.Interrupted {
					t.Errorf("%+v", f)
				}
				closed(t, a)
				<-a.Done()
				if r.ring.writes != 0 {
					t.Error("something was stored")
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestAttemptTimesOut(t *testing.T) {
	r := newRig(t, func(c *Config, _ *authority.Config) { c.SignInLimit = 50 * time.Millisecond })
	a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Wait(r.ctx())
	if f := fault.Of(err); f.Code != "auth.sign-in-timeout" || f.Guide == "" || len(i18n.Strings(f.Steps)) == 0 {
		t.Fatalf("%+v", f)
	}
	closed(t, a)
	if err := a.OpenAgain(); err == nil {
		t.Fatal("an attempt that is over opened the browser")
	}
}

func TestAttemptReportsBrowserFault(t *testing.T) {
	stuck := make(chan struct{})
	opener := make(chan error, 3)
	r := newRig(t, func(c *Config, _ *authority.Config) {
		c.BrowserLimit = 20 * time.Millisecond
		c.OpenBrowser = func(ctx context.Context, _ string) error {
			select {
			case err := <-opener:
				return err
			case <-stuck:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	await(t, a, func(f *fault.Error) bool { return f != nil && f.Guide == "no-browser" })
	opener <- ErrNoBrowser
	await(t, a, func(f *fault.Error) bool { return f != nil && f.Code == "auth.no-browser" })
	opener <- ErrOpenerFailed
	if err := a.OpenAgain(); err != nil {
		t.Fatal(err)
	}
	await(t, a, func(f *fault.Error) bool { return f != nil && f.Code == "auth.opener-failed" })
	close(stuck)
	if err := a.OpenAgain(); err != nil {
		t.Fatal(err)
	}
	await(t, a, func(f *fault.Error) bool { return f == nil })
	r.browse(a, r.script(authority.AddressRita, "work"))
	if _, err := a.Wait(r.ctx()); err != nil {
		t.Fatal("the link could not be used by hand: ", err)
	}
}

// await waits until the browser is in a state.
func await(t *testing.T, a *Attempt, want func(*fault.Error) bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		moved := a.BrowserChanged()
		if want(a.BrowserFault()) {
			return
		}
		select {
		case <-moved:
		case <-deadline:
			t.Fatalf("the browser stays at %+v", a.BrowserFault())
		}
	}
}

func TestAttemptRefusedConsent(t *testing.T) {
	r := newRig(t)
	s := r.script(authority.AddressIvan, "work")
	s.Decline = true
	_, err := r.try(r.at("common"), SignInOptions{}, s)
	f, d := fault.Of(err), DetailsOf(err)
	if f.Guide != "first-consent" || f.Kind != fault.Permission || d == nil || d.Number != 65004 || d.Correlation == "" || d.Stage != "authorize" {
		t.Fatalf("%+v %+v", f, d)
	}
}

func TestReceiverManyHalfOpenSockets(t *testing.T) {
	r := newRig(t)
	a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		dial(t, a)
	}
	out := r.browse(a, r.script(authority.AddressRita, "work"))
	if _, err := a.Wait(r.ctx()); err != nil || out.AppCode != http.StatusOK {
		t.Fatal(err, out.AppCode)
	}
}
