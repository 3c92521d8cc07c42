package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// newInvitation shows an invitation with the button that accepts it.
func newInvitation(s *Shell, i api.Invitation, accept func()) fyne.CanvasObject {
	text := widgets.Lines(widgets.Strong(
		s.tr(&goi18n.Message{ID: "ui.common.invited", Other: "You are invited: {{.Title}}"}, "Title", i.Title)),
		widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.common.invitation-route", Other: "From {{.From}}, to {{.Address}}"}, "From",
				i.From, "Address", i.Address)))
	if i.Message != "" {
		text.Add(widgets.Wrapped(i.Message))
	}
	if !i.Expires.IsZero() {
		text.Add(widgets.Small(s.tr(&goi18n.Message{ID: "ui.common.good-until", Other: "Good until {{.Date}}"}, "Date",
			s.dayText(i.Expires))))
	}
	return widgets.Panel(container.NewVBox(text,
		widgets.Buttons(widgets.NewStockMainButton(s.tr(msgAcceptTheInvitation), theme.ConfirmIcon(), accept))))
}
