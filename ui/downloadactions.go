package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// hiddenEntries are the downloads that were removed on the screen and not yet in the queue.
type hiddenEntries map[downloads.ID]bool

// downloadActions are what can be done with downloads. Each goes to the queue away from the screens'
// goroutine, since it commits to the disk; what came of it is in the next snapshot.
type downloadActions struct {
	shell *Shell
	life  *life
}

func (a *downloadActions) do(what func(session.Queue) error) {
	queue := a.shell.cfg.Session.Downloads()
	if queue == nil {
		return
	}
	act(a.shell, a.shell.life, func(context.Context) error { return what(queue) }, func(err error) {
		a.shell.askForSnapshot()
		if err != nil {
			a.shell.tell(err)
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
		s.goTo(placeJourney)
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

func (a *downloadActions) reveal(e *downloads.Entry) {
	act(a.shell, a.shell.life, func(context.Context) error { return a.shell.reveal(e.Path) }, func(err error) {
		if err != nil {
			a.shell.tell(err)
		}
	})
}

// reveal shows a file with what the configuration gives, else as the session knows how.
func (s *Shell) reveal(path string) error {
	if s.cfg.Reveal != nil {
		return s.cfg.Reveal(path)
	}
	return s.cfg.Session.Reveal(path)
}

// remove takes a download off the list, with six seconds to take that back. Until then it only rests: the
// part file goes when the time is over.
func (a *downloadActions) remove(e *downloads.Entry) {
	resting := a.rest(e)
	a.shell.hidden[e.ID] = true
	a.shell.undo.add(a.shell.tr(&goi18n.Message{ID: "ui.downloads.removed",
		Other: "Removed “{{.Title}}”."}, "Title", e.Title), func() {
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
	a.shell.undo.add(a.shell.tr(&goi18n.Message{ID: "ui.downloads.cancelled",
		Other: "Cancelled “{{.Title}}”."}, "Title", e.Title), func() { a.wake(e, resting) },
		func() { a.do(func(q session.Queue) error { return q.Cancel(e.ID) }) })
}

// rest pauses what is not over yet; it tells whether it did.
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
	queue := a.shell.cfg.Session.Downloads()
	if queue == nil {
		return
	}
	a.shell.foot.say(a.shell.tr(&goi18n.Message{ID: "ui.downloads.reading-the-file-again",
		Other: "Reading the file again…"}))
	work(a.shell, a.shell.life, func(ctx context.Context) (downloads.Report, error) { return queue.Verify(ctx, e.ID, true) },
		func(report downloads.Report, err error) {
			a.shell.askForSnapshot()
			if err != nil {
				a.shell.tell(err)
				return
			}
			a.shell.ask(question{title: a.shell.tr(&goi18n.Message{ID: "ui.downloads.verified-again",
				Other: "Verified again"}), text: a.shell.reportText(report), cancel: a.shell.tr(msgClose)})
		})
}

func (tx texts) reportText(r downloads.Report) string {
	switch {
	case r.Repaired:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.repaired",
			Other: "{{.Checked}} were read. {{.Fetched}} were damaged and have been fetched again; the file is right now."}, "Checked", tx.bytesText(r.Checked), "Fetched", tx.bytesText(r.Fetched))
	case r.OK:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.right",
			Other: "{{.Checked}} were read. Every byte is right."}, "Checked", tx.bytesText(r.Checked))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.wrong",
			Other: "The file is not what it should be. Download it again."})
	}
}

// pasteLink asks for a link, with what is on the clipboard filled in when it is one.
func (s *Shell) pasteLink() {
	address := widgets.NewField("https://…")
	if text := strings.TrimSpace(s.cfg.Paste()); mayOpen(text) && !strings.ContainsAny(text, " \n") {
		address.SetText(text)
	}
	hash, name := widgets.NewField(s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256.placeholder",
		Other: "64 characters of 0-9 and a-f"})), widgets.NewField(s.tr(&goi18n.Message{ID: "ui.downloads.link.name.placeholder",
		Other: "As the link says"}))
	wrong := newFaultSpot(s)
	form := container.NewVBox(
		widgets.NewFormField("url", s.tr(&goi18n.Message{ID: "ui.downloads.link.url",
			Other: "Link"}), s.tr(&goi18n.Message{ID: "ui.downloads.link.url.hint",
			Other: "Any https address of a file."}), address, address).Box,
		widgets.NewFormField("sha256", s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256",
			Other: "SHA-256 (optional)"}), s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256.hint",
			Other: "With it the file is done only when every byte is right."}), hash, hash).Box,
		widgets.NewFormField("name", s.tr(&goi18n.Message{ID: "ui.downloads.link.name",
			Other: "File name (optional)"}), "", name, name).Box, wrong.box)
	var d *dialogBox
	d = s.ask(question{title: s.tr(&goi18n.Message{ID: "ui.downloads.link.title",
		Other: "Download a link"}), content: form, width: 560, first: address, main: s.tr(msgDownload), onMain: func() bool {
		link := strings.TrimSpace(address.Text)
		if !mayOpen(link) {
			wrong.set(&fault.Error{Kind: fault.Usage, Code: "ui.link", Title: i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.title",
				Other: "This is not a link to a file."}),
				Cause: i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.cause",
					Other: "It begins with https://."}), Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.step",
					Other: "Copy the whole link and paste it again."})}})
			return false
		}
		options := session.DownloadOptions{SHA256: strings.TrimSpace(hash.Text), Name: strings.TrimSpace(name.Text)}
		work(s, s.life, func(ctx context.Context) (downloads.ID, error) { return s.cfg.Session.DownloadLink(ctx, link, options) },
			func(_ downloads.ID, err error) {
				if err != nil {
					wrong.set(err)
					return
				}
				d.close()
				s.goTo(placeDownloads)
			})
		return false
	}})
}
