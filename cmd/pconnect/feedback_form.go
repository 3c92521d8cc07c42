package main

import (
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
)

func (b feedbackCommands) newForm() *cobra.Command {
	var engagement string
	cmd := &cobra.Command{Use: "form", Args: takesNone(),
		Short: b.help(&goi18n.Message{ID: "pconnect.feedback.form.short", Other: "The form of an engagement: types, fields, choices, what may be attached"}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			s, err := b.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			if engagement, err = b.engagementFor(cmd.Context(), s, api.NewItem{}, engagement); err != nil {
				return err
			}
			form, err := s.Feedback.Form(cmd.Context(), engagement)
			if err != nil {
				return err
			}
			return b.answer(map[string]any{"form": form}, func() { writeForm(b.printer, form) })
		})}
	cmd.Flags().StringVar(&engagement, "engagement", "", engagementFlag(b.printer))
	return cmd
}

func writeForm(p *printer, form api.Form) {
	var rows [][]any
	for _, t := range form.Types {
		for _, f := range t.Fields {
			rows = append(rows, []any{t.ID, f.ID, yesNo(f.Required),
				i18n.T(&goi18n.Message{ID: "pconnect.feedback.form.field", Other: "{{.Title}} ({{.Kind}})"},
					"Title", f.Title, "Kind", fieldKind(f.Kind)),
				strings.Join(f.Choices, ", ")})
		}
	}
	p.table([]i18n.Text{headType(), i18n.T(&goi18n.Message{ID: "pconnect.column.field", Other: "FIELD"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.needed", Other: "NEEDED"}), i18n.T(&goi18n.Message{ID: "pconnect.column.what", Other: "WHAT"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.choices", Other: "CHOICES"})}, rows)
	p.space()
	if a := form.Attachments; a == nil {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.feedback.form.no-files", Other: "No files are taken."}))
	} else {
		p.line(i18n.N(&goi18n.Message{ID: "pconnect.feedback.form.files", One: "Up to {{.Count}} file of at most {{.Size}}: {{.Endings}}",
			Other: "Up to {{.Count}} files of at most {{.Size}} each: {{.Endings}}"},
			a.Count, "Size", bytesText(a.Size), "Endings", strings.Join(a.Endings, " ")))
	}
	p.space()
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.feedback.form.give",
		Other: "Give feedback with: pconnect feedback new --engagement {{.ID}} --type TYPE --title TITLE --field NAME=VALUE"},
		"ID", quoted(form.Engagement)))
}
