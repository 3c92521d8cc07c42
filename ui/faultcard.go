package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/ui/widgets"
)

// newFaultCard shows an error: what happened, why, whether anything is lost, what to do, and the buttons that
// do it. before runs when the person leaves for the guide (to close a dialog); it may be nil.
func newFaultCard(s *Shell, err error, before func(), actions ...fyne.CanvasObject) fyne.CanvasObject {
	f := fault.Of(err)
	if f == nil {
		return container.NewVBox()
	}
	icon := widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon()))
	if f.Kind == fault.Interrupted {
		icon = widget.NewIcon(theme.InfoIcon())
	}
	text := s.faultText(f)
	whole := container.NewVBox(text)
	line := widgets.Buttons(actions...)
	line.Add(widgets.NewStockQuietButton(s.tr(msgWhatDoesThisMean), theme.HelpIcon(), func() {
		if before != nil {
			before()
		}
		s.guides.explain(f)
	}))
	line.Add(widgets.NewStockQuietButton(s.tr(msgFaultsCopyThisMessage), theme.ContentCopyIcon(),
		func() { s.copyText(messageOf(f)) }))
	whole.Add(line)
	return widgets.NewStockSurface(theme.ColorNameInputBackground,
		container.NewBorder(nil, nil, container.NewVBox(container.NewPadded(icon)), nil, whole))
}

// faultText is an error as text: what happened, why, whether anything is lost, and the steps.
func (tx texts) faultText(f *fault.Error) *fyne.Container {
	text := widgets.Lines(widgets.Strong(tx.say(f.Title)))
	for _, part := range []i18n.Text{f.Cause, f.Safe} {
		if !part.IsZero() {
			text.Add(widgets.Wrapped(tx.say(part)))
		}
	}
	for i, step := range f.Steps {
		line := tx.say(step)
		if len(f.Steps) > 1 {
			line = fmt.Sprintf("%d. %s", i+1, line)
		}
		text.Add(widgets.Wrapped(line))
	}
	if f.Correlation != "" {
		text.Add(widgets.Small(tx.tr(&goi18n.Message{ID: "ui.faults.number", Other: "Number for support: {{.Number}}"},
			"Number", f.Correlation)))
	}
	return text
}

// messageOf returns an error as text to send to somebody who helps: in English, whatever the screens speak, with the
// code. It holds no secret, since a fault holds none.
func messageOf(f *fault.Error) string {
	text := f.Text() + "\nCode: " + f.Code
	if f.Correlation != "" {
		text += "\nNumber for support: " + f.Correlation
	}
	return text
}

// faultSpot is where a screen shows one error at a time.
type faultSpot struct {
	shell *Shell
	box   *fyne.Container
}

func newFaultSpot(s *Shell) *faultSpot {
	spot := &faultSpot{shell: s, box: container.NewVBox()}
	spot.box.Hide()
	return spot
}

// set shows err with its buttons; nil takes it away.
func (f *faultSpot) set(err error, actions ...fyne.CanvasObject) {
	f.box.RemoveAll()
	if err == nil {
		f.box.Hide()
		return
	}
	f.box.Add(newFaultCard(f.shell, err, nil, actions...))
	f.box.Show()
}
