package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
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

func (f *feedbackFilter) flags(p *printer, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.engagement, "engagement", "", p.help(&goi18n.Message{ID: "pconnect.feedback.filter.engagement", Other: "only of this engagement"}))
	flags.StringVar(&f.State, "state", "", p.lang.Text(i18n.T(&goi18n.Message{ID: "pconnect.feedback.filter.state", Other: "only in this state: {{.States}}"},
		"States", strings.Join(api.ItemStates(), ", "))))
	flags.StringVar(&f.Type, "type", "", p.help(&goi18n.Message{ID: "pconnect.feedback.filter.type", Other: "only of this type"}))
	flags.StringVar(&f.Text, "text", "", p.help(&goi18n.Message{ID: "pconnect.feedback.filter.text", Other: "only with this text in title or fields"}))
	flags.BoolVar(&f.Mine, "mine", false, p.help(&goi18n.Message{ID: "pconnect.feedback.filter.mine", Other: "only yours"}))
	flags.BoolVar(&f.Follow, "followed", false, p.help(&goi18n.Message{ID: "pconnect.feedback.filter.followed", Other: "only those that you follow"}))
	flags.StringVar(&f.saved, "saved", "", p.help(&goi18n.Message{ID: "pconnect.feedback.filter.saved", Other: "a saved search, by its name; other flags narrow it"}))
}

// withSaved puts the saved search under what the flags ask for.
func (f feedbackFilter) withSaved(s *session.Session) (feedbackFilter, error) {
	if f.saved == "" {
		return f, nil
	}
	q, err := s.Searches.Find(f.saved)
	if err != nil {
		return f, err
	}
	f.engagement, f.State = cmp.Or(f.engagement, q.Engagement), cmp.Or(f.State, q.State)
	f.Type, f.Text = cmp.Or(f.Type, q.Type), cmp.Or(f.Text, q.Text)
	f.Mine, f.Follow = f.Mine || q.Mine, f.Follow || q.Followed
	return f, nil
}

// saveQuery saves the search under the name that was given for it, if one was; what did not work is not saved.
func (b feedbackCommands) saveQuery(ctx context.Context, f feedbackFilter) error {
	if f.save == "" {
		return nil
	}
	s, err := b.session(ctx)
	if err != nil {
		return err
	}
	if f, err = f.withSaved(s); err != nil {
		return err
	}
	return s.Searches.Save(session.SavedQuery{Name: f.save, Engagement: f.engagement, State: f.State, Type: f.Type, Text: f.Text, Mine: f.Mine, Followed: f.Follow})
}

// itemReader reads the items of an engagement: session.Feedback.AllItems or WholeItems.
type itemReader func(session.Feedback, context.Context, string, client.ItemQuery) ([]api.Item, error)

// items returns what the filter asks for, of one engagement or of all that the person is in, newest first.
func (b feedbackCommands) items(ctx context.Context, f feedbackFilter, read itemReader) ([]api.Item, error) {
	if f.State != "" && !slices.Contains(api.ItemStates(), f.State) {
		return nil, usage("state", i18n.T(&goi18n.Message{ID: "pconnect.feedback.state", Other: "“{{.State}}” is no state."},
			"State", f.State),
			i18n.T(&goi18n.Message{ID: "pconnect.feedback.state.step", Other: "The states are {{.States}}."},
				"States", strings.Join(api.ItemStates(), ", ")))
	}
	s, err := b.signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if f, err = f.withSaved(s); err != nil {
		return nil, err
	}
	ids := []string{f.engagement}
	if f.engagement == "" {
		open, err := b.openEngagements(ctx, s)
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
		items, err := read(s.Feedback, ctx, id, f.ItemQuery)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	slices.SortStableFunc(all, func(a, b api.Item) int { return b.Created.Compare(a.Created) })
	return all, nil
}

func (b feedbackCommands) list(ctx context.Context, f feedbackFilter) error {
	if f.drafts {
		return b.listDrafts(ctx)
	}
	items, err := b.items(ctx, f, session.Feedback.AllItems)
	if err != nil {
		return err
	}
	if err := b.saveQuery(ctx, f); err != nil {
		return err
	}
	waiting := b.waitingDrafts()
	return b.answer(map[string]any{"items": items, "drafts_waiting": waiting}, func() { writeItems(b.printer, items, waiting) })
}

// writeItems writes a list of items, and beside it how many drafts are not sent yet.
func writeItems(p *printer, items []api.Item, waiting int) {
	if len(items) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.feedback.none", Other: "No feedback matches. Give some with pconnect feedback new."}))
	} else {
		var rows [][]any
		for _, i := range items {
			rows = append(rows, []any{i.ID, itemState(i.State), i.Type, i.Title, i.Engagement, i.Author, i.Votes, i.CommentCount})
		}
		p.table([]i18n.Text{headID(), headState(), headType(), headTitle(), headEngagement(), i18n.T(&goi18n.Message{ID: "pconnect.column.by", Other: "BY"}),
			i18n.T(&goi18n.Message{ID: "pconnect.column.votes", Other: "VOTES"}), i18n.T(&goi18n.Message{ID: "pconnect.column.comments", Other: "COMMENTS"})}, rows)
	}
	if waiting > 0 {
		p.note(i18n.N(&goi18n.Message{ID: "pconnect.feedback.waiting", One: "{{.Count}} not sent yet: pconnect feedback drafts",
			Other: "{{.Count}} not sent yet: pconnect feedback drafts"}, waiting))
	}
}

// waitingDrafts counts what is queued or was refused: trouble with sending must not stay unseen.
func (b feedbackCommands) waitingDrafts() int {
	n := 0
	drafts, err := b.client.Outbox.Drafts()
	if err != nil {
		return 0
	}
	for _, d := range drafts {
		if d.State == outbox.StateQueued || d.State == outbox.StateStuck {
			n++
		}
	}
	return n
}
