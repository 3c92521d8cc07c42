package session

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
)

const (
	// sharedPatience is how long Shared waits for a process that holds the queue and does not answer: it may be opening it, or closing.
	sharedPatience = 5 * time.Second

	// openPatience is how long an app that starts waits for a short command of the terminal to let the queue go.
	openPatience = time.Second

	// sharedPause is between two tries.
	sharedPause = 20 * time.Millisecond
)

// Shared returns the one queue of this home folder: this process's own where it is free, else that of the process which holds it,
// asked over a socket (see package ipc). A Busy fault says that another process holds it and does not answer. When the holder goes
// away its orders end with a fault of kind Interrupted; asking Shared again takes over.
func (q *Queues) Shared(ctx context.Context) (Queue, error) {
	end := time.Now().Add(sharedPatience)
	for {
		queue, err := q.Open(ctx)
		if err == nil {
			return queue, nil
		}
		if !fault.Is(err, fault.Busy) {
			return nil, err
		}
		if remote := q.remoteNow(); remote != nil {
			return remote, nil
		}
		remote, err := dialUntil(ctx, end, q.home)
		if err == nil {
			return q.keepRemote(remote)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if fault.Of(err).Code == ipc.NotOursCode {
			return nil, err
		}
		if !time.Now().Before(end) {
			return nil, err
		}
		if err := rest(ctx, sharedPause); err != nil {
			return nil, err
		}
	}
}

// rest waits a while, or until ctx ends.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// openInTurn opens the queue, or uses that of the process which holds it for longer. Then it takes over as soon as that one
// lets go. A Busy fault says that the holder does not answer.
func (q *Queues) openInTurn(ctx, life context.Context) error {
	began := time.Now()
	for {
		_, err := q.Open(ctx)
		if !q.share || !fault.Is(err, fault.Busy) {
			return err
		}
		if waited := time.Since(began); waited > openPatience {
			remote, dialErr := dialUntil(ctx, time.Now(), q.home)
			if dialErr == nil {
				q.attach(remote) //nolint:contextcheck // an order of the queue takes no context
				q.tasks.Go(func() { q.takeOver(life, remote) })
				return nil
			}
			if fault.Of(dialErr).Code == ipc.NotOursCode {
				return dialErr
			}
			if waited > sharedPatience {
				return err
			}
		}
		if err := rest(ctx, sharedPause); err != nil {
			return err
		}
	}
}

// attach uses the queue of another process, which may have opened it for something else than downloads.
func (q *Queues) attach(remote *ipc.Remote) {
	_, _ = q.keepRemote(remote) // refused by a closed app alone, and this one is being opened
	remote.Run()
	q.log.Info("another process holds the queue; it is used there")
}

// takeOver waits until the process that holds the queue lets it go, and goes on here, or with the next one that holds it.
func (q *Queues) takeOver(ctx context.Context, remote *ipc.Remote) {
	for {
		select {
		case <-remote.Gone():
		case <-ctx.Done():
			return
		}
		next, err := q.next(ctx)
		if err != nil {
			return // the app is closing
		}
		q.tellMoved()
		elsewhere, ok := next.(*ipc.Remote)
		if !ok {
			q.log.Info("the queue is held here now")
			return
		}
		remote = elsewhere
		remote.Run() //nolint:contextcheck // an order of the queue takes no context
	}
}

const (
	firstRetry = 50 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// next returns the queue as soon as it can be had. The error is that of ctx.
func (q *Queues) next(ctx context.Context) (Queue, error) {
	for pause := firstRetry; ; pause = min(2*pause, lastRetry) {
		queue, err := q.Shared(ctx)
		if err == nil {
			return queue, nil
		}
		q.log.Warn("the queue can't be taken over yet", "fault", fault.Of(err).Code)
		if err := rest(ctx, pause); err != nil {
			return nil, err
		}
	}
}

func dialUntil(ctx context.Context, end time.Time, home string) (*ipc.Remote, error) {
	ctx, stop := context.WithDeadline(ctx, end.Add(time.Second)) // a busy machine may need a moment for the last try too
	defer stop()
	return ipc.Dial(ctx, home)
}

// remoteNow returns the connection that is there already, unless its owner went away.
func (q *Queues) remoteNow() *ipc.Remote {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.remote == nil {
		return nil
	}
	select {
	case <-q.remote.Gone():
		return nil // what it told last is shown until there is another
	default:
	}
	return q.remote
}

func (q *Queues) keepRemote(remote *ipc.Remote) (Queue, error) {
	q.mu.Lock()
	before, closed := q.remote, q.closed
	if !closed {
		q.remote = remote
	}
	q.mu.Unlock()
	if closed {
		_ = remote.Close()
		return nil, closedFault()
	}
	if before != nil {
		_ = before.Close()
	}
	return remote, nil
}
