package main

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

// progress shows entries on their way. There are two: bars on a terminal, lines (or events) elsewhere.
type progress interface {
	show([]*downloads.Entry)
	end()
}

// follow shows the entries until each is done, stopped, paused, or waits for a person. The first fault is the command's.
func (c *cli) follow(ctx context.Context, queue ipc.Queue, ids []downloads.ID) error {
	queue.Run()
	changed, stop := queue.Subscribe()
	defer stop()
	if c.progress == nil { // one for the whole command: what was told is not told again when another process takes the queue over
		c.progress = c.newProgress()
	}
	p := c.progress
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
	var done int64
	for _, e := range listed(queue.Snapshot(), ids) {
		done += e.Done
	}
	if _, ok := queue.(*ipc.Remote); ok {
		return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.interrupted", Title: i18n.Verbatim("pconnect stopped watching before it was finished."),
			Safe: i18n.Verbatim("The Program Connect that holds the queue goes on with it."), Steps: []i18n.Text{i18n.Verbatim("See how it stands with pconnect queue, or stop it with pconnect queue pause.")}}
	}
	return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.interrupted", Title: i18n.Verbatim("Stopped before it was finished."),
		Safe: i18n.Verbatim("The " + bytesText(done) + " already here are kept."), Steps: []i18n.Text{i18n.Verbatim("Go on with the same command, or with pconnect queue resume.")}}
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

// settled tells whether nothing more happens without a person. Quiet hours end by themselves, and so do retries.
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
		switch {
		case e.State == downloads.Waiting:
			return waitFault(e)
		case e.State == downloads.Stopped && e.Fault != nil:
			return e.Fault
		case e.State != downloads.Done:
			return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.paused", Title: i18n.Verbatim("“" + e.Title + "” is " + string(e.State) + "."),
				Safe: i18n.Verbatim("What came so far is kept."), Steps: []i18n.Text{i18n.Verbatim("Go on with pconnect queue resume " + e.ID.String() + ".")}}
		}
	}
	return nil
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
