package session

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// StepSignIn is the step before all steps of package program: nobody is signed in, or the session ended.
const StepSignIn api.Step = "sign-in"

// Session is one person at one program. All methods may be called from several goroutines.
type Session struct {
	app       *App
	info      ProgramInfo
	about     api.Program
	authority auth.Authority
	client    *client.Client

	turn chan struct{} // holds one token: refreshes go one after the other, so that an old answer never follows a new one

	mu       sync.Mutex
	snap     Snapshot
	watchers map[chan struct{}]struct{}
	changed  chan struct{}
}

// Snapshot is where a session stands: an immutable value. What pointers and slices lead to is never written again.
type Snapshot struct {
	Version    int64          // grows with every change
	Name       string         // the program's short name, for --program
	Program    api.Program    // its public description
	Account    *auth.Account  // the account in use; nil: nobody
	Candidates []auth.Account // every account that could be used at this program
	Status     *api.Status    // as the service told last; nil until it was asked
	Step       api.Step       // StepSignIn or one of program's steps
	Fault      *fault.Error   // why the last Refresh did not succeed; nil when it did
	Memory     bool           // tokens are kept in memory only: the sign-in ends with the app
	Keyring    *fault.Error   // what is the matter with the keyring; nil when all is well
	Checked    time.Time      // when the service answered last
}

// Session gives the session at a program, by its name or address; "" is the program used last, else the sample program. An address
// met for the first time is added to the list. The sample program is started if need be. A hosted program that cannot be reached
// is used as it was last known: Snapshot tells.
func (a *App) Session(ctx context.Context, name string) (*Session, error) {
	info, err := a.Program(name)
	if err != nil && strings.Contains(name, "://") {
		info, err = a.AddProgram(ctx, name) // named by its address, and met for the first time
	}
	if err != nil {
		return nil, err
	}
	if info.Kind == api.KindPortal {
		return nil, portalFault(info)
	}
	a.mu.Lock()
	s := a.sessions[info.Name]
	a.mu.Unlock()
	if s != nil {
		return s, nil
	}
	if s, err = a.open(ctx, info); err != nil {
		return nil, err
	}
	if name != "" {
		if err := a.UseProgram(info.Name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// open makes the session of a program once: a second caller gets the first one's.
func (a *App) open(ctx context.Context, info ProgramInfo) (*Session, error) {
	if info.Kind == api.KindSample {
		sample, err := a.startSample(ctx)
		if err != nil {
			return nil, err
		}
		info.Address = sample.Address()
	}
	a.startMu.Lock()
	defer a.startMu.Unlock()
	a.mu.Lock()
	s := a.sessions[info.Name]
	a.mu.Unlock()
	if s != nil {
		return s, nil
	}
	about, err := client.Discover(ctx, info.Address, a.opts.Transport)
	if err != nil {
		if info.Program.API == "" || !fault.Is(err, fault.Network) {
			return nil, err
		}
		about = info.Program // offline: as it was last known
	}
	if err := a.awaitAccounts(ctx); err != nil {
		return nil, err
	}
	s = newSession(a, info, about)
	s.look()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sessions[info.Name] = s
	return s, nil
}

func newSession(a *App, info ProgramInfo, about api.Program) *Session {
	s := &Session{app: a, info: info, about: about, turn: make(chan struct{}, 1),
		watchers: map[chan struct{}]struct{}{}, changed: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	s.authority = a.authorityOf(info, about)
	s.client = client.NewClient(client.Options{Address: info.Address, API: about.API, HTTP: a.opts.Transport, Token: s.token, Agent: a.opts.Version})
	s.snap = Snapshot{Name: info.Name, Program: about, Step: StepSignIn}
	return s
}

// Name is the program's short name.
func (s *Session) Name() string { return s.info.Name }

// Program is the program's public description.
func (s *Session) Program() api.Program { return s.about }

// Authority is where people of this program sign in.
func (s *Session) Authority() auth.Authority { return s.authority }

// Snapshot tells where the session stands. It never waits for the network.
func (s *Session) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snap
}

// Changed tells that there is a new snapshot. It is one channel for one reader, and coalesces; see Subscribe for several readers.
func (s *Session) Changed() <-chan struct{} { return s.changed }

// Subscribe gives a reader a coalescing channel of its own, and the function that ends it.
func (s *Session) Subscribe() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[c] = struct{}{}
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, c)
	}
}

// change makes the next snapshot and wakes the readers.
func (s *Session) change(edit func(*Snapshot)) Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.snap
	edit(&next)
	next.Version++
	s.snap = next
	wake(s.changed)
	for c := range s.watchers {
		wake(c)
	}
	return next
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // a reader that has not come yet is told once
	}
}

// Refresh asks the service where the person stands. What was known before stays in the snapshot when the service cannot be
// reached; the fault is in the snapshot and returned. Nobody signed in is no fault: the step says so.
func (s *Session) Refresh(ctx context.Context) error {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.turn <- struct{}{} }()
	account := s.look()
	if account == nil {
		return nil
	}
	status, err := s.client.Status(ctx)
	if err != nil {
		s.trouble(account.ID, err)
		return err
	}
	step, before := api.NextStep(status), StepSignIn
	s.change(func(next *Snapshot) {
		before = next.Step
		if next.Account == nil || next.Account.ID != account.ID {
			return // another account was chosen meanwhile; its own refresh follows
		}
		next.Status, next.Step, next.Fault, next.Checked = &status, step, nil, s.app.opts.Clock()
	})
	if step == api.StepReady && before != api.StepReady {
		s.release() // only on arrival: a refusal of one package must not make its entry ask again and again
	}
	return nil
}

// trouble notes why the service gave no status. A session that ended is a step of the journey; anything else leaves the step.
func (s *Session) trouble(account string, err error) {
	s.change(func(next *Snapshot) {
		if next.Account == nil || next.Account.ID != account {
			return
		}
		next.Fault = fault.Of(err)
		if next.Fault.Kind == fault.SignIn {
			next.Step = StepSignIn
		}
	})
}

// Refreshed is Refresh and the snapshot after it.
func (s *Session) Refreshed(ctx context.Context) (Snapshot, error) {
	err := s.Refresh(ctx)
	return s.Snapshot(), err
}

func portalFault(info ProgramInfo) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.portal", Title: i18n.Verbatim(info.Program.Name + " has web pages and nothing that an app could sign in to."),
		Steps: []i18n.Text{i18n.Verbatim("Open " + info.Address + " in the browser and sign in there."), i18n.Verbatim("Copy the link of the download and give it to Program Connect.")},
		Guide: "portal", Field: "program"}
}
