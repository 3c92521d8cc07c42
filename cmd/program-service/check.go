package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/service"
)

// oldVariables set the mail server in version 0.1. They are not read any more: a command without them said nothing.
var oldVariables = []string{"PROGRAM_SERVICE_SMTP", "PROGRAM_SERVICE_MAIL_FROM", "PROGRAM_SERVICE_SMTP_USER", "PROGRAM_SERVICE_SMTP_PASSWORD"}

func newCheck(o *options) *cobra.Command {
	var address string
	var strict bool
	c := &cobra.Command{Use: "check",
		Short: "Check the settings and all that the program needs, and say what to do",
		Args:  cobra.NoArgs,
		Long: `Looks at the database, the store for files (an object is written, read and deleted), the mail server, the authority and the clock, the
certificate, the proxies, the free room, and who can read files with secrets. What is set by flags of serve alone is not seen: write it into
the settings file. Exit status 0 when the settings can be read, with --strict 1 when there is trouble.`,
	}
	c.Flags().StringVar(&address, "mail", "", "send a mail to this address")
	c.Flags().BoolVar(&strict, "strict", false, "exit with status 1 when there is trouble")
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
			seen, err := o.look(cmd.Context(), s, address != "")
			if err != nil {
				return err
			}
			lines := append([]string{"The settings can be read."}, warnings...)
			for _, l := range seen {
				lines = append(lines, l.text())
			}
			if address != "" {
				lines = append(lines, line("The mail server took a mail to %s.", address))
			}
			err = o.answer(cmd.OutOrStdout(), map[string]any{"warnings": warnings, "checks": seen}, strings.Join(lines, "\n"))
			if trouble := slices.IndexFunc(seen, func(l looked) bool { return l.State == lookTrouble }); err == nil && strict && trouble >= 0 {
				err = troubleFault(seen[trouble])
			}
			return err
		})
	}
	return c
}

// look looks at what a hosted program needs; mailed says that its mail server has just taken a mail. A sample program needs nothing from elsewhere.
func (o *options) look(ctx context.Context, s *service.Service, mailed bool) ([]looked, error) {
	if sample.Is(o.data) {
		return []looked{}, nil
	}
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	l := &look{o: o, settings: settings, service: s, mailed: mailed, http: lookClient(), now: time.Now, room: freeRoom}
	return l.all(ctx), nil
}

// troubleFault is the fault for something that check found.
func troubleFault(l looked) error {
	return &fault.Error{Kind: fault.Other, Code: "service.check", Cause: i18n.Verbatim(l.Name + ": " + l.Detail),
		Title: i18n.T(&goi18n.Message{ID: "service.check.title", Other: "The program does not have all that it needs."}),
		Steps: []i18n.Text{i18n.Verbatim(l.Step)}}
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
