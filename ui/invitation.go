package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// invitationView shows invitations, each with the buttons that accept and decline it.
type invitationView struct {
	shell   *Shell
	session *session.Session
	do      func(text string, what func(context.Context) error, then func()) // then runs where it went well
	// declined is what was declined last: a page says so first.
	declined string
	changed  func() // something else is to be said
}

// card is one invitation. main says that accepting is the main button of the page.
func (v *invitationView) card(i api.Invitation, main bool) fyne.CanvasObject {
	tx := v.shell.texts
	column := container.New(&readingParts{gap: widgets.Space2}, widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextHeading,
		Text: tx.tr(&goi18n.Message{ID: "ui.common.invited", Other: "You are invited: {{.Title}}"}, "Title", i.Title)}),
		widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2, Text: tx.tr(&goi18n.Message{ID: "ui.common.invitation-route",
			Other: "From {{.From}}, to {{.Address}}"}, "From", i.From, "Address", i.Address)}))
	if i.Message != "" {
		column.Add(widgets.NewParagraph(widgets.TextConfig{Text: i.Message}))
	}
	if !i.Expires.IsZero() {
		column.Add(widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
			Text: tx.tr(&goi18n.Message{ID: "ui.common.good-until", Other: "Good until {{.Date}}"}, "Date", tx.dayText(i.Expires))}))
	}
	kind := widgets.ButtonPlain
	if main {
		kind = widgets.ButtonMain
	}
	accept := widgets.NewButton(widgets.ButtonConfig{Text: tx.tr(msgAcceptTheInvitation), Icon: "check", Kind: kind,
		Size: widgets.ButtonBig, Tapped: func() { v.accept(i) }})
	decline := widgets.NewButton(widgets.ButtonConfig{Text: tx.tr(&goi18n.Message{ID: "ui.invitation.decline", Other: "Decline"}),
		Size: widgets.ButtonBig, Label: tx.tr(&goi18n.Message{ID: "ui.invitation.decline.label", Other: "Decline the invitation: {{.Title}}"},
			"Title", i.Title), Tapped: func() { v.decline(i) }})
	column.Add(widgets.Flow(widgets.Space2, accept, decline))
	return widgets.NewCard(widgets.CardConfig{Content: column})
}

func (v *invitationView) accept(i api.Invitation) {
	v.do(v.shell.tr(msgAccepting), func(ctx context.Context) error { return v.session.Access.AcceptInvitation(ctx, i.ID) }, nil)
}

func (v *invitationView) decline(i api.Invitation) {
	v.do(v.shell.tr(msgAskingTheProgram), func(ctx context.Context) error {
		return v.session.Access.DeclineInvitation(ctx, i.ID)
	}, func() {
		v.declined = i.Title
		v.changed()
	})
}

// notice says what was declined; nil where nothing was.
func (v *invitationView) notice() fyne.CanvasObject {
	if v.declined == "" {
		return nil
	}
	tx := v.shell.texts
	return widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneRun,
		Lead: tx.tr(&goi18n.Message{ID: "ui.invitation.declined", Other: "You declined the invitation to {{.Title}}"}, "Title", v.declined),
		Text: tx.tr(&goi18n.Message{ID: "ui.invitation.declined.text", Other: "If that was a mistake, ask the person who invited you for another invitation."})})
}

func invitationIDs(list []api.Invitation) string {
	text := ""
	for _, i := range list {
		text += "|" + i.ID
	}
	return text
}
