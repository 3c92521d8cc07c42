// Package fault holds the one shape of an error that reaches a person.
//
// A fault is made once, where the trouble arises, by the code that knows what happened. It says what
// happened, why, whether anything was lost, and what to do next. Screens and the terminal only render
// it; nothing above the place where it arose adds to its words or guesses its kind.
//
// A fault never holds a token, a sign-in code or the query of a link, and Error never prints the
// wrapped error: texts of other people's libraries may hold secrets. The wrapped error is there for
// errors.Is and errors.As alone.
package fault

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/i18n"
)

// Kind sorts faults by what they ask of the caller. Each kind has one exit status of the terminal client.
type Kind string

// The kinds. Their exit statuses are in ExitStatus.
const (
	Other        Kind = "other"
	Usage        Kind = "usage"        // a wrong flag, argument or field
	SignIn       Kind = "sign-in"      // nobody is signed in, or the session ended
	Registration Kind = "registration" // the person must register first
	Terms        Kind = "terms"        // an agreement waits for an answer
	Permission   Kind = "permission"   // signed in, but not allowed
	Network      Kind = "network"      // the service or the network
	Disk         Kind = "disk"         // room, rights, a vanished folder
	Verification Kind = "verification" // a length, hash or signature that does not match
	Busy         Kind = "busy"         // another instance holds what is needed
	Interrupted  Kind = "interrupted"  // stopped by the person; can be resumed
)

// Error is a fault: everything a screen needs to show it.
type Error struct {
	Kind  Kind
	Code  string      // stable and machine-readable, "area.what", e.g. "downloads.disk-full"
	Title i18n.Text   // what happened, one plain sentence
	Cause i18n.Text   // why, one or two sentences; may be empty when Title says it all
	Safe  i18n.Text   // whether anything was lost, e.g. "The 412 MB already here are kept."
	Steps []i18n.Text // what to do next, in order, each an action
	// Commands are the terminal client's own ways to do the steps. Screens leave them out.
	Commands []string
	Guide    string // id of the guide in internal/guide that goes further; may be empty

	Field       string        // for Usage: the wire name of the wrong field, or the flag
	Agreement   string        // for Terms: the id of the agreement that waits
	Correlation string        // a number that the service or the authority can find again
	RetryAfter  time.Duration // when it is worth trying again by itself, in nanoseconds on the wire; 0 when unknown

	Err error // for errors.Is and errors.As; never shown, never logged
}

// Error gives the title and the cause in one line, without the wrapped error.
func (e *Error) Error() string {
	if e.Cause.IsZero() {
		return e.Title.String()
	}
	return e.Title.String() + " " + e.Cause.String()
}

// Unwrap gives the wrapped error to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// Text is the whole fault as plain text, one thought a line: for the terminal, a log and a copied note.
func (e *Error) Text() string {
	var lines []string
	for _, line := range append([]string{e.Title.String(), e.Cause.String(), e.Safe.String()}, i18n.Strings(e.Steps)...) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// Of finds the fault in err. An error that nobody typed becomes an honest general one: its text is not
// shown, since it may hold a secret. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	if errors.Is(err, context.Canceled) {
		return &Error{Kind: Interrupted, Code: "interrupted", Title: i18n.Verbatim("Stopped before it was finished."),
			Safe: i18n.Verbatim("What was done so far is kept."), Steps: []i18n.Text{i18n.Verbatim("Do it again to go on.")}, Err: err}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &Error{Kind: Network, Code: "timeout", Title: i18n.Verbatim("No answer came in time."),
			Safe: i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("Check the network and try again.")}, Err: err}
	}
	return &Error{Kind: Other, Code: "unexpected", Title: i18n.Verbatim("Something unexpected went wrong."),
		Safe: i18n.Verbatim("What was finished before is kept."), Steps: []i18n.Text{i18n.Verbatim("Try again. If it comes back, send feedback with the log.")}, Err: err}
}

// Is tells whether err is a fault of this kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// ExitStatus is the terminal client's exit status for err; 0 for nil.
func ExitStatus(err error) int {
	if err == nil {
		return 0
	}
	switch Of(err).Kind {
	case Usage:
		return 2
	case SignIn:
		return 3
	case Registration:
		return 4
	case Terms:
		return 5
	case Permission:
		return 6
	case Network:
		return 7
	case Disk:
		return 8
	case Verification:
		return 9
	case Busy:
		return 10
	case Interrupted:
		return 130
	default:
		return 1
	}
}
