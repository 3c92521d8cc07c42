// Command program-service is the program service as a server, and its owner's commands on the same folder.
//
// It promises that the owner's commands work while a server runs on the folder, that what they change is seen by the server at
// once, and the exit statuses of fault.ExitStatus. With --json an answer is one JSON object on standard output. It writes no
// token, code or signed link anywhere; mails of the sample program are in its folder and on its mailbox page.
//
// Start reading at newRoot; serve.go holds the server.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"syscall"

	"github.com/programconnect/programconnect/cmd/internal/sink"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// version is set when a release is built.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run runs one command and returns its exit status.
func run(ctx context.Context, args []string, out, trouble io.Writer) int {
	stdout := sink.New(out)
	root := newRoot(stdout) //nolint:contextcheck // cobra hands the context to the commands
	root.SetArgs(args)
	root.SetErr(trouble)
	err := outcome(root.ExecuteContext(ctx), stdout.Err())
	if err == nil {
		return 0
	}
	f := fault.Of(err)
	_, _ = fmt.Fprintln(trouble, api.CleanText(f.Text(), math.MaxInt)) // there is nobody left to tell
	return fault.ExitStatus(f)
}

// outcome returns how a command ended: its own fault where it has one, else that its answer could not be written.
func outcome(err, unwritten error) error {
	var known *fault.Error
	if unwritten == nil || errors.As(err, &known) {
		return err
	}
	return stdoutFault(unwritten)
}
