package ui

import (
	"context"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
)

// hiddenEntries are the downloads that were removed on the screen and not yet in the queue.
type hiddenEntries map[downloads.ID]bool

// downloadActions are what can be done with downloads. Each goes to the queue away from the screens'
// goroutine, since it commits to the disk; what came of it is in the next snapshot.
type downloadActions struct {
	shell *Shell
	life  *lifetime
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

// main does what the row's first button says.
func (a *downloadActions) main(e *downloads.Entry) {
	switch e.State {
	case downloads.Done:
		a.reveal(e)
	case downloads.Paused:
		a.do(func(q session.Queue) error { return q.Resume(e.ID) })
	case downloads.Stopped, downloads.Retrying:
		a.do(func(q session.Queue) error { return q.Retry(e.ID) })
	case downloads.Waiting:
		a.help(e)
	default:
		a.do(func(q session.Queue) error { return q.Pause(e.ID) })
	}
}

// help leads to what a waiting download waits for.
func (a *downloadActions) help(e *downloads.Entry) {
	switch e.Wait {
	case downloads.WaitSignIn, downloads.WaitAccess, downloads.WaitTerms:
		a.toStep(e)
	case downloads.WaitHour:
		a.do(func(q session.Queue) error { return q.Pause(e.ID) })
	default:
		a.do(func(q session.Queue) error { return q.Retry(e.ID) })
	}
}

// toStep opens the download's program at the step that it waits for.
func (a *downloadActions) toStep(e *downloads.Entry) {
	s := a.shell
	if current := s.session.Load(); e.Group != "" && (current == nil || current.Name() != e.Group) {
		s.useProgram(e.Group)
		return
	}
	switch {
	case e.Wait == downloads.WaitTerms && e.Fault != nil && e.Fault.Agreement != "" && s.ready():
		s.read(e.Fault.Agreement)
	case e.Wait == downloads.WaitSignIn && s.ready():
		s.signInAgain()
	default:
		s.goTo(areaJourney)
	}
}

// toggle pauses what runs and resumes what is paused, for the space bar.
func (a *downloadActions) toggle(e *downloads.Entry) {
	switch e.State {
	case downloads.Done, downloads.Stopped:
	case downloads.Paused:
		a.do(func(q session.Queue) error { return q.Resume(e.ID) })
	default:
		a.do(func(q session.Queue) error { return q.Pause(e.ID) })
	}
}

func (a *downloadActions) reveal(e *downloads.Entry) { a.shell.files.show(e.Path) }

// remove takes a download off the list, with six seconds to take that back. Until then it only rests: the
// part file goes when the time is over.
func (a *downloadActions) remove(e *downloads.Entry) {
	resting := a.rest(e)
	a.shell.hidden[e.ID] = true
	a.shell.undo.add(a.shell.tr(&goi18n.Message{ID: "ui.downloads.removed", Other: "Removed “{{.Title}}”."}, "Title",
		e.Title), func() {
		delete(a.shell.hidden, e.ID)
		a.wake(e, resting)
		a.shell.apply(a.shell.view)
	}, func() {
		a.do(func(q session.Queue) error { return q.Remove(e.ID) })
		a.shell.cfg.After(undoFor, func() { delete(a.shell.hidden, e.ID) }) // by then the queue has let it go
	})
	a.shell.apply(a.shell.view)
}

// cancel stops a download and, after six seconds, deletes what came of it.
func (a *downloadActions) cancel(e *downloads.Entry) {
	resting := a.rest(e)
	a.shell.undo.add(a.shell.tr(&goi18n.Message{ID: "ui.downloads.cancelled", Other: "Cancelled “{{.Title}}”."},
		"Title", e.Title), func() { a.wake(e, resting) },
		func() { a.do(func(q session.Queue) error { return q.Cancel(e.ID) }) })
}

// rest pauses what is not over yet; and reports whether it did.
func (a *downloadActions) rest(e *downloads.Entry) bool {
	if e.State.Ended() {
		return false
	}
	a.do(func(q session.Queue) error { return q.Pause(e.ID) })
	return true
}

func (a *downloadActions) wake(e *downloads.Entry, resting bool) {
	if resting {
		a.do(func(q session.Queue) error { return q.Resume(e.ID) })
	}
}

// verify reads a finished file again and mends what is damaged.
func (a *downloadActions) verify(e *downloads.Entry) {
	queue := a.shell.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	a.shell.foot.say(
		a.shell.tr(&goi18n.Message{ID: "ui.downloads.reading-the-file-again", Other: "Reading the file again…"}))
	work(a.shell, a.shell.lifetime, func(ctx context.Context) (downloads.Report, error) {
		return queue.Verify(ctx, e.ID, true)
	},
		func(report downloads.Report, err error) {
			a.shell.puller.wake()
			if err != nil {
				a.shell.dialogs.tell(err)
				return
			}
			a.shell.dialogs.ask(question{title: a.shell.tr(&goi18n.Message{ID: "ui.downloads.verified-again",
				Other: "Verified again"}), text: a.shell.reportText(report), cancel: a.shell.tr(msgClose)})
		})
}

func (tx texts) reportText(r downloads.Report) string {
	switch {
	case r.Repaired:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.repaired",
			Other: "{{.Checked}} were read. {{.Fetched}} were damaged and have been fetched again; the file is right now."},
			"Checked", tx.bytesText(r.Checked), "Fetched", tx.bytesText(r.Fetched))
	case r.OK:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.right",
			Other: "{{.Checked}} were read. Every byte is right."}, "Checked", tx.bytesText(r.Checked))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.wrong",
			Other: "The file is not what it should be. Download it again."})
	}
}
