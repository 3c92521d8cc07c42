package authority_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// signingKey is made once: making it is slow, and no test depends on which it is.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// clock is set by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Now()} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is an authority with its pages on a real loopback port, and an app's receiver beside it.
type world struct {
	*authority.Authority
	t        *testing.T
	pages    *httptest.Server
	receiver *httptest.Server
	back     *http.Client
	answers  chan url.Values
}

func start(t *testing.T, cfg authority.Config) *world {
	t.Helper()
	w := &world{t: t, answers: make(chan url.Values, 20)}
	pages := http.NewServeMux()
	w.pages = httptest.NewServer(pages)
	t.Cleanup(w.pages.Close)
	w.receiver = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil && (r.Form.Has("code") || r.Form.Has("error")) {
			select {
			case w.answers <- r.Form:
			default: // nobody counts further
			}
		}
		_, _ = io.WriteString(rw, "<title>The app</title>Back at the app")
	}))
	t.Cleanup(w.receiver.Close)
	cfg.BaseURL = func() string { return w.pages.URL + "/sign-in" }
	if cfg.SigningKey == nil {
		cfg.SigningKey = signingKey()
	}
	a, err := authority.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.Authority = a
	pages.Handle("/sign-in/", a.Pages())
	w.back = &http.Client{Transport: a.BackChannel(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return w
}

const verifier = "0123456789-0123456789-0123456789-0123456789-0123456789"

func challengeOf(v string) string {
	sum := sha256.Sum256([]byte(v))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// redirect is the app's address as Microsoft wants it written.
func (w *world) redirect() string {
	return strings.Replace(w.receiver.URL, "127.0.0.1", "localhost", 1)
}

// authorizeURL is a good request; changes are pairs of a parameter and its value, "-" to leave it out.
func (w *world) authorizeURL(tenant string, changes ...string) string {
	q := url.Values{"client_id": {authority.ClientID}, "response_type": {"code"}, "redirect_uri": {w.redirect()}, "response_mode": {"form_post"},
		"scope": {"openid profile offline_access " + authority.Scope}, "state": {"the-state"}, "nonce": {"the-nonce"},
		"code_challenge": {challengeOf(verifier)}, "code_challenge_method": {"S256"}}
	for i := 0; i+1 < len(changes); i += 2 {
		if changes[i+1] == "-" {
			q.Del(changes[i])
			continue
		}
		q.Set(changes[i], changes[i+1])
	}
	return w.pages.URL + "/sign-in/" + tenant + "/oauth2/v2.0/authorize?" + q.Encode()
}

func (w *world) person(key string) visitor.Script {
	w.t.Helper()
	for _, p := range append(authority.People(), authority.Troubled()...) {
		if p.Key == key {
			return w.script(p)
		}
	}
	w.t.Fatalf("nobody is called %q", key)
	return visitor.Script{}
}

func (w *world) script(p authority.Person) visitor.Script {
	return visitor.Script{Address: p.Address, Password: p.Password, Kind: string(p.Kind), Code: w.code}
}

func (w *world) code(_ context.Context, address string) (string, error) {
	if c := w.LastCode(address); c != "" {
		return c, nil
	}
	return "", fmt.Errorf("no mail to %s", address)
}

// visit follows a page to its end and fails the test when there is none.
func (w *world) visit(v *visitor.Visitor, address string) visitor.Outcome {
	w.t.Helper()
	out, err := v.Visit(w.t.Context(), address)
	if err != nil {
		w.t.Fatalf("after %v: %v", out.Pages, err)
	}
	return out
}

// signIn signs somebody in and returns the token reply.
func (w *world) signIn(script visitor.Script) map[string]any {
	w.t.Helper()
	out := w.visit(visitor.New(script, nil), w.authorizeURL("common"))
	if out.End != visitor.AtApp || out.Answer.Get("code") == "" {
		w.t.Fatalf("no code came: %s after %v: %s", out.End, out.Pages, out.Text)
	}
	return w.redeem(out.Answer.Get("code"))
}

// redeem exchanges a code.
func (w *world) redeem(code string, changes ...string) map[string]any {
	w.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {authority.ClientID}, "code": {code}, "redirect_uri": {w.redirect()},
		"code_verifier": {verifier}, "client_info": {"1"}, "scope": {authority.Scope + " openid offline_access profile"}}
	for i := 0; i+1 < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return w.post("/common/oauth2/v2.0/token", form)
}

func (w *world) refreshWith(token string) map[string]any {
	w.t.Helper()
	form := url.Values{"grant_type": {"refresh_token"}, "client_id": {authority.ClientID}, "refresh_token": {token}, "client_info": {"1"},
		"scope": {authority.Scope + " openid offline_access profile"}}
	return w.post("/common/oauth2/v2.0/token", form)
}

// post sends a form to the back channel and reads the JSON that comes.
func (w *world) post(path string, form url.Values) map[string]any {
	w.t.Helper()
	resp, err := w.back.PostForm(authority.Origin+path, form)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var body map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		w.t.Fatalf("the reply is not JSON: %v", err)
	}
	return body
}

// text reads a field of a reply.
func text(body map[string]any, name string) string { s, _ := body[name].(string); return s }

// claimsOf reads a token's claims without checking it.
func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatal("this is no token of three parts")
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var c map[string]any
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}
