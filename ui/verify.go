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

// verify takes the code that was mailed to the registration's address.
type verify struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	code    *widgets.Field
	fault   *faultSpot
	wait    *waiting
	page    *readingPage
}

func newVerify(s *Shell) *verify {
	w := &verify{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s), wait: newWaiting(s)}
	w.code = widgets.NewField(widgets.FieldConfig{Label: s.tr(&goi18n.Message{ID: "ui.verify.code-from-the-mail", Other: "Code from the mail"}),
		Submitted: func(string) { w.confirm() }})
	buttons := widgets.Flow(widgets.Space2,
		widgets.NewButton(widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.verify.confirm", Other: "Confirm"}), Icon: "check",
			Kind: widgets.ButtonMain, Size: widgets.ButtonBig, Tapped: w.confirm}),
		widgets.NewButton(widgets.ButtonConfig{Text: s.tr(msgSendAgain), Icon: "mail", Size: widgets.ButtonBig, Tapped: w.sendAgain}))
	links := widgets.Flow(widgets.Space2)
	link := func(text string, do func()) {
		links.Add(widgets.NewButton(widgets.ButtonConfig{Text: text, Kind: widgets.ButtonLink, Tapped: do}))
	}
	if w.session.Program().Kind == api.KindSample {
		link(s.tr(&goi18n.Message{ID: "ui.verify.read-the-samples-mail", Other: "Read the sample's mail"}), w.showMail)
	}
	link(s.tr(&goi18n.Message{ID: "ui.verify.change-the-address", Other: "Change the address"}), func() { s.goTo(areaAccount) })
	w.page = newReadingPage(widgets.Space4, verifyColumn,
		widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextDisplay,
			Text: s.tr(&goi18n.Message{ID: "ui.verify.confirm-your-e-mail", Other: "Confirm your e-mail"})}),
		widgets.NewParagraph(widgets.TextConfig{Text: s.codeSentText(s.view.Session.Status), Color: widgets.ColorText2}),
		w.code.Box, w.wait.box, w.fault.box, buttons,
		widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
			Text: s.tr(&goi18n.Message{ID: "ui.verify.hint.junk",
				Other: "Nothing came? Look into your junk mail, then choose Send again. Only the newest code works."})}), links)
	s.watch(w.life) // the link in the mail may be followed in the browser instead
	return w
}

// verifyColumn is how wide the column of this step is, at 100 %.
const verifyColumn = 480

func (w *verify) object() fyne.CanvasObject { return w.page.box }
func (w *verify) first() fyne.Focusable     { return w.code.Input }
func (w *verify) apply(view)                {}

func (w *verify) leave() {
	w.wait.stop()
	w.life.end()
}

// carry hands what was typed over to the screen in another language.
func (w *verify) carry(into screen) {
	if next, ok := into.(*verify); ok {
		next.code.SetText(w.code.Text())
	}
}

func (w *verify) confirm() {
	code := strings.TrimSpace(w.code.Text())
	if code == "" {
		w.code.SetError(w.shell.tr(&goi18n.Message{ID: "ui.verify.code-missing", Other: "Enter the code from the mail."}))
		w.page.fit()
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
				w.fault.set(err, plainButton(w.shell.tr(msgSendAgain), "mail", w.sendAgain))
			}
			w.page.fit()
		})
}

func (w *verify) sendAgain() {
	w.fault.set(nil)
	submit(w.shell, w.life, w.session.Registration.SendCode, func(err error) {
		if err != nil {
			w.fault.set(err)
		} else {
			w.shell.foot.say(w.shell.tr(&goi18n.Message{ID: "ui.verify.code-sent", Other: "A new code was sent."}))
		}
		w.page.fit()
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
		box := container.New(&readingParts{gap: widgets.Space3})
		for i := len(mail) - 1; i >= 0 && len(box.Objects) < 10; i-- {
			box.Add(mailView(s, mail[i]))
		}
		if len(mail) == 0 {
			box.Add(widgets.NewParagraph(widgets.TextConfig{
				Text: s.tr(&goi18n.Message{ID: "ui.verify.mail.none", Other: "The sample program has sent no mail yet."})}))
		}
		s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.verify.mail", Other: "Mail of the sample program"}),
			content: box, width: 560, cancel: s.tr(msgClose)})
	})
}

func mailView(s *Shell, m session.Mail) fyne.CanvasObject {
	column := container.New(&readingParts{gap: widgets.Space2}, widgets.NewParagraph(widgets.TextConfig{Text: m.Subject, Size: widgets.TextBold}),
		widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
			Text: s.tr(&goi18n.Message{ID: "ui.verify.mail.to", Other: "To {{.Address}}, {{.Time}}"}, "Address", m.To,
				"Time", s.momentText(m.Sent))}), widgets.SelectableText(strings.TrimSpace(m.Text)))
	if m.Code != "" {
		column.Add(widgets.Flow(widgets.Space2, plainButton(s.tr(msgCopyCode), "copy", func() { s.copyText(m.Code) })))
	}
	return widgets.NewCard(widgets.CardConfig{Content: column})
}
