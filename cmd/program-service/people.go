package main

import (
	"cmp"
	"context"
	"fmt"
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
			return o.answer(cmd.OutOrStdout(), map[string]string{"invitation": id}, args[0]+" is invited. The invitation is good for 30 days.")
		})
	}
	return c
}

func newInvitations(o *options) *cobra.Command {
	return &cobra.Command{Use: "invitations",
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
					lines = append(lines, fmt.Sprintf("%-12s %s  %s, sent %s", v.State, v.Address, cmp.Or(v.Engagement, "the program"), v.Sent.Format("2006-01-02")))
				}
				return o.answer(cmd.OutOrStdout(), list, strings.Join(lines, "\n"))
			})
		}}
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
			return o.answer(cmd.OutOrStdout(), map[string]string{"state": "granted"}, args[0]+" has access now.")
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
			return o.answer(cmd.OutOrStdout(), map[string]string{"state": state}, args[0]+" "+told)
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
					registered = "registered as " + p.PublisherName
				}
				lines = append(lines, fmt.Sprintf("%s  %s, %s, %s, access %s\n    id %s", p.Address, p.Name, p.Kind, registered, p.Program.State, p.ID))
				lines = append(lines, requests...)
			}
			if len(lines) == 0 {
				lines = []string{"Nobody."}
			}
			return o.answer(cmd.OutOrStdout(), shown, strings.Join(lines, "\n"))
		})
	}
	return c
}

// requestsOf returns a line for each request of a person that waits.
func requestsOf(p service.Person) []string {
	var lines []string
	if p.Program.State == "requested" {
		lines = append(lines, "    asks for access to the program: "+p.Program.Justification)
	}
	for _, id := range slices.Sorted(maps.Keys(p.Engagements)) {
		if e := p.Engagements[id]; e.State == "requested" {
			lines = append(lines, "    asks for access to "+id+": "+e.Justification)
		}
	}
	return lines
}
