package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadRows are the rows of the list.
type downloadRows struct {
	screen *downloadsScreen
	ids    [3][]string // of the three groups
	filled map[fyne.CanvasObject]filledRow
}

// filledRow is what a row of the list shows now, so that it is touched only when that changes.
type filledRow struct {
	id     string
	values widgets.RowValues
}

// The groups of the list.
const (
	groupNeeds = "needs"
	groupQueue = "queue"
	groupDone  = "done"
)

// list makes the list. It is one stop of Tab; the rows act by its keys and by their menu.
func (r *downloadRows) list() *widgets.List {
	w := r.screen
	s := w.shell
	return widgets.NewList(widgets.ListOptions{
		Label: s.tr(msgDownloads),
		NewRow: func() fyne.CanvasObject {
			return widgets.NewRow(widgets.RowConfig{Height: widgets.HeightDownload}, widgets.RowValues{})
		},
		UpdateRow: func(id string, o fyne.CanvasObject, _ widgets.RowState) { r.fill(id, o) },
		RowLabel:  r.label,
		OrderText: s.turnText,
		OnSelected: func(ids []string) {
			w.choose(ids)
		},
		OnOpen: func(id string) {
			if e := w.entryOf(id); e != nil {
				w.actions.open(e)
			}
		},
		OnSpace:  func(ids []string) { w.actions.toggle(w.entriesOf(ids)) },
		OnDelete: func(ids []string) { w.actions.remove(w.entriesOf(ids)) },
		OnMoved: func(_, id string, to int) {
			if e := w.entryOf(id); e != nil {
				w.actions.move(e, to)
			}
		},
		Menu:  func(ids []string) widgets.MenuOptions { return w.actions.menu(w.entriesOf(ids)) },
		Clock: shellClock{s},
	})
}

// show hands the groups to the list; same says that the rows and their order did not change.
func (r *downloadRows) show(g downloadGroups, same bool) {
	if !same {
		for i, entries := range g.lists() {
			r.ids[i] = make([]string, len(entries))
			for j, e := range entries {
				r.ids[i][j] = e.ID.String()
			}
		}
	}
	s := r.screen.shell
	r.screen.list.SetGroups([]widgets.ListGroup{
		{ID: groupNeeds, Title: s.tr(&goi18n.Message{ID: "ui.downloads.needs-you", Other: "Needs you"}), NeedsMe: true, Rows: r.ids[0]},
		{ID: groupQueue, Title: s.tr(&goi18n.Message{ID: "ui.downloads.group.queue", Other: "In the queue"}), Ordered: true,
			Rows: r.ids[1]},
		{ID: groupDone, Title: s.tr(&goi18n.Message{ID: "ui.downloads.group.done", Other: "Done"}), Rows: r.ids[2],
			Link: s.tr(msgClearFinished), OnLink: r.screen.clearFinished},
	})
}

// fill shows an entry in a row, when it shows something else now.
func (r *downloadRows) fill(id string, o fyne.CanvasObject) {
	e := r.screen.entryOf(id)
	row, ok := o.(*widgets.Row)
	if e == nil || !ok {
		return
	}
	values := r.values(e)
	if now, filled := r.filled[o]; filled && now.id == id && sameRow(now.values, values) {
		return
	}
	r.filled[o] = filledRow{id, values}
	row.Set(values)
}

// sameRow reports whether two rows look the same.
func sameRow(a, b widgets.RowValues) bool {
	if (a.Button == nil) != (b.Button == nil) || len(a.Chips) != len(b.Chips) {
		return false
	}
	if a.Button != nil && (a.Button.Text != b.Button.Text || a.Button.Icon != b.Button.Icon || a.Button.Kind != b.Button.Kind) {
		return false
	}
	return a.Tile == b.Tile && a.Title == b.Title && a.Facts == b.Facts && a.Second == b.Second && a.SecondTone == b.SecondTone &&
		a.SecondRest == b.SecondRest && a.HasBar == b.HasBar && a.Done == b.Done && a.Arrived == b.Arrived && a.BarTone == b.BarTone &&
		a.Percent == b.Percent && a.Always == b.Always && a.Label == b.Label
}

// values is what a row shows of an entry.
func (r *downloadRows) values(e *downloads.Entry) widgets.RowValues {
	w := r.screen
	tx := w.shell.texts
	name, version := versionOf(e)
	words := tx.stateLine(e, w.groups.turns[e.ID], w.shell.view.Now)
	v := widgets.RowValues{Tile: fileTile(e), Title: name, Facts: dots(version, tx.rowFact(e)), Second: words.text,
		SecondTone: words.tone}
	if words.rest != "" {
		v.SecondRest = " · " + words.rest
	}
	if part := progressOf(e); hasBar(e) && part.known {
		v.HasBar, v.Done, v.Arrived = true, part.safe, part.arrived
		if e.State.Active() {
			v.BarTone, v.Percent = widgets.ToneRun, tx.percentText(part.done)
		}
	}
	if mark := w.actions.mark(e); mark != nil {
		v.Second, v.SecondTone, v.SecondRest = tx.tr(mark), widgets.ToneNeutral, ""
	} else if do := w.actions.main(e); do.text != nil {
		v.Button = &widgets.ButtonConfig{Text: tx.tr(do.text), Icon: do.icon, Tapped: func() { w.actions.open(e) }}
		v.Always = needsPerson(e) || e.State == downloads.Paused
		if needsPerson(e) {
			v.Button.Kind, v.Button.Icon = widgets.ButtonNeeds, ""
		}
	}
	v.Label = r.say(v)
	return v
}

// say is what a screen reader says of a row.
func (r *downloadRows) say(v widgets.RowValues) string {
	tx := r.screen.shell.texts
	return tx.list(strings.TrimSpace(joined(" ", v.Title, v.Facts)), v.Second+v.SecondRest, v.Percent)
}

func (r *downloadRows) label(id string) string {
	if e := r.screen.entryOf(id); e != nil {
		return r.values(e).Label
	}
	return ""
}

// rowFact is what stands after the title: the size, or how far a stopped download came.
func (tx texts) rowFact(e *downloads.Entry) string {
	switch {
	case e.State == downloads.Stopped && e.Done > 0:
		return tx.progressText(e)
	case hasBar(e) || e.Size < 0:
		return "" // the second line says it
	default:
		return tx.bytesText(e.Size)
	}
}

// hasBar reports whether a row has a bar: what runs, and what rests with a part of it there.
func hasBar(e *downloads.Entry) bool {
	switch e.State {
	case downloads.Checking:
		return e.Done > 0
	case downloads.Downloading, downloads.Stalled, downloads.Verifying, downloads.Finishing:
		return true
	case downloads.Retrying, downloads.Paused:
		return e.Done > 0
	case downloads.Waiting:
		return e.Done > 0 && !needsPerson(e)
	default:
		return false
	}
}

// fileTile returns the tile of a file by its kind, as its name tells it.
func fileTile(e *downloads.Entry) string {
	name := strings.ToLower(e.Name)
	if name == "" {
		name = strings.ToLower(e.Title)
	}
	for _, kind := range tileKinds() {
		for _, end := range kind.ends {
			if strings.HasSuffix(name, end) {
				return kind.tile
			}
		}
	}
	return widgets.TileDocument
}

type tileKind struct {
	tile string
	ends []string
}

// tileKinds are the kinds of files; an end that is the end of another one's comes after it.
func tileKinds() []tileKind {
	return []tileKind{
		{widgets.TileInstaller, []string{".msi", ".msix", ".msixbundle", ".appx", ".deb", ".rpm", ".dmg", ".pkg", "setup.exe"}},
		{widgets.TileImage, []string{".img", ".iso", ".vhd", ".vhdx", ".wim", ".ffu", ".qcow2", ".img.xz", ".img.gz", ".img.zip"}},
		{widgets.TileSymbols, []string{".pdb", "symbols.zip", "symbols.cab", ".sym", ".debug"}},
		{widgets.TileDriver, []string{".inf", ".sys", ".cat"}},
		{widgets.TileTool, []string{".exe", ".appimage", ".ps1", ".sh", ".py"}},
		{widgets.TileArchive, []string{".zip", ".7z", ".tar", ".gz", ".xz", ".bz2", ".zst", ".cab", ".tgz"}},
	}
}
