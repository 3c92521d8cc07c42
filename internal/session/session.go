package session

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/changes"
	"github.com/programconnect/programconnect/internal/fault"
)

// StepSignIn is the step before all steps of package api: nobody is signed in, or the session ended.
const StepSignIn api.Step = "sign-in"

// Session is one person at one program. All methods may be called from several goroutines.
type Session struct {
	Registration Registration // the form that is filled in once, and the address to verify
	Access       Access       // what is asked of the owner, and invitations
	Agreements   Agreements   // texts to answer, and the ledger of answers
	Catalogue    Catalogue    // packages, and what is downloaded of them
	Engagements  Engagements  // parts of the program to join
	Feedback     Feedback     // items at the program; drafts are in App.Outbox
	Searches     Searches     // saved searches in the feedback

	app       *App
	info      ProgramInfo
	about     api.Program
	authority auth.Authority
	client    *client.Client

	visit visit // of this run of the app

	turn turn // refreshes go one after the other, so that an old answer never follows a new one

	mu       sync.Mutex
	snap     Snapshot
	watchers changes.Signal
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
	Step       api.Step       // StepSignIn or one of package api's steps
	Fault      *fault.Error   // why the last Refresh did not succeed; nil when it did
	Memory     bool           // tokens are kept in memory only: the sign-in ends with the app
	Keyring    *fault.Error   // what is the matter with the keyring; nil when all is well
	Checked    time.Time      // when the service answered last
}

// Session returns the session at a program, by its name or address; "" is the program used last, else the sample program. An address
// met for the first time is added to the list. The sample program is started if need be. A hosted program that can't be reached
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
	if s := a.sessions.get(info.Name); s != nil {
		return s, nil
	}
	s, err := a.makeSession(ctx, info)
	if err != nil {
		return nil, err
	}
	if name != "" {
		if err := a.UseProgram(info.Name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// sessionOf is Session for what goes on in the background: it does not become the program used last.
func (a *App) sessionOf(ctx context.Context, name string) (*Session, error) {
	if err := a.programs.reread(); err != nil {
		return nil, err
	}
	info, err := a.Program(name)
	if err != nil {
		return nil, err
	}
	return a.makeSession(ctx, info)
}

// makeSession makes the session of a program once: a second caller gets the first one's.
func (a *App) makeSession(ctx context.Context, info ProgramInfo) (*Session, error) {
	if info.Kind == api.KindSample {
		running, err := a.sample.start(ctx)
		if err != nil {
			return nil, err
		}
		info.Address = running.Address()
	}
	return a.sessions.getOrMake(ctx, info.Name, func() (*Session, error) {
		about, err := a.describe(ctx, info)
		if err != nil {
			return nil, err
		}
		if err := a.awaitAccounts(ctx); err != nil {
			return nil, err
		}
		s := newSession(a, info, about)
		s.look()
		return s, nil
	})
}

// describe returns what a program says of itself; as it was last known when it can't be reached. Nothing of it is used while it differs
// from what is pinned: that is a fault with a Question.
func (a *App) describe(ctx context.Context, info ProgramInfo) (api.Program, error) {
	a.opts.Reach.name(info.Address)
	about, err := client.Discover(ctx, info.Address, a.opts.Transport)
	if err != nil {
		if info.Program.API == "" || !fault.Is(err, fault.Network) {
			return api.Program{}, err
		}
		about = info.Program
	}
	if info.Kind == api.KindSample {
		return about, nil // it runs in this process
	}
	at, err := auth.OriginOf(info.Address)
	if err != nil {
		return api.Program{}, err
	}
	for _, address := range []string{about.API, about.Authority} {
		if err := a.opts.Reach.follow(info.Address, address); err != nil {
			return api.Program{}, err
		}
	}
	known := a.programs.book()
	if q := known.judge(at, about); q != nil {
		return api.Program{}, q.Fault()
	}
	if _, pinned := known.Pins[at.String()]; pinned {
		return about, nil
	}
	return about, a.programs.change(func(b *book) error {
		if q := b.judge(at, about); q != nil {
			return q.Fault()
		}
		b.keep(at, about)
		return nil
	})
}

func newSession(a *App, info ProgramInfo, about api.Program) *Session {
	s := &Session{app: a, info: info, about: about, turn: newTurn(), changed: make(chan struct{}, 1)}
	s.Registration, s.Access, s.Agreements = Registration{s}, Access{s}, Agreements{s}
	s.Catalogue, s.Engagements = Catalogue{s}, Engagements{s}
	s.Feedback, s.Searches = Feedback{s}, Searches{s}
	s.authority = a.authorityOf(info, about)
	s.client = client.NewClient(client.Options{Address: info.Address, API: about.API, HTTP: a.opts.Transport, Token: s.token, Agent: a.opts.Version})
	s.snap = Snapshot{Name: info.Name, Program: about, Step: StepSignIn}
	return s
}

// Name returns the program's short name.
func (s *Session) Name() string { return s.info.Name }

// Program returns the program's public description.
func (s *Session) Program() api.Program { return s.about }

// Authority returns where people of this program sign in.
func (s *Session) Authority() auth.Authority { return s.authority }

// Snapshot returns where the session stands. It never waits for the network.
func (s *Session) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snap
}

// Changed holds a value after there is a new snapshot. It is one channel for one reader; see Subscribe for several readers.
func (s *Session) Changed() <-chan struct{} { return s.changed }

// Subscribe returns a channel that holds a value after there is a new snapshot, and the function that ends it.
func (s *Session) Subscribe() (changed <-chan struct{}, stop func()) { return s.watchers.Subscribe() }

// change makes the next snapshot and wakes the readers.
func (s *Session) change(edit func(*Snapshot)) {
	s.mu.Lock()
	next := s.snap
	edit(&next)
	next.Version++
	s.snap = next
	s.mu.Unlock()
	changes.Wake(s.changed)
	s.watchers.Notify()
}

// Refresh asks the service where the person stands. What was known before stays in the snapshot when the service can't be
// reached; the fault is in the snapshot and returned. Nobody signed in is no fault: the step says so.
func (s *Session) Refresh(ctx context.Context) error {
	if err := s.turn.take(ctx); err != nil {
		return err
	}
	defer s.turn.give()
	account := s.look()
	if account == nil {
		return nil
	}
	status, err := s.client.Status(ctx)
	if err != nil {
		s.refreshFailed(account.ID, err)
		return err
	}
	step, before := api.NextStep(status), StepSignIn
	s.change(func(next *Snapshot) {
		before = next.Step
		if next.Account == nil || next.Account.ID != account.ID {
			return // another account was chosen meanwhile; its own refresh follows
		}
		next.Status, next.Step = &status, step
		next.Fault, next.Checked = nil, s.app.opts.Clock()
	})
	if step == api.StepReady && before != api.StepReady {
		s.release() // only on arrival: a refusal of one package must not make its entry ask again and again
	}
	return nil
}

// refreshFailed notes why the service gave no status. A session that ended is a step of the journey; anything else leaves the step.
func (s *Session) refreshFailed(account string, err error) {
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

// refreshAfter refreshes after something that the service has already done. Trouble of the refresh alone is in the snapshot and
// changes nothing of what was done.
func (s *Session) refreshAfter(ctx context.Context) {
	if err := s.Refresh(ctx); err != nil {
		s.app.log.Info("status not refreshed", "program", s.info.Name, "fault", fault.Of(err).Code)
	}
}

// ready returns a fault when nobody is signed in.
func (s *Session) ready() error {
	if s.look() == nil {
		return s.signInFault()
	}
	return nil
}

// release lets what waits for the person ask again: feedback that is queued, and entries of this process's queue.
func (s *Session) release() {
	s.app.Outbox.Wake()
	s.app.Queues.release()
}

// releaseEverywhere is release in the process that holds the queue too. It is for what the person just did, not for what was merely seen.
func (s *Session) releaseEverywhere(ctx context.Context) {
	s.release()
	s.app.Queues.releaseElsewhere(ctx)
}
