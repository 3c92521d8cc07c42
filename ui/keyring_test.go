package ui

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
)

// slowKeyring answers as it is told, or not at all until it is let go on.
type slowKeyring struct {
	auth.Keyring
	mu    sync.Mutex
	err   error
	blind chan struct{} // calls wait until it is closed; nil: they don't
}

func (k *slowKeyring) set(err error, blind chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.err, k.blind = err, blind
}

func (k *slowKeyring) Get(service, user string) (string, error) {
	k.mu.Lock()
	err, blind := k.err, k.blind
	k.mu.Unlock()
	if blind != nil {
		<-blind
	}
	if err != nil {
		return "", err
	}
	return k.Keyring.Get(service, user)
}

// keyringApp is a client whose keyring is slow.
func keyringApp(t *testing.T, ring auth.Keyring) *session.App {
	t.Helper()
	home, _ := emptyHome(t)
	accounts, err := auth.Open(auth.Config{Dir: filepath.Join(home, "accounts"), Keyring: ring, KeyringDeadline: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Open(home, settings.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	app, err := session.Open(ctxOf(t), session.Options{Home: home, Accounts: accounts, LazyQueue: true, Settings: chosen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = app.Close()
		_ = accounts.Close()
	})
	return app
}

func TestStartSaysThatKeyringWaits(t *testing.T) {
	ring := &slowKeyring{Keyring: auth.MemoryKeyring()}
	waits := make(chan struct{})
	ring.set(nil, waits)
	r := newRig(t, keyringApp(t, ring))
	r.shell.Show()
	r.sees("Your keyring asks for its password.")
	r.press("Stop waiting")
	r.sees("Welcome to Program Connect")
	r.sees("Your keyring asks for its password.")
	close(waits)
	r.until("the keyring", func() bool { return !strings.Contains(r.text(), "Your keyring asks") })
}

func TestLockedKeyringHasItsRemedyAndCanBeLeft(t *testing.T) {
	ring := &slowKeyring{Keyring: auth.MemoryKeyring()}
	ring.set(auth.ErrLocked, nil)
	r := newRig(t, keyringApp(t, ring))
	r.shell.Show()
	r.sees("Welcome to Program Connect")
	again := r.button("Try the keyring again")
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	ring.set(nil, never)
	again.Tapped(nil)
	r.sees("Asking the keyring…") // at once, not after the keyring's answer
	r.press("Stop waiting")
	if r.shell.dialogs.top() != nil {
		t.Error("the dialog stays")
	}
}

// TestSignedInStartFlashesNothing looks at every state between the start and the answer of the program.
func TestSignedInStartFlashesNothing(t *testing.T) {
	w := newWorld(t, as(""))
	opened, err := w.app.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, w.app)
	if r.shell.steps.box.Visible() || r.shell.rail.box.Visible() {
		t.Error("something is shown before the accounts are known")
	}
	r.shell.session.Store(opened)
	asked := session.Snapshot{Version: 1, Name: "sample", Account: &auth.Account{ID: "1", Address: "rita@fabrikam.example"},
		Step: session.StepSignIn}
	r.shell.view = view{Session: asked, Queue: r.shell.view.Queue}
	r.shell.goTo(areaJourney)
	if text := r.text(); r.shell.steps.box.Visible() || strings.Contains(text, "Sign in") || strings.Contains(text, "Opening") {
		t.Errorf("while the program is asked this flashes by:\n%s", text)
	}
	r.timers.pass(moment)
	r.sees("Opening")
	if r.shell.steps.box.Visible() {
		t.Error("the header comes before it is slow")
	}
	r.timers.pass(patience)
	if !r.shell.steps.box.Visible() || r.shell.steps.parts.stepped {
		t.Error("when it is slow the header is to be there, and say no step")
	}
	asked.Status, asked.Step, asked.Version = &api.Status{}, api.StepReady, 2
	r.shell.apply(view{Session: asked, Queue: r.shell.view.Queue})
	if !r.shell.rail.box.Visible() || r.shell.steps.box.Visible() {
		t.Error("the rail did not come")
	}
}
