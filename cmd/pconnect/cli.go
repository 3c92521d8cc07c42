package main

import (
	"bufio"
	"context"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/session"
)

// cli is one run of one command: the global flags, and the parts that are opened when the command first asks for them.
type cli struct {
	host

	home    string // --home
	program string // --program
	json    bool   // --json
	quiet   bool   // --quiet
	noInput bool   // --no-input

	memory bool // tokens in memory only, for the demo's own home
	steps  int  // of the demo, told so far

	answers    *bufio.Reader // what a person types
	client     *client.Client
	stopSaying func()   // ends sayKeyring; set with client
	progress   progress // of this command; nil until something is followed
}

// app opens the home folder, without the queue.
func (c *cli) app(ctx context.Context) (*session.App, error) {
	if c.client != nil {
		return c.client.App, nil
	}
	if c.program == "" {
		c.program = c.getenv("PROGRAM_CONNECT_PROGRAM")
	}
	home, err := client.Home(c.home, c.getenv)
	if err != nil {
		return nil, err
	}
	client, err := client.Open(ctx, client.Config{Home: home, App: "pconnect", LazyQueue: true, Keyring: c.keyring, MemoryOnly: c.memory,
		OpenBrowser: c.openBrowser, Window: window, Transport: c.transport, Policy: c.policy,
		SampleAt: c.getenv("PROGRAM_CONNECT_SAMPLE_LISTEN")})
	if err != nil {
		return nil, err
	}
	c.client = client
	watching, stop := context.WithCancel(ctx)
	said := make(chan struct{})
	go func() {
		defer close(said)
		c.sayKeyring(watching, client.Accounts())
	}()
	c.stopSaying = func() { stop(); <-said }
	return client.App, nil
}

// sayKeyring says what a command waits for while the keyring asks the person something; Ctrl+C ends the wait.
func (c *cli) sayKeyring(ctx context.Context, accounts *auth.Accounts) {
	for {
		changed := accounts.Changed()
		if accounts.Snapshot().Waiting {
			line(c.errOut, "%s", auth.KeyringWaits().String())
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// session opens the program that --program names.
func (c *cli) session(ctx context.Context) (*session.Session, error) {
	app, err := c.app(ctx)
	if err != nil {
		return nil, err
	}
	return app.Session(ctx, c.program)
}

// current is session, with the status asked for.
func (c *cli) current(ctx context.Context) (*session.Session, error) {
	s, err := c.session(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.Refresh(ctx)
}

// queue gives the download queue: its own, or that of the process which holds it. A Busy fault says that the holder does not answer.
func (c *cli) queue(ctx context.Context) (ipc.Queue, error) {
	app, err := c.app(ctx)
	if err != nil {
		return nil, err
	}
	return app.SharedQueue(ctx)
}

// withShared does something with the queue, and once more with whoever has it then when its holder went away meanwhile. What is done
// must be good to do twice.
func (c *cli) withShared(ctx context.Context, do func(ipc.Queue) error) error {
	for {
		queue, err := c.queue(ctx)
		if err != nil {
			return err
		}
		if err = do(queue); err == nil || !left(err) || ctx.Err() != nil {
			return err
		}
	}
}

// left tells whether the process that held the queue went away.
func left(err error) bool { return err != nil && fault.Of(err).Code == ipc.LeftCode }

func (c *cli) close() error {
	client := c.client
	if client == nil {
		return nil
	}
	c.client = nil
	c.stopSaying()
	return client.Close()
}

// asks tells whether a question can be put to a person.
func (c *cli) asks() bool { return c.inTerminal && !c.noInput && !c.json }
