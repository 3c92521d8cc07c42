package main

import (
	"bufio"
	"context"

	"github.com/programconnect/programconnect/cmd/internal/wire"
	"github.com/programconnect/programconnect/downloads"
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

	answers *bufio.Reader // what a person types
	client  *wire.Client
}

// app opens the home folder, without the queue.
func (c *cli) app(ctx context.Context) (*session.App, error) {
	if c.client != nil {
		return c.client.App, nil
	}
	if c.program == "" {
		c.program = c.getenv("PROGRAM_CONNECT_PROGRAM")
	}
	home, err := wire.Home(c.home, c.getenv)
	if err != nil {
		return nil, err
	}
	client, err := wire.Open(ctx, wire.Config{Home: home, App: "pconnect", LazyQueue: true, Keyring: c.keyring, MemoryOnly: c.memory,
		OpenBrowser: c.openBrowser, Window: window, Transport: c.transport,
		SampleAt: c.getenv("PROGRAM_CONNECT_SAMPLE_LISTEN")})
	if err != nil {
		return nil, err
	}
	c.client = client
	return client.App, nil
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

// queue opens the download queue; a Busy fault says that another instance holds it.
func (c *cli) queue(ctx context.Context) (*downloads.Queue, error) {
	app, err := c.app(ctx)
	if err != nil {
		return nil, err
	}
	return app.OpenQueue(ctx)
}

func (c *cli) close() error {
	client := c.client
	if client == nil {
		return nil
	}
	c.client = nil
	return client.Close()
}

// asks tells whether a question can be put to a person.
func (c *cli) asks() bool { return c.inTerminal && !c.noInput && !c.json }
