package ui

import (
	"context"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
)

// hiddenEntries are the downloads that were removed on the screen and not yet in the queue.
type hiddenEntries map[downloads.ID]bool

// What a row says from the moment on that the person asked for it until the queue has done it.
var (
	markPausing  = &goi18n.Message{ID: "ui.downloads.mark.pausing", Other: "Pausing…"}
	markResuming = &goi18n.Message{ID: "ui.downloads.mark.resuming", Other: "Resuming…"}
	markRetrying = &goi18n.Message{ID: "ui.downloads.mark.retrying", Other: "Trying again…"}
)

// downloadActions are what can be done with downloads. Each goes to the queue away from the screens'
// goroutine, since it commits to the disk; what came of it is in the next snapshot.
type downloadActions struct {
	screen *downloadsScreen
	shell  *Shell
	marks  []*actionMark
}

// actionMark is an action under way: the rows it is about say so at once.
type actionMark struct {
	text *goi18n.Message
	ids  map[downloads.ID]bool // nil: all
	// until is the version of the first snapshot that shows what came of it; 0 while the queue is at it.
	until uint64
}

func newDownloadActions(w *downloadsScreen) *downloadActions {
	return &downloadActions{screen: w, shell: w.shell}
}

func (a *downloadActions) do(what func(session.Queue) error) {
	queue := a.shell.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	act(a.shell, a.shell.lifetime, func(context.Context) error { return what(queue) }, func(err error) {
		a.shell.puller.wake()
		if err != nil {
			a.shell.dialogs.tell(err)
		}
	})
}

// doMarked is do for entries (none named: all) whose rows say at once what was asked for: with thousands of them the queue
// takes a while.
func (a *downloadActions) doMarked(text *goi18n.Message, entries []*downloads.Entry, what func(session.Queue) error) {
	queue := a.shell.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	mark := &actionMark{text: text}
	if entries != nil {
		mark.ids = map[downloads.ID]bool{}
		for _, e := range entries {
			mark.ids[e.ID] = true
		}
	}
	a.marks = append(a.marks, mark)
	a.screen.group()
	work(a.shell, a.shell.lifetime, func(context.Context) (uint64, error) {
		err := what(queue)
		return queue.Snapshot().Version, err
	}, func(version uint64, err error) {
		mark.until = max(version, 1)
		a.shell.puller.wake()
		if err != nil {
			a.shell.dialogs.tell(err)
		}
	})
}

// settle drops the marks of actions whose outcome a snapshot shows.
func (a *downloadActions) settle(q *downloads.Snapshot) {
	kept := a.marks[:0]
	for _, mark := range a.marks {
		if mark.until == 0 || q.Version < mark.until {
			kept = append(kept, mark)
		}
	}
	a.marks = kept
}

// mark returns what the row of an entry says while an action is under way, or nil.
func (a *downloadActions) mark(e *downloads.Entry) *goi18n.Message {
	for _, mark := range a.marks {
		if (mark.ids == nil || mark.ids[e.ID]) && mark.concerns(e) {
			return mark.text
		}
	}
	return nil
}

func (m *actionMark) concerns(e *downloads.Entry) bool {
	switch m.text {
	case markPausing:
		return !isOver(e) && e.State != downloads.Paused
	case markResuming:
		return e.State == downloads.Paused
	default:
		return canRetry(e) && !wasCancelled(e)
	}
}

func idsOf(entries []*downloads.Entry) []downloads.ID {
	ids := make([]downloads.ID, 0, len(entries))
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

// only returns the entries that fit.
func only(entries []*downloads.Entry, fits func(*downloads.Entry) bool) []*downloads.Entry {
	var found []*downloads.Entry
	for _, e := range entries {
		if fits(e) {
			found = append(found, e)
		}
	}
	return found
}

func canPause(e *downloads.Entry) bool {
	return !isOver(e) && e.State != downloads.Paused && e.State != downloads.Finishing
}

func isPaused(e *downloads.Entry) bool { return e.State == downloads.Paused }

func (a *downloadActions) pause(entries ...*downloads.Entry) {
	if fit := only(entries, canPause); len(fit) > 0 {
		a.doMarked(markPausing, fit, func(q session.Queue) error { return q.Pause(idsOf(fit)...) })
	}
}

func (a *downloadActions) resume(entries ...*downloads.Entry) {
	if fit := only(entries, isPaused); len(fit) > 0 {
		a.doMarked(markResuming, fit, func(q session.Queue) error { return q.Resume(idsOf(fit)...) })
	}
}

func (a *downloadActions) retry(entries ...*downloads.Entry) {
	if fit := only(entries, canRetry); len(fit) > 0 {
		a.doMarked(markRetrying, fit, func(q session.Queue) error { return q.Retry(idsOf(fit)...) })
	}
}

// toggle pauses what runs; where nothing does, it resumes what is paused.
func (a *downloadActions) toggle(entries []*downloads.Entry) {
	if len(only(entries, canPause)) > 0 {
		a.pause(entries...)
		return
	}
	a.resume(entries...)
}

// move puts an entry at a number of the group "In the queue", and shows it there at once.
func (a *downloadActions) move(e *downloads.Entry, to int) {
	w := a.screen
	position := positionFor(w.queue, w.groups.queue, e.ID, to)
	a.do(func(q session.Queue) error { return q.Move(e.ID, position) })
	w.queue = moved(w.queue, e, position)
	w.group()
}

// moved returns the snapshot as it will be after a move.
func moved(q *downloads.Snapshot, e *downloads.Entry, position int) *downloads.Snapshot {
	next := *q
	next.Entries = make([]*downloads.Entry, 0, len(q.Entries))
	for _, other := range q.Entries {
		if len(next.Entries) == position {
			next.Entries = append(next.Entries, e)
		}
		if other != e {
			next.Entries = append(next.Entries, other)
		}
	}
	if len(next.Entries) < len(q.Entries) {
		next.Entries = append(next.Entries, e)
	}
	return &next
}

// remove takes downloads off the list, with six seconds to take that back. Until then they only rest: part files go when the
// time is over.
func (a *downloadActions) remove(entries []*downloads.Entry) {
	if len(entries) == 0 {
		return
	}
	text := a.shell.trn(&goi18n.Message{ID: "ui.downloads.removed-several", One: "{{.Count}} removed",
		Other: "{{.Count}} removed"}, len(entries))
	if len(entries) == 1 {
		text = a.shell.tr(&goi18n.Message{ID: "ui.downloads.removed", Other: "Removed “{{.Title}}”."}, "Title", entries[0].Title)
	}
	a.takeOff(entries, text)
}

// takeOff hides entries, and removes them when the time to take it back is over.
func (a *downloadActions) takeOff(entries []*downloads.Entry, text string) {
	s := a.shell
	ids := withTwins(a.screen.queue, entries)
	resting := only(entries, canPause)
	if len(resting) > 0 {
		a.do(func(q session.Queue) error { return q.Pause(idsOf(resting)...) })
	}
	for _, id := range ids {
		s.hidden[id] = true
	}
	show := func() {
		for _, id := range ids {
			delete(s.hidden, id)
		}
	}
	s.undo.add(text, func() {
		show()
		if len(resting) > 0 {
			a.do(func(q session.Queue) error { return q.Resume(idsOf(resting)...) })
		}
		s.apply(s.view)
	}, func() {
		a.do(func(q session.Queue) error { return q.Remove(ids...) })
		s.cfg.After(undoFor, show) // by then the queue has let them go
	})
	s.apply(s.view)
}

// copyLinks copies where the files come from, without what a signed link ends in.
func (a *downloadActions) copyLinks(entries []*downloads.Entry) {
	a.copyLines(entries, func(e *downloads.Entry) string { return e.Origin })
}

func (a *downloadActions) copyHashes(entries []*downloads.Entry) {
	a.copyLines(entries, func(e *downloads.Entry) string { return e.SHA256 })
}

func (a *downloadActions) copyLines(entries []*downloads.Entry, of func(*downloads.Entry) string) {
	var lines []string
	for _, e := range entries {
		if line := of(e); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		a.shell.foot.say(a.shell.tr(&goi18n.Message{ID: "ui.downloads.nothing-to-copy", Other: "There is nothing to copy."}))
		return
	}
	a.shell.copyText(strings.Join(lines, "\n"))
}

// openFolder shows the folder of a download in the file manager, with the file marked once it is there.
func (a *downloadActions) openFolder(e *downloads.Entry) {
	if e.State == downloads.Done {
		a.shell.files.show(e.Path)
		return
	}
	a.shell.files.show(e.Dir)
}
