package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// justificationLimit is how many characters the program takes as a reason.
const justificationLimit = 2000

// askForAccess takes the reason and sends the request. The dialog stays, with what was written, until the
// program has it.
func (w *engagements) askForAccess(e api.Engagement) {
	reason := widgets.NewStockTextField(4)
	field := widgets.NewFormField("justification", w.shell.tr(msgAccessReason), w.shell.tr(msgAccessReasonHint), reason,
		reason)
	trouble := newFaultSpot(w.shell)
	var d *dialogBox
	grow := func() { d.refresh() } // an error takes room
	sending := false
	send := func() bool {
		text := strings.TrimSpace(reason.Text)
		switch {
		case text == "":
			field.SetError(w.shell.tr(msgAccessReasonMissing))
			grow()
			w.shell.win.Canvas().Focus(reason)
			return false
		case api.CountCharacters(text) > justificationLimit:
			field.SetError(
				w.shell.tr(&goi18n.Message{ID: "ui.engagements.reason-too-long",
					Other: "This is too long. Shorten it to {{.Limit}} characters."}, "Limit", justificationLimit))
			grow()
			return false
		case sending:
			return false
		}
		sending = true
		field.SetError("")
		trouble.set(nil)
		submit(w.shell, w.life, func(ctx context.Context) error {
			_, err := w.session.Engagements.Request(ctx, e.ID, text)
			return err
		}, func(err error) {
			sending = false
			if err != nil {
				trouble.set(err)
				grow()
				return
			}
			d.close()
			w.shell.foot.say(
				w.shell.tr(&goi18n.Message{ID: "ui.engagements.your-request-was-sent",
					Other: "Your request was sent."}))
			w.fetch()
		})
		return false
	}
	d = w.shell.dialogs.ask(question{title: w.shell.tr(&goi18n.Message{ID: "ui.engagements.ask-for",
		Other: "Ask for access to “{{.Title}}”"},
		"Title", e.Title), content: container.NewVBox(field.Box, trouble.box), width: 520,
		main: w.shell.tr(msgSendTheRequest), onMain: send, first: reason})
}

// asksContact reports whether it may help to write to somebody: not where one is inside, or simply joins.
func asksContact(e api.Engagement) bool {
	simple := e.Join == api.JoinOpen && (e.Access.State == api.AccessNone || e.Access.State == api.AccessLapsed)
	return e.Access.Contact != "" && !e.Access.Granted() && !simple
}

// engagementText says in one line where the person stands.
func (tx texts) engagementText(e api.Engagement) string {
	switch a := e.Access; a.State {
	case api.AccessGranted:
		switch {
		case a.Role == api.RoleOwner:
			return tx.tr(&goi18n.Message{ID: "ui.engagements.member.owner", Other: "You own it."})
		case a.Role == api.RolePowerUser:
			return tx.tr(&goi18n.Message{ID: "ui.engagements.member.power-user",
				Other: "You are part of it, and look after the people of your organization."})
		case e.Join == api.JoinEveryone:
			return tx.tr(&goi18n.Message{ID: "ui.engagements.member.everyone",
				Other: "You are part of it, as everybody who is registered."})
		default:
			return tx.tr(&goi18n.Message{ID: "ui.engagements.member", Other: "You are part of it."})
		}
	case api.AccessRequested:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.requested",
			Other: "Your request of {{.Date}} waits for an answer."}, "Date", tx.dayText(a.Requested))
	case api.AccessDeclined:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.declined", Other: "Your request was declined."})
	case api.AccessLapsed:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.lapsed",
			Other: "Your access ended, because it was not used for 180 days."})
	case api.AccessRevoked:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.revoked", Other: "Your access was taken back."})
	}
	switch e.Join {
	case api.JoinOpen:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.join.open", Other: "Open: you can join."})
	case api.JoinApproval:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.join.approval", Other: "Its owner lets people in who ask."})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.engagements.join.invited", Other: "For invited people alone."})
	}
}

// engagementDetails is what else there is to know: what was asked, the owner's words, a lapse that is near, and
// whom to ask.
func (tx texts) engagementDetails(e api.Engagement) []string {
	var all []string
	a := e.Access
	if a.Granted() && a.Warning > 0 {
		all = append(all,
			tx.tr(&goi18n.Message{ID: "ui.engagements.lapses",
				Other: "Your access ends on {{.Date}}, because it has not been used for a long time. Opening one of its packages keeps it."},
				"Date", tx.dayText(a.Lapses)))
	}
	if a.State == api.AccessRequested && a.Justification != "" {
		all = append(all, tx.tr(&goi18n.Message{ID: "ui.engagements.you-wrote", Other: "You wrote: {{.Reason}}"},
			"Reason", a.Justification))
	}
	if a.State == api.AccessRequested {
		all = append(all,
			tx.tr(&goi18n.Message{ID: "ui.engagements.requested.text", Other: "This list shows the answer by itself."}))
	}
	if a.Reason != "" {
		all = append(all, tx.tr(msgTheirText, "Reason", a.Reason))
	}
	if asksContact(e) {
		all = append(all, tx.tr(msgWhoCanHelp, "Contact", a.Contact))
	}
	return all
}
