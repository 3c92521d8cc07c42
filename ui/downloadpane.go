package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// detailsPane lays the details over their ground. What breaks into lines gets its width first, since its height follows.
type detailsPane struct{ details *downloadDetails }

// Layout resizes ground and page to all the room.
func (l *detailsPane) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.details.column.Resize(fyne.NewSize(size.Width, max(l.details.column.Size().Height, size.Height)))
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
	l.details.scroll.Refresh()
}

// MinSize returns the least of a pane.
func (l *detailsPane) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// detailsColumn lays the details from the top, at most 720 wide, with room around.
type detailsColumn struct{}

const detailsMost = 720

func detailsInset() (side, top float32) {
	return widgets.Unit(widgets.Space6), widgets.Unit(widgets.Space5)
}

// Layout puts the column into the middle.
func (detailsColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, top := detailsInset()
	width := max(min(size.Width-2*side, widgets.Unit(detailsMost)), 0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // twice: texts that break know their height by their width
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Move(fyne.NewPos((size.Width-width)/2, top))
	}
}

// MinSize returns the height of the column as it is laid out now.
func (detailsColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	_, top := detailsInset()
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(1, height+2*top)
}

// downloadOver is the details over the list, where they have no room beside it.
type downloadOver struct {
	screen *downloadsScreen
	header *widgets.PageHeader
	holder *fyne.Container
	page   *fyne.Container
	shown  string // the details' key for which the head was made
}

func newDownloadOver(w *downloadsScreen) *downloadOver {
	o := &downloadOver{screen: w, holder: container.NewStack()}
	s := w.shell
	o.header = widgets.NewPageHeader(widgets.HeaderConfig{Title: s.tr(msgDownloads), MoreText: s.tr(msgMore),
		Back: func() { w.pane.Back() }, BackText: s.tr(&goi18n.Message{ID: "ui.downloads.back", Other: "Back to the list"})})
	top := widgets.VBox(0, o.header, widgets.NewLine())
	o.page = container.NewBorder(top, nil, nil, nil, o.holder)
	o.page.Layout = overLayout{}
	return o
}

// overLayout puts the head over the details, without room between.
type overLayout struct{}

// Layout resizes the details to what the head leaves.
func (overLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	details, head := objects[0], objects[1]
	height := head.MinSize().Height
	head.Move(fyne.Position{})
	head.Resize(fyne.NewSize(size.Width, height))
	details.Move(fyne.NewPos(0, height))
	details.Resize(fyne.NewSize(size.Width, max(size.Height-height, 0)))
}

// MinSize returns the head's.
func (overLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

// open shows the details over the list.
func (o *downloadOver) open() {
	w := o.screen
	w.side.Objects, o.holder.Objects = nil, []fyne.CanvasObject{w.details.box}
	w.pane.Open(o.page, func() {
		o.holder.Objects = nil
		w.details.apply()
		w.arrange()
	})
	w.details.apply()
	o.apply()
}

// apply keeps what the head offers; where nothing is chosen any more, the list shows again.
func (o *downloadOver) apply() {
	w := o.screen
	if w.pane.Depth() == 1 {
		return
	}
	entries := w.chosen()
	if len(entries) == 0 {
		w.pane.Back()
		return
	}
	if o.shown == w.details.key {
		return
	}
	o.shown = w.details.key
	s := w.shell
	cfg := widgets.HeaderConfig{Title: s.tr(msgDownloads), MoreText: s.tr(msgMore), Back: func() { w.pane.Back() },
		BackText: s.tr(&goi18n.Message{ID: "ui.downloads.back", Other: "Back to the list"}), More: w.actions.menuItems(entries)}
	if len(entries) == 1 {
		e := entries[0]
		cfg.Plain = []widgets.ButtonConfig{{Text: s.tr(msgShowLog), Icon: "text", Tapped: func() { w.actions.showLog(e) }}}
	}
	o.header.Set(cfg)
}
