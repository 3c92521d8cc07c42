package auth

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/programconnect/programconnect/internal/fault"
)

// Accounts are the people who are signed in on this computer.
type Accounts struct {
	cfg       Config
	store     *store
	directory directory
	transport http.RoundTripper // for authorities that bring none
	own       *http.Transport   // the same, when it is ours to close

	ctx   context.Context // ends with Close
	stop  context.CancelFunc
	work  sync.WaitGroup
	kick  chan struct{} // asks the keeper to look at the keyring again
	ready chan struct{} // closed after the first look

	refreshing singleflight.Group
	keyring    sync.Mutex // one look at the keyring at a time

	mu      sync.Mutex
	version uint64
	changed chan struct{}
	people  map[string]*person
	leaving map[string]bool // signed out here, still in a keyring that did not answer
	loading bool
	damaged []string
	fault   *fault.Error
	closed  bool
}

// person is one account with what is known of it in this process.
type person struct {
	record  *record
	stored  bool // the keyring holds this very record
	held    bool // the keyring held some record of the account: when it is gone there, it was signed out
	fault   *fault.Error
	tokens  map[string]accessToken // by scopes
	signIns int                    // how often it has signed in here; a refresh that began before is void
}

// accessToken is a token in memory.
type accessToken struct {
	value   string
	issued  time.Time
	expires time.Time
	renewAt time.Time // zero when there is no need before it expires
}

// Open starts with the accounts in the keyring. It returns at once: the keyring is read in the background
// (Ready waits for it).
func Open(cfg Config) (*Accounts, error) {
	if cfg.Dir == "" || cfg.Keyring == nil {
		return nil, faultConfig()
	}
	cfg = cfg.withDefaults()
	ctx, stop := context.WithCancel(context.Background())
	a := &Accounts{
		cfg: cfg, ctx: ctx, stop: stop, transport: cfg.Transport,
		directory: directory{metadata: map[string]*metadata{}, keys: map[string]*keySet{}},
		kick:      make(chan struct{}, 1), ready: make(chan struct{}), changed: make(chan struct{}),
		people: map[string]*person{}, leaving: map[string]bool{}, loading: true,
	}
	if a.transport == nil {
		a.own = newTransport()
		a.transport = a.own
	}
	a.store = &store{service: cfg.Service, dir: cfg.Dir}
	a.store.guard = newGuard(cfg.Keyring, cfg.KeyringDeadline, a.lookAgain)
	a.work.Add(1)
	go a.keep()
	return a, nil
}

func (c Config) withDefaults() Config {
	c.Service = cmp.Or(c.Service, DefaultService)
	c.SignInLimit = cmp.Or(c.SignInLimit, 5*time.Minute)
	c.BrowserLimit = cmp.Or(c.BrowserLimit, 3*time.Second)
	c.KeyringDeadline = cmp.Or(c.KeyringDeadline, 2*time.Second)
	if c.OpenBrowser == nil {
		c.OpenBrowser = SystemBrowser
	}
	if c.Language == nil {
		c.Language = func() string { return "" }
	}
	if c.GuideFor == nil {
		c.GuideFor = func(int) string { return "" }
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Close ends running sign-ins and waits for what is being written. Accounts stay signed in. A call to the
// keyring that hangs is not waited for.
func (a *Accounts) Close() error {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.stop()
	a.work.Wait()
	if a.own != nil {
		a.own.CloseIdleConnections()
	}
	return nil
}

// begin counts work that Close waits for; false once Accounts is closed.
func (a *Accounts) begin() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return false
	}
	a.work.Add(1)
	return true
}

// Ready waits until the keyring was read, or found not to answer.
func (a *Accounts) Ready(ctx context.Context) error {
	select {
	case <-a.ready:
		return nil
	case <-ctx.Done():
		return faultStopped(ctx.Err(), "keyring")
	case <-a.ctx.Done():
		return faultClosed()
	}
}

// List gives the accounts, oldest sign-in first.
func (a *Accounts) List() []Account { return a.Snapshot().Accounts }

// Of gives the accounts that can sign in at authority: same host and client. The sample program's people
// are never offered to a hosted program, nor the other way round.
func (a *Accounts) Of(authority Authority) []Account {
	return slices.DeleteFunc(a.List(), func(p Account) bool { return !authority.knows(p.Authority, p.ClientID) })
}

// knows tells whether an account that signed in at address with client belongs to this authority.
func (a Authority) knows(address, client string) bool {
	mine, err := url.Parse(a.URL)
	theirs, err2 := url.Parse(address)
	return err == nil && err2 == nil && strings.EqualFold(mine.Host, theirs.Host) && a.ClientID == client
}

// Snapshot gives the state at this moment.
func (a *Accounts) Snapshot() Snapshot {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := Snapshot{Version: a.version, Storage: InKeyring, Loading: a.loading, Damaged: len(a.damaged), Fault: a.fault}
	if _, memory := a.cfg.Keyring.(*memoryKeyring); memory {
		s.Storage = InMemory
	}
	if a.fault != nil && a.fault.Code != "auth.keyring-damaged" {
		s.Storage = InMemory
	}
	for _, p := range a.people {
		account := p.record.account()
		account.Stored, account.Fault = p.stored && s.Storage == InKeyring, p.fault
		s.Accounts = append(s.Accounts, account)
	}
	slices.SortFunc(s.Accounts, func(x, y Account) int {
		return cmp.Or(x.SignedIn.Compare(y.SignedIn), cmp.Compare(x.ID, y.ID))
	})
	return s
}

// Changed gives a channel that is closed at the next change. Any number of readers may wait: take the
// channel, then the snapshot, then wait, then take a new channel.
func (a *Accounts) Changed() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.changed
}

// change runs f under the lock and tells the readers.
func (a *Accounts) change(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
	a.version++
	close(a.changed)
	a.changed = make(chan struct{})
}

func (a *Accounts) now() time.Time { return a.cfg.Clock() }

// newCall is one operation on the back channel of an authority.
func (a *Accounts) newCall(authority Authority, u *url.URL, stage string) *call {
	rt := authority.Transport
	if rt == nil {
		rt = a.transport
	}
	return newCall(u, stage, rt)
}

// account gives the person's account, for errors and tokens.
func (p *person) account() Account {
	account := p.record.account()
	account.Stored, account.Fault = p.stored, p.fault
	return account
}
