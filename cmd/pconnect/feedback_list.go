package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// feedbackFilter is which items are wanted.
type feedbackFilter struct {
	engagement string
	drafts     bool
	saved      string // the name of a saved search
	save       string // the name to save this one under
	client.ItemQuery
}

func (f *feedbackFilter) flags(cmd *cobra.Command) {
	f.queryFlags(cmd)
	cmd.Flags().BoolVar(&f.drafts, "drafts", false, "what is not sent yet")
	cmd.Flags().StringVar(&f.save, "save", "", "save this search under a name")
}

func (f *feedbackFilter) queryFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.engagement, "engagement", "", "only of this engagement")
	flags.StringVar(&f.State, "state", "", "only in this state: "+strings.Join(api.ItemStates(), ", "))
	flags.StringVar(&f.Type, "type", "", "only of this type")
	flags.StringVar(&f.Text, "text", "", "only with this text in title or fields")
	flags.BoolVar(&f.Mine, "mine", false, "only yours")
	flags.BoolVar(&f.Follow, "followed", false, "only those that you follow")
	flags.StringVar(&f.saved, "saved", "", "a saved search, by its name; other flags narrow it")
}

// withSaved puts the saved search under what the flags ask for.
func (f feedbackFilter) withSaved(s *session.Session) (feedbackFilter, error) {
	if f.saved == "" {
		return f, nil
	}
	q, err := s.FindQuery(f.saved)
	if err != nil {
		return f, err
	}
	f.engagement, f.State, f.Type, f.Text = cmp.Or(f.engagement, q.Engagement), cmp.Or(f.State, q.State), cmp.Or(f.Type, q.Type), cmp.Or(f.Text, q.Text)
	f.Mine, f.Follow = f.Mine || q.Mine, f.Follow || q.Followed
	return f, nil
}

// keep saves the search under the name that was given for it, if one was; what did not work is not saved.
func (f feedbackFilter) keep(ctx context.Context, c *cli) error {
	if f.save == "" {
		return nil
	}
	s, err := c.session(ctx)
	if err != nil {
		return err
	}
	if f, err = f.withSaved(s); err != nil {
		return err
	}
	return s.SaveQuery(session.SavedQuery{Name: f.save, Engagement: f.engagement, State: f.State, Type: f.Type, Text: f.Text, Mine: f.Mine, Followed: f.Follow})
}

// items gives what the filter asks for, of one engagement or of all that the person is in, newest first.
func (f feedbackFilter) items(ctx context.Context, c *cli) ([]api.Item, error) {
	if f.State != "" && !slices.Contains(api.ItemStates(), f.State) {
		return nil, usage("state", "“"+f.State+"” is no state.", "The states are "+strings.Join(api.ItemStates(), ", ")+".")
	}
	s, err := c.signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if f, err = f.withSaved(s); err != nil {
		return nil, err
	}
	ids := []string{f.engagement}
	if f.engagement == "" {
		open, err := takesFeedback(ctx, s)
		if err != nil {
			return nil, err
		}
		ids = nil
		for _, e := range open {
			ids = append(ids, e.ID)
		}
	}
	all := []api.Item{}
	for _, id := range ids {
		items, err := s.AllItems(ctx, id, f.ItemQuery)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	slices.SortStableFunc(all, func(a, b api.Item) int { return b.Created.Compare(a.Created) })
	return all, nil
}

func (c *cli) listFeedback(ctx context.Context, f feedbackFilter) error {
	if f.drafts {
		return c.listDrafts(ctx)
	}
	items, err := f.items(ctx, c)
	if err != nil {
		return err
	}
	if err := f.keep(ctx, c); err != nil {
		return err
	}
	waiting := c.waitingDrafts()
	return c.answer(map[string]any{"items": items, "drafts_waiting": waiting}, func(w io.Writer) {
		if len(items) == 0 {
			line(w, "No feedback matches. Give some with pconnect feedback new.")
		} else {
			rows := [][]string{{"ID", "STATE", "TYPE", "TITLE", "ENGAGEMENT", "BY", "VOTES", "COMMENTS"}}
			for _, i := range items {
				rows = append(rows, []string{i.ID, i.State, i.Type, clean(i.Title), i.Engagement, clean(i.Author), strconv.Itoa(i.Votes), strconv.Itoa(i.CommentCount)})
			}
			table(w, rows...)
		}
		if waiting > 0 {
			line(c.errOut, "%d not sent yet: pconnect feedback drafts", waiting)
		}
	})
}

// waitingDrafts counts what is queued or was refused: trouble with sending must not stay unseen.
func (c *cli) waitingDrafts() int {
	n := 0
	drafts, err := c.client.Outbox().Drafts()
	if err != nil {
		return 0
	}
	for _, d := range drafts {
		if d.State == session.DraftQueued || d.State == session.DraftStuck {
			n++
		}
	}
	return n
}

func newFeedbackShow(c *cli) *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: "One item with its comments and files", Args: takes(1, 1, "the id of one item"),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			s, err := c.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			i, err := s.Item(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return c.answer(map[string]any{"item": i}, func(w io.Writer) { writeItem(w, i) })
		})}
}

func writeItem(w io.Writer, i api.Item) {
	line(w, "%s\n%s, %s, by %s on %s, %d votes", clean(i.Title), i.Type, i.State, clean(i.Author), date(i.Created), i.Votes)
	if i.Package != "" {
		line(w, "About %s %s", clean(i.Package), clean(i.Version))
	}
	writeFields(w, i.Fields)
	for _, a := range i.Attachments {
		state := "all there"
		if !a.Complete {
			state = bytesText(a.Received) + " of it there"
		}
		line(w, "Attached: %s, %s, %s", clean(a.Name), bytesText(a.Size), state)
	}
	for _, comment := range i.Comments {
		by := clean(comment.Author)
		if comment.Owner {
			by += " (owner)"
		}
		line(w, "\n%s, %s:\n  %s", by, date(comment.Created), strings.ReplaceAll(clean(comment.Text), "\n", "\n  "))
	}
}

func writeFields(w io.Writer, fields map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		line(w, "%s: %s", clean(name), clean(fields[name]))
	}
}

func newFeedbackComment(c *cli) *cobra.Command {
	return &cobra.Command{Use: "comment ID TEXT", Short: "Comment on an item; - reads the text from standard input", Args: takes(2, 2, "the id of an item and one text, in quotes"),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			text := args[1]
			if text == "-" {
				read, err := readText(c.in, "-")
				if err != nil {
					return err
				}
				text = string(read)
			}
			if text = strings.TrimSpace(text); text == "" {
				return usage("text", "A comment needs words.")
			}
			s, err := c.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			made, err := s.Comment(cmd.Context(), args[0], text)
			if err != nil {
				return err
			}
			return c.answer(map[string]any{"comment": made}, func(w io.Writer) { line(w, "The comment is there.") })
		})}
}

func newFeedbackVote(c *cli) *cobra.Command {
	return c.mark("vote ID", "Vote for an item", "You voted for it: %d votes.", "Your vote is taken back: %d votes.", (*session.Session).Vote)
}

func newFeedbackFollow(c *cli) *cobra.Command {
	return c.mark("follow ID", "Get mail when something happens to an item", "You follow it; it has %d votes.", "You do not follow it any more; it has %d votes.", (*session.Session).Follow)
}

// mark is what vote and follow have in common.
func (c *cli) mark(use, short, on, off string, do func(*session.Session, context.Context, string, bool) (api.Item, error)) *cobra.Command {
	var undo bool
	cmd := &cobra.Command{Use: use, Short: short, Args: takes(1, 1, "the id of one item"), RunE: marked(func(cmd *cobra.Command, args []string) error {
		s, err := c.signedIn(cmd.Context())
		if err != nil {
			return err
		}
		i, err := do(s, cmd.Context(), args[0], !undo)
		if err != nil {
			return err
		}
		text := on
		if undo {
			text = off
		}
		return c.answer(map[string]any{"item": i}, func(w io.Writer) { line(w, text, i.Votes) })
	})}
	cmd.Flags().BoolVar(&undo, "undo", false, "take it back")
	return cmd
}

func newFeedbackExport(c *cli) *cobra.Command {
	var f feedbackFilter
	var format, output string
	cmd := &cobra.Command{Use: "export", Short: "Write items as CSV or JSON", Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.exportFeedback(cmd.Context(), f, format, output) })}
	f.queryFlags(cmd)
	cmd.Flags().StringVar(&format, "format", "json", "csv or json")
	cmd.Flags().StringVar(&output, "output", "-", "file to write; - is standard output")
	return cmd
}

func (c *cli) exportFeedback(ctx context.Context, f feedbackFilter, format, output string) error {
	write := session.ExportFeedbackJSON
	switch format {
	case "json":
	case "csv":
		write = session.ExportFeedbackCSV
		if c.json && output == "-" {
			return usage("format", "With --json standard output holds JSON alone.", "Name a file with --output, or leave --json out.")
		}
	default:
		return usage("format", "“"+format+"” is no format.", "The formats are csv and json.")
	}
	items, err := f.items(ctx, c)
	if err != nil {
		return err
	}
	if c.json && output == "-" {
		return c.event(map[string]any{"items": items})
	}
	var text bytes.Buffer
	if err := write(&text, items); err != nil {
		return err
	}
	if output == "-" {
		_, err := c.out.Write(text.Bytes())
		return err
	}
	if err := os.WriteFile(output, text.Bytes(), 0o600); err != nil {
		return &fault.Error{Kind: fault.Disk, Code: "pconnect.output", Title: i18n.Verbatim("The file " + output + " can't be written."), Safe: i18n.Verbatim("The feedback is not touched."),
			Steps: []i18n.Text{i18n.Verbatim("Choose another file with --output.")}, Guide: "disk-full", Err: err}
	}
	return c.answer(map[string]any{"file": output, "items": len(items)}, func(w io.Writer) { line(w, "Wrote %d items to %s.", len(items), output) })
}
