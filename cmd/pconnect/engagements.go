package main

import (
	"context"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// engagementCommands are pconnect engagements and what stands below it.
type engagementCommands struct{ *cli }

func newEngagements(c *cli) *cobra.Command {
	e := engagementCommands{c}
	list := marked(func(cmd *cobra.Command, _ []string) error { return e.list(cmd.Context()) })
	root := &cobra.Command{Use: "engagements", Args: takesNone(), RunE: list, Short: c.help(&goi18n.Message{ID: "pconnect.engagements.short",
		Other: "Engagements: the pieces of work inside a program, and how to get in"})}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.engagements.list.short", Other: "List the engagements that you can see"}),
			Args: takesNone(), RunE: list},
		&cobra.Command{Use: "show ID", Short: c.help(&goi18n.Message{ID: "pconnect.engagements.show.short", Other: "One engagement, and what comes next in it"}),
			Args: takes(1, 1, wantedEngagement()),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return e.show(cmd.Context(), args[0]) })},
		e.newChange("join ID", c.help(&goi18n.Message{ID: "pconnect.engagements.join.short",
			Other: "Join an open engagement, after its terms are accepted"}), func(s *session.Session, ctx context.Context, id string) (api.Engagement, error) {
			return s.Engagements.Join(ctx, id)
		}),
		e.newChange("leave ID", c.help(&goi18n.Message{ID: "pconnect.engagements.leave.short", Other: "End your part in an engagement"}), func(s *session.Session, ctx context.Context, id string) (api.Engagement, error) {
			return s.Engagements.Leave(ctx, id)
		}),
		&cobra.Command{Use: "request ID REASON", Short: c.help(&goi18n.Message{ID: "pconnect.engagements.request.short",
			Other: "Ask an engagement's owner for access"}),
			Args: takes(2, 2, i18n.T(&goi18n.Message{ID: "pconnect.wanted.engagement-reason", Other: "the id of an engagement and one reason, in quotes"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error {
				return e.change(cmd.Context(), func(ctx context.Context, s *session.Session) (api.Engagement, error) {
					return s.Engagements.Request(ctx, args[0], args[1])
				})
			})},
	)
	return root
}

// newChange is what join and leave have in common.
func (e engagementCommands) newChange(use, short string, do func(*session.Session, context.Context, string) (api.Engagement, error)) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: takes(1, 1, wantedEngagement()), RunE: marked(func(cmd *cobra.Command, args []string) error {
		return e.change(cmd.Context(), func(ctx context.Context, s *session.Session) (api.Engagement, error) { return do(s, ctx, args[0]) })
	})}
}

func (e engagementCommands) change(ctx context.Context, do func(context.Context, *session.Session) (api.Engagement, error)) error {
	s, err := e.signedIn(ctx)
	if err != nil {
		return err
	}
	engagement, err := do(ctx, s)
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"engagement": engagement}, func() { writeChangedEngagement(e.printer, engagement) })
}

func writeChangedEngagement(p *printer, e api.Engagement) {
	p.line(because(i18n.Verbatim(e.Title), accessText(e.Access)))
	if next := wayIn(e); !next.IsZero() {
		p.line(nextStep(next))
	}
}

func (e engagementCommands) list(ctx context.Context) error {
	s, err := e.signedIn(ctx)
	if err != nil {
		return err
	}
	list, err := s.Engagements.List(ctx)
	if err != nil {
		return err
	}
	if list == nil {
		list = []api.Engagement{}
	}
	return e.answer(map[string]any{"engagements": list}, func() { writeEngagements(e.printer, list, s.Program().Contact) })
}

func writeEngagements(p *printer, list []api.Engagement, contact string) {
	if len(list) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.engagements.none",
			Other: "You can see no engagement: this program has none, or they are open to invited people alone."}))
		if contact != "" {
			p.line(i18n.T(&goi18n.Message{ID: "pconnect.engagements.none.step", Other: "Ask {{.Contact}}."}, "Contact", contact))
		}
		return
	}
	var rows [][]any
	for _, e := range list {
		rows = append(rows, []any{e.ID, e.Title, accessState(e.Access.State), e.Packages, yesNo(e.Feedback), wayIn(e)})
	}
	p.table([]i18n.Text{headID(), headTitle(), headAccess(), i18n.T(&goi18n.Message{ID: "pconnect.column.packages", Other: "PACKAGES"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.feedback", Other: "FEEDBACK"}), i18n.T(&goi18n.Message{ID: "pconnect.column.next", Other: "NEXT"})}, rows)
}

func (e engagementCommands) show(ctx context.Context, id string) error {
	s, err := e.signedIn(ctx)
	if err != nil {
		return err
	}
	list, err := s.Engagements.List(ctx)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.ID == id {
			return e.answer(map[string]any{"engagement": one}, func() { writeEngagement(e.printer, one) })
		}
	}
	return usage("id", i18n.T(&goi18n.Message{ID: "pconnect.engagements.unknown", Other: "You can see no engagement “{{.ID}}”."}, "ID", id),
		i18n.T(&goi18n.Message{ID: "pconnect.engagements.unknown.step",
			Other: "See them with pconnect engagements list. Some are open to invited people alone."}))
}

func writeEngagement(p *printer, e api.Engagement) {
	p.line(i18n.Verbatim(e.Title))
	p.block("  ", e.Description)
	var rows [][2]any
	if e.Group != "" {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.engagement.group", Other: "Group"}), e.Group})
	}
	rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.engagement.access", Other: "Access"}), accessText(e.Access)})
	if e.Access.Role != "" {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.engagement.role", Other: "Role"}), e.Access.Role})
	}
	if e.Terms != "" {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.engagement.terms", Other: "Terms"}), e.Terms + ", SHA-256 " + e.TermsSHA256})
	}
	rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.engagement.packages", Other: "Packages"}), e.Packages})
	p.pairs(rows...)
	if next := wayIn(e); !next.IsZero() {
		p.line(nextStep(next))
	}
}

func nextStep(what i18n.Text) i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.engagement.next", Other: "Next: {{.What}}"}, "What", what)
}

// wayIn says what a person does to get into an engagement, or what can be done inside.
func wayIn(e api.Engagement) i18n.Text {
	id := quoted(e.ID)
	switch {
	case e.Access.Granted():
		return i18n.Verbatim("pconnect packages list")
	case e.Access.State == api.AccessRequested:
		return withContact(i18n.T(&goi18n.Message{ID: "pconnect.engagement.wait", Other: "wait for the owner's answer"}), e.Access.Contact)
	case e.Join == api.JoinOpen && e.Terms != "":
		return i18n.T(&goi18n.Message{ID: "pconnect.engagement.accept",
			Other: "pconnect agreements show {{.Terms}}, accept it, then pconnect engagements join {{.ID}}"},
			"Terms", quoted(e.Terms), "ID", id)
	case e.Join == api.JoinOpen:
		return i18n.Verbatim("pconnect engagements join " + id)
	case e.Join == api.JoinApproval:
		return i18n.T(&goi18n.Message{ID: "pconnect.engagement.request", Other: "pconnect engagements request {{.ID}} REASON"}, "ID", id)
	case e.Join == api.JoinInvited:
		return withContact(i18n.T(&goi18n.Message{ID: "pconnect.engagement.invited", Other: "only by invitation"}), e.Access.Contact)
	default:
		return i18n.Text{}
	}
}

func withContact(what i18n.Text, contact string) i18n.Text {
	if contact == "" {
		return what
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.engagement.contact", Other: "{{.What}} ({{.Contact}})"},
		"What", what, "Contact", contact)
}
