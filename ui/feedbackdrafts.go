package ui

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/ui/widgets"
)

// fewDrafts is how many drafts are shown before the person asks for all.
const fewDrafts = 2

// A draft that is being sent this moment is asked for again, for ten seconds at most.
const (
	busyPause = 100 * time.Millisecond
	busyTries = 100
)

// draftList is the feedback that is still on this computer: half written, waiting to be sent, or refused.
type draftList struct {
	owner   *feedback
	outbox  *outbox.Outbox
	changed <-chan struct{}
	end     func()

	drafts []outbox.Draft
	known  map[string]outbox.State // as they were last seen
	shown  string                  // what the box shows, so that it is built anew only when that differs
	all    bool                    // the person asked to see all of them
	box    *fyne.Container
}

func newDraftList(owner *feedback) *draftList {
	l := &draftList{owner: owner, outbox: owner.shell.cfg.Session.Outbox, box: container.NewVBox()}
	l.changed, l.end = l.outbox.Subscribe()
	l.box.Hide()
	l.look()
	l.follow()
	return l
}

func (l *draftList) leave() { l.end() }

// look reads the drafts now.
func (l *draftList) look() {
	work(l.owner.shell, l.owner.life, l.read, l.take)
}

// follow reads them after each change, and not more often than a screen is drawn: sending a file changes its
// draft many times a second.
func (l *draftList) follow() {
	s := l.owner.shell
	work(s, l.owner.life, func(ctx context.Context) ([]outbox.Draft, error) {
		select {
		case <-l.changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		pause := time.NewTimer(s.puller.interval())
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return l.read(ctx)
	}, func(drafts []outbox.Draft, err error) {
		l.take(drafts, err)
		l.follow()
	})
}

func (l *draftList) read(context.Context) ([]outbox.Draft, error) {
	all, err := l.outbox.Drafts()
	return slices.DeleteFunc(all, func(d outbox.Draft) bool { return d.Program != l.owner.session.Name() }), err
}

// take shows the drafts and says when one has left.
func (l *draftList) take(drafts []outbox.Draft, err error) {
	if err != nil {
		l.owner.fault.set(err, widgets.NewStockButton(l.owner.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), l.look))
		return
	}
	now := map[string]outbox.State{}
	for _, d := range drafts {
		now[d.Key] = d.State
	}
	for key, state := range l.known {
		if _, there := now[key]; !there && state == outbox.StateQueued && !l.owner.memory.removed[key] {
			l.owner.shell.foot.say(
				l.owner.shell.tr(
					&goi18n.Message{ID: "ui.feedback.your-feedback-was-sent", Other: "Your feedback was sent."}))
			l.owner.list.load()
			break
		}
	}
	for key := range l.owner.memory.removed {
		if _, there := now[key]; !there {
			delete(l.owner.memory.removed, key)
		}
	}
	l.known, l.drafts = now, drafts
	l.show()
}

// show builds the box, newest first.
func (l *draftList) show() {
	var rows []outbox.Draft
	shown := ""
	for _, d := range slices.Backward(l.drafts) {
		writing := l.owner.writing
		if l.owner.memory.removed[d.Key] || (writing != nil && writing.draft.Key == d.Key) {
			continue
		}
		rows = append(rows, d)
		shown += d.Key + l.owner.shell.draftText(d) + l.owner.shell.draftTitle(d) + l.owner.shell.momentText(d.Saved)
	}
	if l.all {
		shown += "all"
	}
	if shown == l.shown {
		return
	}
	l.shown = shown
	l.box.RemoveAll()
	widgets.ShowIf(len(rows) > 0, l.box)
	defer l.owner.rearrange()
	if len(rows) == 0 {
		return
	}
	l.box.Add(widgets.Strong(
		l.owner.shell.tr(
			&goi18n.Message{ID: "ui.feedback.drafts.title", Other: "On this computer, not at the program yet"})))
	list := container.NewVBox()
	for i, d := range rows {
		if i == fewDrafts && !l.all {
			break
		}
		list.Add(l.row(d))
	}
	switch {
	case len(rows) <= fewDrafts:
		l.box.Add(list)
	case l.all:
		scroll := container.NewVScroll(list)
		scroll.SetMinSize(fyne.NewSize(0, 260*l.owner.shell.look.scale()))
		l.box.Add(scroll)
		l.box.Add(widgets.Buttons(widgets.NewStockQuietButton(
			l.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.show-fewer",
				Other: "Show fewer"}), theme.MoveUpIcon(), func() { l.expand(false) })))
	default:
		l.box.Add(list)
		l.box.Add(widgets.Buttons(widgets.NewStockQuietButton(
			l.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.show-all", Other: "Show all {{.Count}}"}, "Count",
				len(rows)), theme.MoveDownIcon(), func() { l.expand(true) })))
	}
}

func (l *draftList) expand(all bool) {
	l.all = all
	l.show()
}

// row is one draft: its title, where it stands in words, and what can be done with it.
func (l *draftList) row(d outbox.Draft) fyne.CanvasObject {
	s := l.owner.shell
	text := widgets.Lines(widgets.Strong(s.draftTitle(d)), widgets.Wrapped(s.draftText(d)))
	actions := widgets.Buttons()
	switch d.State {
	case outbox.StateQueued:
		actions.Add(widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.feedback.send-now", Other: "Send now"}),
			theme.MailSendIcon(), func() { l.queue(d.Key) }))
		actions.Add(widgets.NewStockButton(s.tr(msgFeedbackEdit), theme.DocumentCreateIcon(), func() { l.edit(d) }))
	case outbox.StateStuck:
		actions.Add(widgets.NewStockMainButton(s.tr(msgFeedbackEdit), theme.DocumentCreateIcon(), func() { l.edit(d) }))
		actions.Add(widgets.NewStockButton(s.tr(msgSendAgain), theme.MailSendIcon(), func() { l.queue(d.Key) }))
	default:
		actions.Add(widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.feedback.go-on-writing", Other: "Go on writing"}),
			theme.DocumentCreateIcon(), func() { l.edit(d) }))
	}
	actions.Add(widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.feedback.delete", Other: "Delete"}), theme.DeleteIcon(),
		func() { l.remove(d) }))
	if d.Fault != nil {
		for _, way := range wayOn(s, d.Fault) {
			actions.Add(way)
		}
		actions.Add(widgets.NewStockQuietButton(s.tr(msgWhatDoesThisMean), theme.HelpIcon(),
			func() { s.guides.explain(d.Fault) }))
	}
	return widgets.Panel(container.NewVBox(text, actions))
}

// queue sends a draft as soon as it can be.
func (l *draftList) queue(key string) {
	submit(l.owner.shell, l.owner.life, func(context.Context) error { return l.outbox.Queue(key) }, func(err error) {
		l.look()
		if err != nil {
			l.owner.shell.dialogs.tell(err)
		}
	})
}

// edit opens a draft in the form.
func (l *draftList) edit(d outbox.Draft) { l.takeBack(d.Key, l.owner.write) }

// takeBack keeps a draft from being sent, then goes on with it as it stands. One that is being sent this moment
// is waited for; one that has left meanwhile is not touched, and the list says that it was sent.
func (l *draftList) takeBack(key string, then func(outbox.Draft)) {
	keptFeedback := l.outbox
	work(l.owner.shell, l.owner.life, func(ctx context.Context) (outbox.Draft, error) {
		for tries := 1; ; tries++ {
			d, err := keptFeedback.Draft(key)
			if err != nil {
				return outbox.Draft{}, nil
			}
			if d.State == outbox.StateOpen {
				return d, nil
			}
			why := d.Fault
			if d, err = keptFeedback.Save(d); !fault.Is(err, fault.Busy) || tries == busyTries {
				d.Fault = why // the form shows it
				return d, err
			}
			pause := time.NewTimer(busyPause)
			select {
			case <-pause.C:
			case <-ctx.Done():
				pause.Stop()
				return d, ctx.Err()
			}
		}
	}, func(d outbox.Draft, err error) {
		l.look()
		switch {
		case err != nil:
			l.owner.shell.dialogs.tell(err)
		case d.Key != "":
			then(d)
		}
	})
}

// remove takes a draft off the screen and back from sending; it is deleted when it can't be undone any more.
func (l *draftList) remove(before outbox.Draft) {
	l.takeBack(before.Key, func(d outbox.Draft) {
		removed, shell, keptFeedback := l.owner.memory.removed, l.owner.shell, l.outbox
		removed[d.Key] = true
		l.show()
		back := func(err error) {
			delete(removed, d.Key)
			if err != nil {
				shell.dialogs.tell(err)
			}
			if w, ok := shell.screen.(*feedback); ok {
				w.drafts.look()
			}
		}
		shell.undo.add(shell.tr(&goi18n.Message{ID: "ui.feedback.deleted", Other: "Deleted “{{.Title}}”."}, "Title",
			shell.draftTitle(d)), func() {
			act(shell, shell.lifetime, func(context.Context) error {
				if before.State == outbox.StateOpen {
					return nil
				}
				return keptFeedback.Queue(d.Key) // it was on its way, and is again
			}, back)
		}, func() {
			act(shell, shell.lifetime, func(context.Context) error { return keptFeedback.Delete(d.Key) }, func(err error) {
				if err != nil {
					back(err)
				}
			})
		})
	})
}

func (tx texts) draftTitle(d outbox.Draft) string {
	if d.Item.Title == "" {
		return tx.tr(&goi18n.Message{ID: "ui.feedback.feedback-without-a-title", Other: "Feedback without a title"})
	}
	return d.Item.Title
}

// draftText says where a draft stands, and what happens next.
func (tx texts) draftText(d outbox.Draft) string {
	switch {
	case d.State == outbox.StateOpen:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.kept", Other: "Draft, kept at {{.Time}}."}, "Time",
			tx.momentText(d.Saved))
	case d.State == outbox.StateStuck && d.Fault != nil:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.refused", Other: "Not sent, it waits for you: {{.Why}}"},
			"Why", joined(" ", tx.say(d.Fault.Title), tx.say(d.Fault.Cause)))
	case d.State == outbox.StateStuck:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.stuck", Other: "Not sent, it waits for you."})
	case d.Fault != nil && d.Fault.Kind == fault.SignIn:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.waits-sign-in",
			Other: "Not sent yet: {{.Why}} It goes out by itself once you are signed in."},
			"Why", tx.say(d.Fault.Title))
	case d.Fault != nil:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.retries",
			Other: "Not sent yet: {{.Why}} Tries again by itself; nothing is lost."}, "Why", tx.say(d.Fault.Title))
	case d.Sent != "":
		sent, size := int64(0), int64(0)
		for _, f := range d.Files {
			sent, size = sent+f.Sent, size+f.Size
		}
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.sending-files",
			Other: "Its text has arrived; {{.Sent}} of {{.Size}} of its files too."},
			"Sent", tx.bytesText(sent), "Size", tx.bytesText(size))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.draft.waits", Other: "Waits to be sent."})
	}
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
