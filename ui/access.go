package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// access is for a person who is signed in and not let in yet: it says that sign-in works, what to send to
// whom, takes a request, and shows whether it has happened.
type access struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	top     *fyne.Container // what the program said
	request *fyne.Container // the form
	reason  *widgets.StockField
	field   *widgets.FormField
	value   string
	fault   *faultSpot
	wait    *waiting
	checked *widget.Label
	content *container.Scroll
	shown   string // the state that top shows
}

func newAccess(s *Shell) *access {
	w := &access{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), top: container.NewVBox(),
		fault: newFaultSpot(s), wait: newWaiting(s), checked: widgets.Small("")}
	w.reason = widgets.NewStockTextField(3)
	w.reason.OnChanged = func(text string) { w.value = text }
	w.field = widgets.NewFormField("justification", s.tr(msgAccessReason), s.tr(msgAccessReasonHint), w.reason,
		w.reason)
	w.request = container.NewVBox(widgets.Subheading(s.tr(msgAskForAccess)), w.field.Box,
		widgets.Buttons(widgets.NewStockMainButton(s.tr(msgSendTheRequest), theme.MailSendIcon(), w.send)))
	w.content = widgets.Page(w.top, widgets.Buttons(widgets.NewStockButton(s.tr(msgCheckAgain), theme.ViewRefreshIcon(),
		w.check)), w.checked,
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
		w.checked.SetText(w.shell.tr(&goi18n.Message{ID: "ui.access.last-looked", Other: "Last looked at {{.Time}}."},
			"Time", w.shell.secondText(v.Session.Checked)))
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
	w.top.Add(widgets.Heading(
		w.shell.tr(&goi18n.Message{ID: "ui.access.waiting-for-access", Other: "Waiting for access"})))
	w.top.Add(widgets.Wrapped(w.shell.accessText(a, snap.Program.Name)))
	if a.Reason != "" {
		w.top.Add(widgets.Wrapped(w.shell.tr(msgTheirText, "Reason", a.Reason)))
	}
	for _, invitation := range status.Invitations {
		w.top.Add(newInvitation(w.shell, invitation, func() {
			w.do(w.shell.tr(msgAccepting), func(ctx context.Context) error {
				return w.session.Access.AcceptInvitation(ctx, invitation.ID)
			})
		}))
	}
	address := a.Send
	if address == "" {
		address = status.Account.Address
	}
	w.top.Add(widgets.Panel(widgets.Lines(widgets.Strong(
		w.shell.tr(&goi18n.Message{ID: "ui.access.your-address-to-send",
			Other: "Your address to send"})), widgets.Apart(widgets.Selectable(address), widgets.NewStockButton(
		w.shell.tr(&goi18n.Message{ID: "ui.access.copy-address",
			Other: "Copy address"}), theme.ContentCopyIcon(), func() { w.shell.copyText(address) })))))
	contact := a.Contact
	if contact == "" {
		contact = snap.Program.Contact
	}
	if contact != "" {
		w.top.Add(widgets.Panel(widgets.Lines(widgets.Strong(
			w.shell.tr(&goi18n.Message{ID: "ui.access.who-can-let", Other: "Who can let you in"})), widgets.Apart(
			widgets.Selectable(contact), widgets.NewStockButton(w.shell.tr(msgCopyContact), theme.ContentCopyIcon(),
				func() { w.shell.copyText(contact) })))))
	}
	w.top.Add(widgets.Buttons(widgets.NewStockQuietButton(
		w.shell.tr(&goi18n.Message{ID: "ui.access.what-can-i-do",
			Other: "What can I do?"}), theme.HelpIcon(), func() { w.shell.guides.open("not-authorised") }),
		widgets.NewStockQuietButton(w.shell.tr(msgUseAnotherAccount), theme.AccountIcon(),
			func() { w.shell.goTo(areaAccount) })))
	if a.State == api.AccessRequested {
		w.request.Hide()
	} else {
		w.request.Show()
	}
	w.content.Refresh()
}

func (tx texts) accessText(a api.Access, name string) string {
	switch a.State {
	case api.AccessRequested:
		return tx.tr(&goi18n.Message{ID: "ui.access.requested",
			Other: "Signing in works. Your request of {{.Date}} waits for an answer. This screen goes on by itself once you are let in."},
			"Date", tx.dayText(a.Requested))
	case api.AccessDeclined:
		return tx.tr(&goi18n.Message{ID: "ui.access.declined",
			Other: "Signing in works, but your request was declined. You can write to the contact, or ask again."})
	case api.AccessLapsed:
		return tx.tr(&goi18n.Message{ID: "ui.access.lapsed",
			Other: "Your access ended because it was not used for a long time. Ask for it again below."})
	case api.AccessRevoked:
		return tx.tr(&goi18n.Message{ID: "ui.access.revoked",
			Other: "Your access was taken back. Write to the contact to find out why."})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.access.unknown",
			Other: "Signing in works, but {{.Program}} does not know your account yet. Send your address to the contact, or ask for access below."},
			"Program", name)
	}
}

func (w *access) check() { w.do(w.shell.tr(msgAskingTheProgram), w.session.Refresh) }

func (w *access) send() {
	reason := strings.TrimSpace(w.value)
	if reason == "" {
		w.field.SetError(w.shell.tr(msgAccessReasonMissing))
		w.shell.win.Canvas().Focus(w.reason)
		return
	}
	w.field.SetError("")
	w.do(w.shell.tr(&goi18n.Message{ID: "ui.access.sending-the-request", Other: "Sending the request…"}),
		func(ctx context.Context) error { return w.session.Access.Request(ctx, reason) })
}

func (w *access) do(text string, what func(context.Context) error) {
	w.fault.set(nil)
	w.wait.start(text)
	submit(w.shell, w.life, what, func(err error) {
		w.wait.stop()
		w.shell.puller.wake()
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
