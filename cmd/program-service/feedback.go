package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

func newFeedback(o *options) *cobra.Command {
	root := &cobra.Command{
		Use:   "feedback",
		Short: "Read feedback, reply to it, change its state, moderate it, export it, set forms",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newFeedbackList(o), newFeedbackShow(o), newFeedbackAttachment(o), newFeedbackForm(o), newFeedbackReply(o), newFeedbackState(o), newFeedbackExport(o))
	root.AddCommand(moderationCommands(o)...)
	return root
}

func newFeedbackList(o *options) *cobra.Command {
	var engagement, state string
	c := &cobra.Command{Use: "list", Short: "List items, newest first", Args: cobra.NoArgs}
	c.Flags().StringVar(&engagement, "engagement", "", "id of the engagement; none: all")
	c.Flags().StringVar(&state, "state", "", "new, active, resolved or closed; none: all")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			items, err := s.Feedback(cmd.Context(), engagement, state)
			if err != nil {
				return err
			}
			lines := []string{}
			for _, i := range items {
				lines = append(lines, line("%s  %-8s %-10s %s  (%s, %s, votes %d, comments %d)%s", i.ID, i.State, i.Type, column(i.Title), i.Engagement, column(i.Author), i.Votes, i.CommentCount, marks(i.Hidden, i.Locked)))
			}
			if len(lines) == 0 {
				lines = []string{"No items."}
			}
			return o.answer(cmd.OutOrStdout(), items, strings.Join(lines, "\n"))
		})
	}
	return c
}

func newFeedbackReply(o *options) *cobra.Command {
	return &cobra.Command{Use: "reply ITEM TEXT",
		Short: "Comment as the program's owner; those who follow the item get a mail",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.Reply(cmd.Context(), args[0], args[1]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"item": args[0]}, "The reply is there.")
			})
		}}
}

func newFeedbackState(o *options) *cobra.Command {
	return &cobra.Command{Use: "state ITEM STATE",
		Short: "Move an item to new, active, resolved or closed",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.SetState(cmd.Context(), args[0], args[1]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"item": args[0], "state": args[1]}, line("%s is %s now.", args[0], args[1]))
			})
		}}
}

func newFeedbackExport(o *options) *cobra.Command {
	var engagement, format string
	c := &cobra.Command{Use: "export", Short: "Write items as JSON or CSV", Args: cobra.NoArgs}
	c.Flags().StringVar(&engagement, "engagement", "", "id of the engagement; none: all")
	c.Flags().StringVar(&format, "format", "json", "json or csv")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if format != "json" && format != "csv" {
			return flagFault("service.format", "--format", i18n.T(&goi18n.Message{ID: "service.format.title", Other: "The formats are json and csv."}), i18n.Text{})
		}
		return o.with(cmd.Context(), func(s *service.Service) error {
			items, err := wholeItems(cmd.Context(), s, engagement)
			if err != nil {
				return err
			}
			if format == "csv" {
				w := csv.NewWriter(cmd.OutOrStdout())
				return w.WriteAll(table(items))
			}
			return writeJSON(cmd.OutOrStdout(), items)
		})
	}
	return c
}

// wholeItems returns the items of an engagement with the long fields that a list leaves out.
func wholeItems(ctx context.Context, s *service.Service, engagement string) ([]api.Item, error) {
	items, err := s.Feedback(ctx, engagement, "")
	if err != nil {
		return nil, err
	}
	for n := range items {
		if !items[n].Shortened {
			continue
		}
		whole, err := s.Item(ctx, items[n].ID)
		if err != nil {
			return nil, err
		}
		items[n].Fields = whole.Fields
		items[n].Shortened = false
	}
	return items, nil
}

// table is the items as rows with a head; every field of any form has a column.
func table(items []api.Item) [][]string {
	fields := map[string]bool{}
	for _, i := range items {
		for name := range i.Fields {
			fields[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(fields))
	rows := [][]string{append([]string{"id", "engagement", "type", "state", "title", "author", "package", "version", "created", "votes"}, names...)}
	for n := range rows[0] {
		rows[0][n] = plainCell(rows[0][n])
	}
	for _, i := range items {
		row := []string{i.ID, i.Engagement, i.Type, i.State, i.Title, i.Author, i.Package, i.Version, i.Created.Format(time.RFC3339), fmt.Sprint(i.Votes)}
		for _, name := range names {
			row = append(row, i.Fields[name])
		}
		for n := range row {
			row[n] = plainCell(row[n])
		}
		rows = append(rows, row)
	}
	return rows
}

// plainCell keeps a spreadsheet from taking a text for a formula, and characters that can't be seen out of it.
func plainCell(text string) string {
	text = api.CleanText(text, math.MaxInt)
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// sortedKeys returns the names of fields in their order.
func sortedKeys(fields map[string]string) []string { return slices.Sorted(maps.Keys(fields)) }
