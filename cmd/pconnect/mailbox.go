package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func newMailbox(c *cli) *cobra.Command {
	return &cobra.Command{Use: "mailbox", Args: takesNone(),
		Short: c.help(&goi18n.Message{ID: "pconnect.mailbox.short", Other: "The sample program's mail, with its verification codes"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.mailbox.long",
			Other: "The sample program sends its mail nowhere: it is shown here. A hosted program mails to your real address."}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			app, err := c.app(cmd.Context())
			if err != nil {
				return err
			}
			mails, err := app.Mail(cmd.Context())
			if err != nil {
				return err
			}
			return c.answer(map[string]any{"mail": mails}, func() { writeMails(c.printer, mails) })
		})}
}

func writeMails(p *printer, mails []session.Mail) {
	if len(mails) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.mailbox.none", Other: "No mail yet."}))
	}
	for _, m := range mails {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.mailbox.mail", Other: "{{.Time}}  To {{.Address}}: {{.Subject}}"},
			"Time", minute(m.Sent), "Address", m.To, "Subject", m.Subject))
		p.block("  ", m.Text)
		p.space()
	}
}
