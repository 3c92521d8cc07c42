package session

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

// Options is what an App is made of. Home and Accounts are needed; every other field has a sensible standard.
type Options struct {
	Home      string           // the folder that holds settings, drafts, the list of programs and the queue
	Accounts  *auth.Accounts   // who is signed in; closed by who opened it
	Downloads downloads.Config // Dir, Sources and Settings are filled in here
	Policy    Policy           // what the administrator has fixed
	Share     bool             // let other processes on this home drive the queue, see SharedQueue
	LazyQueue bool             // for short commands: leave the queue closed until OpenQueue, and let it start nothing until its Run

	StartSample func(ctx context.Context) (Sample, error) // starts the sample program; nil: there is none

	Clock     func() time.Time
	Device    string                  // the computer's name, written into receipts; os.Hostname by default
	Version   string                  // the app and its version, e.g. "pconnect 0.1.0", written into receipts
	Reveal    func(path string) error // shows a file in the system's file manager
	Transport http.RoundTripper       // for hosted programs; nil: the program package's own
	Log       *slog.Logger
}

// Sample is a running sample program.
type Sample interface {
	Address() string                // http address of its service on loopback
	BackChannel() http.RoundTripper // MSAL's way to its authority, in process
	Mail() []Mail                   // what it has sent, oldest first
	Close() error
}

// Mail is one message that the sample program sent; it never leaves this computer.
type Mail struct {
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Code    string    `json:"code,omitzero"` // the verification code in Text, if there is one
	Sent    time.Time `json:"sent"`
}

// App is the client on one home folder. All methods may be called from several goroutines.
type App struct {
	opts Options
	log  *slog.Logger

	mu       sync.Mutex // guards what follows; never held over the network
	settings Settings
	book     book // the list of programs and the account chosen for each
	queue    *downloads.Queue
	server   *ipc.Server // serves queue to other processes; nil: not shared
	remote   *ipc.Remote // the queue of another process; see SharedQueue
	sample   Sample
	sessions map[string]*Session
	outbox   *Outbox
	show     func(link string) // brings the window to the front; nil: there is none
	closed   bool

	move  chan struct{}      // see DownloadsMoved
	stop  context.CancelFunc // ends what runs beside
	tasks sync.WaitGroup     // what runs beside

	startMu sync.Mutex // one start of the sample, and one discovery, at a time
}

// Open reads the home folder and, unless LazyQueue is set, opens the queue, or reaches the process that holds it. A Busy
// fault says that the holder does not answer.
func Open(ctx context.Context, opts Options) (*App, error) {
	opts = withStandards(opts)
	if err := os.MkdirAll(opts.Home, 0o700); err != nil {
		return nil, diskFault(err, "make the folder", opts.Home)
	}
	a := &App{opts: opts, log: opts.Log, sessions: map[string]*Session{}, move: make(chan struct{}, 1)}
	a.outbox = newOutbox(a)
	settings, err := a.readSettings()
	if err != nil {
		return nil, err
	}
	a.settings = opts.Policy.apply(settings)
	if a.book, err = readJSON(a.path("programs.json"), book{}); err != nil {
		return nil, err
	}
	life, stop := context.WithCancel(context.Background())
	a.stop = stop
	if !opts.LazyQueue {
		if err := a.openInTurn(ctx, life); err != nil {
			stop()
			return nil, err
		}
	}
	a.tasks.Go(func() { a.follow(life) })
	return a, nil
}

// follow keeps the sessions' accounts as auth has them: the keyring is read in the background, and a session may end at any time.
func (a *App) follow(ctx context.Context) {
	for {
		changed := a.opts.Accounts.Changed()
		a.mu.Lock()
		sessions := slices.Collect(maps.Values(a.sessions))
		a.mu.Unlock()
		for _, s := range sessions {
			s.look()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

func withStandards(opts Options) Options {
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Version == "" {
		opts.Version = "program-connect"
	}
	if opts.Device == "" {
		if name, err := os.Hostname(); err == nil {
			opts.Device = name
		} else {
			opts.Device = "unknown"
		}
	}
	return opts
}

func (a *App) path(parts ...string) string {
	return filepath.Join(append([]string{a.opts.Home}, parts...)...)
}

// Home is the folder that the app lives in.
func (a *App) Home() string { return a.opts.Home }

// Accounts gives the accounts of this home folder.
func (a *App) Accounts() *auth.Accounts { return a.opts.Accounts }

// Queue gives the download queue of this process; nil while it is not open here (see Options.LazyQueue, OpenQueue and Downloads).
func (a *App) Queue() *downloads.Queue {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.queue
}

// OpenQueue gives the queue and opens it first if need be. A Busy fault says that another instance holds it.
func (a *App) OpenQueue(ctx context.Context) (*downloads.Queue, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.queue != nil {
		return a.queue, nil
	}
	if a.closed {
		return nil, closedFault()
	}
	config := a.opts.Downloads
	config.Dir = a.opts.Home
	config.Hold = a.opts.LazyQueue
	config.Sources = a.source
	config.Settings = queueSettings(a.settings)
	config.Refusal = refusal
	queue, err := downloads.Open(ctx, config)
	if err != nil {
		return nil, err
	}
	a.queue = queue
	a.dropRemote()
	a.share()
	return queue, nil
}

// Reveal shows a finished file in the system's file manager.
func (a *App) Reveal(path string) error {
	if a.opts.Reveal == nil {
		return &fault.Error{Kind: fault.Other, Code: "session.reveal", Title: i18n.Verbatim("There is no file manager to show the file in."),
			Safe: i18n.Verbatim("The file is at " + path + ".")}
	}
	return a.opts.Reveal(path)
}

// Mail gives what the sample program has sent, oldest first. It starts the sample program if need be.
func (a *App) Mail(ctx context.Context) ([]Mail, error) {
	sample, err := a.startSample(ctx)
	if err != nil {
		return nil, err
	}
	return sample.Mail(), nil
}

// Close pauses what runs without losing a byte, and stops the sample program. Accounts stay open: they belong to who
// opened them.
func (a *App) Close() error {
	a.mu.Lock()
	queue, server, remote, sample := a.queue, a.server, a.remote, a.sample
	closed := a.closed
	a.queue, a.server, a.remote, a.sample, a.closed = nil, nil, nil, nil, true
	a.mu.Unlock()
	a.outbox.close()
	if !closed {
		a.stop()
		a.tasks.Wait()
	}
	var first error
	if remote != nil {
		first = remote.Close()
	}
	if server != nil { // before the queue: nobody is to ask a queue that is closing
		first = errors.Join(first, server.Close())
	}
	if queue != nil { // before the sample program: its transfers end cleanly, not with a lost connection
		first = errors.Join(first, queue.Close())
	}
	if sample != nil {
		if err := sample.Close(); first == nil {
			first = err
		}
	}
	return first
}

func (a *App) startSample(ctx context.Context) (Sample, error) {
	a.startMu.Lock()
	defer a.startMu.Unlock()
	a.mu.Lock()
	sample, closed := a.sample, a.closed
	a.mu.Unlock()
	switch {
	case closed:
		return nil, closedFault()
	case sample != nil:
		return sample, nil
	case a.opts.StartSample == nil:
		return nil, &fault.Error{Kind: fault.Usage, Code: "session.no-sample", Title: i18n.Verbatim("This app was built without the sample program."),
			Steps: []i18n.Text{i18n.Verbatim("Name a hosted program with --program.")}}
	}
	sample, err := a.opts.StartSample(ctx)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sample = sample
	return sample, nil
}

// device says on what an agreement is answered.
func (a *App) device() api.Device {
	return api.Device{Name: a.opts.Device, System: system(), App: a.opts.Version}
}

func closedFault() error {
	return &fault.Error{Kind: fault.Interrupted, Code: "session.closed", Title: i18n.Verbatim("The app is closing."), Safe: i18n.Verbatim("What was done so far is kept.")}
}
