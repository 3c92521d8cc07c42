package session

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
)

// sharedPatience is how long SharedQueue waits for a process that holds the queue and does not answer: it may be opening it, or closing.
const sharedPatience = 5 * time.Second

// Queue is what can be done with the downloads, in whichever process they are.
type Queue = ipc.Queue

// SharedQueue gives the one queue of this home folder: this process's own where it is free, else that of the process which holds it,
// asked over a socket (see package control). A Busy fault says that another process holds it and does not answer. When the holder goes
// away its orders end with a fault of kind Interrupted; asking SharedQueue again takes over.
func (a *App) SharedQueue(ctx context.Context) (Queue, error) {
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
const openPatience = time.Second

// openInTurn gives an app its queue: its own, or that of the process which holds it for longer. Then it takes over as soon as that one
// lets go. A Busy fault says that the holder does not answer.
func (a *App) openInTurn(ctx, life context.Context) error {
	began := time.Now()
	for {
		_, err := a.OpenQueue(ctx)
		if !a.opts.Share || !fault.Is(err, fault.Busy) {
			return err
		}
		if waited := time.Since(began); waited > openPatience {
			remote, err := dialUntil(ctx, time.Now(), a.opts.Home)
			if err == nil {
				a.attach(remote)
				a.tasks.Go(func() { a.takeOver(life, remote) })
				return nil
			}
			if waited > sharedPatience {
				return err
			}
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// attach uses the queue of another process, which may have opened it for something else than downloads.
func (a *App) attach(remote *ipc.Remote) {
	_, _ = a.keepRemote(remote) // refused by a closed app alone, and this one is being opened
	remote.Run()
	a.log.Info("another process holds the queue; it is used there")
}

// takeOver waits until the process that holds the queue lets it go, and goes on here, or with the next one that holds it.
func (a *App) takeOver(ctx context.Context, remote *ipc.Remote) {
	for {
		select {
		case <-remote.Gone():
		case <-ctx.Done():
			return
		}
		for pause := 50 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
			queue, err := a.SharedQueue(ctx)
			if err == nil {
				a.moved()
				next, elsewhere := queue.(*ipc.Remote)
				if !elsewhere {
					a.log.Info("the queue is held here now")
					return
				}
				remote = next
				remote.Run()
				break
			}
			a.log.Warn("the queue can't be taken over yet", "fault", fault.Of(err).Code)
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return
			}
		}
	}
}

// Downloads gives the queue that this app shows and orders: its own, or that of the process which holds it. It is nil only while there is
// none, see Options.LazyQueue.
func (a *App) Downloads() Queue {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.queue != nil:
		return a.queue
	case a.remote != nil:
		return a.remote
	}
	return nil
}

// DownloadsMoved holds a value after Downloads began to give another queue.
func (a *App) DownloadsMoved() <-chan struct{} { return a.move }

func (a *App) moved() {
	select {
	case a.move <- struct{}{}:
	default:
	}
}

// OnShow sets what brings the app's window to the front and opens a deep link (empty: none), when the app is started once more.
func (a *App) OnShow(show func(link string)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.show = show
}

func dialUntil(ctx context.Context, end time.Time, home string) (*ipc.Remote, error) {
	ctx, stop := context.WithDeadline(ctx, end.Add(time.Second)) // a busy machine may need a moment for the last try too
	defer stop()
	return ipc.Dial(ctx, home)
}

// remoteNow gives the connection that is there already, unless its owner went away.
func (a *App) remoteNow() *ipc.Remote {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.remote == nil {
		return nil
	}
	select {
	case <-a.remote.Gone():
		return nil // what it told last is shown until there is another
	default:
	}
	return a.remote
}

func (a *App) keepRemote(remote *ipc.Remote) (Queue, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		_ = remote.Close()
		return nil, closedFault()
	}
	a.dropRemote()
	a.remote = remote
	return remote, nil
}

// dropRemote ends the connection to the process that held the queue. mu is held.
func (a *App) dropRemote() {
	if a.remote != nil {
		_ = a.remote.Close()
		a.remote = nil
	}
}

// share lets other processes drive the queue that was just opened. The app works without; mu is held.
func (a *App) share() {
	if !a.opts.Share {
		return
	}
	server, err := ipc.Serve(a.opts.Home, owned{a.queue, a})
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

// ShowWindow brings the app's window to the front.
func (o owned) ShowWindow(link string) bool {
	o.app.mu.Lock()
	show := o.app.show
	o.app.mu.Unlock()
	if show == nil {
		return false
	}
	show(link)
	return true
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
	remote, err := ipc.Dial(ctx, a.opts.Home)
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
