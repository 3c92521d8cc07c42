package session

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func TestMain(m *testing.M) {
	if runServiceRole() {
		return
	}
	goleak.VerifyTestMain(m)
}

// stage is an App with everything real behind it: the sample program in this process, a queue, accounts in memory, and a scripted
// visitor as the browser.
type stage struct {
	*App
	home    string
	host    *sample.Host // the running sample program; nil until something started it
	started atomic.Int32
	person  visitor.Script
}

// openStage makes a stage on a home folder, with the accounts of an earlier one when there was one.
func openStage(t *testing.T, home string, keyring auth.Keyring, lazy bool) *stage {
	t.Helper()
	return openStageWith(t, home, keyring, lazy, sample.Config{})
}

// openStageWith makes a stage whose sample program is started with a config.
func openStageWith(t *testing.T, home string, keyring auth.Keyring, lazy bool, config sample.Config) *stage {
	t.Helper()
	config.Dir = filepath.Join(home, "sample")
	st := &stage{home: home}
	accounts, err := auth.Open(auth.Config{Dir: filepath.Join(home, "accounts"), Keyring: keyring, Service: "session test", OpenBrowser: st.browse})
	if err != nil {
		t.Fatal(err)
	}
	st.App, err = Open(t.Context(), Options{Home: home, Accounts: accounts, LazyQueue: lazy, Device: "test", Version: "test 1",
		StartSample: func(ctx context.Context) (Sample, error) {
			st.started.Add(1)
			host, err := sample.Start(ctx, config)
			st.host = host
			return sampleForTest{host}, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		if err := accounts.Close(); err != nil {
			t.Error(err)
		}
	})
	settings := st.Settings.Now()
	settings.Folder = filepath.Join(home, "files")
	if err := st.SetSettings(settings); err != nil {
		t.Fatal(err)
	}
	return st
}

func newStage(t *testing.T) *stage {
	t.Helper()
	return openStage(t, t.TempDir(), auth.MemoryKeyring(), false)
}

type sampleForTest struct{ *sample.Host }

func (h sampleForTest) Mail() []Mail {
	var all []Mail
	for _, m := range h.Host.Mail() {
		all = append(all, Mail{To: m.To, Subject: m.Subject, Text: m.Text, Code: m.Code, Sent: m.Time})
	}
	return all
}

func (st *stage) browse(ctx context.Context, address string) error {
	return visitor.New(st.person, nil).Open(nil)(ctx, address)
}

// code reads the newest code mailed to an address.
func (st *stage) code(ctx context.Context, address string) (string, error) {
	mails, err := st.Mail(ctx)
	for _, m := range slices.Backward(mails) {
		if m.Code != "" && strings.EqualFold(m.To, address) {
			return m.Code, err
		}
	}
	return "", err
}

// signIn signs a person of the sample in: a key such as "rita", or "new".
func (st *stage) signIn(t *testing.T, key string) *Session {
	t.Helper()
	st.person = visitor.Script{SignUp: true, Name: "Nelly New", Address: "nelly@outlook.example", Password: "a-good-password", Code: st.code}
	for _, p := range authority.People() {
		if p.Key == key {
			st.person = visitor.Script{Address: p.Address, Password: p.Password, Kind: string(p.Kind), Code: st.code}
		}
	}
	s := st.session(t)
	attempt, err := s.SignIn(t.Context(), auth.SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context(), attempt); err != nil {
		t.Fatal(err)
	}
	return s
}

func (st *stage) session(t *testing.T) *Session {
	t.Helper()
	s, err := st.Session(t.Context(), SampleName)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wait waits until an entry is as wanted.
func (st *stage) wait(t *testing.T, id downloads.ID, what string, wanted func(*downloads.Entry) bool) *downloads.Entry {
	t.Helper()
	changed, stop := st.Queues.Own().Subscribe()
	defer stop()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		e := st.Queues.Own().Snapshot().Entry(id)
		if e != nil && wanted(e) {
			return e
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("the download was never %s: %+v", what, e)
		}
	}
}

func done(e *downloads.Entry) bool { return e.State == downloads.Done }

func waitsFor(why downloads.Wait) func(*downloads.Entry) bool {
	return func(e *downloads.Entry) bool { return e.State == downloads.Waiting && e.Wait == why }
}

// form is a registration that can be sent.
func form() api.Registration {
	return api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: "Nelly's workshop", Contact: api.Contact{Name: "Nelly New",
		Email: "nelly@outlook.example", Address: api.Address{Street: "Esplanadi 1", City: "Helsinki"}}}
}

// programForTest is a description with its API at an address.
func programForTest(at string) api.Program {
	return api.Program{ID: "one", Name: "One", API: at, Authority: "https://login.example/common", ClientID: "c", Scopes: []string{"s"}}
}
