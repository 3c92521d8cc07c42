package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/ui/widgets"
)

// ShowTrouble opens a small window that says why the app can't start, for instance because it runs already.
// Run the app afterwards; it ends when the window is closed.
func ShowTrouble(app fyne.App, err error) fyne.Window {
	tx := textsIn("")
	f := fault.Of(err)
	w := app.NewWindow(tx.tr(msgProgramConnect))
	leave := widgets.NewStockMainButton(tx.tr(msgClose), theme.CancelIcon(), app.Quit)
	take := widgets.NewStockButton(tx.tr(msgFaultsCopyThisMessage), theme.ContentCopyIcon(),
		func() { app.Clipboard().SetContent(messageOf(f)) })
	w.SetContent(container.NewPadded(container.NewBorder(nil, widgets.Buttons(leave, take), nil, nil,
		container.NewVScroll(tx.faultText(f)))))
	w.Resize(fyne.NewSize(560, 320))
	w.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		switch key.Name {
		case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
			app.Quit()
		}
	})
	w.Show()
	return w
}
