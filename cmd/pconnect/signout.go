package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func newSignOut(c *cli) *cobra.Command {
	var all bool
	cmd := &cobra.Command{Use: "sign-out [ADDRESS|--all]",
		Short: c.help(&goi18n.Message{ID: "pconnect.sign-out.short", Other: "Forget one account, or all, on this computer"}),
		Args:  takes(0, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.sign-out", Other: "one address, or --all"})),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			if all && len(args) == 1 {
				return usage("all", i18n.T(&goi18n.Message{ID: "pconnect.sign-out.both", Other: "Give an address or --all, not both."}))
			}
			if all {
				return c.signOutAll(cmd)
			}
			name := ""
			if len(args) == 1 {
				name = args[0]
			}
			return c.signOut(cmd, name)
		})}
	cmd.Flags().BoolVar(&all, "all", false, c.help(&goi18n.Message{ID: "pconnect.sign-out.flag.all", Other: "forget every account, of every program"}))
	return cmd
}

func (c *cli) signOut(cmd *cobra.Command, name string) error {
	s, err := c.session(cmd.Context())
	if err != nil {
		return err
	}
	leaving, err := accountToSignOut(s, name)
	if err != nil {
		return err
	}
	page, err := s.SignOut(cmd.Context(), leaving.ID)
	if err != nil {
		return err
	}
	left := accountOf(*leaving)
	return c.answer(map[string]any{"signed_out": []account{left}, "page": page}, func() {
		c.line(i18n.T(&goi18n.Message{ID: "pconnect.sign-out.done", Other: "{{.Account}} is signed out here. Downloads stay in the queue."},
			"Account", left.text()))
		if page != "" {
			c.line(i18n.T(&goi18n.Message{ID: "pconnect.sign-out.page",
				Other: "The browser may still remember the account. Its sign-out page: {{.Page}}"}, "Page", page))
		}
	})
}

func accountToSignOut(s *session.Session, name string) (*auth.Account, error) {
	if name == "" {
		if current := s.Snapshot().Account; current != nil {
			return current, nil
		}
		return nil, s.Gate()
	}
	leaving, err := knownAccount(s, name)
	if keyring := s.Snapshot().Keyring; err == nil && leaving == nil && keyring != nil && keyring.Kind == fault.SignIn {
		return nil, keyring // nobody can say who is signed in
	}
	if err == nil && leaving == nil {
		err = &fault.Error{Kind: fault.SignIn, Code: "pconnect.unknown-account", Guide: "wrong-account", Safe: nothingChanged(), Field: "account",
			Title: i18n.T(&goi18n.Message{ID: "pconnect.unknown-account.title",
				Other: "No account with the address {{.Address}} is signed in at “{{.Program}}”."},
				"Address", name, "Program", s.Program().Name),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.unknown-account.step", Other: "See who is signed in with pconnect accounts."})}}
	}
	return leaving, err
}

func (c *cli) signOutAll(cmd *cobra.Command) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	if err := app.Accounts().Ready(cmd.Context()); err != nil && cmd.Context().Err() != nil {
		return err // a keyring in trouble is told by the sign-out itself
	}
	gone := []account{}
	for _, a := range app.Accounts().List() {
		gone = append(gone, accountOf(a))
	}
	if err := app.SignOutAll(cmd.Context()); err != nil {
		return err
	}
	return c.answer(map[string]any{"signed_out": gone}, func() {
		c.line(i18n.T(&goi18n.Message{ID: "pconnect.sign-out.all", Other: "Signed out: {{.Count}}. The browser may still remember them; sign out there too."},
			"Count", len(gone)))
	})
}
