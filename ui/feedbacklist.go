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

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/session"
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

	search  *field
	view    *selection
	state   *selection
	list    *arrowList
	empty   *fyne.Container
	more    *button
	count   *widget.Label
	fault   *faultSpot
	wait    *waiting
	tools   *fyne.Container
	content *fyne.Container
}

func standingViews() []string { return []string{tr("All feedback"), tr("Mine"), tr("Followed")} }

func stateChoices() []string {
	choices := []string{tr("Any state")}
	for _, state := range api.ItemStates() {
		choices = append(choices, itemStateText(state))
	}
	return choices
}

func newFeedbackList(owner *feedback) *feedbackList {
	s := owner.shell
	l := &feedbackList{owner: owner, empty: container.NewVBox(), fault: newFaultSpot(s), wait: newWaiting(s), count: small("")}
	l.search = newField(tr("Search feedback"))
	l.search.Icon = theme.SearchIcon()
	l.search.OnChanged = func(string) { l.soon() }
	l.search.OnSubmitted = func(string) { l.load() }
	l.saved = newSavedSearches(l)
	l.view = newSelection(standingViews(), nil)
	l.view.SetSelectedIndex(owner.memory.view)
	l.view.OnChanged = func(string) { l.saved.chosen(l.view.SelectedIndex()) }
	l.state = l.choice(stateChoices(), &owner.memory.state)
	l.list = newArrowList(func() int { return len(l.items) }, newPackageRow, func(i widget.ListItemID, o fyne.CanvasObject) {
		showFeedbackRow(o, l.items[i])
	}, func(i int) { owner.item.show(l.items[i]) })
	l.more = newButton(tr("Show more"), theme.MoveDownIcon(), func() { l.fetch(l.next) })
	l.more.Hide()
	l.tools = container.NewVBox(l.search, buttons(l.view, l.state, l.saved.keep, l.saved.forget,
		newButton(tr("Export as CSV"), theme.DocumentSaveIcon(), func() { l.export("feedback.csv", session.ExportFeedbackCSV) }),
		newButton(tr("Export as JSON"), theme.DocumentSaveIcon(), func() { l.export("feedback.json", session.ExportFeedbackJSON) })),
		l.wait.box, l.fault.box)
	l.content = container.NewBorder(nil, container.NewVBox(l.more, l.count), nil, nil, container.NewStack(l.list, l.empty))
	return l
}

// choice is a drop-down whose place is remembered.
func (l *feedbackList) choice(options []string, at *int) *selection {
	made := newSelection(options, nil)
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
	l.wait.start(tr("Fetching the feedback…"))
	work(w.shell, w.life, func(ctx context.Context) (client.ItemPage, error) { return w.session.Items(ctx, engagement, q) },
		func(page client.ItemPage, err error) {
			if round != l.round {
				return
			}
			l.wait.stop()
			if err != nil {
				l.fault.set(err, append(w.shell.wayOn(err), newButton(tr("Try again"), theme.ViewRefreshIcon(), func() { l.fetch(after) }))...)
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
	l.list.forget()
	l.list.Refresh()
	showIf(l.next != "", l.more)
	l.count.SetText(plural(len(l.items), "%d item", "%d items"))
	showIf(len(l.items) > 0, l.count)
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
		l.empty.Add(wrapped(tr("Nothing matches the search and the choice above.")))
		l.empty.Add(buttons(newButton(tr("Show everything"), theme.CancelIcon(), l.showAll)))
	default:
		l.empty.Add(wrapped(tr("Nobody has given feedback in this engagement yet.")))
		l.empty.Add(buttons(newButton(tr("Write the first"), theme.DocumentCreateIcon(), func() { l.owner.begin(nil) })))
	}
	l.empty.Refresh()
}

// showNone is for a person whom no engagement takes feedback from.
func (l *feedbackList) showNone() {
	w := l.owner
	l.items, l.next = nil, ""
	l.list.Refresh()
	l.empty.Objects = []fyne.CanvasObject{
		wrapped(tr("No engagement takes feedback from you yet. Join one, or ask for access to one.")),
		buttons(newMainButton(tr("Show engagements"), theme.AccountIcon(), func() { w.shell.goTo(placeEngagements) })),
	}
	if contact := w.session.Program().Contact; contact != "" {
		l.empty.Add(small(tr("Who can help: %s", contact)))
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
func setQuietly(c *selection, i int) {
	changed := c.OnChanged
	c.OnChanged = nil
	c.SetSelectedIndex(i)
	c.OnChanged = changed
}

// export writes every item that the choice above finds, those that are not on the screen too.
func (l *feedbackList) export(name string, write func(io.Writer, []api.Item) error) {
	w, q := l.owner, l.query()
	engagement := w.memory.engagement
	l.wait.start(tr("Fetching the feedback…"))
	work(w.shell, w.life, func(ctx context.Context) ([]byte, error) {
		items, err := w.session.AllItems(ctx, engagement, q)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = write(&b, items)
		return b.Bytes(), err
	}, func(data []byte, err error) {
		l.wait.stop()
		if err != nil {
			l.fault.set(err, newButton(tr("Try again"), theme.ViewRefreshIcon(), func() {
				l.fault.set(nil)
				l.export(name, write)
			}))
			return
		}
		w.shell.saveFile(name, data)
	})
}

func showFeedbackRow(o fyne.CanvasObject, i api.Item) {
	labels := o.(*fyne.Container).Objects
	labels[0].(*widget.Label).SetText(i.Title)
	labels[1].(*widget.Label).SetText(joined("  ·  ", itemStateText(i.State), plural(i.Votes, "%d vote", "%d votes"),
		plural(i.CommentCount, "%d comment", "%d comments"), writerText(i), dayText(i.Created)))
}

// writerText says who wrote an item.
func writerText(i api.Item) string {
	if i.Mine {
		return tr("by you")
	}
	return i.Author
}

func itemStateText(state string) string {
	switch state {
	case api.ItemNew:
		return tr("New")
	case api.ItemActive:
		return tr("Active")
	case api.ItemResolved:
		return tr("Resolved")
	case api.ItemClosed:
		return tr("Closed")
	default:
		return state
	}
}
