package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/ui/widgets"
)

// newFaultCard shows an error: what happened, why, whether anything is lost, what to do, and the buttons that do it: the
// remedy first, as the main button. before runs when the person leaves for the guide (to close a dialog); it may be nil.
func newFaultCard(s *Shell, err error, before func(), actions ...fyne.CanvasObject) fyne.CanvasObject {
	f := fault.Of(err)
	if f == nil {
		return widgets.VBox(0)
	}
	cfg := s.faultConfig(f)
	cfg.Actions = actions
	cfg.Link = &widgets.ButtonConfig{Text: s.tr(msgWhatDoesThisMean), Tapped: func() {
		if before != nil {
			before()
		}
		s.guides.explain(f)
	}}
	cfg.Copy = &widgets.ButtonConfig{Text: s.tr(msgFaultsCopyThisMessage), Tapped: func() { s.copyText(messageOf(f)) }}
	return widgets.NewFaultCard(cfg)
}

// faultConfig is an error as the texts of a card.
func (tx texts) faultConfig(f *fault.Error) widgets.FaultConfig {
	cfg := widgets.FaultConfig{Title: tx.say(f.Title), Happened: tx.say(f.Cause), Safe: tx.say(f.Safe), Code: f.Code}
	cfg.GoOn = tx.stepsText(f)
	if cfg.GoOn != "" {
		cfg.GoOnLead = tx.tr(&goi18n.Message{ID: "ui.faults.to-go-on", Other: "To go on:"})
	}
	if f.Correlation != "" {
		cfg.Code = tx.tr(&goi18n.Message{ID: "ui.faults.code-and-number", Other: "{{.Code}} · number for support {{.Number}}"},
			"Code", f.Code, "Number", f.Correlation)
	}
	return cfg
}

// stepsText is what to do about an error: a sentence, or numbered ones.
func (tx texts) stepsText(f *fault.Error) string {
	if len(f.Steps) == 1 {
		return tx.say(f.Steps[0])
	}
	var lines strings.Builder
	for i, step := range f.Steps {
		fmt.Fprintf(&lines, "\n%d. %s", i+1, tx.say(step))
	}
	return lines.String()
}

// faultText is an error as text without its frame and buttons.
func (tx texts) faultText(f *fault.Error) *fyne.Container {
	cfg := tx.faultConfig(f)
	text := widgets.VBox(widgets.Space1, widgets.NewParagraph(widgets.TextConfig{Text: cfg.Title, Size: widgets.TextBold}))
	for _, part := range []string{cfg.Happened, cfg.Safe} {
		if part != "" {
			text.Add(widgets.NewParagraph(widgets.TextConfig{Text: part, Color: widgets.ColorText2}))
		}
	}
	if cfg.GoOn != "" {
		text.Add(widgets.NewLeadParagraph(cfg.GoOnLead, widgets.TextConfig{Text: cfg.GoOn, Color: widgets.ColorText2}))
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
	shown *fault.Error // what is shown without buttons of its own
}

func newFaultSpot(s *Shell) *faultSpot {
	spot := &faultSpot{shell: s, box: container.NewStack()}
	spot.box.Hide()
	return spot
}

// set shows err with its buttons; nil takes it away.
func (f *faultSpot) set(err error, actions ...fyne.CanvasObject) {
	known := fault.Of(err)
	if known == nil {
		f.shown = nil
		if f.box.Visible() {
			f.box.RemoveAll()
			f.box.Hide()
		}
		return
	}
	if len(actions) == 0 && known == f.shown {
		return // the same, and the focus may be in it
	}
	f.shown = nil
	if len(actions) == 0 {
		f.shown = known
	}
	f.box.Objects = []fyne.CanvasObject{newFaultCard(f.shell, known, nil, actions...)}
	f.box.Show()
	f.box.Refresh()
}

// mainButton is the button of a remedy.
func mainButton(text, icon string, do func()) *widgets.Button {
	return widgets.NewButton(widgets.ButtonConfig{Text: text, Icon: icon, Kind: widgets.ButtonMain, Tapped: do})
}

// plainButton is a button beside the remedy's.
func plainButton(text, icon string, do func()) *widgets.Button {
	return widgets.NewButton(widgets.ButtonConfig{Text: text, Icon: icon, Tapped: do})
}
