package main

import (
	"context"
	"errors"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

// follow shows the entries until nothing more happens to them without a person. The first fault is the command's; each is named.
func (t transfers) follow(ctx context.Context, queue ipc.Queue, ids []downloads.ID) error {
	queue.Run()
	changed, stop := queue.Subscribe()
	defer stop()
	if t.progress.progress == nil {
		t.progress.progress = newProgress(t.cli)
	}
	p := t.progress
	var gone <-chan struct{} // never, for a queue of this process
	if remote, ok := queue.(*ipc.Remote); ok {
		gone = remote.Gone()
	}
	w := newWatch(ids, t.unattended(), time.Now())
	look := time.NewTicker(lookPause) // silence is no change
	defer look.Stop()
	for {
		began := time.Now()
		p.show(w.take(queue.Snapshot(), began))
		cost := time.Since(began)
		if w.over(began) {
			p.end()
			return w.failures()
		}
		select {
		case <-changed:
			_ = pause(ctx, time.Until(began.Add(pullPause(cost)))) // a context that ended meanwhile is met in the next select
		case <-look.C:
		case <-gone:
			return ipc.LeftFault(nil)
		case <-ctx.Done():
			p.end()
			return stoppedFault(ctx, queue, ids)
		}
	}
}

const (
	lookPause = time.Second            // between two looks at what does not change
	minPause  = 25 * time.Millisecond  // between two pulls of what changed, at least
	maxPause  = 250 * time.Millisecond // the same, of a queue that is long to look at
)

// pullPause bounds the rate at which the queue is looked at: looking takes a tenth of the time at most. The end of the last download is
// seen that much later.
func pullPause(cost time.Duration) time.Duration { return min(max(10*cost, minPause), maxPause) }

// pause waits, and reports whether it waited to the end.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// stoppedFault says why the command ended before its downloads, and that nothing was lost.
func stoppedFault(ctx context.Context, queue ipc.Queue, ids []downloads.ID) error {
	_, elsewhere := queue.(*ipc.Remote)
	var limit *fault.Error
	if errors.As(context.Cause(ctx), &limit) { // --max-time
		if elsewhere {
			limit.Safe = holderGoesOn()
		}
		return limit
	}
	if elsewhere {
		return watchingFault()
	}
	var done int64
	for _, e := range listed(queue.Snapshot(), ids) {
		done += e.Done
	}
	return &fault.Error{Kind: fault.Interrupted, Code: interruptedCode,
		Title: i18n.T(&goi18n.Message{ID: "pconnect.interrupted.title", Other: "Stopped before it was finished."}),
		Safe: i18n.T(&goi18n.Message{ID: "pconnect.interrupted.safe", Other: "The {{.Size}} already here are kept."},
			"Size", bytesText(done)),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.interrupted.step", Other: "Go on with the same command, or with pconnect queue resume."})}}
}

const interruptedCode = "pconnect.interrupted"

// watchingFault says that another process goes on with what this one watched.
func watchingFault() *fault.Error {
	return &fault.Error{Kind: fault.Interrupted, Code: interruptedCode, Safe: holderGoesOn(),
		Title: i18n.T(&goi18n.Message{ID: "pconnect.interrupted.watching", Other: "pconnect stopped watching before it was finished."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.interrupted.watching.step",
			Other: "See how it stands with pconnect queue, or stop it with pconnect queue pause."})}}
}

func holderGoesOn() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.interrupted.watching.safe", Other: "The Program Connect that holds the queue goes on with it."})
}

// listed returns the entries with these ids, in their order.
func listed(snap *downloads.Snapshot, ids []downloads.ID) []*downloads.Entry {
	here := indexOf(snap)
	var entries []*downloads.Entry
	for _, id := range ids {
		if e := here[id]; e != nil {
			entries = append(entries, e)
		}
	}
	return entries
}

// entry is an entry as JSON.
type entry struct {
	Event    string          `json:"event,omitzero"` // "progress", "done", "stopped", "waiting" while it is followed
	ID       downloads.ID    `json:"id"`
	Title    string          `json:"title"`
	Path     string          `json:"path"`
	Group    string          `json:"program,omitzero"`
	State    downloads.State `json:"state"`
	Wait     downloads.Wait  `json:"wait,omitzero"`
	Size     int64           `json:"size"`
	Done     int64           `json:"done"`
	Fetched  int64           `json:"fetched"`
	Rate     int64           `json:"rate"` // bytes a second
	Left     int64           `json:"left_seconds,omitzero"`
	RetryIn  int64           `json:"retry_in_seconds,omitzero"`
	SHA256   string          `json:"sha256,omitzero"`
	Verified bool            `json:"verified"`
	OpenEnd  bool            `json:"open_end,omitzero"`
	Limit    int64           `json:"limit,omitzero"`
	Priority int             `json:"priority,omitzero"`
	Added    time.Time       `json:"added"`
	Finished time.Time       `json:"finished,omitzero"`
	Problem  *problem        `json:"problem,omitzero"`
}

func entryOf(e *downloads.Entry) entry {
	out := entry{ID: e.ID, Title: e.Title, Path: e.Path, Group: e.Group, State: e.State, Wait: e.Wait, Size: e.Size, Done: e.Done, Fetched: e.Fetched,
		Rate: int64(e.Rate), Left: int64(e.Left.Seconds()), RetryIn: int64(e.RetryIn.Seconds()), SHA256: e.SHA256, Verified: e.Verified, OpenEnd: e.OpenEnd, Limit: e.Limit,
		Priority: e.Priority, Added: e.Added, Finished: e.Finished}
	if e.Fault != nil {
		out.Problem = problemOf(e.Fault)
	}
	return out
}

func entriesOf(snap *downloads.Snapshot, ids []downloads.ID) []entry {
	out := []entry{}
	for _, e := range listed(snap, ids) {
		out = append(out, entryOf(e))
	}
	return out
}
