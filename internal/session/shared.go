package session

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/control"
	"github.com/programconnect/programconnect/internal/fault"
)

// sharedPatience is how long SharedQueue waits for a process that holds the queue and does not answer: it may be opening it, or closing.
const sharedPatience = 5 * time.Second

// SharedQueue gives the one queue of this home folder: this process's own where it is free, else that of the process which holds it,
// asked over a socket (see package control). A Busy fault says that another process holds it and does not answer. When the holder goes
// away its orders end with a fault of kind Interrupted; asking SharedQueue again takes over.
func (a *App) SharedQueue(ctx context.Context) (control.Queue, error) {
	end := time.Now().Add(sharedPatience)
	for {
		queue, err := a.OpenQueue(ctx)
		if err == nil {
			return queue, nil
		}
		if !fault.Is(err, fault.Busy) {
			return nil, err
		}
		if remote := a.remoteNow(); remote != nil {
			return remote, nil
		}
		remote, err := dialUntil(ctx, end, a.opts.Home)
		if err == nil {
			return a.keepRemote(remote)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !time.Now().Before(end) {
			return nil, err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// openPatience is how long an app that starts waits for a short command of the terminal to let the queue go.
const openPatience = 2 * time.Second

// openInTurn opens the queue for an app that must own it.
func (a *App) openInTurn(ctx context.Context) error {
	end := time.Now().Add(openPatience)
	for {
		_, err := a.OpenQueue(ctx)
		if !a.opts.Share || !fault.Is(err, fault.Busy) || !time.Now().Before(end) {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func dialUntil(ctx context.Context, end time.Time, home string) (*control.Remote, error) {
	ctx, stop := context.WithDeadline(ctx, end.Add(time.Second)) // a busy machine may need a moment for the last try too
	defer stop()
	return control.Dial(ctx, home)
}

// remoteNow gives the connection that is there already, unless its owner went away.
func (a *App) remoteNow() *control.Remote {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.remote == nil {
		return nil
	}
	select {
	case <-a.remote.Gone():
		_ = a.remote.Close()
		a.remote = nil
	default:
	}
	return a.remote
}

func (a *App) keepRemote(remote *control.Remote) (control.Queue, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		_ = remote.Close()
		return nil, closedFault()
	}
	a.remote = remote
	return remote, nil
}

// share lets other processes drive the queue that was just opened. The app works without; mu is held.
func (a *App) share() {
	if !a.opts.Share {
		return
	}
	server, err := control.Serve(a.opts.Home, owned{a.queue, a})
	if err != nil {
		a.log.Warn("the queue is not shared", "fault", fault.Of(err).Code)
		return
	}
	a.server = server
}

// owned is the queue as other processes see it: what they set is kept in this process's settings.
type owned struct {
	*downloads.Queue
	app *App
}

// SetSettings keeps what changes in the settings, and gives all to the queue.
func (o owned) SetSettings(s downloads.Settings) error {
	now, settings := o.Snapshot().Settings, o.app.Settings()
	for _, one := range []struct{ was, is, kept *int }{{&now.Parallel, &s.Parallel, &settings.Parallel}, {&now.Connections, &s.Connections, &settings.Connections}, {&now.PerHost, &s.PerHost, &settings.PerHost}} {
		if *one.was != *one.is {
			*one.kept = *one.is
		}
	}
	if now.LimitRate != s.LimitRate {
		settings.LimitRate = s.LimitRate
	}
	if err := o.app.SetSettings(settings); err != nil {
		return err
	}
	return o.Queue.SetSettings(s) // with what holds for this run of the owner alone
}

// releaseElsewhere lets entries go on in the process that holds the queue: the person signed in or accepted here.
func (a *App) releaseElsewhere(ctx context.Context) {
	if !a.opts.Share || a.Queue() != nil {
		return
	}
	ctx, stop := context.WithTimeout(ctx, time.Second)
	defer stop()
	remote, err := control.Dial(ctx, a.opts.Home)
	if err != nil {
		return // nobody holds it: whoever opens it next asks anew
	}
	defer func() { _ = remote.Close() }()
	for _, why := range waitsForPerson() {
		remote.Release(why)
	}
}

// waitsForPerson are the waits that a sign-in, an answer or an access may end.
func waitsForPerson() []downloads.Wait {
	return []downloads.Wait{downloads.WaitSignIn, downloads.WaitTerms, downloads.WaitAccess}
}
