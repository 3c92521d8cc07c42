package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// feedbackItem shows one item with its comments, and takes a comment, a vote and a follow.
type feedbackItem struct {
	owner   *feedback
	id      string
	over    bool              // it was opened over the list
	item    *api.Item         // nil until it was fetched
	said    map[string]string // comments that are half typed, by item
	reply   *widgets.Field
	foot    *fyne.Container // the comment, at the foot
	way     *widgets.Button // back to the list, where the item stands over it
	fault   *faultSpot
	wait    *waiting
	body    *fyne.Container
	page    *readingPage
	content *fyne.Container
}

func newFeedbackItem(owner *feedback) *feedbackItem {
	s := owner.shell
	v := &feedbackItem{owner: owner, said: map[string]string{}, body: widgets.VBox(widgets.Space4),
		fault: newFaultSpot(s), wait: newWaiting(s)}
	v.reply = widgets.NewField(widgets.FieldConfig{Lines: 2,
		Label: s.tr(&goi18n.Message{ID: "ui.feedback.your-comment", Other: "Your comment"}),
		Hint: s.tr(&goi18n.Message{ID: "ui.feedback.your-comment.hint",
			Other: "Everybody in the engagement can read it. It can't be changed later."}),
		Changed: func(text string) { v.said[v.id] = text }, Send: func() { v.say() }})
	send := plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.send-the-comment", Other: "Send the comment"}), "", v.say)
	v.foot = container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorSurface}),
		widgets.VBox(0, widgets.NewLine(), widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space6),
			widgets.VBox(widgets.Space2, v.reply.Box, widgets.HBox(0, widgets.Spring(), send)))))
	v.way = quietButton(s.tr(&goi18n.Message{ID: "ui.feedback.back", Other: "Back to the list"}), "left", func() { v.back() })
	v.way.Hide()
	v.page = newReadingPage(0, helpMost, v.body).sunken()
	v.content = container.New(itemLayout{}, v.page.box, v.foot)
	v.clear()
	return v
}

func (v *feedbackItem) clear() {
	v.id, v.item = "", nil
	v.fault.set(nil)
	v.foot.Hide()
	v.body.Objects = []fyne.CanvasObject{v.way, widgets.NewEmpty(widgets.EmptyConfig{Icon: "chat",
		Title: v.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.choose-item", Other: "Choose an item to read it."})})}
	v.refresh()
}

func (v *feedbackItem) refresh() {
	v.body.Refresh()
	v.content.Refresh()
	v.page.fit()
}

// open shows the item over the list, where it has no room beside it.
func (v *feedbackItem) open() {
	if split := v.owner.split; split != nil && v.id != "" {
		v.over = true
		split.ShowTrailing(true)
		v.showBack()
	}
}

// back leads from the item back to the list, and reports whether it stood over it.
func (v *feedbackItem) back() bool {
	over := v.way.Visible()
	v.owner.split.ShowTrailing(false)
	v.way.Hide()
	v.over = false
	v.refresh()
	return over
}

// showBack shows the way back where the item has no room beside the list.
func (v *feedbackItem) showBack() {
	if v.owner.split == nil {
		return
	}
	widgets.ShowIf(!v.owner.split.Fits() && v.over, v.way)
	v.page.fit()
}

// show fetches an item and lays it out. Of one that is shown already, what is new appears.
func (v *feedbackItem) show(item api.Item) {
	if v.id != item.ID {
		v.id, v.item = item.ID, nil
		v.fault.set(nil)
		v.reply.SetError("")
		v.reply.SetText(v.said[item.ID])
		v.body.Objects = []fyne.CanvasObject{v.way, v.title(item), v.wait.box, v.fault.box}
		v.refresh()
		v.page.scroll.ScrollToTop()
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
				v.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", func() {
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

func (v *feedbackItem) title(i api.Item) fyne.CanvasObject {
	tx := v.owner.shell.texts
	return widgets.VBox(widgets.Space2, widgets.NewParagraph(widgets.TextConfig{Text: i.Title, Size: widgets.TextTitle}),
		widgets.HBox(widgets.Space2, widgets.NewChip(tx.itemChip(i)), widgets.Grow(widgets.NewTextLine(widgets.TextConfig{
			Text: joined(" · ", tx.writerText(i), tx.momentText(i.Created)), Size: widgets.TextCaption, Color: widgets.ColorText3}))))
}

func (v *feedbackItem) layOut() {
	i, s := *v.item, v.owner.shell
	v.body.Objects = []fyne.CanvasObject{v.way, v.title(i), v.actions(i), v.wait.box, v.fault.box}
	if cells := v.answers(i); len(cells) > 0 {
		v.body.Add(widgets.NewCard(widgets.CardConfig{Cells: cells}))
	}
	v.body.Add(widgets.NewFacts(widgets.FactsConfig{Facts: v.lines(i)}))
	if len(i.Attachments) > 0 {
		v.body.Add(headingLine(s.tr(&goi18n.Message{ID: "ui.feedback.attachments", Other: "Attachments"})))
		for _, a := range i.Attachments {
			v.body.Add(widgets.HBox(widgets.Space2, widgets.NewIcon("clip", widgets.ColorText2, 0),
				widgets.Grow(widgets.VBox(0, widgets.SelectableText(a.Name), captionText(s.attachmentText(a))))))
		}
	}
	v.body.Add(headingLine(s.tr(&goi18n.Message{ID: "ui.feedback.comments", Other: "Comments"})))
	if len(i.Comments) == 0 {
		v.body.Add(captionText(s.tr(&goi18n.Message{ID: "ui.feedback.nobody-has-commented-yet", Other: "Nobody has commented yet."})))
	}
	for _, c := range i.Comments {
		v.body.Add(s.commentView(c))
	}
	if i.Locked {
		v.body.Add(widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneRun, Icon: "lock",
			Lead: s.tr(&goi18n.Message{ID: "ui.feedback.locked", Other: "Locked"}),
			Text: s.tr(&goi18n.Message{ID: "ui.feedback.locked.text", Other: "The program takes no more comments on this."})}))
	}
	widgets.ShowIf(!i.Locked, v.foot)
	v.refresh()
}

// selectableProse is a text that can be selected and breaks between its words.
func selectableProse(text string) fyne.CanvasObject {
	box := widgets.SelectableText(text)
	if label, ok := box.Objects[0].(*widget.Label); ok {
		label.Wrapping = fyne.TextWrapWord
	}
	return box
}

func headingLine(text string) fyne.CanvasObject {
	return widgets.NewTextLine(widgets.TextConfig{Text: text, Size: widgets.TextHeading})
}

func captionText(text string) fyne.CanvasObject {
	return widgets.NewParagraph(widgets.TextConfig{Text: text, Size: widgets.TextCaption, Color: widgets.ColorText3})
}

// actions are the vote and the follow, each named for what pressing it does. Each keeps the room of both its names, so that
// the other never comes under the pointer.
func (v *feedbackItem) actions(i api.Item) fyne.CanvasObject {
	s, api := v.owner.shell, v.owner.session.Feedback
	pair := func(on bool, yes, no *widgets.Button) fyne.CanvasObject {
		widgets.ShowIf(!on, yes)
		widgets.ShowIf(on, no)
		return container.New(widestLayout{}, yes, no)
	}
	votes := i.Votes
	vote := pair(i.Voted,
		plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.vote", Other: "Vote ({{.Count}})"}, "Count", votes), "vote",
			func() { v.mark(i.ID, api.Vote, true) }),
		plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.take-back-vote", Other: "Take back your vote ({{.Count}})"},
			"Count", votes), "vote", func() { v.mark(i.ID, api.Vote, false) }))
	follow := pair(i.Following,
		plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.follow", Other: "Follow"}), "bell",
			func() { v.mark(i.ID, api.Follow, true) }),
		plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.stop-following", Other: "Stop following"}), "bell",
			func() { v.mark(i.ID, api.Follow, false) }))
	return widgets.Flow(widgets.Space2, vote, follow)
}

// menu are the actions of an item's row.
func (v *feedbackItem) menu(i api.Item) []widgets.MenuItem {
	s, api := v.owner.shell, v.owner.session.Feedback
	vote := s.tr(&goi18n.Message{ID: "ui.feedback.vote", Other: "Vote ({{.Count}})"}, "Count", i.Votes)
	if i.Voted {
		vote = s.tr(&goi18n.Message{ID: "ui.feedback.take-back-vote", Other: "Take back your vote ({{.Count}})"}, "Count", i.Votes)
	}
	follow := s.tr(&goi18n.Message{ID: "ui.feedback.follow", Other: "Follow"})
	if i.Following {
		follow = s.tr(&goi18n.Message{ID: "ui.feedback.stop-following", Other: "Stop following"})
	}
	return []widgets.MenuItem{
		{Label: vote, Icon: "vote", Action: func() { v.mark(i.ID, api.Vote, !i.Voted) }},
		{Label: follow, Icon: "bell", Action: func() { v.mark(i.ID, api.Follow, !i.Following) }}}
}

// lines are the short answers and what the program knows of the item.
func (v *feedbackItem) lines(i api.Item) []widgets.Fact {
	kind, short := i.Type, []widgets.Fact{}
	if t, ok := v.form().Type(i.Type); ok {
		kind = t.Title
		for _, f := range t.Fields {
			if f.Kind != "text" {
				short = append(short, widgets.Fact{Label: f.Title, Value: i.Fields[f.ID]})
			}
		}
	}
	tx := v.owner.shell.texts
	all := append([]widgets.Fact{{Label: tx.tr(msgType), Value: kind},
		{Label: tx.tr(&goi18n.Message{ID: "ui.feedback.package", Other: "Package"}), Value: i.Package},
		{Label: tx.tr(msgVersion), Value: i.Version},
		{Label: tx.tr(msgChanged), Value: tx.momentText(i.Modified)}}, short...)
	return slices.DeleteFunc(all, func(f widgets.Fact) bool { return f.Value == "" })
}

// answers are the long texts, in the order of the form.
func (v *feedbackItem) answers(i api.Item) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	add := func(title, text string) {
		if strings.TrimSpace(text) != "" {
			all = append(all, widgets.VBox(0, captionText(title), selectableProse(text)))
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
func (v *feedbackItem) mark(id string, do func(context.Context, string, bool) (api.Item, error), on bool) {
	v.fault.set(nil)
	v.wait.start(v.owner.shell.tr(msgAskingTheProgram))
	submitFor(v.owner.shell, v.owner.life, func(ctx context.Context) (api.Item, error) { return do(ctx, id, on) },
		func(item api.Item, err error) {
			v.wait.stop()
			switch {
			case v.id != id && err != nil:
				v.owner.list.fault.set(err)
				v.owner.rearrange()
			case err != nil:
				v.fault.set(err)
				v.refresh()
			case v.id == id:
				v.fetch()
			default:
				v.owner.list.replace(item)
			}
		})
}

// say sends the comment. Its text stays in the field until the program has it.
func (v *feedbackItem) say() {
	w, id, text := v.owner, v.id, strings.TrimSpace(v.reply.Text())
	if text == "" {
		v.reply.SetError(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.write-a-comment-first", Other: "Write a comment first."}))
		w.shell.win.Canvas().Focus(v.reply.Input)
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
			v.reply.SetText("")
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
	return widgets.VBox(0, widgets.HBox(widgets.Space2, widgets.NewTextLine(widgets.TextConfig{Text: who, Size: widgets.TextBold, Whole: true}),
		widgets.Grow(widgets.NewTextLine(widgets.TextConfig{Text: tx.momentText(c.Created), Size: widgets.TextCaption,
			Color: widgets.ColorText3}))), selectableProse(c.Text))
}

func (tx texts) attachmentText(a api.Attachment) string {
	if a.Complete {
		return tx.bytesText(a.Size)
	}
	return tx.tr(&goi18n.Message{ID: "ui.feedback.attachment-arrived",
		Other: "{{.Received}} of {{.Size}} have arrived"},
		"Received", tx.bytesText(a.Received), "Size", tx.bytesText(a.Size))
}

// itemLayout puts the comment at the foot of the item.
type itemLayout struct{}

// Layout resizes the item to what the foot leaves.
func (itemLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	page, foot := objects[0], objects[1]
	height := float32(0)
	if foot.Visible() {
		foot.Resize(fyne.NewSize(size.Width, foot.Size().Height))
		height = min(foot.MinSize().Height, size.Height)
		foot.Resize(fyne.NewSize(size.Width, height))
		foot.Move(fyne.NewPos(0, size.Height-height))
	}
	page.Move(fyne.Position{})
	page.Resize(fyne.NewSize(size.Width, size.Height-height))
}

// MinSize returns the least of a pane.
func (itemLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
