package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// footer is the bar at the foot: a removal that can be undone, or a short word such as "Copied.".
type footer struct {
	shell  *Shell
	box    *fyne.Container
	text   *widget.Label
	undo   *widgets.StockButton
	cancel func()
}

func newFooter(s *Shell) *footer {
	f := &footer{shell: s, text: widget.NewLabel("")}
	f.undo = widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.window.undo", Other: "Undo"}), theme.ContentUndoIcon(),
		s.undo.last)
	f.box = container.NewVBox(widget.NewSeparator(), container.NewHBox(f.text, f.undo))
	f.box.Hide()
	return f
}

// say shows a short word for three seconds.
func (f *footer) say(text string) {
	f.show(text, false)
	f.cancel = f.shell.cfg.After(3*time.Second, f.shell.undo.show)
}

func (f *footer) show(text string, undoable bool) {
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
	f.text.SetText(text)
	if undoable {
		f.undo.Show()
	} else {
		f.undo.Hide()
	}
	if text == "" {
		f.box.Hide()
	} else {
		f.box.Show()
	}
	f.shell.frame.Refresh()
}
