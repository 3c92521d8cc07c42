package main

import (
	"bufio"
	"context"
	"slices"

	"github.com/spf13/pflag"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/cmd/internal/sink"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
)

// cli is one run of one command: the global flags, and the parts that are opened when the command first asks for them. Groups of
// commands have types of their own around it.
type cli struct {
	host
	*printer
	stdout *sink.Writer // under the printer

	home    string // --home
	program string // --program
	noInput bool   // --no-input

	memory bool // tokens in memory only, for the demo's own home

	answers       *bufio.Reader // what a person types
	client        *client.Client
	stopReporting func() // ends reportKeyring; set with client
	opened        string // the home folder of client, also after it was closed
}

// newCLI returns the run of a command. Its language is known before anything is said, also about wrong flags.
func newCLI(h host, args []string) *cli {
	c := &cli{host: h, stdout: sink.New(h.stdout)}
	c.printer = &printer{out: c.stdout, errOut: h.stderr}
	if forMachines(args) {
		c.lang = i18n.English()
	} else {
		c.speak(homeFlag(args))
	}
	return c
}

// forMachines reports whether a command's help texts go into files and shells, which stay English.
func forMachines(args []string) bool {
	return len(args) > 0 && slices.Contains([]string{"__complete", "__completeNoDesc"}, args[0])
}

// homeFlag finds --home ahead of all other flags: the settings are there, and with them the language.
func homeFlag(args []string) string {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	home := flags.String("home", "", "")
	_ = flags.Parse(args) // what is wrong is said by the command itself
	return *home
}

// speak chooses the language: PROGRAM_CONNECT_LANGUAGE, else the setting, else English. The settings are read without opening anything,
// since a fault may keep the home folder closed.
func (c *cli) speak(homeFlag string) {
	language := c.getenv("PROGRAM_CONNECT_LANGUAGE")
	if language == "" {
		if home, err := client.Home(homeFlag, c.getenv); err == nil {
			if chosen, err := settings.Read(home, settings.Policy{}); err == nil {
				language = chosen.Language
			}
		}
	}
	c.lang = i18n.For(language)
}

// speakAs chooses the language that a flag names. Without one, what is for programs is English.
func (c *cli) speakAs(language string) {
	if language != "" || c.json {
		c.lang = i18n.For(language)
	}
}

// app opens the home folder, without the queue. A proxy that can't be read is a fault before anything is done.
func (c *cli) app(ctx context.Context) (*session.App, error) {
	app, err := c.anyApp(ctx)
	if err != nil {
		return nil, err
	}
	return app, c.client.ProxyFault()
}

// anyApp is app for commands that can mend the settings.
func (c *cli) anyApp(ctx context.Context) (*session.App, error) {
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
	c.client, c.opened = client, home
	watching, stop := context.WithCancel(ctx)
	reported := make(chan struct{})
	go func() {
		defer close(reported)
		c.reportKeyring(watching, client.Accounts())
	}()
	c.stopReporting = func() { stop(); <-reported }
	return client.App, nil
}

// reportKeyring says what a command waits for while the keyring asks the person something; Ctrl+C ends the wait.
func (c *cli) reportKeyring(ctx context.Context, accounts *auth.Accounts) {
	for {
		changed := accounts.Changed()
		if accounts.Snapshot().Waiting {
			c.note(auth.KeyringWaits())
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
	s, err := app.Session(ctx, c.program)
	if err == nil {
		return s, nil
	}
	info, err := c.confirmed(ctx, app, err)
	if err != nil {
		return nil, err
	}
	return app.Session(ctx, info.Name)
}

// current is session, with the status asked for.
func (c *cli) current(ctx context.Context) (*session.Session, error) {
	s, err := c.session(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.Refresh(ctx)
}

// queue returns the download queue: its own, or that of the process which holds it. A Busy fault says that the holder does not answer.
func (c *cli) queue(ctx context.Context) (ipc.Queue, error) {
	app, err := c.app(ctx)
	if err != nil {
		return nil, err
	}
	return inTurn(ctx, app.Home(), func(ctx context.Context) (ipc.Queue, error) { return app.Queues.Shared(ctx) })
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

// left reports whether the process that held the queue went away.
func left(err error) bool { return err != nil && fault.Of(err).Code == ipc.LeftCode }

func (c *cli) close() error {
	client := c.client
	if client == nil {
		return nil
	}
	c.client = nil
	c.stopReporting()
	return client.Close()
}

// unattended reports whether nobody is there to end a command that waits.
func (c *cli) unattended() bool { return c.noInput || !c.inTerminal }

// asks reports whether a question can be put to a person.
func (c *cli) asks() bool { return c.inTerminal && !c.noInput && !c.json }
