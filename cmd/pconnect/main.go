// Command pconnect is the terminal client of Program Connect: everything that the screens do, on machines without a screen.
//
// It promises the exit statuses of fault.ExitStatus; with --json it writes one object, or one event a line, to standard output
// and nothing else there; a download that was interrupted goes on where it was. Texts for people go to standard output where they
// are the answer, and to standard error where they are about trouble. They are in one language, English unless another was chosen.
//
// Start reading at newRoot (root.go); each command has a file of its own. What all commands share is in cli.go (the parts they
// open when they need them), printer.go (the only way out), help.go, usage.go and trouble.go (how they fail).
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/programconnect/programconnect/internal/fault"
)

func main() {
	os.Exit(pconnect(os.Args[1:], systemHost()))
}

// pconnect runs one command on a host and returns its exit status.
func pconnect(args []string, h host) int {
	boundHeap()
	c := newCLI(h, args)
	err := c.execute(args)
	if err != nil {
		c.trouble(err)
	}
	return fault.ExitStatus(err)
}

// execute runs one command and closes what it opened. The error is a fault.
func (c *cli) execute(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot(c)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if closing := c.close(); err == nil {
		err = closing
	}
	if ctx.Err() != nil && err != nil {
		err = c.carriedOn(interrupted(err))
	}
	if unwritten := stdoutFault(c.stdout.Err()); unwritten != nil && (err == nil || errors.Is(err, c.stdout.Err())) {
		err = unwritten
	}
	return asFault(err)
}

// window bounds the bytes on their way in memory, so that the process stays under 40 MB with a 1 GiB download running. It is enough
// for four connections with a quarter of a second of a fast line each; the desktop app may hold more.
const window = 8 << 20

// boundHeap does the same for Go's own heap, whatever the environment says (GOGC). The live heap of a transfer is a few MB, so collecting
// at its double adds as much to the peak; at less, thousands of small files spend a fifth of their time on collections. There is no hard
// memory limit: close to one the collector would run without end.
func boundHeap() { debug.SetGCPercent(100) }
