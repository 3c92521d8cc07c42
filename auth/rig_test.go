package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/internal/testing/secrettest"
)

func TestMain(m *testing.M) {
	if os.Getenv("AUTH_TEST_CHILD") != "" {
		os.Exit(runChild())
	}
	goleak.VerifyTestMain(m)
}

// patience is the deadline of what a loaded machine may delay.
const patience = 60 * time.Second

// testKey is made once: making it is slow, and no test depends on which it is.
var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// ring is a keyring of memory that can be counted, limited, broken and held up.
type ring struct {
	mu       sync.Mutex
	items    map[string]string
	writes   int // Set and Delete
	calls    int
	gets     []string // the items that were read
	dieAfter int      // every call after so many writes is refused; 0: never
	err      error    // every call gives it
	max      int      // longest value in bytes; 0: any
	line     int      // longest command line, as on macOS; 0: any
	hold     chan struct{}
}

var errKilled = errors.New("the process was killed")

func newRing() *ring { return &ring{items: map[string]string{}} }

func (r *ring) enter(write bool) error {
	r.mu.Lock()
	hold := r.hold
	r.mu.Unlock()
	if hold != nil {
		<-hold
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	if r.err != nil {
		return r.err
	}
	if write {
		r.writes++
	}
	if r.dieAfter > 0 && r.writes >= r.dieAfter {
		return errKilled
	}
	return nil
}

func (r *ring) Get(service, user string) (string, error) {
	if err := r.enter(false); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gets = append(r.gets, user)
	v, ok := r.items[service+"\n"+user]
	if !ok {
		return "", ErrNotInKeyring
	}
	return v, nil
}

func (r *ring) Set(service, user, value string) error {
	if err := r.enter(true); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.max > 0 && len(value) > r.max {
		return ErrTooLong
	}
	// go-keyring's command on macOS: the value in base64, names quoted, 4,096 characters at most.
	if r.line > 0 && len("add-generic-password -U -s '' -a '' -w \n")+len(service)+len(user)+len("go-keyring-base64:")+(len(value)+2)/3*4 > r.line {
		return ErrTooLong
	}
	r.items[service+"\n"+user] = value
	return nil
}

func (r *ring) Delete(service, user string) error {
	if err := r.enter(true); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.items[service+"\n"+user]; !ok {
		return ErrNotInKeyring
	}
	delete(r.items, service+"\n"+user)
	return nil
}

// names lists the items of the keyring.
func (r *ring) names() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for k := range r.items {
		_, user, _ := strings.Cut(k, "\n")
		names = append(names, user)
	}
	return names
}

func (r *ring) under(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

// clock is set by hand, and moves on with the computer's.
type clock struct {
	mu  sync.Mutex
	off time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.off)
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += d
}

// rig is an authority with its pages on a real loopback port, and accounts that sign in to it.
type rig struct {
	*Accounts
	t     *testing.T
	auth  *authority.Authority
	ring  *ring
	clock *clock // of the accounts
	their *clock // of the authority
	dir   string
	log   *lockedBuffer
	pages *httptest.Server
	cfg   Config
	tap   *secrettest.Tap
	errs  []error
	via   http.RoundTripper // of the browser; nil: the plain one
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newRig(t *testing.T, change ...func(*Config, *authority.Config)) *rig {
	t.Helper()
	r := &rig{t: t, ring: newRing(), clock: &clock{}, their: &clock{}, dir: t.TempDir(), log: &lockedBuffer{}}
	mux := http.NewServeMux()
	r.pages = httptest.NewServer(mux)
	t.Cleanup(r.pages.Close)
	ac := authority.Config{SigningKey: testKey(), Now: r.their.Now, BaseURL: func() string { return r.pages.URL }}
	r.cfg = Config{Dir: r.dir, Keyring: r.ring, Clock: r.clock.Now, KeyringDeadline: patience,
		Log:         slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		OpenBrowser: func(context.Context, string) error { return nil }}
	for _, f := range change {
		f(&r.cfg, &ac)
	}
	au, err := authority.New(ac)
	if err != nil {
		t.Fatal(err)
	}
	r.auth = au
	mux.Handle("/", au.Pages())
	r.tap = &secrettest.Tap{Transport: au.BackChannel()}
	t.Cleanup(r.searchForSecrets)
	r.open()
	return r
}

// open starts accounts anew, as after a restart of the program.
func (r *rig) open() {
	r.t.Helper()
	a, err := Open(r.cfg)
	if err != nil {
		r.t.Fatal(err)
	}
	r.Accounts = a
	r.t.Cleanup(func() { _ = a.Close() })
	r.until("the first look", func(s Snapshot) bool { return !s.Loading || s.Waiting })
}

// until waits for a state of the keyring.
func (r *rig) until(what string, want func(Snapshot) bool) {
	r.t.Helper()
	deadline := time.After(patience)
	for {
		changed := r.Changed()
		if want(r.Snapshot()) {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			r.t.Fatalf("%s: %+v %+v", what, r.Snapshot(), r.Snapshot().Fault)
		}
	}
}

func (r *rig) ctx() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	r.t.Cleanup(cancel)
	return ctx
}

// sampleAPI is where the sample's API would be.
var sampleAPI = mustOrigin("http://127.0.0.1:4000")

func mustOrigin(address string) Origin {
	o, err := OriginOf(address)
	if err != nil {
		panic(err)
	}
	return o
}

// at is the authority as a program of this tenant would name it.
func (r *rig) at(tenant string) Authority {
	return Authority{Program: "sample", Origin: SampleOrigin(), API: sampleAPI, Channel: SampleChannel(r.tap),
		URL: r.auth.URL(tenant), ClientID: authority.ClientID, Scopes: []string{authority.Scope}}
}

func (r *rig) script(address, kind string) visitor.Script {
	return visitor.Script{Address: address, Password: authority.Password, Kind: kind,
		Code: func(_ context.Context, to string) (string, error) { return r.auth.LastCode(to), nil }}
}

// browse lets a person go through the pages of an attempt.
func (r *rig) browse(t *Attempt, s visitor.Script) visitor.Outcome {
	r.t.Helper()
	out, err := visitor.New(s, r.via).Visit(r.ctx(), t.URL())
	if err != nil {
		r.t.Fatalf("the visit: %v after %v", err, out.Pages)
	}
	return out
}

// try signs somebody in through the browser.
func (r *rig) try(a Authority, o SignInOptions, s visitor.Script) (Account, error) {
	r.t.Helper()
	attempt, err := r.SignIn(r.ctx(), a, o)
	if err != nil {
		return Account{}, err
	}
	out := r.browse(attempt, s)
	if out.End != visitor.AtApp {
		attempt.Cancel()
		r.t.Fatalf("the visit ended at %s: %s", out.End, out.Text)
	}
	r.tap.Keep(attempt.request.state, attempt.request.nonce, attempt.request.verifier, out.Answer.Get("code"))
	account, err := attempt.Wait(r.ctx())
	r.note(err)
	return account, err
}

// signIn is try for somebody without trouble.
func (r *rig) signIn(tenant, address, kind string) Account {
	r.t.Helper()
	account, err := r.try(r.at(tenant), SignInOptions{}, r.script(address, kind))
	if err != nil {
		r.t.Fatalf("%s: %v (%v)", address, err, DetailsOf(err))
	}
	return account
}

// refuse is a network that nobody may use.
type refuse struct{ t *testing.T }

func (r refuse) RoundTrip(req *http.Request) (*http.Response, error) {
	r.t.Errorf("a request went to %s", req.URL.Host)
	return nil, errors.New("refused")
}

// rewriting points one endpoint of the metadata to another host, and counts who follows.
type rewriting struct {
	http.RoundTripper
	name    string
	foreign *atomic.Int32
}

func (w rewriting) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Host, "evil.example") {
		w.foreign.Add(1)
	}
	res, err := w.RoundTripper.RoundTrip(req)
	if err != nil || !strings.HasSuffix(req.URL.Path, metadataPath) {
		return res, err
	}
	defer func() { _ = res.Body.Close() }()
	var doc map[string]any
	if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
		return nil, err
	}
	doc[w.name] = "https://evil.example/common/oauth2/v2.0/token"
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return reply(req, http.StatusOK, raw), nil
}
