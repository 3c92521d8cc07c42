package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/session"
)

// newFeedbackQueries are the saved searches, which the app has too.
func newFeedbackQueries(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error {
		s, err := c.session(cmd.Context())
		if err != nil {
			return err
		}
		return c.answerQueries(s)
	})
	root := &cobra.Command{Use: "queries", Short: "Saved searches in the feedback; save one with feedback list --save NAME", Args: takes(0, 0, "list or remove"), RunE: list}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: "List the saved searches", Args: takes(0, 0, "no further words"), RunE: list},
		&cobra.Command{Use: "remove NAME", Short: "Forget a saved search", Args: takes(1, 1, "the name of one saved search"), RunE: marked(func(cmd *cobra.Command, args []string) error {
			s, err := c.session(cmd.Context())
			if err != nil {
				return err
			}
			if err := s.RemoveQuery(args[0]); err != nil {
				return err
			}
			return c.answerQueries(s)
		})})
	return root
}

func (c *cli) answerQueries(s *session.Session) error {
	all, err := s.SavedQueries()
	if err != nil {
		return err
	}
	if all == nil {
		all = []session.SavedQuery{}
	}
	return c.answer(map[string]any{"queries": all}, func(w io.Writer) {
		if len(all) == 0 {
			line(w, "There are no saved searches. Save one with pconnect feedback list --save NAME.")
			return
		}
		rows := [][]string{{"NAME", "SEARCH"}}
		for _, q := range all {
			rows = append(rows, []string{clean(q.Name), clean(queryText(q))})
		}
		table(w, rows...)
	})
}

// queryText is a search as the flags that ask for it.
func queryText(q session.SavedQuery) string {
	var flags []string
	for _, f := range []struct{ name, value string }{{"engagement", q.Engagement}, {"state", q.State}, {"type", q.Type}, {"text", q.Text}} {
		if f.value != "" {
			flags = append(flags, "--"+f.name+" "+f.value)
		}
	}
	if q.Mine {
		flags = append(flags, "--mine")
	}
	if q.Followed {
		flags = append(flags, "--followed")
	}
	if len(flags) == 0 {
		return "everything"
	}
	return strings.Join(flags, " ")
}
