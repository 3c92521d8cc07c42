package ui

import (
	"bytes"
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/export"
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

	search  *widgets.StockField
	view    *widgets.Selection
	state   *widgets.Selection
	list    *widgets.ArrowList
	empty   *fyne.Container
	more    *widgets.StockButton
	count   *widget.Label
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
	l := &feedbackList{owner: owner, empty: container.NewVBox(), fault: newFaultSpot(s), wait: newWaiting(s),
		count: widgets.Small("")}
	l.search = widgets.NewStockField(s.tr(&goi18n.Message{ID: "ui.feedback.search-feedback", Other: "Search feedback"}))
	l.search.Icon = theme.SearchIcon()
	l.search.OnChanged = func(string) { l.soon() }
	l.search.OnSubmitted = func(string) { l.load() }
	l.saved = newSavedSearches(l)
	l.view = s.newSelection(s.standingViews(), nil)
	l.view.SetSelectedIndex(owner.memory.view)
	l.view.OnChanged = func(string) { l.saved.chosen(l.view.SelectedIndex()) }
	l.state = l.choice(s.stateChoices(), &owner.memory.state)
	l.list = widgets.NewArrowList(func() int { return len(l.items) }, widgets.NewTwoLineRow,
		func(i widget.ListItemID, o fyne.CanvasObject) {
			s.showFeedbackRow(o, l.items[i])
		}, func(i int) { owner.item.show(l.items[i]) })
	l.more = widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.feedback.show-more", Other: "Show more"}),
		theme.MoveDownIcon(), func() { l.fetch(l.next) })
	l.more.Hide()
	l.tools = container.NewVBox(l.search, widgets.Buttons(l.view, l.state, l.saved.keep, l.saved.forget,
		widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.feedback.export-as-csv", Other: "Export as CSV"}),
			theme.DocumentSaveIcon(), func() { l.export("feedback.csv", export.CSV) }),
		widgets.NewStockButton(s.tr(msgExportAsJSON), theme.DocumentSaveIcon(),
			func() { l.export("feedback.json", export.JSON) })),
		l.wait.box, l.fault.box)
	l.content = container.NewBorder(nil, container.NewVBox(l.more, l.count), nil, nil,
		container.NewStack(l.list, l.empty))
	return l
}

// choice is a drop-down whose choice is remembered.
func (l *feedbackList) choice(options []string, at *int) *widgets.Selection {
	made := l.owner.shell.newSelection(options, nil)
	made.SetSelectedIndex(min(*at, len(options)-1))
	made.OnChanged = func(string) {
		*at = made.SelectedIndex()
		l.load()
	}
	return made
}

// query is what the person asked for.
func (l *feedbackList) query() client.ItemQuery {
	q := client.ItemQuery{Text: l.search.Text, Mine: l.owner.memory.view == 1, Follow: l.owner.memory.view == 2}
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
				l.fault.set(err, append(wayOn(w.shell, err), widgets.NewStockButton(w.shell.tr(msgTryAgain),
					theme.ViewRefreshIcon(), func() { l.fetch(after) }))...)
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
	l.list.Forget()
	l.list.Refresh()
	widgets.ShowIf(l.next != "", l.more)
	l.count.SetText(l.owner.shell.trn(&goi18n.Message{ID: "ui.feedback.items", One: "{{.Count}} item",
		Other: "{{.Count}} items"}, len(l.items)))
	widgets.ShowIf(len(l.items) > 0, l.count)
	l.showEmpty()
	for i, item := range l.items {
		if item.ID == l.owner.item.id {
			l.list.Select(i)
			return
		}
	}
	if len(l.items) == 0 {
		l.owner.item.clear()
	}
}

// replace shows an item as it is now, without asking for the list again.
func (l *feedbackList) replace(item api.Item) {
	for i := range l.items {
		if l.items[i].ID == item.ID {
			l.items[i] = item
			l.list.RefreshItem(i)
		}
	}
}

// showEmpty says why the list is empty, with the one action that helps.
func (l *feedbackList) showEmpty() {
	l.empty.RemoveAll()
	switch q := l.query(); {
	case len(l.items) > 0:
	case q.Text != "" || q.State != "" || q.Mine || q.Follow || q.Type != "":
		l.empty.Add(widgets.Wrapped(
			l.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.list.no-match",
				Other: "Nothing matches the search and the choice above."})))
		l.empty.Add(widgets.Buttons(widgets.NewStockButton(l.owner.shell.tr(msgShowEverything), theme.CancelIcon(),
			l.showAll)))
	default:
		l.empty.Add(widgets.Wrapped(
			l.owner.shell.tr(
				&goi18n.Message{ID: "ui.feedback.list.empty",
					Other: "Nobody has given feedback in this engagement yet."})))
		l.empty.Add(widgets.Buttons(widgets.NewStockButton(
			l.owner.shell.tr(&goi18n.Message{ID: "ui.feedback.write-the-first",
				Other: "Write the first"}), theme.DocumentCreateIcon(), func() { l.owner.begin(nil) })))
	}
	l.empty.Refresh()
}

// showNone is for a person whom no engagement takes feedback from.
func (l *feedbackList) showNone() {
	w := l.owner
	l.items, l.next = nil, ""
	l.list.Refresh()
	l.empty.Objects = []fyne.CanvasObject{
		widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.no-engagement",
				Other: "No engagement takes feedback from you yet. Join one, or ask for access to one."})),
		widgets.Buttons(widgets.NewStockMainButton(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.show-engagements",
				Other: "Show engagements"}), theme.AccountIcon(), func() { w.shell.goTo(areaEngagements) })),
	}
	if contact := w.session.Program().Contact; contact != "" {
		l.empty.Add(widgets.Small(w.shell.tr(msgWhoCanHelp, "Contact", contact)))
	}
	l.empty.Refresh()
	w.item.clear()
}

func (l *feedbackList) showAll() {
	l.owner.memory.view, l.owner.memory.saved = 0, ""
	l.set("", 0)
	setQuietly(l.view, 0)
	l.saved.show()
	l.load()
}

// set fills in the search text and the state without asking the program yet.
func (l *feedbackList) set(text string, state int) {
	l.search.OnChanged = nil
	l.search.SetText(text)
	l.search.OnChanged = func(string) { l.soon() }
	l.owner.memory.state = state
	setQuietly(l.state, state)
}

// setQuietly chooses as if nobody had.
func setQuietly(c *widgets.Selection, i int) {
	changed := c.OnChanged
	c.OnChanged = nil
	c.SetSelectedIndex(i)
	c.OnChanged = changed
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
			l.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), func() {
				l.fault.set(nil)
				l.export(name, write)
			}))
			return
		}
		w.shell.files.save(name, data)
	})
}

func (tx texts) showFeedbackRow(o fyne.CanvasObject, i api.Item) {
	widgets.SetTwoLines(o, i.Title, joined("  ·  ", tx.itemStateText(i.State),
		tx.trn(&goi18n.Message{ID: "ui.feedback.votes", One: "{{.Count}} vote", Other: "{{.Count}} votes"}, i.Votes),
		tx.trn(&goi18n.Message{ID: "ui.feedback.comment-count", One: "{{.Count}} comment",
			Other: "{{.Count}} comments"}, i.CommentCount), tx.writerText(i), tx.dayText(i.Created)))
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
