package ui

import (
	"bytes"
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/ui/widgets"
)

// searchDelay gathers a burst of typing into one question to the program.
const searchDelay = 300 * time.Millisecond

// feedbackList is the list of items with its saved searches, its search and its export.
type feedbackList struct {
	owner *feedback
	saved savedSearches
	items []api.Item
	next  string // for the page after these; empty when this is all
	round int    // numbers the questions to the program, so that an old answer is told from the newest
	late  func() // ends the wait before a search

	search  *widgets.Field
	silent  bool // the search is filled in by the screen itself
	view    *widgets.Select
	state   *widgets.Select
	list    *widgets.List
	filled  map[fyne.CanvasObject]filledRow
	empty   *fyne.Container
	more    *widgets.Button
	fault   *faultSpot
	wait    *waiting
	tools   *fyne.Container
	content *fyne.Container
}

func (tx texts) standingViews() []string {
	return []string{tx.tr(&goi18n.Message{ID: "ui.feedback.all-feedback", Other: "All feedback"}),
		tx.tr(&goi18n.Message{ID: "ui.feedback.mine", Other: "Mine"}),
		tx.tr(&goi18n.Message{ID: "ui.feedback.followed", Other: "Followed"})}
}

func (tx texts) stateChoices() []string {
	choices := []string{tx.tr(&goi18n.Message{ID: "ui.feedback.any-state", Other: "Any state"})}
	for _, state := range api.ItemStates() {
		choices = append(choices, tx.itemStateText(state))
	}
	return choices
}

func newFeedbackList(owner *feedback) *feedbackList {
	s := owner.shell
	l := &feedbackList{owner: owner, empty: container.NewStack(), fault: newFaultSpot(s), wait: newWaiting(s),
		filled: map[fyne.CanvasObject]filledRow{}}
	l.saved = savedSearches{list: l}
	label := s.tr(&goi18n.Message{ID: "ui.feedback.search-feedback", Other: "Search feedback"})
	l.search = widgets.NewField(widgets.FieldConfig{Label: label, Placeholder: label, Bare: true,
		Changed: func(string) { l.soon() }, Submitted: func(string) { l.load() }})
	l.view = widgets.NewSelect(widgets.SelectOptions{Options: s.standingViews(), Chosen: owner.memory.view,
		Label:     s.tr(&goi18n.Message{ID: "ui.feedback.which", Other: "Which feedback"}),
		OnChanged: func(i int) { l.saved.chosen(i) }})
	l.state = widgets.NewSelect(widgets.SelectOptions{Options: s.stateChoices(), Chosen: owner.memory.state,
		Label: s.tr(&goi18n.Message{ID: "ui.feedback.state", Other: "State"}), OnChanged: func(i int) {
			owner.memory.state = i
			l.load()
		}})
	l.list = l.newRows()
	l.more = plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.show-more", Other: "Show more"}), "down",
		func() { l.fetch(l.next) })
	l.more.Hide()
	l.tools = container.NewStack(widgets.NewToolbar(widgets.ToolbarConfig{Search: l.search.Box,
		Filters: []*widgets.Select{l.view, l.state}, End: owner.choice,
		FilterText: func(n int) string {
			return s.trn(&goi18n.Message{ID: "ui.feedback.filters", One: "Filter ({{.Count}})", Other: "Filter ({{.Count}})"}, n)
		}}))
	l.content = container.NewBorder(nil, container.NewCenter(l.more), nil, nil, container.NewStack(l.list, l.empty))
	return l
}

// query is what the person asked for.
func (l *feedbackList) query() client.ItemQuery {
	q := client.ItemQuery{Text: l.search.Text(), Mine: l.owner.memory.view == 1, Follow: l.owner.memory.view == 2}
	if saved, ok := l.saved.inUse(); ok {
		q.Mine, q.Follow, q.Type = saved.Mine, saved.Followed, saved.Type
	}
	if i := l.owner.memory.state; i > 0 && i <= len(api.ItemStates()) {
		q.State = api.ItemStates()[i-1]
	}
	return q
}

// soon asks the program once the typing pauses.
func (l *feedbackList) soon() {
	if l.silent {
		return
	}
	if l.late != nil {
		l.late()
	}
	l.late = l.owner.shell.cfg.After(searchDelay, l.load)
}

// load fetches the list from its start.
func (l *feedbackList) load() {
	if l.late != nil {
		l.late()
		l.late = nil
	}
	l.fetch("")
}

// fetch gets one page. What is shown stays until the answer is there, and also when none comes.
func (l *feedbackList) fetch(after string) {
	w := l.owner
	if w.memory.engagement == "" || w.life.ctx.Err() != nil {
		return
	}
	l.round++
	round, engagement, q := l.round, w.memory.engagement, l.query()
	q.After = after
	l.fault.set(nil)
	l.wait.start(w.shell.tr(msgFeedbackFetchingTheFeedback))
	work(w.shell, w.life, func(ctx context.Context) (api.ItemPage, error) {
		return w.session.Feedback.Items(ctx, engagement, q)
	},
		func(page api.ItemPage, err error) {
			if round != l.round {
				return
			}
			l.wait.stop()
			if err != nil {
				l.fault.set(err, append(wayOn(w.shell, err), plainButton(w.shell.tr(msgTryAgain), "refresh",
					func() { l.fetch(after) }))...)
				return
			}
			if after == "" {
				l.items = nil
			}
			l.items, l.next = append(l.items, page.Items...), page.Next
			l.show()
		})
}

// show draws the list and keeps the chosen item chosen.
func (l *feedbackList) show() {
	ids := make([]string, len(l.items))
	for i, item := range l.items {
		ids[i] = item.ID
	}
	l.list.SetGroups([]widgets.ListGroup{{Rows: ids}})
	for _, id := range ids {
		l.list.RefreshRow(id)
	}
	widgets.ShowIf(l.next != "", l.more)
	l.owner.header.Set(l.owner.headConfig())
	l.showEmpty()
	switch item, there := l.itemOf(l.owner.item.id); {
	case there:
		l.owner.item.show(item)
	case len(l.items) == 0:
		l.owner.item.clear()
	}
}

func (l *feedbackList) itemOf(id string) (api.Item, bool) {
	for _, item := range l.items {
		if item.ID == id {
			return item, true
		}
	}
	return api.Item{}, false
}

// replace shows an item as it is now, without asking for the list again.
func (l *feedbackList) replace(item api.Item) {
	for i := range l.items {
		if l.items[i].ID == item.ID {
			l.items[i] = item
			l.list.RefreshRow(item.ID)
		}
	}
}

// showEmpty says why the list is empty, with the one action that helps.
func (l *feedbackList) showEmpty() {
	s := l.owner.shell
	l.empty.RemoveAll()
	widgets.ShowIf(len(l.items) > 0, l.list)
	switch q := l.query(); {
	case len(l.items) > 0:
	case q.Text != "" || q.State != "" || q.Mine || q.Follow || q.Type != "":
		l.empty.Add(widgets.NewEmpty(widgets.EmptyConfig{Icon: "search",
			Title: s.tr(&goi18n.Message{ID: "ui.feedback.list.no-match", Other: "Nothing matches the search and the choice above."}),
			Other: &widgets.ButtonConfig{Text: s.tr(msgShowEverything), Tapped: l.showAll}}))
	default:
		l.empty.Add(widgets.NewEmpty(widgets.EmptyConfig{Icon: "chat",
			Title: s.tr(&goi18n.Message{ID: "ui.feedback.list.empty", Other: "Nobody has given feedback in this engagement yet."}),
			Other: &widgets.ButtonConfig{Icon: "pen", Tapped: func() { l.owner.begin(nil) },
				Text: s.tr(&goi18n.Message{ID: "ui.feedback.write-the-first", Other: "Write the first"})}}))
	}
	l.empty.Refresh()
}

// showNone is for a person whom no engagement takes feedback from.
func (l *feedbackList) showNone() {
	w := l.owner
	l.items, l.next = nil, ""
	l.list.SetGroups(nil)
	l.list.Hide()
	cfg := widgets.EmptyConfig{Icon: "chat",
		Title: w.shell.tr(&goi18n.Message{ID: "ui.feedback.no-engagement",
			Other: "No engagement takes feedback from you yet. Join one, or ask for access to one."}),
		Main: &widgets.ButtonConfig{Icon: "people", Tapped: func() { w.shell.goTo(areaEngagements) },
			Text: w.shell.tr(&goi18n.Message{ID: "ui.feedback.show-engagements", Other: "Show engagements"})}}
	if contact := w.session.Program().Contact; contact != "" {
		cfg.Text = w.shell.tr(msgWhoCanHelp, "Contact", contact)
	}
	l.empty.Objects = []fyne.CanvasObject{widgets.NewEmpty(cfg)}
	l.empty.Refresh()
	w.item.clear()
}

func (l *feedbackList) showAll() {
	l.owner.memory.view, l.owner.memory.saved = 0, ""
	l.set("", 0)
	l.view.SetChosen(0)
	l.saved.show()
	l.load()
}

// set fills in the search text and the state without asking the program yet.
func (l *feedbackList) set(text string, state int) {
	l.silent = true
	l.search.SetText(text)
	l.silent = false
	l.owner.memory.state = state
	l.state.SetChosen(state)
}

// export writes every item that the choice above finds, those that are not on the screen too.
func (l *feedbackList) export(name string, write func(io.Writer, []api.Item) error) {
	w, q := l.owner, l.query()
	engagement := w.memory.engagement
	l.wait.start(w.shell.tr(msgFeedbackFetchingTheFeedback))
	work(w.shell, w.life, func(ctx context.Context) ([]byte, error) {
		items, err := w.session.Feedback.WholeItems(ctx, engagement, q)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = write(&b, items)
		return b.Bytes(), err
	}, func(data []byte, err error) {
		l.wait.stop()
		if err != nil {
			l.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", func() {
				l.fault.set(nil)
				l.export(name, write)
			}))
			return
		}
		w.shell.files.save(name, data)
	})
}

// writerText says who wrote an item.
func (tx texts) writerText(i api.Item) string {
	if i.Mine {
		return tx.tr(&goi18n.Message{ID: "ui.feedback.by-you", Other: "by you"})
	}
	return i.Author
}

func (tx texts) itemStateText(state string) string {
	switch state {
	case api.ItemNew:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.new", Other: "New"})
	case api.ItemActive:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.active", Other: "Active"})
	case api.ItemResolved:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.resolved", Other: "Resolved"})
	case api.ItemClosed:
		return tx.tr(&goi18n.Message{ID: "ui.feedback.closed", Other: "Closed"})
	default:
		return state
	}
}
