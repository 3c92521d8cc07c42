package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
)

func newAccess(c *cli) *cobra.Command {
	root := &cobra.Command{Use: "access", Args: takesNone(),
		Short: c.help(&goi18n.Message{ID: "pconnect.access.short", Other: "Access to the program: whether you have it, ask for it, accept an invitation"}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			s, err := c.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			st := s.Snapshot().Status
			return c.answer(map[string]any{"access": st.Access, "invitations": st.Invitations}, func() { writeAccess(c.printer, *st) })
		})}
	root.AddCommand(
		&cobra.Command{Use: "request REASON", Short: c.help(&goi18n.Message{ID: "pconnect.access.request.short", Other: "Ask the program's owner for access"}),
			Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.reason", Other: "one reason, in quotes"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				s, err := c.signedIn(cmd.Context())
				if err != nil {
					return err
				}
				if err := s.Access.Request(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(standingOf(s), func() {
					c.line(i18n.T(&goi18n.Message{ID: "pconnect.access.asked", Other: "Asked. Look for the answer with pconnect status."}))
				})
			})},
		&cobra.Command{Use: "accept ID", Short: c.help(&goi18n.Message{ID: "pconnect.access.accept.short", Other: "Accept an invitation"}),
			Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.invitation", Other: "the id of one invitation"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				s, err := c.signedIn(cmd.Context())
				if err != nil {
					return err
				}
				if err := s.Access.AcceptInvitation(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(standingOf(s), func() {
					c.line(i18n.T(&goi18n.Message{ID: "pconnect.access.accepted", Other: "Accepted."}))
					c.line(nextText(s.Snapshot().Step))
				})
			})},
	)
	return root
}

func writeAccess(p *printer, st api.Status) {
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.access", Other: "Access is: {{.Access}}."}, "Access", accessText(st.Access)))
	for _, i := range st.Invitations {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.access.invitation", Other: "Invitation “{{.Title}}” from {{.From}}: pconnect access accept {{.ID}}"},
			"Title", i.Title, "From", i.From, "ID", quoted(i.ID)))
	}
}
