// Package fault holds the one shape of an error that reaches a person.
//
// A fault is made once, where the trouble arises, by the code that knows what happened. It says what happened, why,
// whether anything was lost, and what to do next, in messages that are said in a language where they are shown. Screens
// and the terminal only render it; nothing above the code where it arose adds to its texts or guesses its kind.
//
// A fault never holds a token, a sign-in code or the query of a link, and Error never prints the
// wrapped error: texts of other people's libraries may hold secrets. The wrapped error is there for
// errors.Is and errors.As alone.
//
// Start reading at Error, then Of.
package fault

import (
	"context"
	"errors"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

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

	Field       string        // for Usage: the JSON name of the wrong field, or the flag
	Agreement   string        // for Terms: the id of the agreement that waits
	Correlation string        // a number that the service or the authority can find again
	RetryAfter  time.Duration // when it is worth trying again by itself, 0 when unknown

	Err error // for errors.Is and errors.As; never shown, never logged
}

// Error returns the title and the cause in one line, without the wrapped error.
func (e *Error) Error() string {
	if e.Cause.IsZero() {
		return e.Title.String()
	}
	return e.Title.String() + " " + e.Cause.String()
}

// Unwrap returns the wrapped error, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// Text returns the whole fault in English as plain text, one thought a line: for the terminal, a log and a copied note.
func (e *Error) Text() string {
	var lines []string
	for _, text := range e.texts() {
		if line := text.String(); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// texts returns every text of the fault in the order in which they are shown.
func (e *Error) texts() []i18n.Text {
	return append([]i18n.Text{e.Title, e.Cause, e.Safe}, e.Steps...)
}

// Of returns the fault in err. An error that nobody typed becomes an honest general one: its text is not shown, since it
// may hold a secret. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.Canceled):
		return interrupted(err)
	case errors.Is(err, context.DeadlineExceeded):
		return timeout(err)
	}
	return unexpected(err)
}

func interrupted(err error) *Error {
	return &Error{
		Kind: Interrupted, Code: "interrupted", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "fault.interrupted.title", Other: "Stopped before it was finished."}),
		Safe:  i18n.T(&goi18n.Message{ID: "fault.interrupted.safe", Other: "What was done so far is kept."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "fault.interrupted.step", Other: "Do it again to go on."})},
	}
}

func timeout(err error) *Error {
	return &Error{
		Kind: Network, Code: "timeout", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "fault.timeout.title", Other: "No answer came in time."}),
		Safe:  i18n.T(&goi18n.Message{ID: "fault.timeout.safe", Other: "Nothing is lost."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "fault.timeout.step", Other: "Check the network and try again."})},
	}
}

func unexpected(err error) *Error {
	return &Error{
		Kind: Other, Code: "unexpected", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "fault.unexpected.title", Other: "Something unexpected went wrong."}),
		Safe:  i18n.T(&goi18n.Message{ID: "fault.unexpected.safe", Other: "What was finished before is kept."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "fault.unexpected.step",
			Other: "Try again. If it comes back, send feedback with the log."})},
	}
}

// Is reports whether err is a fault of this kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// ExitStatus returns the terminal client's exit status for err; 0 for nil.
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
