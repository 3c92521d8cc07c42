package main

import (
	"context"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
)

func (b feedbackCommands) newDrafts() *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return b.listDrafts(cmd.Context()) })
	root := &cobra.Command{Use: "drafts", Args: takesNone(), RunE: list,
		Short: b.help(&goi18n.Message{ID: "pconnect.drafts.short", Other: "What is kept on this computer and not sent yet"})}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: b.help(&goi18n.Message{ID: "pconnect.drafts.list.short", Other: "List the drafts"}), Args: takesNone(), RunE: list},
		&cobra.Command{Use: "show KEY", Short: b.help(&goi18n.Message{ID: "pconnect.drafts.show.short",
			Other: "One draft, with exactly what would leave this computer"}),
			Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.draft", Other: "the key of one draft"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return b.showDraft(cmd.Context(), args[0]) })},
		&cobra.Command{Use: "delete KEY...", Short: b.help(&goi18n.Message{ID: "pconnect.drafts.delete.short", Other: "Throw drafts away"}),
			Args: takes(1, -1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.drafts", Other: "at least one key"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return b.deleteDrafts(cmd.Context(), args) })},
	)
	return root
}

func (b feedbackCommands) listDrafts(ctx context.Context) error {
	app, err := b.app(ctx)
	if err != nil {
		return err
	}
	drafts, err := app.Outbox.Drafts()
	if err != nil {
		return err
	}
	list := []draft{}
	for _, d := range drafts {
		list = append(list, draftOf(d))
	}
	return b.answer(map[string]any{"drafts": list}, func() { writeDrafts(b.printer, drafts) })
}

func writeDrafts(p *printer, drafts []outbox.Draft) {
	if len(drafts) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.drafts.none", Other: "There are no drafts."}))
		return
	}
	var rows [][]any
	for _, d := range drafts {
		state := draftState(d.State)
		if d.Fault != nil {
			state = because(state, d.Fault.Title)
		}
		rows = append(rows, []any{d.Key, d.Program, d.Engagement, d.Item.Title, state})
	}
	p.table([]i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.column.key", Other: "KEY"}), headProgram(), headEngagement(), headTitle(), headState()}, rows)
}

func (b feedbackCommands) showDraft(ctx context.Context, key string) error {
	if _, err := b.app(ctx); err != nil {
		return err
	}
	d, err := b.findDraft(key)
	if err != nil {
		return err
	}
	return b.answer(map[string]any{"draft": draftOf(d), "diagnostics": d.Diagnostics}, func() { writeDraft(b.printer, d) })
}

func writeDraft(p *printer, d outbox.Draft) {
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.draft", Other: "{{.Title}} ({{.Type}}, {{.State}})"},
		"Title", d.Item.Title, "Type", d.Item.Type, "State", draftState(d.State)))
	writeFields(p, d.Item.Fields)
	for _, f := range d.Files {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.draft.attached", Other: "Attached: {{.Name}}, {{.Size}}, SHA-256 {{.SHA256}}"},
			"Name", f.Name, "Size", bytesText(f.Size), "SHA256", f.SHA256))
	}
	if d.Diagnostics != "" {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.draft.diagnostics", Other: "Diagnostics:"}))
		p.block("  ", d.Diagnostics)
	}
	if d.Fault != nil {
		p.lineFault(d.Fault)
	}
}

func (b feedbackCommands) deleteDrafts(ctx context.Context, args []string) error {
	app, err := b.app(ctx)
	if err != nil {
		return err
	}
	var keys []string
	for _, arg := range args {
		d, err := b.findDraft(arg)
		if err != nil {
			return err
		}
		keys = append(keys, d.Key)
	}
	for _, key := range keys {
		if err := app.Outbox.Delete(key); err != nil {
			return err
		}
	}
	return b.answer(map[string]any{"deleted": keys}, func() {
		b.line(i18n.T(&goi18n.Message{ID: "pconnect.drafts.deleted", Other: "Deleted: {{.Keys}}"},
			"Keys", strings.Join(keys, ", ")))
	})
}
