package session

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
)

// The times of telling programs which files came whole.
const (
	tellEvery = time.Second      // between two looks at a queue that changes
	tellAgain = 5 * time.Minute  // until what could not be told is tried again
	tellLast  = 3 * time.Second  // how long closing waits for what is still to be told
	tellSince = 24 * time.Hour   // what was finished earlier than this before the queue was opened is not told any more
	tellTime  = 20 * time.Second // how long one program may take to answer
)

// teller reports to programs which of their files have come whole and were verified: the bytes may come from another server, which tells
// the program nothing. A program counts a file once, however often it is told.
type teller struct {
	app   *App
	since time.Time
	told  map[downloads.ID]bool
}

// tellFinished runs beside a queue until ctx ends.
func (a *App) tellFinished(ctx context.Context, queue *downloads.Queue) {
	t := &teller{app: a, since: a.opts.Clock().Add(-tellSince), told: map[downloads.ID]bool{}}
	changed, stop := queue.Subscribe()
	defer stop()
	again := time.NewTicker(tellAgain)
	defer again.Stop()
	for {
		t.tell(ctx, queue.Snapshot())
		pause := time.NewTimer(tellEvery)
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
		pause.Stop()
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), tellLast)
			t.tell(last, queue.Snapshot())
			cancel()
			return
		case <-changed:
		case <-again.C:
		}
	}
}

// tell reports what has not been reported. A program whose session is not open is not opened for it.
func (t *teller) tell(ctx context.Context, snapshot *downloads.Snapshot) {
	for _, e := range snapshot.Entries {
		if e.State != downloads.Done || !e.Verified || t.told[e.ID] || e.Finished.Before(t.since) {
			continue
		}
		name, pack, _, ok := ReadSource(e.Source)
		if !ok {
			t.told[e.ID] = true // of no program
			continue
		}
		s := t.app.sessions.get(name)
		if s == nil || s.ready() != nil || ctx.Err() != nil {
			continue
		}
		asked, cancel := context.WithTimeout(ctx, tellTime)
		err := s.client.Finished(asked, pack, e.SHA256)
		cancel()
		if err == nil || !fault.Is(err, fault.Network) && !fault.Is(err, fault.SignIn) {
			t.told[e.ID] = true // or the program does not want to know, as one of an older version
		}
		if err != nil {
			t.app.log.Info("a finished download was not told", "fault", fault.Of(err).Code)
		}
	}
}
