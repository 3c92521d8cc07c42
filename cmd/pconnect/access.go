package main

import (
	"io"

	"github.com/spf13/cobra"
)

func newAccess(c *cli) *cobra.Command {
	root := &cobra.Command{Use: "access", Short: "Access to the program: whether you have it, ask for it, accept an invitation", Args: takes(0, 0, "request or accept"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			s, err := c.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			st := s.Snapshot().Status
			return c.answer(map[string]any{"access": st.Access, "invitations": st.Invitations}, func(w io.Writer) {
				line(w, "Access is: %s.", accessText(st.Access))
				for _, i := range st.Invitations {
					line(w, "Invitation “%s” from %s: pconnect access accept %s", clean(i.Title), clean(i.From), i.ID)
				}
			})
		})}
	root.AddCommand(
		&cobra.Command{Use: "request REASON", Short: "Ask the program's owner for access", Args: takes(1, 1, "one reason, in quotes"),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				s, err := c.signedIn(cmd.Context())
				if err != nil {
					return err
				}
				if err := s.RequestAccess(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(standingOf(s), func(w io.Writer) { line(w, "Asked. Look for the answer with pconnect status.") })
			})},
		&cobra.Command{Use: "accept ID", Short: "Accept an invitation", Args: takes(1, 1, "the id of one invitation"),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				s, err := c.signedIn(cmd.Context())
				if err != nil {
					return err
				}
				if err := s.AcceptInvitation(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(standingOf(s), func(w io.Writer) { line(w, "Accepted. %s", nextText(s.Snapshot())) })
			})},
	)
	return root
}
