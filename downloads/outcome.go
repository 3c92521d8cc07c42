package downloads

import (
	"errors"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// outcome is why a run (or one request of it) ended other than by its last byte: what follows, and the fault
// to show. It is the only error that leaves a run.
type outcome struct {
	next    State // Retrying, Waiting, Stopped, Paused or Queued
	wait    Wait
	fault   *fault.Error
	after   time.Duration // for Retrying: not before; 0: the usual backoff
	restart bool          // what was fetched belongs to another version, or can't be proved not to
	back    bool          // a tail was wrong: what was committed before it stands
	refusal bool          // the server refuses what it might give to fewer connections, or without a range
	discard bool          // what was fetched is wrong: the part file is deleted
	why     string        // for the log, when it is not the fault's title
}

func (o *outcome) Error() string {
	if o.fault != nil {
		return o.fault.Error()
	}
	return o.why
}

func (o *outcome) Unwrap() error {
	if o.fault == nil {
		return nil
	}
	return o.fault
}

// asRefusal marks an outcome as a refusal of what was asked for in this way.
func (o *outcome) asRefusal() *outcome {
	o.refusal = true
	return o
}

// asOutcome returns the outcome in err, nil when there is none.
func asOutcome(err error) *outcome {
	var o *outcome
	if errors.As(err, &o) {
		return o
	}
	return nil
}

func again(f *fault.Error) *outcome           { return &outcome{next: Retrying, fault: f, after: f.RetryAfter} }
func stopped(f *fault.Error) *outcome         { return &outcome{next: Stopped, fault: f} }
func waitFor(w Wait, f *fault.Error) *outcome { return &outcome{next: Waiting, wait: w, fault: f} }
func fromZero(f *fault.Error) *outcome {
	return &outcome{next: Retrying, fault: f, restart: true}
}

// refused turns a typed refusal into what follows from it.
func refused(f *fault.Error) *outcome {
	switch f.Kind {
	case fault.SignIn, fault.Registration:
		return waitFor(WaitSignIn, f)
	case fault.Terms:
		return waitFor(WaitTerms, f)
	case fault.Permission:
		return waitFor(WaitAccess, f)
	case fault.Network:
		return again(f)
	}
	return stopped(f)
}
