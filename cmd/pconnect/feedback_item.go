package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func (b feedbackCommands) newShow() *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: b.help(&goi18n.Message{ID: "pconnect.feedback.show.short", Other: "One item with its comments and files"}),
		Args: takes(1, 1, wantedItem()), RunE: marked(func(cmd *cobra.Command, args []string) error {
			s, err := b.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			i, err := s.Feedback.Item(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return b.answer(map[string]any{"item": i}, func() { writeItem(b.printer, i) })
		})}
}

func writeItem(p *printer, i api.Item) {
	p.line(i18n.Verbatim(i.Title))
	p.line(i18n.N(&goi18n.Message{ID: "pconnect.item.about", One: "{{.Type}}, {{.State}}, by {{.Author}} on {{.Date}}, {{.Count}} vote",
		Other: "{{.Type}}, {{.State}}, by {{.Author}} on {{.Date}}, {{.Count}} votes"},
		i.Votes, "Type", i.Type, "State", itemState(i.State), "Author", i.Author, "Date", date(i.Created)))
	if i.Package != "" {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.item.package", Other: "About {{.Package}} {{.Version}}"},
			"Package", i.Package, "Version", i.Version))
	}
	writeFields(p, i.Fields)
	for _, a := range i.Attachments {
		state := i18n.T(&goi18n.Message{ID: "pconnect.item.attachment.complete", Other: "all there"})
		if !a.Complete {
			state = i18n.T(&goi18n.Message{ID: "pconnect.item.attachment.part", Other: "{{.Size}} of it there"},
				"Size", bytesText(a.Received))
		}
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.item.attachment", Other: "Attached: {{.Name}}, {{.Size}}, {{.State}}"},
			"Name", a.Name, "Size", bytesText(a.Size), "State", state))
	}
	for _, c := range i.Comments {
		p.space()
		by := i18n.T(&goi18n.Message{ID: "pconnect.item.comment", Other: "{{.Author}}, {{.Date}}:"},
			"Author", c.Author, "Date", date(c.Created))
		if c.Owner {
			by = i18n.T(&goi18n.Message{ID: "pconnect.item.comment.owner", Other: "{{.Author}} (owner), {{.Date}}:"},
				"Author", c.Author, "Date", date(c.Created))
		}
		p.line(by)
		p.block("  ", c.Text)
	}
}

// writeFields writes the fields of an item; a value of several lines stands below its name.
func writeFields(p *printer, fields map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := strings.TrimRight(fields[name], "\n")
		if !strings.Contains(value, "\n") {
			p.line(because(i18n.Verbatim(name), i18n.Verbatim(value)))
			continue
		}
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.item.field", Other: "{{.Name}}:"}, "Name", name))
		p.block("  ", value)
	}
}

func (b feedbackCommands) newComment() *cobra.Command {
	return &cobra.Command{Use: "comment ID TEXT",
		Short: b.help(&goi18n.Message{ID: "pconnect.feedback.comment.short", Other: "Comment on an item; - reads the text from standard input"}),
		Args:  takes(2, 2, i18n.T(&goi18n.Message{ID: "pconnect.wanted.comment", Other: "the id of an item and one text, in quotes"})),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			text := args[1]
			if text == "-" {
				read, err := readText(b.stdin, "-")
				if err != nil {
					return err
				}
				text = string(read)
			}
			if text = strings.TrimSpace(text); text == "" {
				return usage("text", i18n.T(&goi18n.Message{ID: "pconnect.feedback.comment.empty", Other: "A comment needs words."}))
			}
			s, err := b.signedIn(cmd.Context())
			if err != nil {
				return err
			}
			made, err := s.Feedback.Comment(cmd.Context(), args[0], text)
			if err != nil {
				return err
			}
			return b.answer(map[string]any{"comment": made}, func() {
				b.line(i18n.T(&goi18n.Message{ID: "pconnect.feedback.comment.done", Other: "The comment is there."}))
			})
		})}
}

func (b feedbackCommands) newVote() *cobra.Command {
	return b.newMark("vote ID", b.help(&goi18n.Message{ID: "pconnect.feedback.vote.short", Other: "Vote for an item"}),
		&goi18n.Message{ID: "pconnect.feedback.vote.on", One: "You voted for it: {{.Count}} vote.", Other: "You voted for it: {{.Count}} votes."},
		&goi18n.Message{ID: "pconnect.feedback.vote.off", One: "Your vote is taken back: {{.Count}} vote.", Other: "Your vote is taken back: {{.Count}} votes."},
		func(s *session.Session, ctx context.Context, id string, on bool) (api.Item, error) {
			return s.Feedback.Vote(ctx, id, on)
		})
}

func (b feedbackCommands) newFollow() *cobra.Command {
	return b.newMark("follow ID", b.help(&goi18n.Message{ID: "pconnect.feedback.follow.short", Other: "Get mail when something happens to an item"}),
		&goi18n.Message{ID: "pconnect.feedback.follow.on", One: "You follow it; it has {{.Count}} vote.", Other: "You follow it; it has {{.Count}} votes."},
		&goi18n.Message{ID: "pconnect.feedback.follow.off", One: "You do not follow it any more; it has {{.Count}} vote.",
			Other: "You do not follow it any more; it has {{.Count}} votes."},
		func(s *session.Session, ctx context.Context, id string, on bool) (api.Item, error) {
			return s.Feedback.Follow(ctx, id, on)
		})
}

// newMark is what vote and follow have in common.
func (b feedbackCommands) newMark(use, short string, on, off *goi18n.Message, do func(*session.Session, context.Context, string, bool) (api.Item, error)) *cobra.Command {
	var undo bool
	cmd := &cobra.Command{Use: use, Short: short, Args: takes(1, 1, wantedItem()), RunE: marked(func(cmd *cobra.Command, args []string) error {
		s, err := b.signedIn(cmd.Context())
		if err != nil {
			return err
		}
		i, err := do(s, cmd.Context(), args[0], !undo)
		if err != nil {
			return err
		}
		message := on
		if undo {
			message = off
		}
		return b.answer(map[string]any{"item": i}, func() { b.line(i18n.N(message, i.Votes)) })
	})}
	cmd.Flags().BoolVar(&undo, "undo", false, b.help(&goi18n.Message{ID: "pconnect.feedback.flag.undo", Other: "take it back"}))
	return cmd
}
