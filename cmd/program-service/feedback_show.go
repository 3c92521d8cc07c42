package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

func newFeedbackShow(o *options) *cobra.Command {
	return &cobra.Command{Use: "show ITEM", Short: "Show an item with its fields, comments and attachments", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				i, err := s.Item(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				form, _, err := s.Form(cmd.Context(), i.Engagement)
				if err != nil {
					form = api.Form{} // the engagement is gone; the item is still there
				}
				return o.answer(cmd.OutOrStdout(), i, strings.Join(itemLines(i, form), "\n"))
			})
		}}
}

// itemLines is an item as people read it; its fields come in the order of the form, then the others.
func itemLines(i api.Item, form api.Form) []string {
	lines := []string{line("%s  %s", i.ID, i.Title),
		line("%s, %s, in %s, by %s, %s, votes %d%s", i.Type, i.State, i.Engagement, column(i.Author), i.Created.Format(time.RFC3339), i.Votes, marks(i.Hidden, i.Locked))}
	if i.Package != "" {
		lines = append(lines, line("About %s %s", i.Package, i.Version))
	}
	kind, _ := form.Type(i.Type)
	shown := map[string]bool{}
	for _, f := range kind.Fields {
		shown[f.ID] = true
		if i.Fields[f.ID] != "" {
			lines = append(lines, "", line("%s:", f.Title), block("    ", i.Fields[f.ID]))
		}
	}
	for _, name := range sortedKeys(i.Fields) {
		if !shown[name] {
			lines = append(lines, "", line("%s:", name), block("    ", i.Fields[name]))
		}
	}
	for _, a := range i.Attachments {
		state := "complete"
		if !a.Complete {
			state = "not all there"
		}
		lines = append(lines, "", line("Attachment %s  %s, %d bytes, %s", a.ID, column(a.Name), a.Size, state))
	}
	for _, c := range i.Comments {
		author := column(c.Author)
		if c.Owner {
			author = "the program's owner"
		}
		lines = append(lines, "", line("Comment %s, %s, %s%s:", c.ID, author, c.Created.Format(time.RFC3339), marks(c.Hidden, false)), block("    ", c.Text))
	}
	return lines
}

func newFeedbackAttachment(o *options) *cobra.Command {
	var to string
	c := &cobra.Command{Use: "attachment ITEM NAME", Short: "Write an attachment of an item to a file", Args: cobra.ExactArgs(2),
		Long: "Writes an attachment to a new file. It is somebody else's file: look at it as you look at a mail from a stranger."}
	c.Flags().StringVar(&to, "to", "", "the new file")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if to == "" {
			return flagFault("service.to", "--to", i18n.T(&goi18n.Message{ID: "service.to.title", Other: "Name the new file with --to."}), i18n.Text{})
		}
		return o.with(cmd.Context(), func(s *service.Service) error {
			file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if errors.Is(err, fs.ErrExist) {
				return flagFault("service.to", "--to", i18n.T(&goi18n.Message{ID: "service.to.there.title", Other: "There is a file already: {{.File}}"}, "File", to), i18n.Text{})
			}
			if err != nil {
				return writeFault(to, err)
			}
			a, err := s.Attachment(cmd.Context(), args[0], args[1], file)
			if err := errors.Join(err, file.Close()); err != nil {
				return writeFault(to, errors.Join(err, os.Remove(to)))
			}
			return o.answer(cmd.OutOrStdout(), a, line("%s is in %s.", a.Name, to))
		})
	}
	return c
}

func newFeedbackForm(o *options) *cobra.Command {
	root := &cobra.Command{Use: "form", Short: "The forms by which feedback is given", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	set := &cobra.Command{Use: "set FILE", Short: "Set the form of the engagement that a JSON file names", Args: cobra.ExactArgs(1),
		Long: `Sets a form from a file as "form show" writes it. Nothing in it may be unknown; every id is in lower case and comes once.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var form api.Form
			if err := readStrict(args[0], "service.form", wrongFile(args[0]), &form); err != nil {
				return err
			}
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.PutForm(cmd.Context(), form); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), form, line("The form of %s is set.", form.Engagement))
			})
		}}
	show := &cobra.Command{Use: "show ENGAGEMENT", Short: "Write an engagement's form as JSON", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				form, _, err := s.Form(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return writeJSON(cmd.OutOrStdout(), form)
			})
		}}
	remove := &cobra.Command{Use: "remove ENGAGEMENT", Short: "Remove an engagement's form; the general one counts again", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.RemoveForm(cmd.Context(), args[0]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"removed": args[0]}, line("The form of %s is removed.", args[0]))
			})
		}}
	root.AddCommand(set, show, remove)
	return root
}
