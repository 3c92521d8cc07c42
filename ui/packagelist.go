package ui

import (
	"time"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// packageVisit is when the person looked at the packages before; the zero time where they never did.
type packageVisit struct{ before time.Time }

// isNew reports whether a package came or changed since then. At the first visit nothing is new.
func (v packageVisit) isNew(p *api.Package) bool {
	return !v.before.IsZero() && changedOn(p).After(v.before)
}

// filtered is what a filter left.
type filtered struct {
	rows   []packageRow
	ids    []string
	byLead map[string]packageRow
}

// filterPackages runs a filter over a catalogue.
func filterPackages(index *packageIndex, filter packageFilter, now time.Time) filtered {
	f := filtered{rows: index.find(filter, now)}
	f.ids, f.byLead = make([]string, len(f.rows)), make(map[string]packageRow, len(f.rows))
	for i, row := range f.rows {
		id := index.all[row.lead()].ID
		f.ids[i], f.byLead[id] = id, row
	}
	return f
}

// listOptions say how the list makes its rows and what it does.
func (w *packages) listOptions() widgets.ListOptions {
	return widgets.ListOptions{Label: w.shell.tr(msgPackages), Clock: shellClock{w.shell},
		NewRow: func() fyne.CanvasObject { return widgets.NewRow(widgets.RowConfig{NoSlot: true}, widgets.RowValues{}) },
		UpdateRow: func(id string, row fyne.CanvasObject, _ widgets.RowState) {
			if r, ok := row.(*widgets.Row); ok {
				r.Set(w.rowValues(id))
			}
		},
		RowLabel:   func(id string) string { return w.rowValues(id).Label },
		OnSelected: func(ids []string) { w.details.showSelected(ids) },
		OnOpen:     w.openRow, Menu: w.rowMenu}
}

// packageOf returns the package that stands for a row; nil where there is none any more.
func (w *packages) packageOf(id string) *api.Package {
	row, ok := w.rowOf[id]
	if !ok {
		return nil
	}
	return &w.index.all[row.lead()]
}

// rowValues is what a row shows.
func (w *packages) rowValues(id string) widgets.RowValues {
	p := w.packageOf(id)
	if p == nil {
		return widgets.RowValues{}
	}
	tx := w.shell.texts
	v := widgets.RowValues{Tile: typeTile(p.Type), Title: p.Title, Chips: w.chips(p),
		Second: joined(" · ", p.Version, tx.bytesText(sizeOf(p.Files)), tx.dayText(changedOn(p)))}
	if button := w.remedy(p, w.obstacleOf(p)); button != nil {
		button.Kind = widgets.ButtonNeeds
		v.Button, v.Always = button, true
	}
	said := []string{p.Title, p.Version, tx.typeName(p.Type)}
	for _, chip := range v.Chips {
		said = append(said, chip.Text)
	}
	if v.Button != nil {
		said = append(said, v.Button.Text)
	}
	v.Label = tx.list(said...)
	return v
}

// mostChips is how many a row has room for.
const mostChips = 2

// chips are what differs from a package that simply lies there: new, withdrawn, expired, waiting, on its way, downloaded.
func (w *packages) chips(p *api.Package) []widgets.ChipConfig {
	tx := w.shell.texts
	var chips []widgets.ChipConfig
	if w.visited.isNew(p) {
		chips = append(chips, widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.new", Other: "New"}), Tone: widgets.ToneNew})
	}
	if chip, ok := tx.obstacleChip(w.obstacleOf(p)); ok {
		chips = append(chips, chip)
	}
	if chip, ok := tx.progressChip(w.states.of(p)); ok {
		chips = append(chips, chip)
	}
	if len(chips) > mostChips {
		chips = chips[len(chips)-mostChips:] // what runs says more than that it is new
	}
	return chips
}

// refreshRow draws the row of a package anew when it is in sight.
func (w *packages) refreshRow(id string) {
	if _, ok := w.rowOf[id]; ok {
		w.list.RefreshRow(id)
	}
}

// openRow does the obvious: it opens the details over the list, or starts the download where both are seen.
func (w *packages) openRow(id string) {
	p := w.packageOf(id)
	switch {
	case p == nil:
	case !w.split.Fits():
		w.details.showSelected([]string{id})
		w.open(true)
	default:
		w.details.act(p)
	}
}

// rowMenu is what can be done with the chosen rows.
func (w *packages) rowMenu(ids []string) widgets.MenuOptions {
	tx := w.shell.texts
	if len(ids) != 1 {
		return widgets.MenuOptions{Label: tx.packagesText(len(ids)), Items: []widgets.MenuItem{
			{Label: tx.downloadPackagesText(len(ids)), Icon: "download", Action: func() { w.details.downloadAll(w.packagesOf(ids)) }}}}
	}
	p := w.packageOf(ids[0])
	if p == nil {
		return widgets.MenuOptions{}
	}
	items := []widgets.MenuItem{}
	if main := w.details.mainOf(p); main.Tapped != nil {
		items = append(items, widgets.MenuItem{Label: main.Text, Icon: main.Icon, Action: main.Tapped})
	}
	if !w.split.Fits() {
		items = append(items, widgets.MenuItem{Label: tx.tr(&goi18n.Message{ID: "ui.packages.show-details", Other: "Show details"}), Icon: "info",
			Action: func() { w.details.showSelected(ids); w.open(true) }})
	}
	return widgets.MenuOptions{Label: p.Title, Items: append(items, w.details.moreItems(p)...)}
}

func (tx texts) downloadPackagesText(n int) string {
	return tx.trn(&goi18n.Message{ID: "ui.packages.download-packages", One: "Download {{.Count}} package",
		Other: "Download {{.Count}} packages"}, n)
}

// packagesOf returns the packages of rows.
func (w *packages) packagesOf(ids []string) []*api.Package {
	var all []*api.Package
	for _, id := range ids {
		if p := w.packageOf(id); p != nil {
			all = append(all, p)
		}
	}
	return all
}

// showEmpty says why the list is empty, with the one action that helps.
func (w *packages) showEmpty() {
	s := w.shell
	w.empty.RemoveAll()
	switch {
	case len(w.rows) > 0:
	case len(w.index.all) == 0:
		w.empty.Add(widgets.NewEmpty(widgets.EmptyConfig{Icon: "box",
			Title: s.tr(&goi18n.Message{ID: "ui.packages.none", Other: "There are no packages for you here yet."}),
			Main:  &widgets.ButtonConfig{Text: s.tr(msgReload), Icon: "refresh", Tapped: w.load}}))
	default:
		w.empty.Add(widgets.NewEmpty(widgets.EmptyConfig{Icon: "search",
			Title: s.tr(&goi18n.Message{ID: "ui.packages.no-match", Other: "Nothing matches the search and the filters."}),
			Main:  &widgets.ButtonConfig{Text: s.tr(msgShowEverything), Icon: "x", Tapped: w.showAll}}))
	}
	widgets.ShowIf(len(w.rows) > 0, w.list)
	w.empty.Refresh()
}

// buildToolbar makes the search, the drop-downs and the switch.
func (w *packages) buildToolbar() {
	s := w.shell
	w.search = widgets.NewField(widgets.FieldConfig{
		Placeholder: s.tr(&goi18n.Message{ID: "ui.packages.search-packages-and-files", Other: "Search packages and files"}),
		Changed: func(text string) {
			w.filter.text = text
			w.narrow()
		}})
	w.search.Input.Icon = widgets.IconResource("search", widgets.ColorText2)
	w.selects.kind = widgets.NewSelect(widgets.SelectOptions{Label: s.tr(msgType), Options: []string{s.tr(msgAllTypes)},
		OnChanged: func(i int) { w.filter.kind = nth(w.kinds, i-1); w.narrow() }})
	w.selects.engagement = widgets.NewSelect(widgets.SelectOptions{Label: s.tr(msgEngagement), Options: []string{s.tr(msgAllEngagements)},
		OnChanged: func(i int) { w.filter.engagement = nth(w.joined, i-1); w.narrow() }})
	w.selects.order = widgets.NewSelect(widgets.SelectOptions{Label: s.tr(&goi18n.Message{ID: "ui.packages.order", Other: "Order"}),
		Options: []string{s.tr(&goi18n.Message{ID: "ui.packages.newest-first", Other: "Newest first"}),
			s.tr(&goi18n.Message{ID: "ui.packages.by-title", Other: "By title"}),
			s.tr(&goi18n.Message{ID: "ui.packages.largest-first", Other: "Largest first"})},
		OnChanged: func(i int) { w.filter.order = packageOrder(i); w.narrow() }})
	label := s.tr(&goi18n.Message{ID: "ui.packages.show-expired", Other: "Show expired"})
	w.expired = widgets.NewSwitch(widgets.SwitchConfig{Label: label, OnWord: s.tr(msgOn), OffWord: s.tr(msgOff),
		Changed: func(on bool) { w.filter.expired = on; w.narrow() }})
	word := widgets.NewTextLine(widgets.TextConfig{Text: label, Color: widgets.ColorText2, Whole: true})
	w.toolbar = widgets.NewToolbar(widgets.ToolbarConfig{Search: w.search.Box,
		Filters:    []*widgets.Select{w.selects.kind, w.selects.engagement, w.selects.order},
		End:        widgets.HBox(widgets.Space2, word, w.expired),
		FilterText: s.filterText})
}

// filterText is the word of the button that holds the filters.
func (tx texts) filterText(used int) string {
	if used == 0 {
		return tx.tr(&goi18n.Message{ID: "ui.packages.filter", Other: "Filter"})
	}
	return tx.tr(&goi18n.Message{ID: "ui.packages.filters", Other: "Filter ({{.Count}})"}, "Count", used)
}

var (
	msgAllTypes       = &goi18n.Message{ID: "ui.packages.all-types", Other: "All types"}
	msgAllEngagements = &goi18n.Message{ID: "ui.packages.all-engagements", Other: "All engagements"}
	msgEngagement     = &goi18n.Message{ID: "ui.packages.engagement", Other: "Engagement"}
	msgOn             = &goi18n.Message{ID: "ui.packages.switch-on", Other: "on"}
	msgOff            = &goi18n.Message{ID: "ui.packages.switch-off", Other: "off"}
)

// nth returns an item, or nothing outside of a list.
func nth(list []string, i int) string {
	if i < 0 || i >= len(list) {
		return ""
	}
	return list[i]
}

// offerFilters fills the drop-downs with what the catalogue holds, and keeps what was chosen.
func (w *packages) offerFilters() {
	tx := w.shell.texts
	w.kinds, w.joined = w.index.kinds(), w.index.engagements()
	names := []string{tx.tr(msgAllTypes)}
	chosen := 0
	for i, kind := range w.kinds {
		names = append(names, tx.typeName(kind))
		if kind == w.filter.kind {
			chosen = i + 1
		}
	}
	w.selects.kind.SetOptions(names, chosen)
	names, chosen = append([]string{tx.tr(msgAllEngagements)}, w.joined...), 0
	for i, name := range w.joined {
		if name == w.filter.engagement {
			chosen = i + 1
		}
	}
	w.selects.engagement.SetOptions(names, chosen)
	w.toolbar.Refresh()
}

// showAll takes the search and the filters away.
func (w *packages) showAll() {
	w.selects.kind.SetChosen(0)
	w.selects.engagement.SetChosen(0)
	w.expired.Set(true)
	w.filter = packageFilter{expired: true, order: w.filter.order}
	w.search.SetText("")
	w.toolbar.Refresh()
	w.narrow()
}

// readingNotes puts what is under way and what went wrong under each other; it takes no room while there is nothing.
type readingNotes struct{}

// MinSize is that of what is shown.
func (*readingNotes) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size.Width, size.Height = max(size.Width, least.Width), size.Height+least.Height+widgets.Unit(widgets.Space3)
		}
	}
	return size
}

// Layout resizes each to its height at this width.
func (*readingNotes) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height + widgets.Unit(widgets.Space3)
	}
}

// typeTile returns the tile of a type of packages.
func typeTile(kind string) string {
	switch kind {
	case "installer":
		return widgets.TileInstaller
	case "image":
		return widgets.TileImage
	case "symbols":
		return widgets.TileSymbols
	case "tool":
		return widgets.TileTool
	case "archive":
		return widgets.TileArchive
	case "driver":
		return widgets.TileDriver
	default:
		return widgets.TileDocument
	}
}

// typeName is what people call a type of packages.
func (tx texts) typeName(kind string) string {
	switch kind {
	case "installer":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.installer", Other: "Installer"})
	case "image":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.image", Other: "Disk image"})
	case "document":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.document", Other: "Document"})
	case "symbols":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.symbols", Other: "Symbols"})
	case "tool":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.tool", Other: "Tool"})
	case "archive":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.archive", Other: "Archive"})
	case "driver":
		return tx.tr(&goi18n.Message{ID: "ui.packages.type.driver", Other: "Driver"})
	default:
		return kind
	}
}
