package main

import (
	"io"

	"github.com/spf13/cobra"
)

func newMailbox(c *cli) *cobra.Command {
	return &cobra.Command{Use: "mailbox", Short: "The sample program's mail, with its verification codes",
		Long: "The sample program sends its mail nowhere: it is shown here. A hosted program mails to your real address.",
		Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			app, err := c.app(cmd.Context())
			if err != nil {
				return err
			}
			mails, err := app.Mail(cmd.Context())
			if err != nil {
				return err
			}
			return c.answer(map[string]any{"mail": mails}, func(w io.Writer) {
				if len(mails) == 0 {
					line(w, "No mail yet.")
				}
				for _, m := range mails {
					line(w, "%s  To %s: %s\n%s\n", m.Sent.Local().Format("2006-01-02 15:04"), clean(m.To), clean(m.Subject), clean(m.Text))
				}
			})
		})}
}
