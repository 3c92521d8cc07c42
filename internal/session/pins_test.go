package session

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// program is a program on this computer that notes all it is sent. It is served by a shared sample program while it has one behind it;
// else it only describes itself.
type program struct {
	*httptest.Server

	mu     sync.Mutex
	about  map[string]any
	behind http.Handler
	log    []string // every request, whole
}

func newProgram(t *testing.T) *program {
	t.Helper()
	p := &program{}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *program) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	dump, _ := httputil.DumpRequest(r, false)
	p.mu.Lock()
	p.log = append(p.log, string(dump)+string(body))
	about, behind := p.about, p.behind
	p.mu.Unlock()
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	switch {
	case r.URL.Path == client.WellKnown:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(about)
	case behind != nil:
		behind.ServeHTTP(w, r)
	default:
		http.NotFound(w, r)
	}
}

// describe makes the program say what another one says of itself, as if it were its own, with changes.
func (p *program) describe(t *testing.T, like string, changes map[string]any) {
	t.Helper()
	answer, err := http.Get(like + client.WellKnown)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	about := map[string]any{}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), like, p.URL)), &about); err != nil {
		t.Fatal(err)
	}
	about["sample_authority"] = p.URL + "/authority"
	for name, value := range changes {
		about[name] = value
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.about = about
}

// serve puts a sample program behind it.
func (p *program) serve(t *testing.T) {
	t.Helper()
	host, err := sample.Start(t.Context(), sample.Config{Dir: t.TempDir(), Share: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = host.Close() })
	target, err := url.Parse(host.Address())
	if err != nil {
		t.Fatal(err)
	}
	p.describe(t, host.Address(), nil)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.behind = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
}

// takeOver is what happens when somebody else gets the address: nothing is served, all is noted from now on.
func (p *program) takeOver() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.behind, p.log = nil, nil
}

// knowsNothing fails the test when the program was asked for more than its description, or was sent anything of a sign-in.
func (p *program) knowsNothing(t *testing.T) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.log) == 0 {
		t.Error("it was not even asked")
	}
	for _, request := range p.log {
		if !strings.HasPrefix(request, "GET "+client.WellKnown+" ") || strings.Contains(strings.ToLower(request), "authorization") ||
			strings.Contains(request, "refresh_token") || strings.Contains(request, "code=") {
			t.Errorf("it was sent:\n%s", request)
		}
	}
}

// signInAt signs Rita in at a session.
func (st *stage) signInAt(t *testing.T, s *Session) {
	t.Helper()
	for _, p := range authority.People() {
		if p.Key == "rita" {
			st.person = visitor.Script{Address: p.Address, Password: p.Password, Kind: string(p.Kind), Code: st.code}
		}
	}
	attempt, err := s.SignIn(t.Context(), auth.SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context(), attempt); err != nil {
		t.Fatal(err)
	}
	if s.Snapshot().Account == nil || s.Snapshot().Status == nil {
		t.Fatalf("nobody is signed in: %+v", s.Snapshot())
	}
}

// signedIn is a stage with somebody signed in at a program on this computer, which was added by its address.
func signedIn(t *testing.T, keyring auth.Keyring) (*stage, *program) {
	t.Helper()
	st := openStage(t, t.TempDir(), keyring, true)
	first := newProgram(t)
	first.serve(t)
	s, err := st.Session(t.Context(), first.URL)
	if err != nil {
		t.Fatal(err)
	}
	st.signInAt(t, s)
	return st, first
}

func code(t *testing.T, err error, want string) *Question {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != want {
		t.Fatalf("got %v, want %s", err, want)
	}
	return QuestionOf(err)
}

// TestSecondProgramGetsNothingOfTheFirst: a program that names another one's sign-in, and itself as the way to it.
func TestSecondProgramGetsNothingOfTheFirst(t *testing.T) {
	st, first := signedIn(t, auth.MemoryKeyring())
	second := newProgram(t)
	second.describe(t, first.URL, map[string]any{"name": "Another one"})
	_, err := st.Session(t.Context(), second.URL) // pconnect --program URL status
	q := code(t, err, "session.program-known")
	if q == nil || !strings.Contains(fault.Of(err).Text(), first.URL) || !strings.Contains(fault.Of(err).Text(), second.URL) {
		t.Errorf("it is not said plainly: %v", fault.Of(err).Text())
	}
	_, err = st.AddProgram(t.Context(), second.URL)
	_ = code(t, err, "session.program-known")
	_, err = st.Session(t.Context(), strings.TrimPrefix(second.URL, "http://")) // a deep link names it so
	_ = code(t, err, "session.unknown-program")
	if len(st.Programs()) != 3 {
		t.Errorf("it is on the list: %v", st.Programs())
	}
	second.knowsNothing(t)
	if _, err := st.ConfirmProgram(t.Context(), second.URL, "some other digest"); QuestionOf(err) == nil {
		t.Errorf("confirmed without having been asked: %v", err)
	}
	second.describe(t, first.URL, map[string]any{"name": "Another one", "client_id": "changed meanwhile"})
	if _, err := st.ConfirmProgram(t.Context(), second.URL, q.Digest); QuestionOf(err) == nil {
		t.Errorf("confirmed what was not shown: %v", err)
	}
	second.knowsNothing(t)
}

// TestSecondProgramGetsNothingOfTheSample: the sample program in this process has its own channel, which is nobody else's.
func TestSecondProgramGetsNothingOfTheSample(t *testing.T) {
	st := openStage(t, t.TempDir(), auth.MemoryKeyring(), true)
	st.signIn(t, "rita")
	second := newProgram(t)
	second.describe(t, st.host.Address(), nil)
	s, err := st.Session(t.Context(), second.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Refresh(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.Agreements.List(t.Context()); !fault.Is(err, fault.SignIn) {
		t.Errorf("its agreements: %v", err)
	}
	if snap := s.Snapshot(); snap.Account != nil || len(snap.Candidates) != 0 {
		t.Errorf("an account is offered: %+v", snap)
	}
	second.knowsNothing(t)
}

func TestConfirmedMoveSignsOutAtTheOldAddress(t *testing.T) {
	st, first := signedIn(t, auth.MemoryKeyring())
	before, err := st.Program(first.URL)
	if err != nil {
		t.Fatal(err)
	}
	second := newProgram(t)
	second.describe(t, first.URL, nil)
	_, err = st.AddProgram(t.Context(), second.URL)
	q := code(t, err, "session.program-known")
	info, err := st.ConfirmProgram(t.Context(), q.Address, q.Digest)
	if err != nil {
		t.Fatal(err)
	}
	if info.Name != before.Name || info.Address != second.URL {
		t.Errorf("it is now %+v", info)
	}
	if left := st.Accounts().List(); len(left) != 0 {
		t.Errorf("still signed in: %+v", left)
	}
	s, err := st.Session(t.Context(), before.Name)
	if err != nil || s.Snapshot().Account != nil {
		t.Errorf("the session after the move: %+v, %v", s, err)
	}
	second.knowsNothing(t)
}

func TestChangedProgramIsNotUsedUntilConfirmed(t *testing.T) {
	for name, change := range map[string]map[string]any{
		"authority":        {"authority": "https://other.program-connect.invalid/common"},
		"client id":        {"client_id": "another"},
		"scopes":           {"scopes": []string{"api://other/Access"}},
		"sample authority": {"sample_authority": "http://127.0.0.1:1/authority"},
		"keys":             {"keys": []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			keyring := auth.MemoryKeyring()
			st, first := signedIn(t, keyring)
			info, err := st.Program(first.URL)
			if err != nil {
				t.Fatal(err)
			}
			first.describe(t, first.URL, change)
			first.takeOver()
			later := openStage(t, st.home, keyring, true)
			_, err = later.Session(t.Context(), info.Name)
			q := code(t, err, "session.program-changed")
			_, err = (linker{later.App}).Link(t.Context(), sourceKey(info.Name, "p", "f"), "")
			_ = code(t, err, "session.program-changed")
			_, err = later.AddProgram(t.Context(), first.URL)
			_ = code(t, err, "session.program-changed")
			if err := later.RemoveProgram(info.Name); err != nil {
				t.Fatal(err)
			}
			_, err = later.AddProgram(t.Context(), first.URL)
			_ = code(t, err, "session.program-changed")
			first.knowsNothing(t)
			asked, err := later.Change(t.Context(), first.URL)
			if err != nil || asked == nil || asked.Digest != q.Digest {
				t.Fatalf("it asks %+v, %v", asked, err)
			}
			if _, err := later.ConfirmProgram(t.Context(), first.URL, asked.Digest); err != nil {
				t.Fatal(err)
			}
			s, err := later.Session(t.Context(), first.URL)
			if err != nil || s.Snapshot().Account != nil || len(later.Accounts().List()) != 0 {
				t.Errorf("after it was confirmed: %v, %v", err, later.Accounts().List())
			}
			first.knowsNothing(t)
		})
	}
}

func TestProgramsOfAnOlderListArePinnedOnce(t *testing.T) {
	one := `{"name": "one", "address": "https://one.example", "program": {"client_id": "c", "authority": "https://login.example/common", "api": "https://one.example/api/v1", "scopes": ["one"]}}`
	two := strings.ReplaceAll(strings.Replace(one, `["one"]`, `["two"]`, 1), "one", "two")
	far := `{"name": "far", "address": "https://far.example", "program": {"client_id": "f", "authority": "https://login.example/common", "api": "http://127.0.0.1:1/api/v1", "scopes": ["far"]}}`
	path := filepath.Join(t.TempDir(), "programs.json")
	if err := os.WriteFile(path, []byte(`{"version": 1, "programs": [`+one+","+two+","+far+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := programsFile(path, nil).Read()
	if err != nil || len(b.Programs) != 3 {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, ok := b.Pins["https://one.example"]; !ok || len(b.Pins) != 1 {
		t.Errorf("pinned: %+v", b.Pins)
	}
	if q := b.judge(b.Programs[1].at(), b.Programs[1].Program); q == nil || len(q.known) != 1 {
		t.Errorf("the second asks %+v", q)
	}
	if q := b.judge(b.Programs[2].at(), b.Programs[2].Program); q == nil || q.api == "" {
		t.Errorf("the one with an API elsewhere asks %+v", q)
	}
}

func TestSubdomainOfTheServiceIsConfirmed(t *testing.T) {
	var b book
	about := programForTest("https://api.one.example/v1")
	at, err := auth.OriginOf("https://one.example")
	if err != nil {
		t.Fatal(err)
	}
	q := b.judge(at, about)
	if q == nil || fault.Of(q.Fault()).Code != "session.program-api" || !strings.Contains(fault.Of(q.Fault()).Text(), "https://api.one.example") {
		t.Fatalf("it asks %+v", q)
	}
	b.keep(at, about)
	if q := b.judge(at, about); q != nil {
		t.Errorf("asked again: %v", q.Fault())
	}
	if q := b.judge(at, programForTest("https://other.one.example/v1")); q == nil || fault.Of(q.Fault()).Code != "session.program-changed" {
		t.Errorf("another subdomain: %+v", q)
	}
}
