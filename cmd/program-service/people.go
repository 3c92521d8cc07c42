package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

func newInvite(o *options) *cobra.Command {
	var engagement, account, role, from, message string
	c := &cobra.Command{
		Use:   "invite ADDRESS",
		Short: "Invite somebody to the program or to an engagement",
		Args:  cobra.ExactArgs(1),
	}
	c.Flags().StringVar(&engagement, "engagement", "", "id of the engagement; none: the program")
	c.Flags().StringVar(&role, "role", "participant", "participant, power-user or owner")
	c.Flags().StringVar(&account, "account", "", "work or personal, where both kinds of account can have this address")
	c.Flags().StringVar(&from, "from", "The program's owner", "who invites, as the mail names them")
	c.Flags().StringVar(&message, "message", "", "words of yours in the mail")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			id, err := s.InviteAccount(cmd.Context(), service.NewInvitation{Address: args[0], Account: account, Engagement: engagement, Role: role,
				From: from, Message: message})
			if err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"invitation": id}, line("%s is invited. The invitation is good for 30 days.%s", args[0], unmailed(s)))
		})
	}
	return c
}

func newInvitations(o *options) *cobra.Command {
	c := &cobra.Command{Use: "invitations",
		Short: "List invitations and what became of them",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				list, err := s.Invitations(cmd.Context())
				if err != nil {
					return err
				}
				lines := []string{"No invitations."}
				for i, v := range list {
					if i == 0 {
						lines = nil
					}
					lines = append(lines, line("%-12s %s  %s, sent %s, id %s", v.State, v.Address, orProgram(v.Engagement), v.Sent.Format("2006-01-02"), v.ID))
				}
				return o.answer(cmd.OutOrStdout(), list, strings.Join(lines, "\n"))
			})
		}}
	c.AddCommand(&cobra.Command{Use: "withdraw ID", Short: "Take back an open invitation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.WithdrawInvitation(cmd.Context(), args[0]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"withdrawn": args[0]}, "The invitation is withdrawn.")
			})
		}})
	return c
}

// unmailed says that a mail was not sent, where the program sends none.
func unmailed(s *service.Service) string {
	if s.SendsMail() {
		return ""
	}
	return " This program can't send mail: tell them yourself."
}

func newApprove(o *options) *cobra.Command {
	var engagement, role string
	c := &cobra.Command{
		Use:   "approve WHO",
		Short: "Grant access, asked for or not",
		Long:  "Grants access to the program or an engagement. WHO is an address or, where two accounts share one, an id from the people command.",
		Args:  cobra.ExactArgs(1),
	}
	c.Flags().StringVar(&engagement, "engagement", "", "id of the engagement; none: the program")
	c.Flags().StringVar(&role, "role", "participant", "participant, power-user or owner")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			if err := s.Approve(cmd.Context(), args[0], engagement, role); err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"state": "granted"}, line("%s has access now.", args[0]))
		})
	}
	return c
}

func newDecline(o *options) *cobra.Command {
	return refusal(o, "decline WHO", "Refuse a request for access", "declined", "is told that access was declined.", (*service.Service).Decline)
}

func newRevoke(o *options) *cobra.Command {
	return refusal(o, "revoke WHO", "Take access away at once", "revoked", "has no access any more; open links have stopped.", (*service.Service).Revoke)
}

// decision is a method of the service that refuses.
type decision func(s *service.Service, ctx context.Context, who, engagement, reason string) error

// refusal is what decline and revoke have in common.
func refusal(o *options, use, short, state, told string, do decision) *cobra.Command {
	var engagement, reason string
	c := &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&engagement, "engagement", "", "id of the engagement; none: the program")
	c.Flags().StringVar(&reason, "reason", "", "what the person reads")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			if err := do(s, cmd.Context(), args[0], engagement, reason); err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"state": state}, line("%s %s", args[0], told))
		})
	}
	return c
}

func newPeople(o *options) *cobra.Command {
	var waiting bool
	c := &cobra.Command{
		Use:   "people",
		Short: "List who signed in, who is registered, and who waits for access",
		Args:  cobra.NoArgs,
	}
	c.Flags().BoolVar(&waiting, "waiting", false, "only those who asked for access and wait")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			list, err := s.People(cmd.Context())
			if err != nil {
				return err
			}
			shown, lines := []service.Person{}, []string{}
			for _, p := range list {
				requests := requestsOf(p)
				if waiting && len(requests) == 0 {
					continue
				}
				shown = append(shown, p)
				registered := "not registered"
				if p.Registered {
					registered = "registered as " + column(p.PublisherName)
					if p.Unverified {
						registered += ", address not verified"
					}
				}
				lines = append(lines, line("%s  %s, %s, %s, access %s", column(p.Address), column(p.Name), p.Kind, registered, p.Program.State), line("    id %s", p.ID))
				lines = append(lines, requests...)
			}
			if len(lines) == 0 {
				lines = []string{"Nobody."}
			}
			return o.answer(cmd.OutOrStdout(), shown, strings.Join(lines, "\n"))
		})
	}
	c.AddCommand(newVerify(o), newErase(o), newErasures(o))
	return c
}

func newVerify(o *options) *cobra.Command {
	return &cobra.Command{Use: "verify WHO",
		Short: "Take the e-mail address of a registration for verified, without a code",
		Long:  "Verifies the address that somebody registered with. WHO is the address that they signed in with, or an id from the people command.",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				address, err := s.VerifyPerson(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"verified": address}, line("%s is verified.", address))
			})
		}}
}

// requestsOf returns a line for each request of a person that waits.
func requestsOf(p service.Person) []string {
	var lines []string
	if p.Program.State == "requested" {
		lines = append(lines, line("    asks for access to the program: %s", p.Program.Justification))
	}
	for _, id := range slices.Sorted(maps.Keys(p.Engagements)) {
		if e := p.Engagements[id]; e.State == "requested" {
			lines = append(lines, line("    asks for access to %s: %s", id, e.Justification))
		}
	}
	return lines
}
