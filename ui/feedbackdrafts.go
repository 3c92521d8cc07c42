package ui

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
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
	l := &draftList{owner: owner, outbox: owner.shell.cfg.Session.Outbox, box: widgets.VBox(widgets.Space2)}
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
		l.owner.fault.set(err, plainButton(l.owner.shell.tr(msgTryAgain), "refresh", l.look))
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
	tx := l.owner.shell.texts
	l.box.Add(widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextBold,
		Text: tx.tr(&goi18n.Message{ID: "ui.feedback.drafts.title", Other: "Drafts on this computer"})}))
	var cells []fyne.CanvasObject
	for i, d := range rows {
		if i == fewDrafts && !l.all {
			break
		}
		cells = append(cells, l.row(d))
	}
	card := widgets.NewCard(widgets.CardConfig{Cells: cells})
	switch {
	case len(rows) <= fewDrafts:
		l.box.Add(card)
	case l.all:
		l.box.Add(widgets.Fixed(0, 260, widgets.NewScroll(card)))
		l.box.Add(widgets.Flow(0, quietButton(tx.tr(&goi18n.Message{ID: "ui.feedback.show-fewer", Other: "Show fewer"}), "arrowup",
			func() { l.expand(false) })))
	default:
		l.box.Add(card)
		l.box.Add(widgets.Flow(0, quietButton(tx.tr(&goi18n.Message{ID: "ui.feedback.show-all", Other: "Show all {{.Count}}"},
			"Count", len(rows)), "down", func() { l.expand(true) })))
	}
}

func (l *draftList) expand(all bool) {
	l.all = all
	l.show()
}

// row is one draft: its title, where it stands in words, and what can be done with it.
func (l *draftList) row(d outbox.Draft) fyne.CanvasObject {
	s := l.owner.shell
	box := widgets.VBox(widgets.Space1, widgets.NewParagraph(widgets.TextConfig{Text: s.draftTitle(d), Size: widgets.TextBold}),
		captionText(s.draftText(d)))
	actions := widgets.Flow(widgets.Space2)
	add := func(text, icon string, do func()) {
		actions.Add(widgets.NewButton(widgets.ButtonConfig{Text: text, Icon: icon, Size: widgets.ButtonSmall,
			Label: joined(": ", text, s.draftTitle(d)), Tapped: do}))
	}
	switch d.State {
	case outbox.StateQueued:
		add(s.tr(&goi18n.Message{ID: "ui.feedback.send-now", Other: "Send now"}), "mail", func() { l.queue(d.Key) })
		add(s.tr(msgFeedbackEdit), "pen", func() { l.edit(d) })
	case outbox.StateStuck:
		add(s.tr(msgFeedbackEdit), "pen", func() { l.edit(d) })
		add(s.tr(msgSendAgain), "mail", func() { l.queue(d.Key) })
	default:
		add(s.tr(&goi18n.Message{ID: "ui.feedback.go-on-writing", Other: "Continue writing"}), "pen", func() { l.edit(d) })
	}
	add(s.tr(&goi18n.Message{ID: "ui.feedback.delete", Other: "Delete"}), "trash", func() { l.remove(d) })
	if d.Fault != nil {
		for _, way := range wayOn(s, d.Fault) {
			actions.Add(way)
		}
		add(s.tr(msgWhatDoesThisMean), "help", func() { s.guides.explain(d.Fault) })
	}
	box.Add(actions)
	return box
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
