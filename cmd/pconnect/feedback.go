package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func newFeedback(c *cli) *cobra.Command {
	var f feedbackFilter
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listFeedback(cmd.Context(), f) })
	root := &cobra.Command{Use: "feedback", Short: "Feedback: give it, follow it, and what is not sent yet",
		Args: takes(0, 0, "form, new, send, drafts, list, show, comment, vote, follow, export or queries"), RunE: list}
	inner := &cobra.Command{Use: "list", Short: "List feedback items, newest first", Args: takes(0, 0, "no further words"), RunE: list}
	f.flags(root)
	f.flags(inner)
	root.AddCommand(newFeedbackForm(c), newFeedbackNew(c), newFeedbackSend(c), newFeedbackDrafts(c), inner, newFeedbackShow(c), newFeedbackComment(c),
		newFeedbackVote(c), newFeedbackFollow(c), newFeedbackExport(c), newFeedbackQueries(c))
	return root
}

// takesFeedback are the engagements that the person can give feedback in.
func takesFeedback(ctx context.Context, s *session.Session) ([]api.Engagement, error) {
	all, err := s.Engagements(ctx)
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
		return nil, noFeedbackFault(s)
	}
	return open, nil
}

func noFeedbackFault(s *session.Session) error {
	f := &fault.Error{Kind: fault.Permission, Code: "pconnect.no-feedback", Title: i18n.Verbatim("You are in no engagement that takes feedback."), Safe: i18n.Verbatim("Nothing was sent."),
		Steps: []i18n.Text{i18n.Verbatim("See the engagements and how to get in with pconnect engagements list.")}, Guide: "request-access"}
	if contact := s.Program().Contact; contact != "" {
		f.Steps = i18n.Verbatims(append(i18n.Strings(f.Steps), "Or ask "+contact+"."))
	}
	return f
}

// engagementFor gives the engagement that was named, or that of the package, or the only one there is; on a terminal it asks.
func (c *cli) engagementFor(ctx context.Context, s *session.Session, item api.NewItem, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	if item.Package != "" {
		pack, err := s.Package(ctx, item.Package)
		if err != nil {
			return "", err
		}
		if pack.Engagement != "" {
			return pack.Engagement, nil
		}
	}
	open, err := takesFeedback(ctx, s)
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
	case !c.asks():
		return "", usage("engagement", "It is not said which engagement the feedback is for.", "Name it with --engagement: "+strings.Join(ids, ", ")+".")
	}
	return c.pick(ctx, "Engagement", ids, "", true)
}

// pick asks until the answer is one of the choices, or the beginning of exactly one. Without an answer it gives standard, or "" where it
// may stay open.
func (c *cli) pick(ctx context.Context, question string, choices []string, standard string, required bool) (string, error) {
	for {
		answer, err := c.ask(ctx, question+" ("+strings.Join(choices, ", ")+")", standard)
		if err != nil {
			return "", err
		}
		if found := choiceOf(answer, choices); found != "" || (answer == "" && !required) {
			return found, nil
		}
		line(c.errOut, "  Choose from the list.")
	}
}

// choiceOf finds the choice that is meant, "" when it is none or not clear.
func choiceOf(answer string, choices []string) string {
	var begun []string
	for _, choice := range choices {
		if strings.EqualFold(answer, choice) {
			return choice
		}
		if answer != "" && strings.HasPrefix(strings.ToLower(choice), strings.ToLower(answer)) {
			begun = append(begun, choice)
		}
	}
	if len(begun) == 1 {
		return begun[0]
	}
	return ""
}
