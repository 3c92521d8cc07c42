package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/ui/widgets"
)

func numberText(number int) string { return strconv.Itoa(number) }

// hangingStep is a step of a guide: its mark, its text, its links, and the texts to send in place.
func (s *Shell) hangingStep(mark fyne.CanvasObject, step guide.Step, message, code string,
	under ...fyne.CanvasObject) fyne.CanvasObject {
	body := widgets.VBox(widgets.Space2, widgets.NewParagraph(widgets.TextConfig{Text: step.Title, Size: widgets.TextBold}))
	for _, o := range under {
		body.Add(o)
	}
	if step.Text != "" {
		body.Add(widgets.NewMarkup(step.Text, s.openURL))
	}
	for _, link := range step.Links {
		body.Add(widgets.Flow(widgets.Space2,
			plainButton(s.tr(&goi18n.Message{ID: "ui.guides.open-host", Other: "Open {{.Host}}"}, "Host", link.Host), "external",
				func() { s.openURL(link.URL) }),
			quietButton(s.tr(msgCopyLink), "copy", func() { s.copyText(link.URL) })))
	}
	for _, template := range step.Templates {
		text := guide.Fill(template, s.guides.details(message, code))
		body.Add(widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine,
			Radius: widgets.RadiusRow, Padding: widgets.Pad(widgets.Space3, widgets.Space3), Content: selectableProse(text)}))
		body.Add(widgets.Flow(0, plainButton(s.tr(&goi18n.Message{ID: "ui.guides.copy-this-text", Other: "Copy this text"}), "copy",
			func() { s.copyText(text) })))
	}
	return container.New(hangLayout{}, mark, body)
}
