package ui

import (
	"context"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// canAsk reports whether the person can ask the owner of an engagement for access.
func canAsk(e api.Engagement) bool {
	switch e.Access.State {
	case api.AccessRevoked, api.AccessRequested, api.AccessGranted:
		return false
	}
	return e.Join == api.JoinApproval
}

// askForAccess takes the reason and sends the request. The dialog stays, with what was written, until the program has it;
// where it is closed before that, the text is there when it is opened again. then is called when the request was sent.
func askForAccess(s *Shell, life *lifetime, from *session.Session, e api.Engagement, then func()) {
	field := newReasonField(s, 4, s.accessDrafts.text(e.ID), func(text string) { s.accessDrafts.keep(e.ID, text) })
	trouble := newFaultSpot(s)
	var d *dialogBox
	sending := false
	send := func() bool {
		if sending {
			return false
		}
		reason, wrong := s.checkReason(field.Text())
		field.SetError(wrong)
		trouble.set(nil)
		d.refresh() // an error takes room
		if wrong != "" {
			s.win.Canvas().Focus(field.Input)
			return false
		}
		sending = true
		submit(s, life, func(ctx context.Context) error {
			_, err := from.Engagements.Request(ctx, e.ID, reason)
			return err
		}, func(err error) {
			sending = false
			if err != nil {
				trouble.set(err)
				d.refresh()
				return
			}
			s.accessDrafts.keep(e.ID, "")
			d.close()
			s.foot.say(s.tr(&goi18n.Message{ID: "ui.engagements.request-sent", Other: "Your request was sent"}))
			then()
		})
		return false
	}
	d = s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.engagements.ask-for", Other: "Ask for access to “{{.Title}}”"},
		"Title", e.Title), content: widgets.VBox(widgets.Space4, field.Box, trouble.box), width: 520,
		main: s.tr(msgSendTheRequest), onMain: send, first: field.Input, keeps: true})
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
