package main

import (
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

func newExport(o *options) *cobra.Command {
	export := &cobra.Command{
		Use:   "export",
		Short: "Write data out",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	export.AddCommand(&cobra.Command{Use: "ledger",
		Short: "Write every answer to every agreement, with the keys that check them, as JSON",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				l, err := s.ExportLedger(cmd.Context())
				if err != nil {
					return err
				}
				return writeJSON(cmd.OutOrStdout(), l)
			})
		}})
	return export
}

func newKeys(o *options) *cobra.Command {
	keys := &cobra.Command{
		Use:   "keys",
		Short: "The keys that sign receipts and links",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	keys.AddCommand(&cobra.Command{Use: "rotate",
		Short: "Make new keys; what the old ones signed stays good",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.RotateKeys(cmd.Context()); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"keys": "rotated"}, "New keys sign from now on. Receipts signed before stay good.")
			})
		}})
	return keys
}
