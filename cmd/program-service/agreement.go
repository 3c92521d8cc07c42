package main

import (
	"os"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

func newAgreement(o *options) *cobra.Command {
	var a service.NewAgreement
	var effective, grace string
	c := &cobra.Command{Use: "agreement FILE",
		Short: "Publish an agreement's new version from a text file",
		Args:  cobra.ExactArgs(1),
		Long: `Publishes a version of an agreement. From its effective date on everybody is asked; whoever accepted the version before has until the grace date.
The text's exact bytes are what people accept. A new version takes over title, kind, engagement and required of the one before where no flag names them.`}
	f := c.Flags()
	f.StringVar(&a.ID, "id", "", "the agreement's id")
	f.StringVar(&a.Title, "title", "", "its title")
	f.StringVar(&a.Version, "version", "", "its version")
	f.StringVar(&a.Kind, "kind", api.AgreementTerms, "eula, terms or privacy")
	f.StringVar(&a.Engagement, "engagement", "", "id of the engagement whose terms these are; none: the program's")
	f.BoolVar(&a.Required, "required", true, "downloads wait for its acceptance")
	f.StringVar(&effective, "effective", "", "date from which it counts, as 2027-01-31; none: now")
	f.StringVar(&grace, "grace", "", "date until which the version before still serves, as 2027-01-31")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return readFault(args[0], err)
			}
			a.Text = string(text)
			if err := dates(&a, effective, grace); err != nil {
				return err
			}
			versions, err := s.Agreements(cmd.Context())
			if err != nil {
				return err
			}
			takeOver(&a, versions, f.Changed)
			state, err := s.PublishAgreement(cmd.Context(), a)
			if err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), state, line("%s, version %s, is published.", state.Title, state.Version)+"\nSHA-256 "+state.SHA256)
		})
	}
	c.AddCommand(newAgreementList(o), newAgreementWithdraw(o))
	return c
}

// takeOver fills in what no flag named from the last version that was published.
func takeOver(a *service.NewAgreement, versions []service.AgreementVersion, named func(flag string) bool) {
	for _, v := range versions {
		if v.ID != a.ID {
			continue
		}
		if !named("title") {
			a.Title = v.Title
		}
		if !named("kind") {
			a.Kind = v.Kind
		}
		if !named("engagement") {
			a.Engagement = v.Engagement
		}
		if !named("required") {
			a.Required = v.Required
		}
	}
}

func dates(a *service.NewAgreement, effective, grace string) error {
	for flag, text := range map[string]string{"--effective": effective, "--grace": grace} {
		if text == "" {
			continue
		}
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return flagFault("service.date", flag, i18n.T(&goi18n.Message{ID: "service.date.title", Other: "A date is written as 2027-01-31."}), i18n.Text{})
		}
		if flag == "--effective" {
			a.Effective = at
		} else {
			a.Grace = &at
		}
	}
	return nil
}

func newAgreementList(o *options) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List every version of every agreement", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				list, err := s.Agreements(cmd.Context())
				if err != nil {
					return err
				}
				lines := []string{}
				for _, v := range list {
					state := "counts from " + v.Effective.Format(time.DateOnly)
					if !v.Published {
						state = "withdrawn"
					}
					lines = append(lines, line("%-20s %-8s %-8s %s  (%s, %s)", v.ID, column(v.Version), v.Kind, column(v.Title), orProgram(v.Engagement), state))
				}
				if len(lines) == 0 {
					lines = []string{"No agreements."}
				}
				return o.answer(cmd.OutOrStdout(), list, strings.Join(lines, "\n"))
			})
		}}
}

func newAgreementWithdraw(o *options) *cobra.Command {
	var version string
	c := &cobra.Command{Use: "withdraw ID", Short: "Take an agreement, or one version, out of what people are asked", Args: cobra.ExactArgs(1),
		Long: "Withdraws an agreement with all its versions, or one version: the one before counts again. Answers and texts stay in the ledger."}
	c.Flags().StringVar(&version, "version", "", "one version; none: all")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			if err := s.WithdrawAgreement(cmd.Context(), args[0], version); err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"withdrawn": args[0]}, line("%s is withdrawn.", args[0]))
		})
	}
	return c
}

// orProgram names what an empty id of an engagement stands for.
func orProgram(engagement string) string {
	if engagement == "" {
		return "the program"
	}
	return engagement
}
