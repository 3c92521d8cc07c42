package main

import (
	"bytes"
	"context"
	"os"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/export"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func (b feedbackCommands) newExport() *cobra.Command {
	var f feedbackFilter
	var format, output string
	cmd := &cobra.Command{Use: "export", Short: b.help(&goi18n.Message{ID: "pconnect.feedback.export.short", Other: "Write items as CSV or JSON"}), Args: takesNone(),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return b.export(cmd.Context(), f, format, output) })}
	f.flags(b.printer, cmd)
	cmd.Flags().StringVar(&format, "format", "json", b.help(&goi18n.Message{ID: "pconnect.feedback.flag.format", Other: "csv or json"}))
	cmd.Flags().StringVar(&output, "output", "-", outputFlag(b.printer))
	return cmd
}

func (b feedbackCommands) export(ctx context.Context, f feedbackFilter, format, output string) error {
	write := export.JSON
	switch format {
	case "json":
	case "csv":
		write = export.CSV
		if b.json && output == "-" {
			return usage("format", i18n.T(&goi18n.Message{ID: "pconnect.feedback.export.json", Other: "With --json standard output holds JSON alone."}),
				i18n.T(&goi18n.Message{ID: "pconnect.feedback.export.json.step", Other: "Name a file with --output, or leave --json out."}))
		}
	default:
		return usage("format", i18n.T(&goi18n.Message{ID: "pconnect.feedback.export.format", Other: "“{{.Format}}” is no format."},
			"Format", format),
			i18n.T(&goi18n.Message{ID: "pconnect.feedback.export.format.step", Other: "The formats are csv and json."}))
	}
	items, err := b.items(ctx, f, session.Feedback.WholeItems)
	if err != nil {
		return err
	}
	if b.json && output == "-" {
		return b.event(map[string]any{"items": items})
	}
	var text bytes.Buffer
	if err := write(&text, items); err != nil {
		return err
	}
	if output == "-" {
		b.exact(text.Bytes())
		return nil
	}
	if err := os.WriteFile(output, text.Bytes(), 0o600); err != nil {
		return fileUnwritable(output, i18n.T(&goi18n.Message{ID: "pconnect.feedback.export.safe", Other: "The feedback is not touched."}), err)
	}
	return b.answer(map[string]any{"file": output, "items": len(items)}, func() {
		b.line(i18n.N(&goi18n.Message{ID: "pconnect.feedback.exported", One: "Wrote {{.Count}} item to {{.File}}.", Other: "Wrote {{.Count}} items to {{.File}}."},
			len(items), "File", output))
	})
}
