package session

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/settings"
)

// Options is what an App is made of. Home and Accounts are needed; every other field has a sensible standard.
type Options struct {
	Home      string           // the folder that holds settings, drafts, the list of programs and the queue
	Accounts  *auth.Accounts   // who is signed in; closed by who opened it
	Settings  *settings.Store  // those of Home; nil: Open reads them, without a policy of the administrator
	Downloads downloads.Config // Dir, Sources and Settings are filled in here
	Share     bool             // let other processes on this home drive the queue, see Queues.Shared
	LazyQueue bool             // for short commands: leave the queue closed until Queues.Open, and let it start nothing until its Run

	StartSample func(ctx context.Context) (Sample, error) // starts the sample program; nil: there is none

	OnQueue func(ctx context.Context, q *downloads.Queue) // runs beside each queue that is opened here, until its context ends; nil: nothing does

	Clock     func() time.Time
	Device    string                  // the computer's name, written into receipts; os.Hostname by default
	Version   string                  // the app and its version, e.g. "pconnect 0.1.0", written into receipts
	Reveal    func(path string) error // shows a file in the system's file manager
	Transport http.RoundTripper       // for hosted programs; nil: the program client's own
	Reach     *Reach                  // told which near hosts the person named; the transports ask it. nil: one that nobody asks
	Log       *slog.Logger
}

func (o Options) withStandards() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Reach == nil {
		o.Reach = NewReach()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Version == "" {
		o.Version = "program-connect"
	}
	if o.Device == "" {
		if name, err := os.Hostname(); err == nil {
			o.Device = name
		} else {
			o.Device = "unknown"
		}
	}
	return o
}

// App is the client on one home folder. All methods may be called from several goroutines.
type App struct {
	Settings *settings.Store // what the person chose, under what the administrator has fixed; to change it, see SetSettings
	Outbox   *outbox.Outbox  // feedback drafts of this home folder
	Queues   *Queues         // the download queue of this home folder

	opts     Options
	log      *slog.Logger
	programs *programList
	sample   *sampleRunner
	notices  *notices
	sessions *sessionSet

	stop  context.CancelFunc // ends what runs in the background
	tasks *sync.WaitGroup    // what runs in the background
}

// Open reads the home folder and, unless LazyQueue is set, opens the queue, or reaches the process that holds it. A Busy
// fault says that the holder does not answer.
func Open(ctx context.Context, opts Options) (*App, error) {
	opts = opts.withStandards()
	if err := os.MkdirAll(opts.Home, 0o700); err != nil {
		return nil, homefile.DiskFault(homefile.MakingFolder, opts.Home, err)
	}
	a := &App{opts: opts, log: opts.Log, notices: &notices{log: opts.Log}, sessions: newSessionSet(), tasks: &sync.WaitGroup{}}
	a.sample = newSampleRunner(opts.StartSample)
	if err := a.readHome(); err != nil {
		return nil, err
	}
	a.Outbox = outbox.Open(outbox.Config{Dir: a.path("outbox"), Sender: a.sender, Clock: opts.Clock, Report: a.notices.add})
	a.Queues = newQueues(a.queueConfig, opts, a.tasks)
	a.Queues.setSettings, a.Queues.report = a.takeQueueSettings, a.notices.add
	opts.Reach.usePasted(a.pastedHost)
	a.namePrograms()
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.stop = stop
	a.Queues.opened = func(queue *downloads.Queue) {
		a.tasks.Go(func() { a.followDownloaded(life, queue) })
		a.tasks.Go(func() { a.tellFinished(life, queue) })
		if opts.OnQueue != nil {
			a.tasks.Go(func() { opts.OnQueue(life, queue) })
		}
	}
	if !opts.LazyQueue {
		if err := a.Queues.openInTurn(ctx, life); err != nil {
			stop()
			return nil, err
		}
	}
	a.tasks.Go(func() { a.follow(life) })
	return a, nil
}

// readHome reads the settings and the list of programs.
func (a *App) readHome() error {
	a.Settings = a.opts.Settings
	if a.Settings == nil {
		var err error
		if a.Settings, err = settings.Open(a.opts.Home, settings.Policy{}); err != nil {
			return err
		}
	}
	a.notices.add(a.Settings.Damaged())
	a.notices.add(a.Settings.Policy().Notice())
	var err error
	a.programs, err = readPrograms(a.path("programs.json"), a.notices.add)
	return err
}

// follow keeps the sessions' accounts as auth has them: the keyring is read in the background, and a session may end at any time.
func (a *App) follow(ctx context.Context) {
	for {
		changed := a.opts.Accounts.Changed()
		for _, s := range a.sessions.all() {
			s.look()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

func (a *App) path(parts ...string) string {
	return filepath.Join(append([]string{a.opts.Home}, parts...)...)
}

// Home returns the folder that the app lives in.
func (a *App) Home() string { return a.opts.Home }

// Accounts returns the accounts of this home folder.
func (a *App) Accounts() *auth.Accounts { return a.opts.Accounts }

// Notices returns what the person should know of the home folder since the app was opened: files that were damaged and have been set
// aside, drafts that a newer version wrote.
func (a *App) Notices() []*fault.Error { return a.notices.all() }

// SetSettings checks the settings, writes them and hands the queue its part; see settings.Store.Set.
func (a *App) SetSettings(s settings.Settings) error {
	before, after, err := a.Settings.Set(s)
	if err != nil {
		return err
	}
	return a.Queues.apply(before.Queue(), after.Queue())
}

// takeQueueSettings keeps what another process sets at the queue of this one.
func (a *App) takeQueueSettings(before, after downloads.Settings) error {
	return a.SetSettings(a.Settings.Now().TakeQueue(before, after))
}

// queueConfig is what the queue of this home folder is opened with.
func (a *App) queueConfig() downloads.Config {
	config := a.opts.Downloads
	config.Dir = a.opts.Home
	config.Hold = a.opts.LazyQueue
	config.Sources = a.source
	config.Settings = a.Settings.Now().Queue()
	config.Refusal = refusal
	return config
}

// Reveal shows a finished file in the system's file manager.
func (a *App) Reveal(path string) error {
	if a.opts.Reveal == nil {
		return noFileManagerFault(path)
	}
	return a.opts.Reveal(path)
}

// Mail returns what the sample program has sent, oldest first. It starts the sample program if need be.
func (a *App) Mail(ctx context.Context) ([]Mail, error) {
	running, err := a.sample.start(ctx)
	if err != nil {
		return nil, err
	}
	return running.Mail(), nil
}

// SignOutAll forgets every account of every program on this home folder.
func (a *App) SignOutAll(ctx context.Context) error {
	if err := a.opts.Accounts.SignOutAll(ctx); err != nil {
		return err
	}
	return a.programs.change(func(b *book) error { clear(b.Accounts); return nil })
}

// Close pauses what runs without losing a byte, and stops the sample program. Accounts stay open: they belong to who
// opened them.
func (a *App) Close() error {
	a.Outbox.Close()
	a.stop()
	a.Queues.refuse()
	a.tasks.Wait()
	queue := a.Queues.close() // before the sample program: its transfers end cleanly, not with a lost connection
	return errors.Join(queue, a.sample.close())
}

// device says on what an agreement is answered.
func (a *App) device() api.Device {
	return api.Device{Name: a.opts.Device, System: system(), App: a.opts.Version}
}

func system() string { return runtime.GOOS + "/" + runtime.GOARCH }

// sessionSet is the sessions that are open, each once.
type sessionSet struct {
	turn turn // one session is made at a time

	mu sync.Mutex
	by map[string]*Session
}

func newSessionSet() *sessionSet {
	s := &sessionSet{turn: newTurn(), by: map[string]*Session{}}
	return s
}

func (s *sessionSet) get(name string) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by[name]
}

func (s *sessionSet) all() []*Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.by))
}

func (s *sessionSet) remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, name)
}

// getOrMake returns a session and makes it first if need be: a second caller gets the first one's. The lock that readers take is not
// held meanwhile.
func (s *sessionSet) getOrMake(ctx context.Context, name string, makeIt func() (*Session, error)) (*Session, error) {
	if err := s.turn.take(ctx); err != nil {
		return nil, err
	}
	defer s.turn.give()
	if found := s.get(name); found != nil {
		return found, nil
	}
	made, err := makeIt()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[name] = made
	return made, nil
}

// notices collects what the person should know of the home folder.
type notices struct {
	log *slog.Logger

	mu   sync.Mutex
	list []*fault.Error
}

// add keeps a notice; the same one comes once. nil is none.
func (n *notices) add(f *fault.Error) {
	if f == nil {
		return
	}
	n.mu.Lock()
	known := slices.ContainsFunc(n.list, func(one *fault.Error) bool { return one.Text() == f.Text() })
	if !known {
		n.list = append(n.list, f)
	}
	n.mu.Unlock()
	if !known {
		n.log.Warn("home folder", "fault", f.Code, "what", f.Title.String())
	}
}

func (n *notices) all() []*fault.Error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.list)
}
