package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/ui/widgets"
)

// ShowTrouble opens a small window that says why the app can't start, for instance because it runs already.
// Run the app afterwards; it ends when the window is closed.
func ShowTrouble(app fyne.App, err error) fyne.Window {
	tx := textsIn("")
	f := fault.Of(err)
	w := app.NewWindow(tx.tr(msgProgramConnect))
	leave := widgets.NewButton(widgets.ButtonConfig{Text: tx.tr(msgClose), Kind: widgets.ButtonMain, Tapped: app.Quit})
	take := widgets.NewButton(widgets.ButtonConfig{Text: tx.tr(msgFaultsCopyThisMessage), Icon: "copy",
		Tapped: func() { app.Clipboard().SetContent(messageOf(f)) }})
	buttons := widgets.Padded(widgets.Pad(widgets.Space4, widgets.Space6), widgets.HBox(widgets.Space2, widgets.Spring(), take, leave))
	text := widgets.NewScroll(widgets.Padded(widgets.Pad(widgets.Space5, widgets.Space6), tx.troubleText(f)))
	w.SetPadded(false)
	w.SetContent(container.NewBorder(nil, buttons, nil, nil, text))
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

// troubleText is a fault as text: what happened, why, whether anything is lost, and the steps.
func (tx texts) troubleText(f *fault.Error) fyne.CanvasObject {
	text := widgets.VBox(widgets.Space2, widgets.NewParagraph(widgets.TextConfig{Text: tx.say(f.Title), Size: widgets.TextHeading}))
	for _, part := range append([]i18n.Text{f.Cause, f.Safe}, f.Steps...) {
		if !part.IsZero() {
			text.Add(widgets.NewParagraph(widgets.TextConfig{Text: tx.say(part), Color: widgets.ColorText2}))
		}
	}
	return text
}
