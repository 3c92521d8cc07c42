package main

import (
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// mostSilence is how long an unattended command goes on without a new byte, whatever the reason. A wait that is known to be longer is
// not begun.
const mostSilence = 10 * time.Minute

// watch is what a command knows of the entries that it follows. It looks only at what changed.
type watch struct {
	ids        []downloads.ID
	unattended bool

	entries   map[downloads.ID]*downloads.Entry // the last seen; nil for one that was taken off the list
	best      map[downloads.ID]int64            // the most bytes that an entry ever had: bytes fetched again are not new
	unsettled int                               // entries to which something more happens without a person
	local     int                               // entries that are verified or put into their folder: no bytes come, and none are waited for
	lastByte  time.Time                         // when a new byte came, or something was done with those that are here
}

func newWatch(ids []downloads.ID, unattended bool, now time.Time) *watch {
	ids = distinct(ids) // what was named twice is one entry
	return &watch{ids: ids, unattended: unattended, entries: make(map[downloads.ID]*downloads.Entry, len(ids)), best: make(map[downloads.ID]int64, len(ids)),
		unsettled: len(ids), lastByte: now}
}

func distinct(ids []downloads.ID) []downloads.ID {
	seen := make(map[downloads.ID]bool, len(ids))
	var once []downloads.ID
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			once = append(once, id)
		}
	}
	return once
}

// take reads a snapshot and returns the entries that changed since the last, in the order of the command.
func (w *watch) take(snap *downloads.Snapshot, now time.Time) []*downloads.Entry {
	here := indexOf(snap)
	var changed []*downloads.Entry
	for _, id := range w.ids {
		before, known := w.entries[id]
		e := here[id]
		if known && e == before {
			continue
		}
		if known && before != nil && before.State == downloads.Done {
			continue // done is done, also when it was taken off the list since
		}
		w.count(before, known, e)
		w.entries[id] = e
		if e == nil {
			continue
		}
		changed = append(changed, e)
		if e.Done > w.best[id] || e.State == downloads.Done {
			w.best[id], w.lastByte = max(e.Done, w.best[id]), now
		}
	}
	if w.local > 0 {
		w.lastByte = now
	}
	return changed
}

// count keeps the numbers of unsettled and local entries.
func (w *watch) count(before *downloads.Entry, known bool, e *downloads.Entry) {
	if !known || !w.settled(before) {
		w.unsettled--
	}
	if !w.settled(e) {
		w.unsettled++
	}
	if before != nil && isLocal(before) {
		w.local--
	}
	if e != nil && isLocal(e) {
		w.local++
	}
}

func isLocal(e *downloads.Entry) bool {
	return e.State == downloads.Verifying || e.State == downloads.Finishing
}

// settled reports whether nothing more happens to an entry without a person. Quiet hours end by themselves, and so do retries: they are
// waited for, but for long only when somebody is there.
func (w *watch) settled(e *downloads.Entry) bool {
	switch {
	case e == nil, e.State.Ended():
		return true
	case e.State == downloads.Waiting && e.Wait == downloads.WaitHour:
		return w.unattended
	case e.State == downloads.Retrying:
		return w.unattended && e.RetryIn > mostSilence
	default:
		return e.State == downloads.Waiting
	}
}

// over reports whether there is nothing more to wait for.
func (w *watch) over(now time.Time) bool { return w.unsettled == 0 || w.silentFor(now) >= mostSilence }

// silentFor returns how long an unattended command has been without a new byte; 0 where a person is there to end it.
func (w *watch) silentFor(now time.Time) time.Duration {
	if !w.unattended {
		return 0
	}
	return now.Sub(w.lastByte)
}

// failures returns why the entries are not done that are not; nil when all are.
func (w *watch) failures() error {
	all := failures{total: len(w.ids)}
	for _, id := range w.ids {
		e := w.entries[id]
		if e == nil {
			all.add(id.String(), removedFault(id))
		} else if err := w.entryFault(e); err != nil {
			all.add(e.Title, err)
		}
	}
	return all.err()
}

// entryFault returns why an entry is not done; nil when it is.
func (w *watch) entryFault(e *downloads.Entry) error {
	switch {
	case e.State == downloads.Done:
		return nil
	case e.State == downloads.Waiting && e.Wait != downloads.WaitHour:
		return waitFault(e)
	case e.State == downloads.Stopped && e.Fault != nil:
		return e.Fault
	case e.State.Ended():
		return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.paused", Safe: partKept(),
			Title: i18n.T(&goi18n.Message{ID: "pconnect.paused.title", Other: "“{{.Title}}” is {{.State}}."},
				"Title", e.Title, "State", restState(e.State)),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.paused.step", Other: "Go on with pconnect queue resume {{.ID}}."},
				"ID", e.ID.String())}}
	case w.settled(e):
		return longWaitFault(e)
	default:
		return silentFault(e)
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
		Title: i18n.T(&goi18n.Message{ID: "pconnect.waiting.title", Other: "“{{.Title}}” waits {{.For}}."},
			"Title", e.Title, "For", waitReason(e.Wait)),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.waiting.step", Other: "Run pconnect queue resume when that is mended."})}}
}

// longWaitFault says that an unattended command does not wait so long.
func longWaitFault(e *downloads.Entry) error {
	f := &fault.Error{Kind: fault.Network, Code: "pconnect.long-wait", Guide: "network", Safe: partKept(), Cause: why(e), RetryAfter: e.RetryIn, Steps: []i18n.Text{againLaterStep()},
		Title: i18n.T(&goi18n.Message{ID: "pconnect.long-wait.title", Other: "“{{.Title}}” would have to wait {{.Time}}: too long for a command that nobody attends."},
			"Title", e.Title, "Time", e.RetryIn.Round(time.Second).String())}
	if e.State == downloads.Waiting {
		f.Title = i18n.T(&goi18n.Message{ID: "pconnect.long-wait.quiet", Other: "“{{.Title}}” would have to wait for the end of the quiet hours: too long for a command that nobody attends."},
			"Title", e.Title)
	}
	return f
}

// silentFault says that an unattended command got nothing new for too long.
func silentFault(e *downloads.Entry) error {
	return &fault.Error{Kind: fault.Network, Code: "pconnect.silent", Guide: "network", Safe: partKept(), Cause: why(e), Steps: []i18n.Text{againLaterStep()},
		Title: i18n.T(&goi18n.Message{ID: "pconnect.silent.title", Other: "No new byte of “{{.Title}}” came for {{.Time}}."},
			"Title", e.Title, "Time", mostSilence.String())}
}

func againLaterStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.again-later.step", Other: "Give the same command again later: it goes on where it was."})
}

// removedFault says that an entry was taken off the list before it was seen to be done.
func removedFault(id downloads.ID) error {
	return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.removed",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.removed.title", Other: "The download {{.ID}} was taken off the list while it was followed."},
			"ID", id.String()),
		Safe:  i18n.T(&goi18n.Message{ID: "pconnect.removed.safe", Other: "Whether its file is there was not seen."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.removed.step", Other: "Give the same command again: what is already there is not fetched again."})}}
}

// indexOf returns the entries of a snapshot by their ids.
func indexOf(snap *downloads.Snapshot) map[downloads.ID]*downloads.Entry {
	index := make(map[downloads.ID]*downloads.Entry, len(snap.Entries))
	for _, e := range snap.Entries {
		index[e.ID] = e
	}
	return index
}
