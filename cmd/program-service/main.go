// Command program-service is the program service as a server, and its owner's commands on the same folder.
//
// It promises that the owner's commands work while a server runs on the folder, that what they change is seen by the server at
// once, and the exit statuses of fault.ExitStatus. With --json an answer is one JSON object on standard output. It writes no
// token, code or signed link anywhere; mails of the sample program lie in its folder and on its mailbox page.
//
// Start reading at newRoot; serve.go holds the server.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// version is set when a release is built.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run runs one command and gives its exit status.
func run(ctx context.Context, args []string, out, trouble io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(trouble)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	f := asFault(err)
	_, _ = fmt.Fprintln(trouble, f.Text()) // there is nobody left to tell
	return fault.ExitStatus(f)
}

// asFault makes a fault of cobra's own errors, which are all about flags, arguments and unknown commands.
func asFault(err error) *fault.Error {
	f := fault.Of(err)
	if f.Code != "unexpected" {
		return f
	}
	text := err.Error()
	for _, known := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs", "accepts ", "requires ", "required flag", "invalid argument"} {
		if strings.HasPrefix(text, known) {
			return &fault.Error{Kind: fault.Usage, Code: "usage", Title: i18n.Verbatim("The command is not one that program-service knows."), Cause: i18n.Verbatim(strings.ToUpper(text[:1]) + text[1:] + "."),
				Steps: []i18n.Text{i18n.Verbatim("See: program-service help")}, Err: err}
		}
	}
	return f
}
