package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// feedbackItem shows one item with its comments, and takes a comment, a vote and a follow.
type feedbackItem struct {
	owner   *feedback
	id      string
	item    *api.Item         // nil until it was fetched
	said    map[string]string // comments that are half typed, by item
	comment *widgets.StockField
	reply   *widgets.FormField
	fault   *faultSpot
	wait    *waiting
	body    *fyne.Container
	content *container.Scroll
}

func newFeedbackItem(owner *feedback) *feedbackItem {
	v := &feedbackItem{owner: owner, said: map[string]string{}, body: container.NewVBox(),
		fault: newFaultSpot(owner.shell), wait: newWaiting(owner.shell)}
	v.comment = widgets.NewStockTextField(3)
	v.comment.OnChanged = func(text string) { v.said[v.id] = text }
	v.reply = widgets.NewFormField("text",
		owner.shell.tr(&goi18n.Message{ID: "ui.feedback.your-comment", Other: "Your comment"}),
		owner.shell.tr(&goi18n.Message{ID: "ui.feedback.your-comment.hint",
			Other: "Everybody in the engagement can read it. It can't be changed later."}), v.comment, v.comment)
	v.content = container.NewVScroll(container.NewPadded(v.body))
	v.clear()
	return v
}

func (v *feedbackItem) clear() {
	v.id, v.item = "", nil
	v.fault.set(nil)
	v.body.Objects = []fyne.CanvasObject{widgets.Wrapped(
		v.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.choose-item", Other: "Choose an item to read it."}))}
	v.body.Refresh()
}

// show fetches an item and lays it out. Of one that is shown already, what is new appears.
func (v *feedbackItem) show(item api.Item) {
	if v.id != item.ID {
		v.id, v.item = item.ID, nil
		v.fault.set(nil)
		v.reply.SetError("")
		v.comment.SetText(v.said[item.ID])
		v.body.Objects = []fyne.CanvasObject{widgets.Subheading(item.Title), v.wait.box, v.fault.box}
		v.body.Refresh()
		v.content.ScrollToTop()
	}
	v.fetch()
}

func (v *feedbackItem) fetch() {
	w, id := v.owner, v.id
	v.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.feedback.fetching-the-item", Other: "Fetching the item…"}))
	work(w.shell, w.life, func(ctx context.Context) (api.Item, error) { return w.session.Feedback.Item(ctx, id) },
		func(item api.Item, err error) {
			if v.id != id {
				return
			}
			v.wait.stop()
			if err != nil {
				v.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), func() {
					v.fault.set(nil)
					v.fetch()
				}))
				return
			}
			v.take(item)
		})
}

// take shows an item as the program has it now.
func (v *feedbackItem) take(item api.Item) {
	v.item = &item
	v.owner.list.replace(item)
	v.layOut()
}

// again lays the item out once more, after the form became known.
func (v *feedbackItem) again() {
	if v.item != nil {
		v.layOut()
	}
}

func (v *feedbackItem) layOut() {
	i := *v.item
	v.body.Objects = []fyne.CanvasObject{widgets.Subheading(i.Title), v.actions(i), v.wait.box, v.fault.box,
		widgets.StockFacts(v.lines(i)...)}
	for _, part := range v.answers(i) {
		v.body.Add(part)
	}
	if len(i.Attachments) > 0 {
		v.body.Add(widgets.Strong(
			v.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.attachments", Other: "Attachments"})))
		for _, a := range i.Attachments {
			v.body.Add(widgets.Lines(widgets.Selectable(a.Name), widgets.Small(v.owner.shell.attachmentText(a))))
		}
	}
	v.body.Add(widgets.Strong(v.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.comments", Other: "Comments"})))
	if len(i.Comments) == 0 {
		v.body.Add(widgets.Wrapped(
			v.owner.shell.tr(
				&goi18n.Message{ID: "ui.feedback.nobody-has-commented-yet", Other: "Nobody has commented yet."})))
	}
	for _, c := range i.Comments {
		v.body.Add(v.owner.shell.commentView(c))
	}
	v.body.Add(v.reply.Box)
	v.body.Add(widgets.Buttons(widgets.NewStockButton(
		v.owner.shell.tr(
			&goi18n.Message{ID: "ui.feedback.send-the-comment",
				Other: "Send the comment"}), theme.MailSendIcon(), v.say)))
	v.body.Refresh()
}

// actions are the vote and the follow, each named for what pressing it does.
func (v *feedbackItem) actions(i api.Item) fyne.CanvasObject {
	w := v.owner
	vote := widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.feedback.vote", Other: "Vote ({{.Count}})"}, "Count",
		i.Votes), theme.ConfirmIcon(), func() { v.mark(w.session.Feedback.Vote, true) })
	if i.Voted {
		vote = widgets.NewStockButton(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.take-back-vote", Other: "Take back your vote ({{.Count}})"},
				"Count", i.Votes), theme.ContentUndoIcon(), func() { v.mark(w.session.Feedback.Vote, false) })
	}
	follow := widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.feedback.follow", Other: "Follow"}),
		theme.MailComposeIcon(), func() { v.mark(w.session.Feedback.Follow, true) })
	if i.Following {
		follow = widgets.NewStockButton(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.stop-following",
				Other: "Stop following"}), theme.CancelIcon(), func() { v.mark(w.session.Feedback.Follow, false) })
	}
	return widgets.Buttons(vote, follow)
}

// lines are the short answers and what the program knows of the item.
func (v *feedbackItem) lines(i api.Item) [][2]string {
	kind, short := i.Type, [][2]string{}
	if t, ok := v.form().Type(i.Type); ok {
		kind = t.Title
		for _, f := range t.Fields {
			if f.Kind != "text" {
				short = append(short, [2]string{f.Title, i.Fields[f.ID]})
			}
		}
	}
	tx := v.owner.shell.texts
	all := [][2]string{
		tx.fact(&goi18n.Message{ID: "ui.feedback.state", Other: "State"}, tx.itemStateText(i.State)),
		tx.fact(msgType, kind),
		tx.fact(msgFrom, tx.writerText(i)),
		tx.fact(&goi18n.Message{ID: "ui.feedback.package", Other: "Package"}, i.Package),
		tx.fact(msgVersion, i.Version),
		tx.fact(&goi18n.Message{ID: "ui.feedback.sent", Other: "Sent"}, tx.momentText(i.Created)),
		tx.fact(msgChanged, tx.momentText(i.Modified)),
	}
	return append(all, short...)
}

// answers are the long texts, in the order of the form.
func (v *feedbackItem) answers(i api.Item) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	add := func(title, text string) {
		if strings.TrimSpace(text) != "" {
			answer := widgets.Wrapped(text)
			answer.Selectable = true
			all = append(all, widgets.Lines(widgets.Strong(title), answer))
		}
	}
	t, ok := v.form().Type(i.Type)
	for _, f := range t.Fields {
		if f.Kind == "text" {
			add(f.Title, i.Fields[f.ID])
		}
	}
	if !ok { // the form is not known, or it changed
		for _, id := range sortedKeys(i.Fields) {
			add(id, i.Fields[id])
		}
	}
	return all
}

func (v *feedbackItem) form() api.Form {
	return v.owner.memory.forms[v.owner.session.Name()+"/"+v.owner.memory.engagement]
}

// mark votes or follows, or takes it back.
func (v *feedbackItem) mark(do func(context.Context, string, bool) (api.Item, error), on bool) {
	id := v.id
	v.fault.set(nil)
	v.wait.start(v.owner.shell.tr(msgAskingTheProgram))
	submit(v.owner.shell, v.owner.life, func(ctx context.Context) error {
		_, err := do(ctx, id, on)
		return err
	}, func(err error) {
		v.wait.stop()
		switch {
		case v.id != id:
		case err != nil:
			v.fault.set(err)
		default:
			v.fetch()
		}
	})
}

// say sends the comment. Its text stays in the field until the program has it.
func (v *feedbackItem) say() {
	w, id, text := v.owner, v.id, strings.TrimSpace(v.comment.Text)
	if text == "" {
		v.reply.SetError(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.write-a-comment-first", Other: "Write a comment first."}))
		w.shell.win.Canvas().Focus(v.comment)
		return
	}
	v.reply.SetError("")
	v.fault.set(nil)
	v.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.feedback.sending-the-comment", Other: "Sending the comment…"}))
	submitFor(w.shell, w.life, func(ctx context.Context) (api.Comment, error) {
		return w.session.Feedback.Comment(ctx, id, text)
	}, func(_ api.Comment, err error) {
		v.wait.stop()
		if err != nil {
			if v.id == id {
				v.fault.set(err)
			}
			return
		}
		delete(v.said, id)
		if v.id == id {
			v.comment.SetText("")
			v.fetch()
		}
		w.shell.foot.say(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.your-comment-was-sent", Other: "Your comment was sent."}))
	})
}

func (tx texts) commentView(c api.Comment) fyne.CanvasObject {
	who := c.Author
	if c.Owner {
		who = tx.tr(&goi18n.Message{ID: "ui.feedback.for-the-program", Other: "{{.Name}}, for the program"}, "Name",
			who)
	}
	text := widgets.Wrapped(c.Text)
	text.Selectable = true
	return widgets.Panel(widgets.Lines(widgets.Strong(who), widgets.Small(tx.momentText(c.Created)), text))
}

func (tx texts) attachmentText(a api.Attachment) string {
	if a.Complete {
		return tx.bytesText(a.Size)
	}
	return tx.tr(&goi18n.Message{ID: "ui.feedback.attachment-arrived",
		Other: "{{.Received}} of {{.Size}} have arrived"},
		"Received", tx.bytesText(a.Received), "Size", tx.bytesText(a.Size))
}
