package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadsScreen is the queue: a list that costs the same with three entries and with ten thousand, and
// the details of the chosen one.
type downloadsScreen struct {
	shell   *Shell
	life    *lifetime
	actions *downloadActions

	rows   []*downloads.Entry // what the list shows, in order
	filter string
	only   int // index into showChoices
	marked downloads.ID

	list    *queueList
	search  *widgets.StockField
	summary *widget.Label
	empty   *fyne.Container
	details *downloadDetails
	middle  *fyne.Container
	left    *fyne.Container
	fault   *faultSpot
	content *fyne.Container
}

func newDownloads(s *Shell) *downloadsScreen {
	w := &downloadsScreen{shell: s, life: newLifetime(s.ctx), summary: widgets.Small(""), empty: container.NewVBox(),
		fault: newFaultSpot(s)}
	w.actions = &downloadActions{shell: s, life: w.life}
	w.list = newQueueList(w)
	w.details = newDownloadDetails(w)
	w.search = widgets.NewStockField(s.tr(&goi18n.Message{ID: "ui.downloads.search-downloads", Other: "Search downloads"}))
	w.search.Icon = theme.SearchIcon()
	w.search.OnChanged = func(text string) {
		w.filter = sortable(text)
		w.apply(s.view)
	}
	choices := []string{
		s.tr(&goi18n.Message{ID: "ui.downloads.all", Other: "All"}),
		s.tr(&goi18n.Message{ID: "ui.downloads.unfinished", Other: "Unfinished"}),
		s.tr(msgDownloadsFinished),
		s.tr(&goi18n.Message{ID: "ui.downloads.needs-you", Other: "Needs you"}),
	}
	only := s.newSelection(choices, nil)
	only.SetSelectedIndex(0)
	only.OnChanged = func(string) {
		w.only = only.SelectedIndex()
		w.apply(s.view)
	}
	tools := widgets.Buttons(
		widgets.NewStockMainButton(s.tr(&goi18n.Message{ID: "ui.downloads.paste-link", Other: "Paste link"}),
			theme.ContentPasteIcon(), func() { askForLink(s) }),
		widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.downloads.pause-all", Other: "Pause all"}),
			theme.MediaPauseIcon(), func() { w.actions.do(func(q session.Queue) error { return q.Pause() }) }),
		widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.downloads.resume-all", Other: "Resume all"}),
			theme.MediaPlayIcon(), func() { w.actions.do(func(q session.Queue) error { return q.Resume() }) }),
		widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.downloads.retry-all", Other: "Retry all"}),
			theme.ViewRefreshIcon(), func() { w.actions.do(func(q session.Queue) error { return q.Retry() }) }),
		widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.downloads.clear-finished", Other: "Clear finished"}),
			theme.ContentClearIcon(), w.clearFinished))
	head := container.NewVBox(widgets.Heading(s.tr(msgDownloads)), tools,
		container.NewBorder(nil, nil, nil, only, w.search), w.summary, w.fault.box)
	w.left = container.NewStack(w.list, w.empty)
	w.middle = container.NewStack(w.left)
	w.content = container.NewPadded(widgets.Topped(head, w.middle))
	return w
}

func (w *downloadsScreen) object() fyne.CanvasObject { return w.content }
func (w *downloadsScreen) leave()                    { w.life.end() }
func (w *downloadsScreen) find()                     { w.shell.win.Canvas().Focus(w.search) }
func (w *downloadsScreen) first() fyne.Focusable     { return w.list }

// apply shows a snapshot. Entries are never changed after they were given out, so a row whose entry is the
// same one needs no refresh; as long as the order stays only the rows that differ are drawn again.
func (w *downloadsScreen) apply(v view) {
	rows := w.visible(v.Queue)
	same := len(rows) == len(w.rows)
	var changed []int
	for i := range rows {
		if !same {
			break
		}
		if rows[i] != w.rows[i] {
			same = rows[i].ID == w.rows[i].ID
			changed = append(changed, i)
		}
	}
	w.rows = rows
	if same {
		for _, i := range changed {
			w.list.RefreshItem(i)
		}
	} else {
		w.list.Refresh()
		w.mark()
	}
	w.showSummary(v.Queue)
	w.details.apply(v)
}

// visible returns the entries that the search and the choice leave, without those just removed.
func (w *downloadsScreen) visible(q *downloads.Snapshot) []*downloads.Entry {
	rows := make([]*downloads.Entry, 0, len(q.Entries))
	for _, e := range q.Entries {
		if w.shell.hidden[e.ID] || !w.chosen(e) || (w.filter != "" && !holds(e, w.filter)) {
			continue
		}
		rows = append(rows, e)
	}
	return rows
}

func (w *downloadsScreen) chosen(e *downloads.Entry) bool {
	switch w.only {
	case 1:
		return e.State != downloads.Done && e.State != downloads.Stopped
	case 2:
		return e.State == downloads.Done
	case 3:
		return needsPerson(e)
	default:
		return true
	}
}

func holds(e *downloads.Entry, text string) bool {
	return contains(e.Title, text) || contains(e.Name, text)
}

// open shows the details beside the list, or the list alone.
func (w *downloadsScreen) open(details bool) {
	_, isOpen := w.middle.Objects[0].(*container.Split)
	if isOpen == details {
		return
	}
	w.middle.Objects = []fyne.CanvasObject{w.left}
	if details {
		split := container.NewHSplit(w.left, w.details.content)
		split.Offset = 0.58
		w.middle.Objects = []fyne.CanvasObject{split}
	}
	w.middle.Refresh()
}

// escape closes the details.
func (w *downloadsScreen) escape() bool {
	if w.marked == 0 {
		return false
	}
	w.unmark()
	return true
}

func (w *downloadsScreen) unmark() {
	w.marked = 0
	w.list.Forget()
	w.details.clear()
	w.open(false)
}

// mark keeps the chosen entry chosen when its position in the list changed.
func (w *downloadsScreen) mark() {
	if w.marked == 0 {
		return
	}
	for i, e := range w.rows {
		if e.ID == w.marked {
			w.list.choose(i)
			return
		}
	}
	w.unmark()
}

func (w *downloadsScreen) showSummary(q *downloads.Snapshot) {
	tx := w.shell.texts
	text := tx.tr(&goi18n.Message{ID: "ui.downloads.nothing-is-under-way", Other: "Nothing is under way."})
	if q.Running > 0 || q.Queued > 0 || q.Waiting > 0 {
		text = tx.list(
			tx.tr(&goi18n.Message{ID: "ui.downloads.running", Other: "{{.Count}} running"}, "Count", q.Running),
			counted(q.Queued, tx.tr(&goi18n.Message{ID: "ui.downloads.in-line", Other: "{{.Count}} in line"}, "Count",
				q.Queued)),
			counted(q.Waiting, tx.tr(&goi18n.Message{ID: "ui.downloads.waiting", Other: "{{.Count}} waiting"}, "Count",
				q.Waiting)),
			counted(int(q.Rate), tx.rateText(int64(q.Rate))))
	}
	if q.Quiet {
		text = tx.sentences(text,
			tx.tr(&goi18n.Message{ID: "ui.downloads.quiet-hours", Other: "Quiet hours: nothing is fetched now"}))
	}
	widgets.SetText(w.summary, text)
	w.showEmpty(len(q.Entries))
	if q.Fault != nil && len(w.fault.box.Objects) == 0 {
		w.fault.set(q.Fault)
	}
}

func (w *downloadsScreen) showEmpty(all int) {
	if len(w.rows) > 0 {
		if len(w.empty.Objects) > 0 {
			w.empty.RemoveAll()
		}
		return
	}
	if len(w.empty.Objects) > 0 {
		return
	}
	if all == 0 {
		w.empty.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.downloads.nothing-was-downloaded-yet",
				Other: "Nothing was downloaded yet."})))
		w.empty.Add(widgets.Buttons(widgets.NewStockMainButton(
			w.shell.tr(&goi18n.Message{ID: "ui.downloads.choose-a-package",
				Other: "Choose a package"}), theme.StorageIcon(), func() { w.shell.goTo(areaPackages) })))
	} else {
		w.empty.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.downloads.nothing-matches", Other: "Nothing matches."})))
	}
}

// clearFinished takes what is done off the list; the files stay.
func (w *downloadsScreen) clearFinished() {
	var ids []downloads.ID
	for _, e := range w.shell.view.Queue.Entries {
		if e.State == downloads.Done && !w.shell.hidden[e.ID] {
			ids = append(ids, e.ID)
			w.shell.hidden[e.ID] = true
		}
	}
	if len(ids) == 0 {
		w.shell.foot.say(
			w.shell.tr(&goi18n.Message{ID: "ui.downloads.nothing-is-finished-yet", Other: "Nothing is finished yet."}))
		return
	}
	w.shell.undo.add(
		w.shell.trn(&goi18n.Message{ID: "ui.downloads.cleared",
			One:   "Took {{.Count}} finished download off the list. The file stays.",
			Other: "Took {{.Count}} finished downloads off the list. The files stay."}, len(ids)), func() {
			for _, id := range ids {
				delete(w.shell.hidden, id)
			}
			w.shell.apply(w.shell.view)
		}, func() { w.actions.do(func(q session.Queue) error { return q.Remove(ids...) }) })
	w.apply(w.shell.view)
}

func counted(n int, text string) string {
	if n <= 0 {
		return ""
	}
	return text
}
