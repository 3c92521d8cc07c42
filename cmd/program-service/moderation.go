package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

// act is a method of the service that moderates an item or a comment.
type act func(s *service.Service, ctx context.Context, id, reason, who string) error

// moderationCommands are those by which an owner hides, locks and deletes what people wrote.
func moderationCommands(o *options) []*cobra.Command {
	return []*cobra.Command{
		moderation(o, "hide ITEM", "Hide an item from everybody but the owner", "hidden", (*service.Service).HideItem, (*service.Service).HideComment),
		moderation(o, "unhide ITEM", "Show a hidden item again", "shown", (*service.Service).ShowItem, (*service.Service).ShowComment),
		moderation(o, "lock ITEM", "End the comments on an item", "locked", (*service.Service).LockItem, nil),
		moderation(o, "unlock ITEM", "Let people comment on an item again", "unlocked", (*service.Service).UnlockItem, nil),
		moderation(o, "delete ITEM", "Delete an item's texts, comments and attachments for good", "deleted", (*service.Service).DeleteItem, (*service.Service).DeleteComment),
		newTrace(o),
	}
}

// moderation is what the commands have in common. With onComment, the id can be a comment's.
func moderation(o *options, use, short, done string, onItem, onComment act) *cobra.Command {
	var reason, who string
	var comment bool
	c := &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&reason, "reason", "", "why; it is kept in the trace")
	c.Flags().StringVar(&who, "who", "owner", "who does it; it is kept in the trace")
	if onComment != nil {
		c.Flags().BoolVar(&comment, "comment", false, "the id is that of a comment, as feedback show names it")
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			do := onItem
			if comment {
				do = onComment
			}
			if err := do(s, cmd.Context(), args[0], reason, who); err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"id": args[0], "state": done}, line("%s is %s now.", args[0], done))
		})
	}
	return c
}

// traced is an act of moderation as JSON shows it.
type traced struct {
	Item    string    `json:"item"`
	Comment string    `json:"comment,omitzero"`
	Act     string    `json:"act"`
	Reason  string    `json:"reason"`
	Who     string    `json:"who"`
	Time    time.Time `json:"time"`
}

func newTrace(o *options) *cobra.Command {
	var item string
	c := &cobra.Command{Use: "trace", Short: "List what was hidden, locked and deleted, by whom and why, newest first", Args: cobra.NoArgs}
	c.Flags().StringVar(&item, "item", "", "id of an item; none: all")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			trace, err := s.ModerationTrace(cmd.Context(), item)
			if err != nil {
				return err
			}
			lines, shown := []string{}, []traced{}
			for _, m := range trace {
				shown = append(shown, traced(m))
				what := "item " + m.Item
				if m.Comment != "" {
					what += ", comment " + m.Comment
				}
				lines = append(lines, line("%s  %-6s %s, by %s: %s", m.Time.Format(time.RFC3339), m.Act, what, column(m.Who), m.Reason))
			}
			if len(lines) == 0 {
				lines = []string{"Nothing."}
			}
			return o.answer(cmd.OutOrStdout(), shown, strings.Join(lines, "\n"))
		})
	}
	return c
}

// marks is what an owner reads beside something that is hidden or locked.
func marks(hidden, locked bool) string {
	text := ""
	if hidden {
		text += " [hidden]"
	}
	if locked {
		text += " [locked]"
	}
	return text
}
