package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

func newPackages(o *options) *cobra.Command {
	c := &cobra.Command{Use: "packages",
		Short: "List every package, with drafts, and those whose day has not come or is over",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				list, err := s.Packages(cmd.Context())
				if err != nil {
					return err
				}
				lines := []string{}
				for _, k := range list {
					text := line("%-10s %s  %s %s  (%s, %d files", k.Status, k.ID, k.Title, k.Version, k.Engagement, len(k.Files))
					if !k.PublishFrom.IsZero() {
						text += line(", from %s", k.PublishFrom.Format(time.RFC3339))
					}
					if !k.PublishUntil.IsZero() {
						text += line(", until %s", k.PublishUntil.Format(time.RFC3339))
					}
					if len(k.Regions) > 0 {
						text += line(", to %s", strings.Join(k.Regions, ", "))
					}
					lines = append(lines, text+")")
				}
				if len(lines) == 0 {
					lines = []string{"No packages."}
				}
				return o.answer(cmd.OutOrStdout(), list, strings.Join(lines, "\n"))
			})
		}}
	c.AddCommand(newRelease(o))
	return c
}

func newRelease(o *options) *cobra.Command {
	return &cobra.Command{Use: "release PACKAGE", Short: "Make a draft a package that people see, from its day on", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				k, err := s.ReleasePackage(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), k, publishedLine(k))
			})
		}}
}
