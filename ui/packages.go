package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// packages is the catalogue: search, filters, the list, and the details of the chosen packages.
type packages struct {
	shell   *Shell
	life    *lifetime
	session *session.Session

	index       *packageIndex // nil until the catalogue is there
	engagements map[string]api.Engagement
	visited     packageVisit
	states      *packageStates
	filter      packageFilter
	runs        int // filterings that were begun; only the result of the last one counts
	shownRun    int // the one whose result is shown
	rows        []packageRow
	rowOf       map[string]packageRow // by the ID of the version that stands for the row
	kinds       []string              // as the drop-downs have them, after "all"
	joined      []string
	opened      bool // the details are open over the list

	header  *widgets.PageHeader
	shown   packageHead
	toolbar *widgets.Toolbar
	bar     *fyne.Container // the toolbar and its edges
	search  *widgets.Field
	selects struct{ kind, engagement, order *widgets.Select }
	expired *widgets.Switch
	list    *widgets.List
	empty   *fyne.Container
	split   *widgets.Split
	details *packageDetails
	fault   *faultSpot
	wait    *waiting
	content *fyne.Container
}

// packageHead is what the head of the screen shows; it is set only when it is another.
type packageHead struct {
	caption string
	back    bool
}

// packagesShare is the list's part of the width, until the person moves the line: the details have three buttons in a row.
const packagesShare = 0.466

func newPackages(s *Shell) *packages {
	w := &packages{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait: newWaiting(s), empty: container.NewStack(), engagements: map[string]api.Engagement{}}
	w.states = newPackageStates(w.session.Name())
	w.header = widgets.NewPageHeader(w.headerConfig(packageHead{}))
	w.buildToolbar()
	w.list = widgets.NewList(w.listOptions())
	w.details = newPackageDetails(w)
	w.split = widgets.NewSplit(widgets.SplitOptions{Leading: container.NewStack(w.list, w.empty), Trailing: w.details.box,
		Label: s.tr(&goi18n.Message{ID: "ui.packages.split", Other: "Line between the list and the details"}),
		Share: packagesShare, OnFits: func(bool) { w.arrange() }, Clock: shellClock{s}})
	w.bar = widgets.Padded(widgets.Padding{Left: widgets.Space6, Right: widgets.Space6}, w.toolbar)
	notes := widgets.Padded(widgets.Padding{Left: widgets.Space6, Right: widgets.Space6},
		container.New(&readingNotes{}, w.wait.box, w.fault.box))
	w.content = headed(w.split, w.header, w.bar, notes)
	w.showHead()
	w.load()
	return w
}

func (w *packages) object() fyne.CanvasObject { return w.content }

// first returns the list: its rows take the keys at once. In a field the cursor would blink, and each blink draws the window.
func (w *packages) first() fyne.Focusable { return w.list }

// find puts the keys into the search.
func (w *packages) find() {
	w.open(false)
	w.shell.win.Canvas().Focus(w.search.Input)
}

// escape clears the search, else closes the details.
func (w *packages) escape() bool {
	switch {
	case w.search.Text() != "" && !w.detailsOverList():
		w.search.SetText("")
	case w.detailsOverList():
		w.open(false)
	default:
		return false
	}
	return true
}

// apply shows how far the downloads are.
func (w *packages) apply(v view) {
	changed := w.states.follow(v.Queue)
	if w.index == nil {
		return
	}
	for _, id := range sortedIDs(changed) {
		w.refreshRow(id)
	}
	if len(changed) > 0 {
		w.details.applyStates(changed)
	}
}

func (w *packages) leave() {
	w.wait.stop()
	w.life.end()
}

// carry hands the search over to the screen in another language.
func (w *packages) carry(into screen) {
	if next, ok := into.(*packages); ok {
		next.search.SetText(w.search.Text())
	}
}

// load fetches the catalogue.
func (w *packages) load() {
	w.fault.set(nil)
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.packages.fetching-the-packages", Other: "Fetching the packages…"}))
	work(w.shell, w.life, func(ctx context.Context) (catalogue, error) { return fetchCatalogue(ctx, w.session) },
		func(c catalogue, err error) {
			w.wait.stop()
			if err != nil {
				w.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", w.load))
				w.content.Refresh()
				return
			}
			w.index, w.engagements, w.visited = c.index, c.engagements, c.visited
			w.states.use(c.finished)
			w.offerFilters()
			w.narrow()
			w.content.Refresh()
		})
}

// narrow applies search, filters and order, away from the screens' goroutine: there may be many packages.
func (w *packages) narrow() {
	if w.index == nil {
		return
	}
	w.runs++
	run, index, filter, now := w.runs, w.index, w.filter, w.shell.cfg.Clock()
	work(w.shell, w.life, func(context.Context) (filtered, error) { return filterPackages(index, filter, now), nil },
		func(f filtered, _ error) {
			if run == w.runs {
				w.shownRun = run
				w.showRows(f)
			}
		})
}

// showRows shows what matched, and keeps what is chosen chosen.
func (w *packages) showRows(f filtered) {
	w.rows, w.rowOf = f.rows, f.byLead
	wanted := w.shell.wantedPackage
	w.shell.wantedPackage = ""
	w.list.SetGroups([]widgets.ListGroup{{ID: "packages", Rows: f.ids}})
	w.showEmpty()
	w.showHead()
	if wanted != "" {
		w.show(wanted)
		return
	}
	w.details.showSelected(w.list.Selected())
}

// show chooses a package, also an earlier version, and opens its details.
func (w *packages) show(id string) {
	for _, row := range w.rows {
		for _, version := range row.versions {
			if w.index.all[version].ID == id {
				w.list.Select(w.index.all[row.lead()].ID)
				w.details.showVersion(id)
				w.open(true)
				return
			}
		}
	}
	if _, ok := w.index.byID[id]; ok && !w.filter.expired { // an old version that the filter hides
		w.showAll()
		w.shell.wantedPackage = id
	}
}

// arrange shows one pane or both, by the room that there is.
func (w *packages) arrange() {
	if w.split == nil {
		return
	}
	w.split.ShowTrailing(w.opened)
	widgets.ShowIf(!w.detailsOverList(), w.bar)
	w.showHead()
	w.content.Refresh()
}

// detailsOverList reports whether the details hide the list.
func (w *packages) detailsOverList() bool { return w.split != nil && w.opened && !w.split.Fits() }

// open opens the details over the list, or leaves them.
func (w *packages) open(opened bool) {
	if w.opened == opened {
		return
	}
	w.opened = opened
	w.arrange()
	if !w.split.Fits() {
		c := w.shell.win.Canvas()
		if opened {
			c.Unfocus()
		} else {
			c.Focus(w.list)
		}
	}
}

// showHead shows how many packages there are, and the way back from the details.
func (w *packages) showHead() {
	now := packageHead{caption: w.caption(), back: w.detailsOverList()}
	if now != w.shown {
		w.shown = now
		w.header.Set(w.headerConfig(now))
	}
}

func (w *packages) headerConfig(head packageHead) widgets.HeaderConfig {
	s := w.shell
	cfg := widgets.HeaderConfig{Title: s.tr(msgPackages), Caption: head.caption, MoreText: s.tr(msgMore),
		Plain: []widgets.ButtonConfig{
			{Text: s.tr(msgEngagements), Icon: "people", Tapped: func() { s.goTo(areaEngagements) }},
			{Text: s.tr(msgReload), Icon: "refresh", Tapped: w.load}}}
	if head.back {
		cfg.Back, cfg.BackText = func() { w.open(false) }, s.tr(&goi18n.Message{ID: "ui.packages.back", Other: "Back to the list"})
	}
	return cfg
}

// caption is "8 packages · 2 new since 12 November 2026".
func (w *packages) caption() string {
	if w.index == nil {
		return ""
	}
	tx := w.shell.texts
	fresh := 0
	for _, row := range w.rows {
		if w.visited.isNew(&w.index.all[row.lead()]) {
			fresh++
		}
	}
	text := ""
	if fresh > 0 {
		text = tx.trn(&goi18n.Message{ID: "ui.packages.new-since", One: "{{.Count}} new since {{.Date}}",
			Other: "{{.Count}} new since {{.Date}}"}, fresh, "Date", tx.dayText(w.visited.before))
	}
	return joined(" · ", tx.packagesText(len(w.rows)), text)
}

func (tx texts) packagesText(n int) string {
	return tx.trn(&goi18n.Message{ID: "ui.packages.count", One: "{{.Count}} package", Other: "{{.Count}} packages"}, n)
}
