package main

import (
	"context"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

// follow shows the entries until each is done, stopped, paused, or waits for a person. The first fault is the command's.
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
	for {
		entries := listed(queue.Snapshot(), ids)
		p.show(entries)
		if settled(entries) {
			p.end()
			return firstFault(entries)
		}
		select {
		case <-changed:
		case <-gone:
			return ipc.LeftFault(nil)
		case <-ctx.Done():
			p.end()
			return stoppedFault(queue, ids)
		}
	}
}

// stoppedFault says that Ctrl+C lost nothing.
func stoppedFault(queue ipc.Queue, ids []downloads.ID) error {
	if _, ok := queue.(*ipc.Remote); ok {
		return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.interrupted",
			Title: i18n.T(&goi18n.Message{ID: "pconnect.interrupted.watching", Other: "pconnect stopped watching before it was finished."}),
			Safe:  i18n.T(&goi18n.Message{ID: "pconnect.interrupted.watching.safe", Other: "The Program Connect that holds the queue goes on with it."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.interrupted.watching.step",
				Other: "See how it stands with pconnect queue, or stop it with pconnect queue pause."})}}
	}
	var done int64
	for _, e := range listed(queue.Snapshot(), ids) {
		done += e.Done
	}
	return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.interrupted",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.interrupted.title", Other: "Stopped before it was finished."}),
		Safe:  i18n.T(&goi18n.Message{ID: "pconnect.interrupted.safe", Other: "The {{.Size}} already here are kept."}, "Size", bytesText(done)),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.interrupted.step", Other: "Go on with the same command, or with pconnect queue resume."})}}
}

func listed(snap *downloads.Snapshot, ids []downloads.ID) []*downloads.Entry {
	var entries []*downloads.Entry
	for _, id := range ids {
		if e := snap.Entry(id); e != nil {
			entries = append(entries, e)
		}
	}
	return entries
}

// settled reports whether nothing more happens without a person. Quiet hours end by themselves, and so do retries.
func settled(entries []*downloads.Entry) bool {
	for _, e := range entries {
		if !e.State.Ended() && (e.State != downloads.Waiting || e.Wait == downloads.WaitHour) {
			return false
		}
	}
	return true
}

func firstFault(entries []*downloads.Entry) error {
	for _, e := range entries {
		if err := entryFault(e); err != nil {
			return err
		}
	}
	return nil
}

// entryFault returns why an entry that nothing more happens to is not done; nil when it is.
func entryFault(e *downloads.Entry) error {
	switch {
	case e.State == downloads.Done:
		return nil
	case e.State == downloads.Waiting:
		return waitFault(e)
	case e.State == downloads.Stopped && e.Fault != nil:
		return e.Fault
	default:
		return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.paused", Safe: partKept(),
			Title: i18n.T(&goi18n.Message{ID: "pconnect.paused.title", Other: "“{{.Title}}” is {{.State}}."}, "Title", e.Title, "State", restState(e.State)),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.paused.step", Other: "Go on with pconnect queue resume {{.ID}}."}, "ID", e.ID.String())}}
	}
}

// waitFault is the fault of an entry that waits for a person: a terminal command does not sit there until somebody comes.
func waitFault(e *downloads.Entry) error {
	if e.Fault != nil {
		return e.Fault
	}
	kinds := map[downloads.Wait]fault.Kind{downloads.WaitSignIn: fault.SignIn, downloads.WaitTerms: fault.Terms, downloads.WaitAccess: fault.Permission,
		downloads.WaitNetwork: fault.Network, downloads.WaitDisk: fault.Disk}
	return &fault.Error{Kind: kinds[e.Wait], Code: "pconnect.waiting", Safe: partKept(),
		Title: i18n.T(&goi18n.Message{ID: "pconnect.waiting.title", Other: "“{{.Title}}” waits {{.For}}."}, "Title", e.Title, "For", waitReason(e.Wait)),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.waiting.step", Other: "Run pconnect queue resume when that is mended."})}}
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
	Limit    int64           `json:"limit,omitzero"`
	Priority int             `json:"priority,omitzero"`
	Added    time.Time       `json:"added"`
	Finished time.Time       `json:"finished,omitzero"`
	Problem  *problem        `json:"problem,omitzero"`
}

func entryOf(e *downloads.Entry) entry {
	out := entry{ID: e.ID, Title: e.Title, Path: e.Path, Group: e.Group, State: e.State, Wait: e.Wait, Size: e.Size, Done: e.Done, Fetched: e.Fetched,
		Rate: int64(e.Rate), Left: int64(e.Left.Seconds()), RetryIn: int64(e.RetryIn.Seconds()), SHA256: e.SHA256, Verified: e.Verified, Limit: e.Limit,
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
