package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
)

// access is for a person who is signed in and not let in yet: it says that sign-in works, what to send to
// whom, takes a request, and shows whether it has happened.
type access struct {
	shell   *Shell
	life    *life
	session *session.Session
	top     *fyne.Container // what the program said
	request *fyne.Container // the form
	reason  *field
	field   *formField
	value   string
	fault   *faultSpot
	wait    *waiting
	checked *widget.Label
	content *container.Scroll
	shown   string // the state that top shows
}

func newAccess(s *Shell) *access {
	w := &access{shell: s, life: newLife(s.ctx), session: s.session.Load(), top: container.NewVBox(), fault: newFaultSpot(s), wait: newWaiting(s), checked: small("")}
	w.reason = newTextField(3)
	w.reason.OnChanged = func(text string) { w.value = text }
	w.field = newFormField("justification", tr("Why do you need access?"), tr("The people who decide read this."), w.reason, w.reason)
	w.request = container.NewVBox(subheading(tr("Ask for access")), w.field.box,
		buttons(newMainButton(tr("Send the request"), theme.MailSendIcon(), w.send)))
	w.content = page(w.top, buttons(newButton(tr("Check again"), theme.ViewRefreshIcon(), w.check)), w.checked,
		w.wait.box, w.fault.box, w.request)
	s.watch(w.life)
	return w
}

func (w *access) object() fyne.CanvasObject { return w.content }

func (w *access) leave() {
	w.wait.stop()
	w.life.end()
}

func (w *access) apply(v view) {
	status := v.Session.Status
	if status == nil {
		return
	}
	if !v.Session.Checked.IsZero() {
		w.checked.SetText(tr("Last looked at %s.", v.Session.Checked.Local().Format("15:04:05")))
	}
	state := status.Access.State + status.Access.Reason + invitationIDs(status.Invitations)
	if state == w.shown {
		return
	}
	w.shown = state
	w.show(v.Session, *status)
}

func (w *access) show(snap session.Snapshot, status api.Status) {
	a := status.Access
	w.top.RemoveAll()
	w.top.Add(heading(tr("Waiting for access")))
	w.top.Add(wrapped(accessText(a, snap.Program.Name)))
	if a.Reason != "" {
		w.top.Add(wrapped(tr("Their words: %s", a.Reason)))
	}
	for _, invitation := range status.Invitations {
		w.top.Add(w.invitation(invitation))
	}
	address := a.Send
	if address == "" {
		address = status.Account.Address
	}
	w.top.Add(panel(lines(strong(tr("Your address to send")), apart(copyable(address), newButton(tr("Copy address"), theme.ContentCopyIcon(), func() { w.shell.copyText(address) })))))
	contact := a.Contact
	if contact == "" {
		contact = snap.Program.Contact
	}
	if contact != "" {
		w.top.Add(panel(lines(strong(tr("Who can let you in")), apart(copyable(contact), newButton(tr("Copy contact"), theme.ContentCopyIcon(), func() { w.shell.copyText(contact) })))))
	}
	w.top.Add(buttons(newQuietButton(tr("What can I do?"), theme.HelpIcon(), func() { w.shell.openGuide("not-authorised") }),
		newQuietButton(tr("Use another account"), theme.AccountIcon(), func() { w.shell.goTo(placeAccount) })))
	if a.State == api.AccessRequested {
		w.request.Hide()
	} else {
		w.request.Show()
	}
	w.content.Refresh()
}

func accessText(a api.Access, name string) string {
	switch a.State {
	case api.AccessRequested:
		return tr("Signing in works. Your request of %s waits for an answer. This screen goes on by itself once you are let in.", dayText(a.Requested))
	case api.AccessDeclined:
		return tr("Signing in works, but your request was declined. You can write to the contact, or ask again.")
	case api.AccessLapsed:
		return tr("Your access ended because it was not used for a long time. Ask for it again below.")
	case api.AccessRevoked:
		return tr("Your access was taken back. Write to the contact to find out why.")
	default:
		return tr("Signing in works, but %s does not know your account yet. Send your address to the contact, or ask for access below.", name)
	}
}

func (w *access) invitation(i api.Invitation) fyne.CanvasObject {
	text := container.NewVBox(strong(tr("You are invited: %s", i.Title)), wrapped(tr("From %s, to %s", i.From, i.Address)))
	if i.Message != "" {
		text.Add(wrapped(i.Message))
	}
	if !i.Expires.IsZero() {
		text.Add(small(tr("Good until %s", dayText(i.Expires))))
	}
	text.Add(buttons(newMainButton(tr("Accept the invitation"), theme.ConfirmIcon(), func() {
		w.do(tr("Accepting…"), func(ctx context.Context) error { return w.session.AcceptInvitation(ctx, i.ID) })
	})))
	return panel(text)
}

func (w *access) check() { w.do(tr("Asking the program…"), w.session.Refresh) }

func (w *access) send() {
	reason := strings.TrimSpace(w.value)
	if reason == "" {
		w.field.setError(tr("Say in a sentence why you need access."))
		w.shell.win.Canvas().Focus(w.reason)
		return
	}
	w.field.setError("")
	w.do(tr("Sending the request…"), func(ctx context.Context) error { return w.session.RequestAccess(ctx, reason) })
}

func (w *access) do(text string, what func(context.Context) error) {
	w.fault.set(nil)
	w.wait.start(text)
	deedAlone(w.shell, w.life, what, func(err error) {
		w.wait.stop()
		w.shell.askForSnapshot()
		if err != nil {
			w.fault.set(err)
		}
	})
}

func invitationIDs(list []api.Invitation) string {
	text := ""
	for _, i := range list {
		text += "|" + i.ID
	}
	return text
}
