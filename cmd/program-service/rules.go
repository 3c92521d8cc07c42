package main

import (
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

func newRules(o *options) *cobra.Command {
	c := &cobra.Command{Use: "rules",
		Short: "List the rules by which people of an organisation have access without being approved",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				list, err := s.Approvals(cmd.Context())
				if err != nil {
					return err
				}
				type shown struct {
					ID         string    `json:"id"`
					Tenant     string    `json:"tenant,omitzero"`
					Domain     string    `json:"domain,omitzero"`
					Engagement string    `json:"engagement,omitzero"`
					Created    time.Time `json:"created"`
				}
				rows, lines := []shown{}, []string{}
				for _, a := range list {
					rows = append(rows, shown(a))
					what := "tenant " + a.Tenant
					if a.Domain != "" {
						what = "domain " + a.Domain
					}
					lines = append(lines, line("%s  %s to %s, since %s", a.ID, what, orProgram(a.Engagement), a.Created.Format(time.DateOnly)))
				}
				if len(lines) == 0 {
					lines = []string{"No rules."}
				}
				return o.answer(cmd.OutOrStdout(), rows, strings.Join(lines, "\n"))
			})
		}}
	c.AddCommand(newRuleAdd(o), newRuleRemove(o))
	return c
}

func newRuleAdd(o *options) *cobra.Command {
	var a service.Approval
	c := &cobra.Command{Use: "add", Short: "Let the people of an organisation in", Args: cobra.NoArgs,
		Long: `Lets in the accounts of a tenant, by its id, or work accounts whose address has a domain. A tenant is the surer of the two: a domain is
what the authority says of a work account. Whom you declined or revoked stays out. Nothing is written about anybody: remove the rule, and
whoever is in by it alone is out.`}
	c.Flags().StringVar(&a.Tenant, "tenant", "", "id of the organisation in Microsoft Entra ID")
	c.Flags().StringVar(&a.Domain, "domain", "", "domain of the addresses of work accounts, as in contoso.com")
	c.Flags().StringVar(&a.Engagement, "engagement", "", "id of the engagement; none: the program")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			if a.Tenant == "" && a.Domain == "" {
				return flagFault("service.rule", "--tenant", i18n.T(&goi18n.Message{ID: "service.rule.title", Other: "Name a tenant with --tenant or a domain with --domain."}), i18n.Text{})
			}
			id, err := s.AddApproval(cmd.Context(), a)
			if err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"rule": id}, line("The rule %s counts from now on.", id))
		})
	}
	return c
}

func newRuleRemove(o *options) *cobra.Command {
	return &cobra.Command{Use: "remove ID", Short: "Remove a rule; whoever is in by it alone is out", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.RemoveApproval(cmd.Context(), args[0]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"removed": args[0]}, "The rule is removed.")
			})
		}}
}
