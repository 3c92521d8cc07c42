package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

// oldVariables set the mail server in version 0.1. They are not read any more: a command without them said nothing.
var oldVariables = []string{"PROGRAM_SERVICE_SMTP", "PROGRAM_SERVICE_MAIL_FROM", "PROGRAM_SERVICE_SMTP_USER", "PROGRAM_SERVICE_SMTP_PASSWORD"}

func newCheck(o *options) *cobra.Command {
	var address string
	c := &cobra.Command{Use: "check",
		Short: "Check the settings, and say what the program can't do as it is",
		Args:  cobra.NoArgs,
	}
	c.Flags().StringVar(&address, "mail", "", "send a mail to this address")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			warnings, err := warningsOf(cmd.Context(), s)
			if err != nil {
				return err
			}
			if address != "" {
				if err := s.TestMail(cmd.Context(), address); err != nil {
					return err
				}
			}
			lines := append([]string{"The settings can be read."}, warnings...)
			if address != "" {
				lines = append(lines, line("The mail server took a mail to %s.", address))
			}
			return o.answer(cmd.OutOrStdout(), map[string][]string{"warnings": warnings}, strings.Join(lines, "\n"))
		})
	}
	return c
}

// warningsOf returns what an owner must know of a program that runs all the same.
func warningsOf(ctx context.Context, s *service.Service) ([]string, error) {
	warnings := []string{}
	if !s.SendsMail() {
		warnings = append(warnings, `This program can't send mail: program.json has no "mail". Nobody can verify an address by a code. Verify people by hand: program-service people verify ADDRESS`)
	}
	if slices.ContainsFunc(oldVariables, func(name string) bool { return os.Getenv(name) != "" }) {
		warnings = append(warnings, line("%s are not read any more. Write \"mail\" in program.json as docs/owner.md says.", strings.Join(oldVariables, ", ")))
	}
	engagements, err := s.Engagements(ctx)
	if err != nil {
		return nil, err
	}
	versions, err := s.Agreements(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range engagements {
		terms := slices.DeleteFunc(slices.Clone(versions), func(v service.AgreementVersion) bool { return v.ID != e.Terms || !v.Published })
		switch {
		case e.Terms == "":
		case len(terms) == 0:
			warnings = append(warnings, line("The engagement %s names terms that are not published: %s", e.ID, e.Terms))
		case !slices.ContainsFunc(terms, func(v service.AgreementVersion) bool { return !v.Effective.After(time.Now()) }):
			warnings = append(warnings, line("The terms of the engagement %s are not in effect yet: %s", e.ID, e.Terms))
		}
	}
	return warnings, nil
}
