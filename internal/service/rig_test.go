package service_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// rig is a service on a real listener with a clock, a mailbox and people of its own.
type rig struct {
	t       *testing.T
	service *service.Service
	server  *httptest.Server
	testData
	log *safeBuffer

	mu     sync.Mutex
	now    time.Time
	mails  []service.Mail
	people map[string]service.Identity // by token
	claims string                      // when set, tokens that do not end in "+claims" are challenged
}

// safeBuffer is a log that goroutines share.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func newRig(t *testing.T, change ...func(*service.Config)) *rig {
	t.Helper()
	data := newTestData(t)
	r := newRigOn(t, func(c service.Config) (*service.Service, error) {
		for _, f := range change {
			f(&c)
		}
		return data.open(context.Background(), c)
	})
	r.testData = data
	return r
}

// newRigOn returns a rig on a service that open opens.
func newRigOn(t *testing.T, open func(service.Config) (*service.Service, error)) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), people: map[string]service.Identity{}, log: &safeBuffer{}}
	s, err := open(service.Config{Program: api.Program{ID: "test", Name: "Test program", Authority: "https://authority.invalid/common", ClientID: "client",
		Scopes: []string{"scope"}, Contact: "owner@program.example"}, Clock: r.clock, Verifier: service.VerifierFunc(r.verify), Mail: service.MailerFunc(r.mail),
		MailNow: true, Log: slog.New(slog.NewTextHandler(r.log, nil)), BaseURL: func() string { return r.server.URL },
		Limits: service.Limits{RequestsPerSecond: 10_000}})
	if err != nil {
		t.Fatal(err)
	}
	r.service = s
	r.server = httptest.NewServer(compared(t, s.Handler()))
	t.Cleanup(func() {
		r.server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func (r *rig) verify(_ context.Context, bearer string) (service.Identity, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	token, fulfilled := strings.CutSuffix(bearer, "+claims")
	p, ok := r.people[token]
	if !ok {
		return p, errors.New("unknown")
	}
	if r.claims != "" && !fulfilled {
		return p, &service.ChallengeError{Claims: r.claims}
	}
	return p, nil
}

func (r *rig) mail(_ context.Context, m service.Mail) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mails = append(r.mails, m)
	return nil
}

func (r *rig) mailsTo(address string) []service.Mail {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []service.Mail
	for _, m := range r.mails {
		if m.To == address {
			list = append(list, m)
		}
	}
	return list
}

func (r *rig) code(address string) string {
	r.t.Helper()
	mails := r.mailsTo(address)
	if len(mails) == 0 {
		r.t.Fatalf("no mail to %s", address)
	}
	return mails[len(mails)-1].Code
}

// person makes somebody who can sign in, and a client that speaks for them.
func (r *rig) person(name string) *client.Client {
	r.mu.Lock()
	r.people["token-"+name] = service.Identity{TenantID: "11111111-1111-1111-1111-111111111111", ObjectID: "object-" + name, Name: name, Address: name + "@people.example", Kind: "work"}
	r.mu.Unlock()
	return client.NewClient(client.Options{Address: r.server.URL, Token: func(context.Context, string, string, bool) (string, error) { return "token-" + name, nil }})
}

func (r *rig) id(name string) string { return "11111111-1111-1111-1111-111111111111.object-" + name }

func form(name string) api.Registration {
	return api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: name + " Software", Updates: true, Contact: api.Contact{
		Name: name, Email: name + "@people.example", Phone: "+358 40 5550", Address: api.Address{Street: "Street 1", City: "Helsinki", PostalCode: "00100"}}}
}

// registered takes somebody through registration and the mailed code.
func (r *rig) registered(name string) *client.Client {
	r.t.Helper()
	c := r.person(name)
	if _, err := c.Register(ctx(r.t), form(name)); err != nil {
		r.t.Fatal(err)
	}
	if _, err := c.VerifyEmail(ctx(r.t), r.code(name+"@people.example")); err != nil {
		r.t.Fatal(err)
	}
	return c
}

// accept accepts an agreement's present text.
func (r *rig) accept(c *client.Client, id string) api.Receipt {
	r.t.Helper()
	a, err := c.Agreement(ctx(r.t), id)
	if err != nil {
		r.t.Fatal(err)
	}
	receipt, err := c.Decide(ctx(r.t), id, a.SHA256, true, api.Device{Name: "desk", System: "linux/amd64", App: "test"})
	if err != nil {
		r.t.Fatal(err)
	}
	return receipt
}

// program fills the service: an engagement for everybody, an agreement, and a package with one file.
func (r *rig) program(bytes string) {
	r.t.Helper()
	if err := r.service.PutEngagement(ctx(r.t), service.NewEngagement{ID: "main", Title: "Main", Join: api.JoinEveryone}); err != nil {
		r.t.Fatal(err)
	}
	r.agreement("eula", "1.0", "# Terms\n\nFirst text.\n", nil)
	r.publish("tools", "main", "tools.bin", bytes)
}

func (r *rig) agreement(id, version, text string, grace *time.Time) { //nolint:unparam // a test says of which agreement
	r.t.Helper()
	if _, err := r.service.PublishAgreement(ctx(r.t), service.NewAgreement{ID: id, Title: "Terms", Version: version, Kind: "eula", Text: text, Required: true, Grace: grace}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) publish(id, engagement, name, content string) api.Package {
	r.t.Helper()
	k, err := r.service.PublishPackage(ctx(r.t), api.Package{ID: id, Engagement: engagement, Title: id, Type: "tool", Version: "1"}, []service.NewFile{{Name: name, Bytes: strings.NewReader(content)}})
	if err != nil {
		r.t.Fatal(err)
	}
	return k
}

// older changes the data beside the service, as an older version would have left them.
func (r *rig) older(inSQLite, inPostgres string, args ...any) {
	r.t.Helper()
	noError(r.t, r.testData.change(r.t, inSQLite, inPostgres, args...))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// answer is what a plain request gave.
type answer struct {
	status int
	header http.Header
	body   string
}

func (r *rig) get(address string, header ...string) answer {
	r.t.Helper()
	return r.send("GET", address, "", header...)
}

func (r *rig) send(method, address, body string, header ...string) answer {
	r.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = r.server.URL + address
	}
	q, err := http.NewRequestWithContext(ctx(r.t), method, address, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			q.Host = header[i+1]
		}
		q.Header.Set(header[i], header[i+1])
	}
	w, err := r.server.Client().Transport.RoundTrip(q)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{w.StatusCode, w.Header, string(text)}
}

// problem reads the problem details of a plain answer.
func (a answer) problem(t *testing.T) api.Problem {
	t.Helper()
	var p api.Problem
	if a.header.Get("Content-Type") != api.ProblemType {
		t.Fatalf("status %d is no problem details but %q", a.status, a.header.Get("Content-Type"))
	}
	if err := api.Decode(strings.NewReader(a.body), 0, &p); err != nil {
		t.Fatal(err)
	}
	checkProblem(t, p)
	return p
}

func ctx(t *testing.T) context.Context {
	t.Helper()
	return t.Context()
}

// refused asks for the kind and code of a fault.
func refused(t *testing.T, err error, kind fault.Kind, code string) *fault.Error {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("not refused: %v", err)
	}
	if f.Kind != kind || f.Code != code {
		t.Fatalf("refused with %s %s, not %s %s", f.Kind, f.Code, kind, code)
	}
	return f
}

// problemOf returns the problem details behind a fault.
func problemOf(err error) api.Problem {
	var p *api.Problem
	if !errors.As(err, &p) {
		return api.Problem{}
	}
	return *p
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func serviceAgreement(id, version, text string) service.NewAgreement {
	return service.NewAgreement{ID: id, Title: "Terms", Version: version, Text: text, Required: true}
}

func jsonUnmarshal(text string, v any) error { return json.Unmarshal([]byte(text), v) }

// change changes who somebody is to the authority.
func (r *rig) change(name string, f func(*service.Identity)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := r.people["token-"+name]
	f(&i)
	r.people["token-"+name] = i
}

// decide answers the present text of the agreement "eula".
func (r *rig) decide(c *client.Client, accept bool) {
	r.t.Helper()
	a, err := c.Agreement(ctx(r.t), "eula")
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := c.Decide(ctx(r.t), "eula", a.SHA256, accept, api.Device{}); err != nil {
		r.t.Fatal(err)
	}
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func value[T any](got T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		noError(t, err)
		return got
	}
}
