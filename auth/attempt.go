package auth

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// Attempt is one sign-in in the browser, under way.
type Attempt struct {
	accounts  *Accounts
	authority Authority
	metadata  *metadata
	opts      SignInOptions
	request   request
	receiver  *receiver
	address   string
	expires   time.Time

	ctx     context.Context // ends with the attempt
	cancel  context.CancelCauseFunc
	settled chan struct{} // closed when result stands
	done    chan struct{} // closed when everything has ended
	result  struct {
		account Account
		err     error
	}

	mu      sync.Mutex
	browser *fault.Error
	moved   chan struct{} // closed at the next change of browser
}

// attempt starts everything that one sign-in needs, and makes sure that all of it ends.
func (a *Accounts) attempt(
	authority Authority, m *metadata, opts SignInOptions, req request, rec *receiver, address string,
) (*Attempt, error) {
	ctx, cancel := context.WithCancelCause(a.life.ctx)
	t := &Attempt{
		accounts: a, authority: authority, metadata: m, opts: opts, request: req, receiver: rec, address: address,
		expires: a.cfg.Clock().Add(a.cfg.SignInLimit), ctx: ctx, cancel: cancel,
		settled: make(chan struct{}), done: make(chan struct{}), moved: make(chan struct{}),
	}
	if !a.life.start(t.run) {
		cancel(errClosed)
		rec.close(false)
		return nil, faultClosed()
	}
	t.start()
	return t, nil
}

// URL is the link that the browser opens, for Copy link.
func (t *Attempt) URL() string { return t.address }

// Expires is when the attempt ends by itself.
func (t *Attempt) Expires() time.Time { return t.expires }

// OpenAgain starts the browser once more. It returns at once; BrowserFault says how it went.
func (t *Attempt) OpenAgain() error {
	if t.ctx.Err() != nil {
		return t.ended()
	}
	t.setBrowser(nil)
	t.start()
	return nil
}

// BrowserFault says that the browser has not started, or may not have; nil while all is well. The attempt goes on
// regardless: the person may open the link by hand. Its code is "auth.no-browser" when nothing was started for certain,
// "auth.opener-failed" when the opener ended with an error (the page may be open all the same), and "auth.browser-slow".
func (t *Attempt) BrowserFault() *fault.Error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.browser
}

// BrowserChanged is closed when BrowserFault changes next.
func (t *Attempt) BrowserChanged() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.moved
}

func (t *Attempt) setBrowser(f *fault.Error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.browser == f {
		return
	}
	t.browser = f
	close(t.moved)
	t.moved = make(chan struct{})
}

// Wait waits for the end. When ctx ends first, the attempt is cancelled.
func (t *Attempt) Wait(ctx context.Context) (Account, error) {
	select {
	case <-t.settled:
		return t.result.account, t.result.err
	case <-ctx.Done():
		t.cancel(ctx.Err())
	case <-t.ctx.Done():
	}
	// The attempt is over; what its goroutine still tidies up need not be waited for, unless it has
	// finished the sign-in in this very moment.
	select {
	case <-t.settled:
		return t.result.account, t.result.err
	default:
		return Account{}, t.ended()
	}
}

// Done is closed when the attempt has ended, and its port with it.
func (t *Attempt) Done() <-chan struct{} { return t.done }

// Cancel ends the attempt at once and closes its port.
func (t *Attempt) Cancel() { t.cancel(context.Canceled) }

// ended is why an attempt is over that brought no account.
func (t *Attempt) ended() error {
	switch cause := context.Cause(t.ctx); {
	case errors.Is(cause, context.DeadlineExceeded):
		return faultTimeout()
	case t.accounts.life.ctx.Err() != nil:
		return faultClosed()
	default:
		return faultStopped(context.Canceled, "authorize")
	}
}

// start starts the browser and watches it. An opener that does not return within the limit, or says that it could not, is
// reported; it may take as long as it likes without holding up anything.
func (t *Attempt) start() {
	opened := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.ctx)
	go func() {
		defer cancel()
		opened <- t.accounts.cfg.OpenBrowser(ctx, t.address)
	}()
	t.accounts.life.start(func() { t.watch(opened) })
}

// watch reports how the browser started, until that is known or the attempt ends.
func (t *Attempt) watch(opened <-chan error) {
	limit := time.NewTimer(t.accounts.cfg.BrowserLimit)
	defer limit.Stop()
	for {
		select {
		case err := <-opened:
			switch {
			case err == nil:
				t.setBrowser(nil)
			case t.ctx.Err() == nil:
				t.setBrowser(faultBrowser(err))
			}
			return
		case <-limit.C:
			t.setBrowser(faultBrowser(errBrowserSlow))
		case <-t.ctx.Done():
			return
		}
	}
}

// run waits for the answer, closes the port, and turns the answer into an account.
func (t *Attempt) run() {
	limit := time.NewTimer(t.accounts.cfg.SignInLimit)
	defer limit.Stop()
	defer close(t.done)
	select {
	case got := <-t.receiver.answered:
		shut := make(chan struct{})
		go func() {
			defer close(shut)
			t.receiver.close(true)
		}()
		account, err := t.finish(got)
		t.settle(account, err)
		t.cancel(errClosed)
		<-shut
	case <-limit.C:
		t.cancel(context.DeadlineExceeded)
		t.settle(Account{}, t.ended())
		t.receiver.close(false)
	case <-t.ctx.Done():
		t.settle(Account{}, t.ended())
		t.receiver.close(false)
	}
}

// settle makes the result stand, before the context ends: Wait looks for a result first.
func (t *Attempt) settle(account Account, err error) {
	t.result.account, t.result.err = account, err
	close(t.settled)
}
