package sample

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/service"
)

// everybody lets the tests speak for each of the sample's people, by their key.
func everybody() map[string]service.Identity {
	all := map[string]service.Identity{}
	for _, p := range authority.People() {
		all[p.Key] = service.Identity{TenantID: p.TenantID, ObjectID: p.ObjectID, Name: p.Name, Address: p.Address, Kind: string(p.Kind)}
	}
	return all
}

// signingKey is shared, since making one is slow.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// config is the sample's in a folder, with people to speak for.
func config(t *testing.T, dir string) Config {
	t.Helper()
	key, err := signingKey()
	if err != nil {
		t.Fatal(err)
	}
	return Config{Dir: dir, tokens: everybody(), Authority: authority.Config{SigningKey: key}}
}

func startSample(t *testing.T, dir string) *Host {
	t.Helper()
	h, err := Start(t.Context(), config(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func as(h *Host, key string) *client.Client {
	return client.NewClient(client.Options{Address: h.Address(), Token: func(context.Context, string, string, bool) (string, error) { return key, nil }})
}

func TestPeopleAreAtTheirStep(t *testing.T) {
	h := startSample(t, t.TempDir())
	for key, want := range map[string]api.Step{
		"nora": api.StepRegister, "rita": api.StepReady, "ivan": api.StepAccess, "uma": api.StepAccess,
		"sam-work": api.StepReady, "sam-personal": api.StepAccess, "gus": api.StepRegister, "pat": api.StepRegister, "mia": api.StepRegister, "ole": api.StepReady,
	} {
		s, err := as(h, key).Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if step := api.NextStep(s); step != want {
			t.Errorf("%s is at %s", key, step)
		}
		if (key == "ivan") != (len(s.Invitations) == 1) {
			t.Errorf("%s has %d invitations", key, len(s.Invitations))
		}
		if key == "uma" && (s.Access.Contact == "" || s.Access.Send != "uma@woodgrove.example") {
			t.Errorf("Uma is not told whom to ask: %+v", s.Access)
		}
	}
	a, err := as(h, "rita").Agreement(t.Context(), LicenceID)
	if err != nil || !a.Changed || a.Grace == nil || a.Previous == nil || a.Previous.Text == a.Text {
		t.Errorf("Rita has no new version to compare: %+v %v", a.AgreementState, err)
	}
}

func TestJourneyOfANewPerson(t *testing.T) {
	h := startSample(t, t.TempDir())
	c := as(h, "nora")
	form := api.Registration{Country: "FI", AccountType: "individual", PublisherName: "Nora", Contact: person("Nora Sample", "nora@outlook.example", "Oulu", "90100")}
	if _, err := c.Register(t.Context(), form); err != nil {
		t.Fatal(err)
	}
	mails := h.Mail()
	last := mails[len(mails)-1]
	if last.To != "nora@outlook.example" || len(last.Code) != 6 {
		t.Fatalf("the last mail went to %s", last.To)
	}
	s, err := c.VerifyEmail(t.Context(), last.Code)
	if err != nil || api.NextStep(s) != api.StepAgreement {
		t.Fatal(err)
	}
	for _, a := range api.Outstanding(s) {
		if _, err := c.Decide(t.Context(), a.ID, a.SHA256, true, api.Device{Name: "desk"}); err != nil {
			t.Fatal(err)
		}
	}
	link, err := c.Link(t.Context(), InstallerID, strings.ToUpper(msiName))
	if err != nil {
		t.Fatal(err)
	}
	bytes := fetch(t, link.URL, "")
	if sum := sha256.Sum256(bytes); hex.EncodeToString(sum[:]) != link.SHA256 || string(bytes[:4]) != "\xd0\xcf\x11\xe0" {
		t.Error("the installer is not the one the catalogue names, or no compound file")
	}
}

func fetch(t *testing.T, address, ranges string) []byte {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ranges != "" {
		q.Header.Set("Range", ranges)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	w, err := transport.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	b, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode >= 300 {
		t.Fatalf("%d %v", w.StatusCode, err)
	}
	return b
}

func TestImageIsServedInRanges(t *testing.T) {
	dir := t.TempDir()
	h := startSample(t, dir)
	k, err := as(h, "rita").Package(t.Context(), ImageID)
	if err != nil {
		t.Fatal(err)
	}
	f := k.Files[0]
	if f.Size != ImageSize || len(f.Pieces) != ImageSize/api.PieceSize {
		t.Fatalf("%d bytes, %d pieces", f.Size, len(f.Pieces))
	}
	link, err := as(h, "rita").Link(t.Context(), ImageID, f.Name)
	if err != nil {
		t.Fatal(err)
	}
	last := fetch(t, link.URL, "bytes=-4194304")
	if sum := sha256.Sum256(last); hex.EncodeToString(sum[:]) != f.Pieces[len(f.Pieces)-1] {
		t.Error("the last piece is another")
	}
	if n := folderSize(t, dir); n > 30<<20 {
		t.Errorf("the folder takes %d MiB", n>>20)
	}
	tool, err := exec.LookPath("file")
	if err != nil {
		t.Skip("the rest needs the command file, which is not here")
	}
	path := filepath.Join(t.TempDir(), "head.img")
	if err := os.WriteFile(path, fetch(t, link.URL, "bytes=0-1048575"), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), tool, "-b", path).Output()
	if err != nil || !strings.Contains(string(said), "boot sector") {
		t.Errorf("file says: %s %v", said, err)
	}
}

func folderSize(t *testing.T, dir string) int64 {
	t.Helper()
	var n int64
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRestartKeepsEverything(t *testing.T) {
	dir := t.TempDir()
	h := startSample(t, dir)
	before, err := as(h, "rita").Ledger(t.Context())
	if err != nil || len(before.Receipts) != 1 {
		t.Fatalf("%+v %v", before, err)
	}
	mails := len(h.Mail())
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	again := startSample(t, dir)
	after, err := as(again, "rita").Ledger(t.Context())
	if err != nil || len(after.Receipts) != 1 || after.Receipts[0].Hash != before.Receipts[0].Hash || len(again.Mail()) != mails {
		t.Errorf("%+v %v", after, err)
	}
	if err := api.CheckReceipt(before.Receipts[0], after.Keys); err != nil {
		t.Error(err)
	}
}

func TestTwoProcessesOnOneFolder(t *testing.T) {
	dir := t.TempDir()
	hosts := make(chan *Host, 2)
	c := config(t, dir)
	for range 2 {
		go func() {
			h, err := Start(context.Background(), c)
			if err != nil {
				t.Error(err)
			}
			hosts <- h
		}()
	}
	a, b := <-hosts, <-hosts
	if a == nil || b == nil {
		t.FailNow()
	}
	defer func() { _, _ = a.Close(), b.Close() }()
	if _, err := as(a, "rita").RequestEngagement(t.Context(), "hardware-lab", "We build a board."); err != nil {
		t.Fatal(err)
	}
	owner, err := Owner(t.Context(), Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close() }()
	if err := owner.Approve(t.Context(), "rita@fabrikam.example", "hardware-lab", ""); err != nil {
		t.Fatal(err)
	}
	for _, h := range []*Host{a, b} {
		if e, err := as(h, "rita").Engagement(t.Context(), "hardware-lab"); err != nil || !e.Access.Granted() {
			t.Errorf("%+v %v", e, err)
		}
	}
	if report, err := owner.Audit(t.Context()); err != nil || report.Broken != 0 || report.Rows != 3 {
		t.Errorf("%+v %v", report, err)
	}
}

func TestListenAddress(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "example.com:80", "nonsense"} {
		_, err := Start(t.Context(), Config{Dir: t.TempDir(), Listen: address})
		if !fault.Is(err, fault.Usage) {
			t.Errorf("%s: %v", address, err)
		}
	}
	h := startSample(t, t.TempDir())
	c := config(t, t.TempDir())
	c.Listen = strings.TrimPrefix(h.Address(), "http://")
	_, err := Start(t.Context(), c)
	if !fault.Is(err, fault.Busy) {
		t.Errorf("a taken port: %v", err)
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Config{Dir: blocked}); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestSharedAuthority(t *testing.T) {
	h := startSample(t, t.TempDir())
	p, err := client.Discover(t.Context(), h.Address(), nil)
	if err != nil || client.AuthorityTransport(p, nil) != nil {
		t.Errorf("not shared: %v", err)
	}
	c := config(t, t.TempDir())
	c.Share = true
	shared, err := Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = shared.Close() }()
	inner := &http.Transport{DisableKeepAlives: true}
	if p, err = client.Discover(t.Context(), shared.Address(), inner); err != nil {
		t.Fatal(err)
	}
	way := client.AuthorityTransport(p, inner)
	if way == nil {
		t.Fatal("no way to the authority")
	}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.Authority+"/v2.0/.well-known/openid-configuration", nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := way.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	text, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != http.StatusOK || !strings.Contains(string(text), "authorization_endpoint") {
		t.Errorf("%d %v", w.StatusCode, err)
	}
	q.Host = "evil.example"
	q.URL.Scheme, q.URL.Host, q.URL.Path = "http", strings.TrimPrefix(shared.Address(), "http://"), backChannel+"/common/v2.0/.well-known/openid-configuration"
	w, err = inner.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	if _ = w.Body.Close(); w.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", w.StatusCode)
	}
}

func TestClose(t *testing.T) {
	c := config(t, t.TempDir())
	before := goleak.IgnoreCurrent()
	h, err := Start(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	goleak.VerifyNone(t, before)
}

func TestTokensOfTheFillEndWithIt(t *testing.T) {
	s := &seeder{tokens: map[string]service.Identity{"seed-x": {ObjectID: "x"}}}
	if _, ok := s.person(""); ok {
		t.Error("an empty token is somebody")
	}
	h := startSample(t, t.TempDir())
	var f *fault.Error
	_, err := as(h, "seed-x").Status(t.Context())
	if !errors.As(err, &f) || f.Kind != fault.SignIn {
		t.Error(err)
	}
}
