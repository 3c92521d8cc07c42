package session

import (
	"context"
	"errors"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/changes"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
)

// Queue is what can be done with the downloads, in whichever process they are.
type Queue = ipc.Queue

// Queues is the one download queue of a home folder: this process's own, or that of the process which holds it. Everything that a
// screen asks (Own, Current, Moved) returns at once.
type Queues struct {
	config      func() downloads.Config
	openQueue   func(ctx context.Context, c downloads.Config) (*downloads.Queue, error)
	report      func(*fault.Error)                           // takes why the queue is not shared
	setSettings func(before, after downloads.Settings) error // keeps what another process sets at the queue of this one
	home        string
	share, lazy bool
	opened      func(*downloads.Queue) // starts what runs beside a queue of this process; it returns at once
	log         *slog.Logger
	tasks       *sync.WaitGroup
	move        chan struct{}
	turn        turn // one opening at a time

	mu     sync.Mutex // never held over the disk or a socket
	own    *downloads.Queue
	server *ipc.Server // serves own to other processes; nil: not shared
	remote *ipc.Remote // the queue of another process
	show   func(link string)
	closed bool
}

func newQueues(config func() downloads.Config, opts Options, tasks *sync.WaitGroup) *Queues {
	q := &Queues{config: config, openQueue: downloads.Open, home: opts.Home, share: opts.Share, lazy: opts.LazyQueue, log: opts.Log,
		opened: func(*downloads.Queue) {}, tasks: tasks, move: make(chan struct{}, 1), turn: newTurn()}
	return q
}

// Own returns the download queue of this process; nil while it is not open here (see Options.LazyQueue, Open and Current).
func (q *Queues) Own() *downloads.Queue {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.own
}

// Current returns the queue that this app shows and orders: its own, or that of the process which holds it. It is nil only while there
// is none, see Options.LazyQueue.
func (q *Queues) Current() Queue {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.own != nil:
		return q.own
	case q.remote != nil:
		return q.remote
	}
	return nil
}

// Moved holds a value after Current began to return another queue.
func (q *Queues) Moved() <-chan struct{} { return q.move }

// OnShow sets what raises the app's window and opens a deep link (empty: none), when the app is started once more.
func (q *Queues) OnShow(show func(link string)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.show = show
}

// Open returns this process's own queue and opens it first if need be. A Busy fault says that another instance holds it.
func (q *Queues) Open(ctx context.Context) (*downloads.Queue, error) {
	if err := q.turn.take(ctx); err != nil {
		return nil, err
	}
	defer q.turn.give()
	if own := q.Own(); own != nil {
		return own, nil
	}
	if q.isClosed() {
		return nil, closedFault()
	}
	config := q.config()
	queue, err := q.openQueue(ctx, config)
	if err != nil {
		return nil, err
	}
	if !q.keepOwn(queue) {
		return nil, errors.Join(closedFault(), queue.Close())
	}
	// The settings may have changed while it was opened.
	if now := q.config().Settings; !reflect.DeepEqual(now, config.Settings) {
		if err := queue.SetSettings(now); err != nil {
			q.log.Warn("the queue keeps older settings", "fault", fault.Of(err).Code)
		}
	}
	q.serve(queue) //nolint:contextcheck // the socket outlives the call
	return queue, nil
}

func (q *Queues) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

// keepOwn takes the queue that was just opened in place of another process's, unless the app was closed meanwhile.
func (q *Queues) keepOwn(queue *downloads.Queue) bool {
	q.mu.Lock()
	remote, closed := q.remote, q.closed
	if !closed {
		q.own, q.remote = queue, nil
		q.opened(queue) // under mu: closing waits for what it starts
	}
	q.mu.Unlock()
	if remote != nil && !closed {
		_ = remote.Close()
	}
	return !closed
}

// serve lets other processes drive the queue that was just opened. The app works without.
func (q *Queues) serve(queue *downloads.Queue) {
	if !q.share {
		return
	}
	server, err := ipc.Serve(q.home, owned{queue, q})
	if err != nil {
		q.log.Warn("the queue is not shared", "fault", fault.Of(err).Code)
		if q.report != nil {
			q.report(fault.Of(err))
		}
		return
	}
	q.mu.Lock()
	closed := q.closed
	if !closed {
		q.server = server
	}
	q.mu.Unlock()
	if closed {
		_ = server.Close()
	}
}

// apply hands the queue in use what changed in the settings. A queue of another process keeps what was set for its run alone, unless
// this changes it.
func (q *Queues) apply(before, after downloads.Settings) error {
	q.mu.Lock()
	own, remote := q.own, q.remote
	q.mu.Unlock()
	switch {
	case own != nil:
		return own.SetSettings(after)
	case remote != nil && !q.lazy && !reflect.DeepEqual(before, after):
		return remote.SetSettings(after)
	}
	return nil
}

// refuse lets nothing be opened any more.
func (q *Queues) refuse() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
}

// close ends the connection to another process, or closes this process's queue.
func (q *Queues) close() error {
	q.mu.Lock()
	own, server, remote := q.own, q.server, q.remote
	q.own, q.server, q.remote = nil, nil, nil
	q.closed = true
	q.mu.Unlock()
	var all []error
	if remote != nil {
		all = append(all, remote.Close())
	}
	if server != nil { // before the queue: nobody is to ask a queue that is closing
		all = append(all, server.Close())
	}
	if own != nil {
		all = append(all, own.Close())
	}
	return errors.Join(all...)
}

// owned is the queue as other processes see it: what they set is kept in this process's settings.
type owned struct {
	*downloads.Queue
	queues *Queues
}

// ShowWindow raises the app's window. It reports whether there is a window.
func (o owned) ShowWindow(link string) bool {
	show := o.queues.shower()
	if show == nil {
		return false
	}
	show(link)
	return true
}

func (q *Queues) shower() func(link string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.show
}

// SetSettings keeps what changes in the settings and hands all to the queue, with what holds for this run of the owner alone.
func (o owned) SetSettings(s downloads.Settings) error {
	if err := o.queues.setSettings(o.Snapshot().Settings, s); err != nil {
		return err
	}
	return o.Queue.SetSettings(s)
}

// waitsForPerson are the waits that a sign-in, an answer or an access may end.
func waitsForPerson() []downloads.Wait {
	return []downloads.Wait{downloads.WaitSignIn, downloads.WaitTerms, downloads.WaitAccess}
}

// release lets entries of this process's queue that wait for the person ask again.
func (q *Queues) release() {
	queue := q.Own()
	if queue == nil {
		return // another process holds the queue, see releaseElsewhere
	}
	for _, why := range waitsForPerson() {
		queue.Release(why)
	}
}

// releaseElsewhere lets entries go on in the process that holds the queue: the person signed in or accepted here.
func (q *Queues) releaseElsewhere(ctx context.Context) {
	if !q.share || q.Own() != nil {
		return
	}
	ctx, stop := context.WithTimeout(ctx, time.Second)
	defer stop()
	remote, err := ipc.Dial(ctx, q.home)
	if err != nil {
		return // nobody holds it: whoever opens it next asks anew
	}
	defer func() { _ = remote.Close() }()
	for _, why := range waitsForPerson() {
		remote.Release(why) //nolint:contextcheck // an order of the queue takes no context
	}
}

// tellMoved says that Current returns another queue.
func (q *Queues) tellMoved() { changes.Wake(q.move) }
