package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// packages is the catalogue: search, filters, the list, and the details of the chosen package.
type packages struct {
	shell   *Shell
	life    *lifetime
	session *session.Session

	all    []api.Package
	found  []int // indexes into all
	filter packageFilter

	search     *widgets.StockField
	kind       *widgets.Selection
	engagement *widgets.Selection
	list       *widgets.ArrowList
	empty      *fyne.Container
	details    *packageDetails
	fault      *faultSpot
	wait       *waiting
	content    *fyne.Container
}

func newPackages(s *Shell) *packages {
	w := &packages{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait: newWaiting(s), empty: container.NewVBox()}
	w.search = widgets.NewStockField(
		s.tr(&goi18n.Message{ID: "ui.packages.search-packages-and-files", Other: "Search packages and files"}))
	w.search.Icon = theme.SearchIcon()
	w.search.OnChanged = func(text string) {
		w.filter.text = text
		w.narrow()
	}
	w.kind = s.newSelection(nil, func(choice string) { w.filter.kind = choiceOf(choice, w.kind.Options); w.narrow() })
	w.engagement = s.newSelection(nil, func(choice string) {
		w.filter.engagement = choiceOf(choice, w.engagement.Options)
		w.narrow()
	})
	expired := widgets.NewTick(s.tr(&goi18n.Message{ID: "ui.packages.show-expired", Other: "Show expired"}),
		func(on bool) { w.filter.expired = on; w.narrow() })
	sorts := []string{
		s.tr(&goi18n.Message{ID: "ui.packages.newest-first", Other: "Newest first"}),
		s.tr(&goi18n.Message{ID: "ui.packages.by-title", Other: "By title"}),
		s.tr(&goi18n.Message{ID: "ui.packages.largest-first", Other: "Largest first"}),
	}
	order := s.newSelection(sorts, nil)
	order.SetSelected(sorts[0])
	order.OnChanged = func(choice string) {
		for i, name := range sorts {
			if name == choice {
				w.filter.order = packageOrder(i)
			}
		}
		w.narrow()
	}
	w.list = widgets.NewArrowList(func() int { return len(w.found) }, widgets.NewTwoLineRow,
		func(i widget.ListItemID, o fyne.CanvasObject) {
			s.showPackageRow(o, w.all[w.found[i]])
		}, func(i int) { w.details.show(w.all[w.found[i]]) })
	w.details = newPackageDetails(w)

	reload := widgets.NewStockQuietButton(s.tr(msgReload), theme.ViewRefreshIcon(), w.load)
	joining := widgets.NewStockQuietButton(s.tr(msgEngagements), theme.AccountIcon(), func() { s.goTo(areaEngagements) })
	top := container.NewVBox(widgets.Apart(widgets.Heading(s.tr(msgPackages)),
		container.NewCenter(container.NewHBox(joining, reload))), w.search,
		widgets.Buttons(w.kind, w.engagement, order, expired), w.wait.box, w.fault.box)
	split := container.NewHSplit(container.NewStack(w.list, w.empty), w.details.content)
	split.Offset = 0.42
	w.content = container.NewPadded(widgets.Topped(top, split))
	w.load()
	return w
}

func (w *packages) object() fyne.CanvasObject { return w.content }
func (w *packages) find()                     { w.shell.win.Canvas().Focus(w.search) }
func (w *packages) first() fyne.Focusable     { return w.search }
func (w *packages) apply(v view)              { w.details.apply(v) }

func (w *packages) leave() {
	w.wait.stop()
	w.life.end()
}

// load fetches the catalogue and keeps the chosen package chosen.
func (w *packages) load() {
	w.fault.set(nil)
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.packages.fetching-the-packages", Other: "Fetching the packages…"}))
	work(w.shell, w.life, w.session.Catalogue.Packages, func(all []api.Package, err error) {
		w.wait.stop()
		if err != nil {
			w.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), w.load))
			return
		}
		w.all = all
		w.offerFilters()
		w.narrow()
	})
}

// offerFilters fills the drop-downs with what the catalogue holds.
func (w *packages) offerFilters() {
	kinds, engagements := []string{w.shell.tr(
		&goi18n.Message{ID: "ui.packages.all-types", Other: "All types"})}, []string{w.shell.tr(
		&goi18n.Message{ID: "ui.packages.all-engagements", Other: "All engagements"})}
	for _, p := range w.all {
		kinds = appendNew(kinds, p.Type)
		engagements = appendNew(engagements, p.EngagementName())
	}
	w.kind.Options, w.engagement.Options = kinds, engagements
	if w.kind.Selected == "" {
		w.kind.SetSelected(kinds[0])
		w.engagement.SetSelected(engagements[0])
	}
	w.kind.Refresh()
	w.engagement.Refresh()
}

// narrow applies search, filters and order.
func (w *packages) narrow() {
	if w.list == nil {
		return
	}
	chosen := w.details.id()
	if wanted := w.shell.wantedPackage; wanted != "" && len(w.all) > 0 {
		chosen, w.shell.wantedPackage = wanted, ""
	}
	w.found = w.filter.apply(w.all, w.shell.cfg.Clock())
	w.list.Forget()
	w.list.Refresh()
	w.showEmpty()
	for i, index := range w.found {
		if w.all[index].ID == chosen {
			w.list.Select(i)
			return
		}
	}
	w.details.clear()
}

// showEmpty says why the list is empty, with the one action that helps.
func (w *packages) showEmpty() {
	w.empty.RemoveAll()
	switch {
	case len(w.found) > 0:
	case len(w.all) == 0:
		w.empty.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.packages.none",
				Other: "This program gives out no packages to you yet."})))
		w.empty.Add(widgets.Buttons(widgets.NewStockButton(w.shell.tr(msgReload), theme.ViewRefreshIcon(), w.load)))
	default:
		w.empty.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.packages.no-match",
				Other: "Nothing matches the search and the filters."})))
		w.empty.Add(widgets.Buttons(widgets.NewStockButton(w.shell.tr(msgShowEverything), theme.CancelIcon(), w.showAll)))
	}
	w.empty.Refresh()
}

func (w *packages) showAll() {
	w.search.SetText("")
	w.kind.SetSelectedIndex(0)
	w.engagement.SetSelectedIndex(0)
	w.filter.expired = true
	w.narrow()
}

func (tx texts) showPackageRow(o fyne.CanvasObject, p api.Package) {
	widgets.SetTwoLines(o, p.Title, joined("  ·  ", p.Version, tx.typeName(p.Type), tx.bytesText(sizeOf(p.Files)),
		tx.dayText(p.Modified), tx.statusNote(p)))
}

func (tx texts) statusNote(p api.Package) string {
	switch {
	case p.Status == api.PackageExpired:
		return tx.tr(&goi18n.Message{ID: "ui.packages.expired", Other: "expired"})
	case p.Status == api.PackageWithdrawn:
		return tx.tr(&goi18n.Message{ID: "ui.packages.withdrawn", Other: "withdrawn"})
	case p.Blocked != "":
		return tx.tr(&goi18n.Message{ID: "ui.packages.waits-for-you", Other: "waits for you"})
	default:
		return ""
	}
}

func (tx texts) typeName(kind string) string {
	switch kind {
	case "installer":
		return tx.tr(&goi18n.Message{ID: "ui.packages.installer", Other: "installer"})
	case "image":
		return tx.tr(&goi18n.Message{ID: "ui.packages.disk-image", Other: "disk image"})
	case "document":
		return tx.tr(&goi18n.Message{ID: "ui.packages.document", Other: "document"})
	case "symbols":
		return tx.tr(&goi18n.Message{ID: "ui.packages.symbols", Other: "symbols"})
	case "tool":
		return tx.tr(&goi18n.Message{ID: "ui.packages.tool", Other: "tool"})
	default:
		return kind
	}
}

// choiceOf returns the chosen option, or nothing when it is the first, which means all.
func choiceOf(choice string, options []string) string {
	if len(options) == 0 || choice == options[0] {
		return ""
	}
	return choice
}

func appendNew(list []string, text string) []string {
	for _, have := range list {
		if have == text {
			return list
		}
	}
	if text == "" {
		return list
	}
	return append(list, text)
}
