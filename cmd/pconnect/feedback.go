package main

import (
	"context"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// feedbackCommands are pconnect feedback and what stands below it.
type feedbackCommands struct{ *cli }

func newFeedback(c *cli) *cobra.Command {
	b := feedbackCommands{c}
	var f feedbackFilter
	list := marked(func(cmd *cobra.Command, _ []string) error { return b.list(cmd.Context(), f) })
	root := &cobra.Command{Use: "feedback", Args: takesNone(), RunE: list,
		Short: c.help(&goi18n.Message{ID: "pconnect.feedback.short", Other: "Feedback: give it, follow it, and what is not sent yet"})}
	inner := &cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.feedback.list.short", Other: "List feedback items, newest first"}),
		Args: takesNone(), RunE: list}
	for _, cmd := range []*cobra.Command{root, inner} {
		f.flags(c.printer, cmd)
		cmd.Flags().BoolVar(&f.drafts, "drafts", false, c.help(&goi18n.Message{ID: "pconnect.feedback.flag.drafts", Other: "what is not sent yet"}))
		cmd.Flags().StringVar(&f.save, "save", "", c.help(&goi18n.Message{ID: "pconnect.feedback.flag.save", Other: "save this search under a name"}))
	}
	root.AddCommand(b.newForm(), b.newNew(), b.newSend(), b.newDrafts(), inner, b.newShow(), b.newComment(), b.newVote(), b.newFollow(), b.newExport(), b.newQueries())
	return root
}

// openEngagements are the engagements that the person can give feedback in.
func (b feedbackCommands) openEngagements(ctx context.Context, s *session.Session) ([]api.Engagement, error) {
	all, err := s.Engagements.List(ctx)
	if err != nil {
		return nil, err
	}
	var open []api.Engagement
	for _, e := range all {
		if e.Feedback && e.Access.Granted() {
			open = append(open, e)
		}
	}
	if len(open) == 0 {
		return nil, noFeedbackFault(s.Program().Contact)
	}
	return open, nil
}

func noFeedbackFault(contact string) error {
	f := &fault.Error{Kind: fault.Permission, Code: "pconnect.no-feedback", Safe: nothingSent(), Guide: "request-access",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.no-feedback.title", Other: "You are in no engagement that takes feedback."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.no-feedback.step",
			Other: "See the engagements and how to get in with pconnect engagements list."})}}
	if contact != "" {
		f.Steps = append(f.Steps, i18n.T(&goi18n.Message{ID: "pconnect.no-feedback.step2", Other: "Or ask {{.Contact}}."},
			"Contact", contact))
	}
	return f
}

// engagementFor returns the engagement that was named, or that of the package, or the only one there is; on a terminal it asks.
func (b feedbackCommands) engagementFor(ctx context.Context, s *session.Session, item api.NewItem, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	if item.Package != "" {
		pack, err := s.Catalogue.Package(ctx, item.Package)
		if err != nil {
			return "", err
		}
		if pack.Engagement != "" {
			return pack.Engagement, nil
		}
	}
	open, err := b.openEngagements(ctx, s)
	if err != nil {
		return "", err
	}
	ids := make([]string, len(open))
	for i, e := range open {
		ids[i] = e.ID
	}
	switch {
	case len(ids) == 1:
		return ids[0], nil
	case !b.asks():
		return "", usage("engagement", i18n.T(&goi18n.Message{ID: "pconnect.feedback.no-engagement", Other: "It is not said which engagement the feedback is for."}),
			i18n.T(&goi18n.Message{ID: "pconnect.feedback.no-engagement.step", Other: "Name it with --engagement: {{.IDs}}."},
				"IDs", strings.Join(ids, ", ")))
	}
	return b.pick(ctx, i18n.T(&goi18n.Message{ID: "pconnect.feedback.ask.engagement", Other: "Engagement"}), ids, "")
}

func engagementFlag(p *printer) string {
	return p.help(&goi18n.Message{ID: "pconnect.feedback.flag.engagement", Other: "id of the engagement; needed where you are in several"})
}
