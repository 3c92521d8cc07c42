package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/internal/api"
)

// justificationLimit is how many characters the program takes as a reason.
const justificationLimit = 2000

// askForAccess takes the reason and sends the request. The dialog stays, with what was written, until the
// program has it.
func (w *engagements) askForAccess(e api.Engagement) {
	reason := newTextField(4)
	field := newFormField("justification", tr("Why do you need access?"), tr("The people who decide read this."), reason, reason)
	trouble := newFaultSpot(w.shell)
	var d *dialogBox
	grow := func() { d.pop.Resize(d.pop.MinSize().Max(d.pop.Size())) } // an error takes room
	sending := false
	send := func() bool {
		text := strings.TrimSpace(reason.Text)
		switch {
		case text == "":
			field.setError(tr("Say in a sentence why you need access."))
			grow()
			w.shell.win.Canvas().Focus(reason)
			return false
		case api.CountCharacters(text) > justificationLimit:
			field.setError(tr("This is too long. Shorten it to %d characters.", justificationLimit))
			grow()
			return false
		case sending:
			return false
		}
		sending = true
		field.setError("")
		trouble.set(nil)
		deedAlone(w.shell, w.life, func(ctx context.Context) error {
			_, err := w.session.RequestEngagement(ctx, e.ID, text)
			return err
		}, func(err error) {
			sending = false
			if err != nil {
				trouble.set(err)
				grow()
				return
			}
			d.close()
			w.shell.foot.say(tr("Your request was sent."))
			w.fetch()
		})
		return false
	}
	d = w.shell.ask(question{title: tr("Ask for access to “%s”", e.Title), content: container.NewVBox(field.box, trouble.box), width: 520,
		main: tr("Send the request"), onMain: send, first: reason})
}

// asksContact tells whether it may help to write to somebody: not where one is inside, or simply joins.
func asksContact(e api.Engagement) bool {
	simple := e.Join == api.JoinOpen && (e.Access.State == api.AccessNone || e.Access.State == api.AccessLapsed)
	return e.Access.Contact != "" && !e.Access.Granted() && !simple
}

// engagementText says in one line where the person stands.
func engagementText(e api.Engagement) string {
	switch a := e.Access; a.State {
	case api.AccessGranted:
		switch {
		case a.Role == api.RoleOwner:
			return tr("You own it.")
		case a.Role == api.RolePowerUser:
			return tr("You are part of it, and look after the people of your organization.")
		case e.Join == api.JoinEveryone:
			return tr("You are part of it, as everybody who is registered.")
		default:
			return tr("You are part of it.")
		}
	case api.AccessRequested:
		return tr("Your request of %s waits for an answer.", dayText(a.Requested))
	case api.AccessDeclined:
		return tr("Your request was declined.")
	case api.AccessLapsed:
		return tr("Your access ended, because it was not used for 180 days.")
	case api.AccessRevoked:
		return tr("Your access was taken back.")
	}
	switch e.Join {
	case api.JoinOpen:
		return tr("Open: you can join.")
	case api.JoinApproval:
		return tr("Its owner lets people in who ask.")
	default:
		return tr("For invited people alone.")
	}
}

// engagementDetails is what else there is to know: what was asked, the owner's words, a lapse that is near, and
// whom to ask.
func engagementDetails(e api.Engagement) []string {
	var all []string
	a := e.Access
	if a.Granted() && a.Warning > 0 {
		all = append(all, tr("Your access ends on %s, because it has not been used for a long time. Opening one of its packages keeps it.", dayText(a.Lapses)))
	}
	if a.State == api.AccessRequested && a.Justification != "" {
		all = append(all, tr("You wrote: %s", a.Justification))
	}
	if a.State == api.AccessRequested {
		all = append(all, tr("This list shows the answer by itself."))
	}
	if a.Reason != "" {
		all = append(all, tr("Their words: %s", a.Reason))
	}
	if asksContact(e) {
		all = append(all, tr("Who can help: %s", a.Contact))
	}
	return all
}
