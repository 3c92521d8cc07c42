package ui

import (
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// newRows makes the list of items. It is one stop of Tab; the vote is the button of each row.
func (l *feedbackList) newRows() *widgets.List {
	s := l.owner.shell
	return widgets.NewList(widgets.ListOptions{Label: s.tr(msgFeedback), Clock: shellClock{s},
		NewRow:    func() fyne.CanvasObject { return widgets.NewRow(widgets.RowConfig{}, widgets.RowValues{}) },
		UpdateRow: func(id string, o fyne.CanvasObject, _ widgets.RowState) { l.fill(id, o) },
		RowLabel: func(id string) string {
			item, _ := l.itemOf(id)
			return s.feedbackRow(item).Label
		},
		OnSelected: func(ids []string) {
			if len(ids) == 0 {
				return
			}
			if item, there := l.itemOf(ids[0]); there && len(ids) == 1 {
				l.owner.item.show(item)
			}
		},
		OnOpen:  func(string) { l.owner.item.open() },
		OnSpace: func(ids []string) { l.vote(ids[0]) },
		Menu: func(ids []string) widgets.MenuOptions {
			item, _ := l.itemOf(ids[0])
			return widgets.MenuOptions{Label: item.Title, Items: l.owner.item.menu(item)}
		}})
}

// fill shows an item in a row, when it is another one or was changed.
func (l *feedbackList) fill(id string, o fyne.CanvasObject) {
	row, ok := o.(*widgets.Row)
	item, there := l.itemOf(id)
	if !ok || !there {
		return
	}
	values := l.owner.shell.feedbackRow(item)
	button := *values.Button
	was := l.filled[o]
	values.Button = nil
	if was.id == id && reflect.DeepEqual(was.values, values) {
		return
	}
	l.filled[o] = filledRow{id: id, values: values}
	button.Tapped = func() { l.vote(id) }
	values.Button = &button
	row.Set(values)
}

// vote votes for an item, or takes that back.
func (l *feedbackList) vote(id string) {
	if item, there := l.itemOf(id); there {
		l.owner.item.mark(id, l.owner.session.Feedback.Vote, !item.Voted)
	}
}

// feedbackRow is what a row shows of an item.
func (tx texts) feedbackRow(i api.Item) widgets.RowValues {
	votes := tx.trn(&goi18n.Message{ID: "ui.feedback.votes", One: "{{.Count}} vote", Other: "{{.Count}} votes"}, i.Votes)
	comments := tx.trn(&goi18n.Message{ID: "ui.feedback.comment-count", One: "{{.Count}} comment",
		Other: "{{.Count}} comments"}, i.CommentCount)
	v := widgets.RowValues{Tile: widgets.TileDocument, Title: i.Title, Always: true, Chips: []widgets.ChipConfig{tx.itemChip(i)},
		Second: joined(" · ", tx.writerText(i), tx.dayText(i.Created), comments)}
	v.Button = &widgets.ButtonConfig{Icon: "vote", Text: strconv.Itoa(i.Votes),
		Label: tx.tr(&goi18n.Message{ID: "ui.feedback.vote", Other: "Vote ({{.Count}})"}, "Count", i.Votes)}
	if i.Voted {
		v.Button.Icon = "check"
		v.Button.Label = tx.tr(&goi18n.Message{ID: "ui.feedback.take-back-vote", Other: "Take back your vote ({{.Count}})"},
			"Count", i.Votes)
	}
	v.Label = joined(", ", i.Title, v.Chips[0].Text, votes, v.Button.Label, v.Second)
	return v
}

// itemChip is the state of an item.
func (tx texts) itemChip(i api.Item) widgets.ChipConfig {
	chip := widgets.ChipConfig{Text: tx.itemStateText(i.State)}
	switch i.State {
	case api.ItemNew:
		chip.Tone = widgets.ToneNew
	case api.ItemActive:
		chip.Tone = widgets.ToneRun
	case api.ItemResolved:
		chip.Tone = widgets.ToneOK
	}
	if i.Locked {
		chip.Icon = "lock"
	}
	return chip
}
