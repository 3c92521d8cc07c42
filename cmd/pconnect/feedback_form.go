package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
)

func newFeedbackForm(c *cli) *cobra.Command {
	var engagement string
	cmd := &cobra.Command{Use: "form", Short: "The form of an engagement: types, fields, choices, what may be attached", Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			s, err := c.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			if engagement, err = c.engagementFor(cmd.Context(), s, api.NewItem{}, engagement); err != nil {
				return err
			}
			form, err := s.Form(cmd.Context(), engagement)
			if err != nil {
				return err
			}
			return c.answer(map[string]any{"form": form}, func(w io.Writer) { writeForm(w, form) })
		})}
	cmd.Flags().StringVar(&engagement, "engagement", "", "id of the engagement; needed where you are in several")
	return cmd
}

func writeForm(w io.Writer, form api.Form) {
	rows := [][]string{{"TYPE", "FIELD", "NEEDED", "WHAT", "CHOICES"}}
	for _, t := range form.Types {
		for _, f := range t.Fields {
			needed := "no"
			if f.Required {
				needed = "yes"
			}
			rows = append(rows, []string{t.ID, f.ID, needed, clean(f.Title) + " (" + f.Kind + ")", clean(strings.Join(f.Choices, ", "))})
		}
	}
	table(w, rows...)
	if a := form.Attachments; a == nil {
		line(w, "\nNo files are taken.")
	} else {
		line(w, "\nUp to %d files of at most %s each: %s", a.Count, bytesText(a.Size), clean(strings.Join(a.Endings, " ")))
	}
	line(w, "\nGive feedback with: pconnect feedback new --engagement %s --type TYPE --title TITLE --field NAME=VALUE", form.Engagement)
}
