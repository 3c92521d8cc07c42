package main

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
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
				text, err := json.Marshal(l, jsontext.WithIndent("  "))
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), string(text))
				return err
			})
		}})
	return export
}

func newAudit(o *options) *cobra.Command {
	return &cobra.Command{Use: "audit",
		Short: "Check the chain of answers; exit status 9 when a row does not hold",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				report, err := s.Audit(cmd.Context())
				if err != nil {
					return err
				}
				if report.Broken != 0 {
					return auditFault(report)
				}
				return o.answer(cmd.OutOrStdout(), report, fmt.Sprintf("All %d answers hold.", report.Rows))
			})
		}}
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

// auditFault is the fault for a ledger with a row that does not hold.
func auditFault(report service.AuditReport) error {
	return &fault.Error{Kind: fault.Verification, Code: "service.audit",
		Title: i18n.T(&goi18n.Message{ID: "service.audit.title", Other: "Row {{.Row}} of the ledger does not hold: {{.Problem}}."},
			"Row", report.Broken, "Problem", report.Problem),
		Safe: i18n.T(&goi18n.Message{ID: "service.audit.safe", Other: "The rows before it hold."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.audit.step",
			Other: "Keep the folder as it is, and compare with a backup and with the receipts that people hold."})}}
}
