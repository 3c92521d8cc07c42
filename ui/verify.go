package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// verify takes the code that was mailed to the registration's address.
type verify struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	code    *widgets.FormField
	input   *widgets.StockField
	value   string
	fault   *faultSpot
	wait    *waiting
	content *container.Scroll
}

func newVerify(s *Shell) *verify {
	w := &verify{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait: newWaiting(s)}
	w.code, w.input = widgets.NewEntryField("code",
		s.tr(&goi18n.Message{ID: "ui.verify.code-from-the-mail",
			Other: "Code from the mail"}), "", &w.value, func() {}, nil)
	w.input.OnSubmitted = func(string) { w.confirm() }
	actions := widgets.Buttons(widgets.NewStockMainButton(s.tr(&goi18n.Message{ID: "ui.verify.confirm", Other: "Confirm"}),
		theme.ConfirmIcon(), w.confirm),
		widgets.NewStockButton(s.tr(msgSendAgain), theme.MailSendIcon(), w.sendAgain))
	if w.session.Program().Kind == api.KindSample {
		actions.Add(widgets.NewStockButton(
			s.tr(&goi18n.Message{ID: "ui.verify.read-the-samples-mail",
				Other: "Read the sample's mail"}), theme.MailComposeIcon(), w.showMail))
	}
	actions.Add(widgets.NewStockQuietButton(
		s.tr(&goi18n.Message{ID: "ui.verify.change-the-address",
			Other: "Change the address"}), theme.DocumentCreateIcon(), func() { s.goTo(areaAccount) }))
	text := widgets.Wrapped(s.codeSentText(s.view.Session.Status))
	w.content = widgets.Page(widgets.Heading(
		s.tr(&goi18n.Message{ID: "ui.verify.confirm-your-e-mail",
			Other: "Confirm your e-mail"})), text, w.code.Box, w.wait.box, w.fault.box, actions,
		widgets.Small(
			s.tr(&goi18n.Message{ID: "ui.verify.hint",
				Other: "Nothing came? Look into the folder for unwanted mail, then choose Send again. The newest code counts."})))
	s.watch(w.life) // the link in the mail may be followed in the browser instead
	return w
}

func (w *verify) object() fyne.CanvasObject { return w.content }
func (w *verify) first() fyne.Focusable     { return w.input }
func (w *verify) apply(view)                {}
func (w *verify) leave()                    { w.life.end() }

func (w *verify) confirm() {
	code := strings.TrimSpace(w.value)
	if code == "" {
		w.code.SetError(
			w.shell.tr(&goi18n.Message{ID: "ui.verify.code-missing", Other: "Enter the code from the mail."}))
		return
	}
	w.code.SetError("")
	w.fault.set(nil)
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.verify.checking-the-code", Other: "Checking the code…"}))
	submit(w.shell, w.life, func(ctx context.Context) error { return w.session.Registration.VerifyEmail(ctx, code) },
		func(err error) {
			w.wait.stop()
			w.shell.puller.wake()
			if err != nil {
				w.fault.set(err, widgets.NewStockButton(w.shell.tr(msgSendAgain), theme.MailSendIcon(), w.sendAgain))
			}
		})
}

func (w *verify) sendAgain() {
	w.fault.set(nil)
	submit(w.shell, w.life, w.session.Registration.SendCode, func(err error) {
		if err != nil {
			w.fault.set(err)
			return
		}
		w.shell.foot.say(w.shell.tr(&goi18n.Message{ID: "ui.verify.code-sent", Other: "A new code was sent."}))
	})
}

// codeSentText says where the code went.
func (tx texts) codeSentText(status *api.Status) string {
	address := ""
	switch {
	case status == nil:
	case status.EmailPending != "":
		address = status.EmailPending
	case status.Registration != nil:
		address = status.Registration.Contact.Email
	}
	if address == "" {
		return tx.tr(&goi18n.Message{ID: "ui.verify.text.your-address",
			Other: "Your registration was received. We sent a code to your address. It shows that the address is yours."})
	}
	return tx.tr(&goi18n.Message{ID: "ui.verify.text",
		Other: "Your registration was received. We sent a code to {{.Address}}. It shows that the address is yours."},
		"Address", address)
}

// showMail shows what the sample program sent; it never leaves this computer.
func (w *verify) showMail() {
	s := w.shell
	work(s, s.lifetime, s.cfg.Session.Mail, func(mail []session.Mail, err error) {
		if err != nil {
			s.dialogs.tell(err)
			return
		}
		box := container.NewVBox()
		for i := len(mail) - 1; i >= 0 && len(box.Objects) < 10; i-- {
			box.Add(mailView(s, mail[i]))
		}
		if len(mail) == 0 {
			box.Add(widgets.Wrapped(
				s.tr(&goi18n.Message{ID: "ui.verify.mail.none", Other: "The sample program has sent no mail yet."})))
		}
		s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.verify.mail", Other: "Mail of the sample program"}),
			content: container.NewVScroll(box), width: 560, height: 420, cancel: s.tr(msgClose)})
	})
}

func mailView(s *Shell, m session.Mail) fyne.CanvasObject {
	text := widgets.Selectable(strings.TrimSpace(m.Text))
	text.Wrapping = fyne.TextWrapWord
	box := container.NewVBox(widgets.Lines(widgets.Strong(m.Subject),
		widgets.Small(s.tr(&goi18n.Message{ID: "ui.verify.mail.to", Other: "To {{.Address}}, {{.Time}}"}, "Address",
			m.To, "Time", s.momentText(m.Sent))), text))
	if m.Code != "" {
		box.Add(widgets.Buttons(widgets.NewStockButton(s.tr(msgCopyCode), theme.ContentCopyIcon(),
			func() { s.copyText(m.Code) })))
	}
	return widgets.Panel(box)
}
