package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadsScreen is the queue: what needs the person, what runs, and what is done, with the details of what is chosen
// beside it or, where there is no room, over it. It costs the same with three entries and with ten thousand.
type downloadsScreen struct {
	shell   *Shell
	life    *lifetime
	actions *downloadActions

	queue    *downloads.Snapshot // what is shown
	entries  map[downloads.ID]*downloads.Entry
	groups   downloadGroups
	listed   bool // the groups were handed to the list once
	filter   string
	selected []downloads.ID
	sought   downloads.ID // to be chosen once it is in the snapshot: a link that was just pasted

	header  *widgets.PageHeader
	summary *downloadSummary
	notice  *downloadNotice
	search  *downloadSearch
	list    *widgets.List
	rows    *downloadRows
	empty   *fyne.Container
	fault   *faultSpot
	details *downloadDetails
	split   *widgets.Split
	middle  *fyne.Container // the list alone, or the split
	leading *fyne.Container // of the split
	left    *fyne.Container
	side    *fyne.Container // the details beside the list
	over    *downloadOver
	pane    *widgets.Pane
	wide    bool // list and details fit beside each other
	told    listState
}

func newDownloads(s *Shell) *downloadsScreen {
	w := &downloadsScreen{shell: s, life: newLifetime(s.ctx), empty: container.NewStack(), fault: newFaultSpot(s),
		queue: &downloads.Snapshot{}, side: container.NewStack(), leading: container.NewStack(), wide: true}
	w.actions = newDownloadActions(w)
	w.header = widgets.NewPageHeader(widgets.HeaderConfig{Title: s.tr(msgDownloads), MoreText: s.tr(msgMore)})
	w.summary = newDownloadSummary(w)
	w.notice = newDownloadNotice(w)
	w.search = newDownloadSearch(w)
	w.rows = &downloadRows{screen: w, filled: map[fyne.CanvasObject]filledRow{}}
	w.list = w.rows.list()
	w.details = newDownloadDetails(w)
	w.left = container.NewStack(w.list, w.empty)
	w.split = widgets.NewSplit(widgets.SplitOptions{Leading: w.leading, Trailing: w.side,
		Share: float32(s.cfg.App.Preferences().FloatWithFallback(splitPreference, 0)),
		Label: s.tr(&goi18n.Message{ID: "ui.downloads.divider", Other: "Width of the details"}),
		OnMoved: func(share float32) {
			s.cfg.App.Preferences().SetFloat(splitPreference, float64(share))
		}})
	w.middle = container.NewStack(w.left)
	page := container.New(&downloadsLayout{screen: w}, w.header, w.summary.box, w.notice.box, w.fault.box, w.search.box,
		widgets.NewLine(), w.middle)
	w.pane = widgets.NewPane(page)
	w.over = newDownloadOver(w)
	return w
}

// splitPreference keeps how wide the details are.
const splitPreference = "downloads.split"

func (w *downloadsScreen) object() fyne.CanvasObject { return w.pane.Container }
func (w *downloadsScreen) leave()                    { w.life.end() }
func (w *downloadsScreen) find()                     { w.search.open() }

// first returns what has the focus when the screen is shown.
func (w *downloadsScreen) first() fyne.Focusable {
	if !w.list.Visible() {
		return nil
	}
	return w.list
}

// apply shows a snapshot. Entries are never changed after they were given out: only rows in sight whose entries are others
// are drawn again.
func (w *downloadsScreen) apply(v view) {
	w.queue = v.Queue
	w.actions.settle(v.Queue)
	w.group()
	w.summary.apply(v)
	w.notice.apply(v)
	w.showHeader()
	if v.Queue.Fault != nil && len(w.fault.box.Objects) == 0 {
		w.fault.set(v.Queue.Fault)
	}
	w.details.apply()
	w.over.apply()
	w.seek()
}

// group sorts the downloads anew and hands them to the list.
func (w *downloadsScreen) group() {
	w.entries = make(map[downloads.ID]*downloads.Entry, len(w.queue.Entries))
	for _, e := range w.queue.Entries {
		w.entries[e.ID] = e
	}
	groups := groupDownloads(w.queue, func(e *downloads.Entry) bool {
		return w.shell.hidden[e.ID] || (w.filter != "" && !holds(e, w.filter))
	})
	same := w.listed && groups.inOrderOf(w.groups)
	w.groups, w.listed = groups, true
	w.rows.show(groups, same)
	w.showEmpty()
}

// seek chooses and reveals a download that was just added.
func (w *downloadsScreen) seek() {
	if w.sought == 0 || w.entries[w.sought] == nil {
		return
	}
	id := w.sought
	w.sought = 0
	if w.filter != "" {
		w.search.clear()
	}
	w.list.Select(id.String()) // and scrolls it into sight
}

// chosen returns the chosen entries as they are now.
func (w *downloadsScreen) chosen() []*downloads.Entry {
	entries := make([]*downloads.Entry, 0, len(w.selected))
	for _, id := range w.selected {
		if e := w.entries[id]; e != nil {
			entries = append(entries, e)
		}
	}
	return entries
}

// entryOf returns the entry of a row, or nil.
func (w *downloadsScreen) entryOf(id string) *downloads.Entry {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil
	}
	return w.entries[downloads.ID(number)]
}

// entriesOf returns the entries of rows.
func (w *downloadsScreen) entriesOf(ids []string) []*downloads.Entry {
	entries := make([]*downloads.Entry, 0, len(ids))
	for _, id := range ids {
		if e := w.entryOf(id); e != nil {
			entries = append(entries, e)
		}
	}
	return entries
}

// choose takes over which rows are chosen.
func (w *downloadsScreen) choose(ids []string) {
	w.selected = w.selected[:0]
	for _, e := range w.entriesOf(ids) {
		w.selected = append(w.selected, e.ID)
	}
	w.details.apply()
	w.arrange()
	w.showHeader()
}

// arrange puts the details beside the list where both fit and something is chosen.
func (w *downloadsScreen) arrange() {
	beside := w.wide && len(w.selected) > 0
	if w.wide && w.pane.Depth() > 1 {
		w.pane.Back()
	}
	if beside == (len(w.side.Objects) > 0) && len(w.middle.Objects) > 0 {
		return
	}
	if beside {
		w.leading.Objects = []fyne.CanvasObject{w.left}
		w.side.Objects = []fyne.CanvasObject{w.details.aside()}
		w.middle.Objects = []fyne.CanvasObject{w.split}
	} else {
		w.leading.Objects, w.side.Objects = nil, nil
		w.middle.Objects = []fyne.CanvasObject{w.left}
	}
	w.middle.Refresh()
}

// fits is told whether list and details have room beside each other.
func (w *downloadsScreen) fits(wide bool) {
	if w.wide == wide {
		return
	}
	w.wide = wide
	if w.pane.Depth() == 1 {
		w.arrange()
		return
	}
	// The pane is being laid out just now, so it is changed afterwards.
	w.shell.cfg.After(0, func() {
		if w.life.ctx.Err() == nil {
			w.arrange()
		}
	})
}

// showDetails shows the details of what is chosen over the list, where they have no room beside it.
func (w *downloadsScreen) showDetails() {
	if !w.wide && len(w.selected) > 0 && w.pane.Depth() == 1 {
		w.over.open()
	}
}

// escape closes what is open: the details, then the search, then the choice.
func (w *downloadsScreen) escape() bool {
	switch {
	case w.pane.Back():
	case w.search.shown():
		w.search.close()
	case len(w.selected) > 0:
		w.list.Select("")
	default:
		return false
	}
	return true
}

// showEmpty says why there are no rows.
func (w *downloadsScreen) showEmpty() {
	if w.groups.count() > 0 {
		if len(w.empty.Objects) > 0 {
			w.empty.RemoveAll()
			w.list.Show()
			w.focusList()
		}
		return
	}
	if len(w.empty.Objects) > 0 {
		return
	}
	w.empty.Add(w.emptyState())
	w.list.Hide()
}

// focusList moves the focus to the first rows, unless something else has them.
func (w *downloadsScreen) focusList() {
	if c := w.shell.win.Canvas(); w.shell.screen == screen(w) && c.Focused() == nil {
		c.Focus(w.list)
	}
}

func (w *downloadsScreen) emptyState() fyne.CanvasObject {
	s := w.shell
	if w.filter != "" {
		return widgets.NewEmpty(widgets.EmptyConfig{Icon: "search", Title: s.tr(&goi18n.Message{ID: "ui.downloads.nothing-matches",
			Other: "Nothing matches."}), Other: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.downloads.search.clear",
			Other: "Clear the search"}), Tapped: w.search.close}})
	}
	return widgets.NewEmpty(widgets.EmptyConfig{Icon: "download",
		Title: s.tr(&goi18n.Message{ID: "ui.downloads.nothing-was-downloaded-yet", Other: "Nothing was downloaded yet."}),
		Other: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.downloads.choose-a-package", Other: "Choose a package"}),
			Icon: "box", Tapped: func() { s.goTo(areaPackages) }}})
}
