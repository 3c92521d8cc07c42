package session

import (
	"context"
	"net/http"
	"sync"
	"time"
)

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

// sampleRunner starts the sample program once, when it is first needed.
type sampleRunner struct {
	begin func(ctx context.Context) (Sample, error) // nil: there is none
	turn  turn                                      // one start at a time

	mu     sync.Mutex
	sample Sample // nil while it does not run
	closed bool
}

func newSampleRunner(begin func(ctx context.Context) (Sample, error)) *sampleRunner {
	r := &sampleRunner{begin: begin, turn: newTurn()}
	return r
}

// running returns the sample program, nil while it does not run.
func (r *sampleRunner) running() Sample {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sample
}

// start returns the sample program and starts it first if need be.
func (r *sampleRunner) start(ctx context.Context) (Sample, error) {
	if err := r.turn.take(ctx); err != nil {
		return nil, err
	}
	defer r.turn.give()
	if running := r.running(); running != nil {
		return running, nil
	}
	if r.begin == nil {
		return nil, noSampleFault()
	}
	if r.isClosed() {
		return nil, closedFault()
	}
	started, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	if !r.keep(started) {
		_ = started.Close()
		return nil, closedFault()
	}
	return started, nil
}

func (r *sampleRunner) isClosed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closed
}

// keep takes what was started, unless the app was closed meanwhile.
func (r *sampleRunner) keep(s Sample) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	r.sample = s
	return true
}

func (r *sampleRunner) close() error {
	r.mu.Lock()
	running := r.sample
	r.sample, r.closed = nil, true
	r.mu.Unlock()
	if running == nil {
		return nil
	}
	return running.Close()
}
