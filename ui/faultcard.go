package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// faultCard shows an error: what happened, why, whether anything is lost, what to do, and the buttons that
// do it. before runs when the person leaves for the guide (to close a dialog); it may be nil.
func (s *Shell) faultCard(err error, before func(), actions ...fyne.CanvasObject) fyne.CanvasObject {
	f := fault.Of(err)
	if f == nil {
		return container.NewVBox()
	}
	icon := widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon()))
	if f.Kind == fault.Interrupted {
		icon = widget.NewIcon(theme.InfoIcon())
	}
	text := faultText(f)
	whole := container.NewVBox(text)
	line := buttons(actions...)
	line.Add(newQuietButton(tr("What does this mean?"), theme.HelpIcon(), func() {
		if before != nil {
			before()
		}
		s.explain(f)
	}))
	line.Add(newQuietButton(tr("Copy this message"), theme.ContentCopyIcon(), func() { s.copyText(messageOf(f)) }))
	whole.Add(line)
	return newSurface(theme.ColorNameInputBackground, container.NewBorder(nil, nil, container.NewVBox(container.NewPadded(icon)), nil, whole))
}

// faultText is an error in words: what happened, why, whether anything is lost, and the steps.
func faultText(f *fault.Error) *fyne.Container {
	f = said(f)
	text := lines(strong(f.Title.String()))
	for _, part := range []string{f.Cause.String(), f.Safe.String()} {
		if part != "" {
			text.Add(wrapped(part))
		}
	}
	for i, step := range i18n.Strings(f.Steps) {
		if len(i18n.Strings(f.Steps)) > 1 {
			step = fmt.Sprintf("%d. %s", i+1, step)
		}
		text.Add(wrapped(step))
	}
	if f.Correlation != "" {
		text.Add(small(tr("Number for support: %s", f.Correlation)))
	}
	return text
}

// messageOf is the error as text to send to somebody who helps; it holds no secret, since a fault holds none.
func messageOf(f *fault.Error) string {
	text := said(f).Text() + "\n" + tr("Code: %s", f.Code)
	if f.Correlation != "" {
		text += "\n" + tr("Number for support: %s", f.Correlation)
	}
	return text
}

// faultSpot is a place on a screen for one error at a time.
type faultSpot struct {
	shell *Shell
	box   *fyne.Container
}

func newFaultSpot(s *Shell) *faultSpot {
	spot := &faultSpot{shell: s, box: container.NewVBox()}
	spot.box.Hide()
	return spot
}

// set shows err with its buttons; nil clears the place.
func (f *faultSpot) set(err error, actions ...fyne.CanvasObject) {
	f.box.RemoveAll()
	if err == nil {
		f.box.Hide()
		return
	}
	f.box.Add(f.shell.faultCard(err, nil, actions...))
	f.box.Show()
}
