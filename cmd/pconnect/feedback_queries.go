package main

import (
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// newQueries are the saved searches, which the app has too.
func (b feedbackCommands) newQueries() *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error {
		s, err := b.session(cmd.Context())
		if err != nil {
			return err
		}
		return b.answerQueries(s)
	})
	root := &cobra.Command{Use: "queries", Args: takesNone(), RunE: list, Short: b.help(&goi18n.Message{ID: "pconnect.queries.short",
		Other: "Saved searches in the feedback; save one with feedback list --save NAME"})}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: b.help(&goi18n.Message{ID: "pconnect.queries.list.short", Other: "List the saved searches"}), Args: takesNone(), RunE: list},
		&cobra.Command{Use: "remove NAME", Short: b.help(&goi18n.Message{ID: "pconnect.queries.remove.short", Other: "Forget a saved search"}),
			Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.query", Other: "the name of one saved search"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				s, err := b.session(cmd.Context())
				if err != nil {
					return err
				}
				if err := s.Searches.Remove(args[0]); err != nil {
					return err
				}
				return b.answerQueries(s)
			})})
	return root
}

func (b feedbackCommands) answerQueries(s *session.Session) error {
	all, err := s.Searches.List()
	if err != nil {
		return err
	}
	if all == nil {
		all = []session.SavedQuery{}
	}
	return b.answer(map[string]any{"queries": all}, func() { writeQueries(b.printer, all) })
}

func writeQueries(p *printer, all []session.SavedQuery) {
	if len(all) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.queries.none", Other: "There are no saved searches. Save one with pconnect feedback list --save NAME."}))
		return
	}
	var rows [][]any
	for _, q := range all {
		rows = append(rows, []any{q.Name, queryText(q)})
	}
	p.table([]i18n.Text{headName(), i18n.T(&goi18n.Message{ID: "pconnect.column.search", Other: "SEARCH"})}, rows)
}

// queryText is a search as the flags that ask for it.
func queryText(q session.SavedQuery) i18n.Text {
	var flags []string
	for _, f := range []struct{ name, value string }{{"engagement", q.Engagement}, {"state", q.State}, {"type", q.Type}, {"text", q.Text}} {
		if f.value != "" {
			flags = append(flags, "--"+f.name+" "+quoted(f.value))
		}
	}
	if q.Mine {
		flags = append(flags, "--mine")
	}
	if q.Followed {
		flags = append(flags, "--followed")
	}
	if len(flags) == 0 {
		return i18n.T(&goi18n.Message{ID: "pconnect.queries.everything", Other: "everything"})
	}
	return i18n.Verbatim(strings.Join(flags, " "))
}
