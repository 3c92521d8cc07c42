package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadSearch is the field over the list. It shows when the person asks for it (Ctrl F) and goes with Esc.
type downloadSearch struct {
	screen *downloadsScreen
	field  *widgets.Field
	box    *fyne.Container
}

func newDownloadSearch(w *downloadsScreen) *downloadSearch {
	f := &downloadSearch{screen: w}
	s := w.shell
	word := s.tr(&goi18n.Message{ID: "ui.downloads.search-downloads", Other: "Search downloads"})
	f.field = widgets.NewField(widgets.FieldConfig{Placeholder: word, Changed: func(text string) {
		if filter := sortable(text); filter != w.filter {
			w.filter = filter
			w.empty.RemoveAll() // what it says depends on the search
			w.list.Show()
			w.group()
		}
	}})
	f.box = container.NewStack(widgets.HBox(widgets.Space2, widgets.Grow(f.field.Box),
		widgets.NewIconButton(widgets.IconButtonConfig{Icon: "x", Label: s.tr(&goi18n.Message{ID: "ui.downloads.search.close",
			Other: "Close the search"}), Tapped: f.close})))
	f.box.Hide()
	return f
}

func (f *downloadSearch) shown() bool { return f.box.Visible() }

// open shows the field and puts the focus into it.
func (f *downloadSearch) open() {
	w := f.screen
	if w.pane.Depth() > 1 {
		w.pane.Back()
	}
	if !f.shown() {
		f.box.Show()
		w.pane.Refresh()
	}
	w.shell.win.Canvas().Focus(f.field.Input)
}

// close shows all downloads again.
func (f *downloadSearch) close() {
	f.clear()
	if f.shown() {
		f.box.Hide()
		f.screen.pane.Refresh()
		f.screen.shell.win.Canvas().Focus(f.screen.list)
	}
}

func (f *downloadSearch) clear() { f.field.SetText("") }
