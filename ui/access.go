package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// access is for a person who is signed in and has no access yet. For an invited person the invitation is the page, with one
// main button; else it says that sign-in works, what to send to whom, takes a request, and shows whether it was answered.
type access struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	invited *invitationView
	reason  *widgets.Field
	send    *widgets.Button
	fault   *faultSpot
	wait    *waiting
	checked *widgets.TextLine
	page    *readingPage
	snap    session.Snapshot
	shown   string // the state that the page shows
}

func newAccess(s *Shell) *access {
	w := &access{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s), wait: newWaiting(s),
		checked: widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3})}
	w.invited = &invitationView{shell: s, session: w.session, do: w.do, changed: w.show}
	w.reason = newReasonField(s, 3, s.accessDrafts.text(""), func(text string) { s.accessDrafts.keep("", text) })
	w.send = widgets.NewButton(widgets.ButtonConfig{Text: s.tr(msgSendTheRequest), Icon: "mail", Kind: widgets.ButtonMain,
		Size: widgets.ButtonBig, Tapped: w.ask})
	w.page = newReadingPage(widgets.Space4, journeyColumn)
	s.watch(w.life)
	return w
}

func (w *access) object() fyne.CanvasObject { return w.page.box }

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
		w.checked.SetText(w.shell.tr(&goi18n.Message{ID: "ui.access.last-checked", Other: "Last checked at {{.Time}}"},
			"Time", w.shell.secondText(v.Session.Checked)))
	}
	w.snap = v.Session
	state := status.Access.State + status.Access.Reason + invitationIDs(status.Invitations)
	if state != w.shown {
		w.shown = state
		w.show()
	}
}

// show lays the page out: what was declined, the invitations, else what can be done for access.
func (w *access) show() {
	status := w.snap.Status
	if status == nil {
		return
	}
	var parts []fyne.CanvasObject
	if notice := w.invited.notice(); notice != nil {
		parts = append(parts, notice)
	}
	if len(status.Invitations) > 0 {
		parts = append(parts, w.invitation(status.Invitations)...)
	} else {
		parts = append(parts, w.withoutAccess(*status)...)
	}
	w.page.show(append(parts, w.checked)...)
}

// invitation is the page of a person who is invited.
func (w *access) invitation(list []api.Invitation) []fyne.CanvasObject {
	parts := []fyne.CanvasObject{widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextDisplay,
		Text: w.shell.tr(&goi18n.Message{ID: "ui.access.invited", Other: "You are invited"})})}
	for i, invitation := range list {
		parts = append(parts, w.invited.card(invitation, i == 0))
	}
	return append(parts, w.wait.box, w.fault.box)
}

// withoutAccess is the page of a person who is not.
func (w *access) withoutAccess(status api.Status) []fyne.CanvasObject {
	s, a := w.shell, status.Access
	parts := []fyne.CanvasObject{
		widgets.NewParagraph(widgets.TextConfig{Text: s.accessTitle(a), Size: widgets.TextDisplay}),
		widgets.NewParagraph(widgets.TextConfig{Text: s.accessText(a, w.snap.Program.Name), Color: widgets.ColorText2})}
	if a.Reason != "" {
		parts = append(parts, widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneRun, Text: s.tr(msgTheirText, "Reason", a.Reason)}))
	}
	parts = append(parts, w.wait.box, w.fault.box)
	if a.State != api.AccessRequested {
		parts = append(parts, widgets.NewCard(widgets.CardConfig{Content: container.New(&readingParts{gap: widgets.Space4}, w.reason.Box,
			widgets.Flow(widgets.Space2, w.send))}))
	}
	var cells []fyne.CanvasObject
	address := a.Send
	if address == "" {
		address = status.Account.Address
	}
	cells = append(cells, w.toCopy(&goi18n.Message{ID: "ui.access.your-address-to-send", Other: "Your address to send"}, address,
		s.tr(&goi18n.Message{ID: "ui.access.copy-address", Other: "Copy address"})))
	contact := a.Contact
	if contact == "" {
		contact = w.snap.Program.Contact
	}
	if contact != "" {
		cells = append(cells, w.toCopy(&goi18n.Message{ID: "ui.access.who-can-give", Other: "Who can give you access"}, contact, s.tr(msgCopyContact)))
	}
	parts = append(parts, widgets.NewCard(widgets.CardConfig{Cells: cells}))
	link := func(text string, do func()) fyne.CanvasObject {
		return widgets.NewButton(widgets.ButtonConfig{Text: text, Kind: widgets.ButtonLink, Tapped: do})
	}
	return append(parts, widgets.Flow(widgets.Space2,
		plainButton(s.tr(msgCheckAgain), "refresh", w.check),
		link(s.tr(&goi18n.Message{ID: "ui.access.what-can-i-do", Other: "What can I do?"}), func() { s.guides.open("not-authorised") }),
		link(s.tr(msgUseAnotherAccount), func() { s.goTo(areaAccount) })))
}

// toCopy is a value with its label and the button that copies it.
func (w *access) toCopy(label *goi18n.Message, value, button string) fyne.CanvasObject {
	words := container.New(&readingParts{}, widgets.NewTextLine(widgets.TextConfig{Text: w.shell.tr(label), Size: widgets.TextCaption,
		Color: widgets.ColorText3}), widgets.SelectableText(value))
	return beside(200, words, plainButton(button, "copy", func() { w.shell.copyText(value) }))
}

// accessTitle is where the person stands, in a few words.
func (tx texts) accessTitle(a api.Access) string {
	switch a.State {
	case api.AccessRequested:
		return tx.tr(msgWaitingForApproval)
	case api.AccessDeclined:
		return tx.tr(&goi18n.Message{ID: "ui.access.declined.title", Other: "Your request was declined"})
	case api.AccessLapsed:
		return tx.tr(&goi18n.Message{ID: "ui.access.lapsed.title", Other: "Your access has ended"})
	case api.AccessRevoked:
		return tx.tr(&goi18n.Message{ID: "ui.access.revoked.title", Other: "Your access was withdrawn"})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.access.unknown.title", Other: "You need access to this program"})
	}
}

func (tx texts) accessText(a api.Access, name string) string {
	switch a.State {
	case api.AccessRequested:
		return tx.tr(&goi18n.Message{ID: "ui.access.requested.text",
			Other: "Signing in works. You asked for access on {{.Date}}. This page moves on by itself when your request is approved."},
			"Date", tx.dayText(a.Requested))
	case api.AccessDeclined:
		return tx.tr(&goi18n.Message{ID: "ui.access.declined.text",
			Other: "Signing in works. You can write to the contact, or ask again."})
	case api.AccessLapsed:
		return tx.tr(&goi18n.Message{ID: "ui.access.lapsed.text", Other: "It wasn't used for a long time. Ask for it again below."})
	case api.AccessRevoked:
		return tx.tr(&goi18n.Message{ID: "ui.access.revoked.text", Other: "Write to the contact to find out why."})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.access.unknown.text",
			Other: "Signing in works, but {{.Program}} doesn't know your account yet. Send your address to the contact, or ask for access below."},
			"Program", name)
	}
}

func (w *access) check() { w.do(w.shell.tr(msgAskingTheProgram), w.session.Refresh, nil) }

// ask sends the request.
func (w *access) ask() {
	reason, wrong := w.shell.checkReason(w.reason.Text())
	w.reason.SetError(wrong)
	w.page.fit()
	if wrong != "" {
		w.shell.win.Canvas().Focus(w.reason.Input)
		return
	}
	w.do(w.shell.tr(&goi18n.Message{ID: "ui.access.sending-the-request", Other: "Sending the request…"}),
		func(ctx context.Context) error { return w.session.Access.Request(ctx, reason) },
		func() { w.shell.accessDrafts.keep("", "") })
}

func (w *access) do(text string, what func(context.Context) error, then func()) {
	w.fault.set(nil)
	w.wait.start(text)
	submit(w.shell, w.life, what, func(err error) {
		w.wait.stop()
		w.shell.puller.wake()
		switch {
		case err != nil:
			w.fault.set(err)
		case then != nil:
			then()
		}
		w.page.fit()
	})
}

// accessDrafts are the reasons that were typed and not sent yet, by engagement; "" is the program itself. They live as
// long as the window, so that a dialog that was closed by mistake loses nothing.
type accessDrafts struct{ texts map[string]string }

func (d *accessDrafts) text(engagement string) string { return d.texts[engagement] }

func (d *accessDrafts) keep(engagement, text string) {
	if d.texts == nil {
		d.texts = map[string]string{}
	}
	d.texts[engagement] = text
}

// justificationLimit is how many characters the program takes as a reason.
const justificationLimit = 2000

// newReasonField is the field for the reason.
func newReasonField(s *Shell, lines int, text string, changed func(string)) *widgets.Field {
	return widgets.NewField(widgets.FieldConfig{Label: s.tr(msgAccessReason), Hint: s.tr(msgAccessReasonHint), Lines: lines, Text: text,
		Changed: changed})
}

// checkReason returns the reason to send, and what is wrong with it.
func (tx texts) checkReason(text string) (reason, wrong string) {
	reason = strings.TrimSpace(text)
	switch {
	case reason == "":
		return "", tx.tr(msgAccessReasonMissing)
	case api.CountCharacters(reason) > justificationLimit:
		return "", tx.tr(&goi18n.Message{ID: "ui.engagements.reason-too-long",
			Other: "This is too long. Shorten it to {{.Limit}} characters."}, "Limit", justificationLimit)
	}
	return reason, ""
}
