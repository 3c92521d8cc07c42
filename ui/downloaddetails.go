package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadDetails shows what is chosen: of one download how far it is, how fast, piece by piece, its file and its settings;
// of several their sum and what can be done with all of them.
type downloadDetails struct {
	screen  *downloadsScreen
	shell   *Shell
	key     string // what the parts below depend on; another one builds them anew
	entry   *downloads.Entry
	updates []func(*downloads.Entry) // show what changes several times a second
	body    *fyne.Container
	column  *fyne.Container
	scroll  *widgets.Scroll
	box     *fyne.Container
}

func newDownloadDetails(w *downloadsScreen) *downloadDetails {
	d := &downloadDetails{screen: w, shell: w.shell, body: widgets.VBox(widgets.Space5)}
	d.column = container.New(detailsColumn{}, d.body)
	d.scroll = widgets.NewScroll(d.column)
	d.box = container.New(&detailsPane{d}, widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}), d.scroll)
	return d
}

// aside returns the details as they stand beside the list.
func (d *downloadDetails) aside() fyne.CanvasObject { return d.box }

// apply shows what is chosen as it is now.
func (d *downloadDetails) apply() {
	entries := d.screen.chosen()
	key := ""
	switch len(entries) {
	case 0:
	case 1:
		key = d.keyOf(entries[0])
	default:
		key = d.keyOfSeveral(entries)
	}
	if key != d.key {
		d.key = key
		d.build(entries)
	}
	if len(entries) == 1 && d.entry != entries[0] {
		d.entry = entries[0]
	}
	if len(entries) > 0 {
		for _, update := range d.updates {
			update(entries[0])
		}
	}
}

// keyOf names all that the parts of one download's details depend on, but for what changes all the time.
func (d *downloadDetails) keyOf(e *downloads.Entry) string {
	state := string(e.State)
	if e.State == downloads.Downloading || e.State == downloads.Stalled || e.State == downloads.Checking {
		state = "active"
	}
	key := joined("|", e.ID.String(), state, string(e.Wait), d.shell.faultTitle(e), e.Path, e.SHA256)
	if e.Size >= 0 {
		key += "|sized"
	}
	if d.beside() {
		key += "|beside"
	}
	return key
}

// beside reports whether the details stand beside the list, and not over it.
func (d *downloadDetails) beside() bool { return d.screen.pane == nil || d.screen.pane.Depth() == 1 }

func (d *downloadDetails) build(entries []*downloads.Entry) {
	d.updates, d.entry = nil, nil
	d.body.RemoveAll()
	switch len(entries) {
	case 0:
	case 1:
		d.entry = entries[0]
		d.buildOne(entries[0])
	default:
		d.buildSeveral(entries)
	}
	d.scroll.ScrollToTop()
	d.box.Refresh()
}

// buildOne lays out the details of one download.
func (d *downloadDetails) buildOne(e *downloads.Entry) {
	d.body.Add(d.head(e))
	if e.State == downloads.Stopped {
		d.addPart(d.stoppedProgress(e))
	} else if e.State != downloads.Done {
		d.body.Add(d.progress())
	}
	if e.Fault != nil && e.State != downloads.Done {
		d.body.Add(newFaultCard(d.shell, e.Fault, nil, d.remedyButtons(e)...))
	}
	if e.State != downloads.Stopped {
		d.body.Add(d.buttons(e))
	}
	if e.State.Active() {
		d.body.Add(d.speed())
		d.addPart(d.pieces(e))
		d.body.Add(d.connections())
	} else if e.State == downloads.Paused {
		d.addPart(d.pieces(e))
	}
	d.body.Add(d.facts(e))
	if !isOver(e) {
		d.body.Add(d.options(e))
	}
}

func (d *downloadDetails) addPart(part fyne.CanvasObject) {
	if part != nil {
		d.body.Add(part)
	}
}

// head is the tile, the name and what it is.
func (d *downloadDetails) head(e *downloads.Entry) fyne.CanvasObject {
	name, version := versionOf(e)
	size := ""
	if e.Size >= 0 {
		size = d.shell.bytesText(e.Size)
	}
	about := dots(version, e.Name, size)
	if e.Source == "" {
		about = dots(d.shell.tr(&goi18n.Message{ID: "ui.downloads.pasted-link", Other: "Pasted link"}), hostOf(e.Origin), size)
	}
	words := widgets.VBox(0, widgets.NewTextLine(widgets.TextConfig{Text: name, Size: d.titleSize(), Least: 120}),
		widgets.NewTextLine(widgets.TextConfig{Text: about, Size: widgets.TextCaption, Color: widgets.ColorText3}))
	row := widgets.HBox(widgets.Space3, widgets.NewTile(fileTile(e), 48), widgets.Grow(words))
	if chip, ok := d.chip(e); ok {
		row.Add(widgets.NewChip(chip))
	}
	if d.beside() {
		row.Add(d.closeButton())
	}
	return row
}

func (d *downloadDetails) closeButton() fyne.CanvasObject {
	return widgets.NewIconButton(widgets.IconButtonConfig{Icon: "x", Label: d.shell.tr(&goi18n.Message{
		ID: "ui.downloads.close-details", Other: "Close the details"}), Tapped: func() { d.screen.list.Select("") }})
}

func (d *downloadDetails) titleSize() widgets.TextSize {
	if d.beside() {
		return widgets.TextHeading
	}
	return widgets.TextTitle
}

// chip is the word of a state in which nothing moves.
func (d *downloadDetails) chip(e *downloads.Entry) (widgets.ChipConfig, bool) {
	switch {
	case e.State == downloads.Done:
		return widgets.ChipConfig{Text: d.shell.doneText(e), Icon: "check", Tone: widgets.ToneOK}, true
	case e.State == downloads.Stopped && needsPerson(e):
		return widgets.ChipConfig{Text: d.shell.tr(msgStopped), Tone: widgets.ToneStop}, true
	default:
		return widgets.ChipConfig{}, false
	}
}

// buttons are the obvious action, the folder, and the rest.
func (d *downloadDetails) buttons(e *downloads.Entry) fyne.CanvasObject {
	a := d.screen.actions
	row := widgets.Flow(widgets.Space2)
	if main := a.main(e); main.text != nil && (e.Fault == nil || !needsPerson(e)) {
		row.Add(widgets.NewButton(widgets.ButtonConfig{Text: d.shell.tr(main.text), Icon: main.icon, Tapped: func() { a.open(d.entry) }}))
	}
	if e.State != downloads.Done {
		row.Add(widgets.NewButton(widgets.ButtonConfig{Text: d.shell.tr(msgOpenFolder), Icon: "folder",
			Tapped: func() { a.openFolder(d.entry) }}))
	}
	if d.beside() {
		row.Add(d.moreButton())
	}
	return row
}

// moreButton opens the same menu as the row.
func (d *downloadDetails) moreButton() *widgets.Button {
	var more *widgets.Button
	more = widgets.NewButton(widgets.ButtonConfig{Text: d.shell.tr(msgMore), Icon: "more", Kind: widgets.ButtonQuiet, Tapped: func() {
		openMenuUnder(more, d.screen.actions.menu([]*downloads.Entry{d.entry}))
	}})
	return more
}

// openMenuUnder shows a menu under what was pressed.
func openMenuUnder(o fyne.CanvasObject, options widgets.MenuOptions) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil {
		return
	}
	gap := widgets.Unit(widgets.Space1)
	options.At = driver.AbsolutePositionForObject(o).AddXY(0, o.Size().Height+gap)
	options.Above, options.ByKey = o.Size().Height+2*gap, widgets.KeysInUse()
	widgets.OpenMenu(c, options)
}

// remedyButtons is what helps, in the card that says what is the matter.
func (d *downloadDetails) remedyButtons(e *downloads.Entry) []fyne.CanvasObject {
	a := d.screen.actions
	main := a.main(e)
	if main.text == nil || !needsPerson(e) {
		return nil
	}
	return []fyne.CanvasObject{widgets.NewButton(widgets.ButtonConfig{Text: d.shell.tr(main.text), Icon: main.icon,
		Kind: widgets.ButtonMain, Tapped: func() { a.open(d.entry) }})}
}

// part is a section of the details: a title, a caption at its right, and a content.
func detailsPart(title string, caption, content fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.HBox(widgets.Space3, widgets.NewTextLine(widgets.TextConfig{Text: title, Size: widgets.TextBold, Whole: true}),
		widgets.Grow(caption))
	return widgets.VBox(6, head, content)
}

func captionAtRight() *widgets.TextLine {
	return widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3, Align: fyne.TextAlignTrailing})
}
