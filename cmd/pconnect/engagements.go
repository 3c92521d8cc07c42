package main

import (
	"context"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
)

func newEngagements(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listEngagements(cmd.Context()) })
	root := &cobra.Command{Use: "engagements", Short: "Engagements: the pieces of work inside a program, and how to get in", Args: takes(0, 0, "list, show, join, leave or request"), RunE: list}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: "List the engagements that you can see", Args: takes(0, 0, "no further words"), RunE: list},
		&cobra.Command{Use: "show ID", Short: "One engagement, and what comes next in it", Args: takes(1, 1, "the id of one engagement"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.showEngagement(cmd.Context(), args[0]) })},
		c.engage("join ID", "Join an open engagement, after its terms are accepted", (*session.Session).Join),
		c.engage("leave ID", "End your part in an engagement", (*session.Session).Leave),
		&cobra.Command{Use: "request ID REASON", Short: "Ask an engagement's owner for access", Args: takes(2, 2, "the id of an engagement and one reason, in quotes"),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				return c.engaged(cmd.Context(), func(ctx context.Context, s *session.Session) (api.Engagement, error) {
					return s.RequestEngagement(ctx, args[0], args[1])
				})
			})},
	)
	return root
}

// engage is what join and leave have in common.
func (c *cli) engage(use, short string, do func(*session.Session, context.Context, string) (api.Engagement, error)) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: takes(1, 1, "the id of one engagement"), RunE: marked(func(cmd *cobra.Command, args []string) error {
		return c.engaged(cmd.Context(), func(ctx context.Context, s *session.Session) (api.Engagement, error) { return do(s, ctx, args[0]) })
	})}
}

func (c *cli) engaged(ctx context.Context, do func(context.Context, *session.Session) (api.Engagement, error)) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	e, err := do(ctx, s)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"engagement": e}, func(w io.Writer) { line(w, "%s: %s. %s", clean(e.Title), accessText(e.Access), wayIn(e)) })
}

func (c *cli) listEngagements(ctx context.Context) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	list, err := s.Engagements(ctx)
	if err != nil {
		return err
	}
	if list == nil {
		list = []api.Engagement{}
	}
	return c.answer(map[string]any{"engagements": list}, func(w io.Writer) {
		if len(list) == 0 {
			line(w, "You can see no engagement: this program has none, or they are open to invited people alone.%s", askWhom(s))
			return
		}
		rows := [][]string{{"ID", "TITLE", "ACCESS", "PACKAGES", "FEEDBACK", "NEXT"}}
		for _, e := range list {
			feedback := "no"
			if e.Feedback {
				feedback = "yes"
			}
			rows = append(rows, []string{e.ID, clean(e.Title), e.Access.State, strconv.Itoa(e.Packages), feedback, wayIn(e)})
		}
		table(w, rows...)
	})
}

func askWhom(s *session.Session) string {
	if contact := s.Program().Contact; contact != "" {
		return " Ask " + clean(contact) + "."
	}
	return ""
}

func (c *cli) showEngagement(ctx context.Context, id string) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	list, err := s.Engagements(ctx)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.ID == id {
			return c.answer(map[string]any{"engagement": e}, func(w io.Writer) { writeEngagement(w, e) })
		}
	}
	return usage("id", "You can see no engagement “"+id+"”.", "See them with pconnect engagements list. Some are open to invited people alone.")
}

func writeEngagement(w io.Writer, e api.Engagement) {
	line(w, "%s\n%s", clean(e.Title), clean(e.Description))
	if e.Group != "" {
		line(w, "Group     %s", clean(e.Group))
	}
	line(w, "Access    %s", accessText(e.Access))
	if e.Access.Role != "" {
		line(w, "Role      %s", clean(e.Access.Role))
	}
	if e.Terms != "" {
		line(w, "Terms     %s, SHA-256 %s", e.Terms, e.TermsSHA256)
	}
	line(w, "Packages  %d", e.Packages)
	if next := wayIn(e); next != "" {
		line(w, "Next: %s", next)
	}
}

// wayIn says what a person does to get into an engagement, or what can be done inside.
func wayIn(e api.Engagement) string {
	contact := ""
	if e.Access.Contact != "" {
		contact = " (" + clean(e.Access.Contact) + ")"
	}
	switch {
	case e.Access.Granted():
		return "pconnect packages list"
	case e.Access.State == api.AccessRequested:
		return "wait for the owner's answer" + contact
	case e.Join == api.JoinOpen && e.Terms != "":
		return "pconnect agreements show " + e.Terms + ", accept it, then pconnect engagements join " + e.ID
	case e.Join == api.JoinOpen:
		return "pconnect engagements join " + e.ID
	case e.Join == api.JoinApproval:
		return "pconnect engagements request " + e.ID + " REASON"
	case e.Join == api.JoinInvited:
		return "only by invitation" + contact
	default:
		return ""
	}
}
