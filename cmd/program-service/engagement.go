package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

func newEngagement(o *options) *cobra.Command {
	var n service.NewEngagement
	c := &cobra.Command{Use: "engagement ID", Short: "Add an engagement, or change what the flags name", Args: cobra.ExactArgs(1)}
	f := c.Flags()
	f.StringVar(&n.Title, "title", "", "its title")
	f.StringVar(&n.Description, "description", "", "what it is about")
	f.StringVar(&n.Group, "group", "", "the business group")
	f.StringVar(&n.Join, "join", "approval", "everyone, open, approval or invited")
	f.StringVar(&n.Terms, "terms", "", "id of the agreement to accept before joining")
	f.StringVar(&n.Contact, "contact", "", "e-mail address of those who can help; none: the program's")
	f.IntVar(&n.Position, "position", 100, "place in the list")
	f.BoolVar(&n.Feedback, "feedback", true, "it takes feedback")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			e, err := s.ChangeEngagement(cmd.Context(), args[0], func(e *service.NewEngagement) {
				for flag, take := range map[string]func(){
					"title": func() { e.Title = n.Title }, "description": func() { e.Description = n.Description }, "group": func() { e.Group = n.Group },
					"join": func() { e.Join = n.Join }, "terms": func() { e.Terms = n.Terms }, "contact": func() { e.Contact = n.Contact },
					"position": func() { e.Position = n.Position }, "feedback": func() { e.Feedback = n.Feedback },
				} {
					if f.Changed(flag) {
						take()
					}
				}
			})
			if err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"engagement": e.ID}, line("%s is there as %s.", e.Title, e.ID))
		})
	}
	c.AddCommand(newEngagementList(o), newEngagementRemove(o))
	return c
}

func newEngagementList(o *options) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List the engagements", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				kept, err := s.Engagements(cmd.Context())
				if err != nil {
					return err
				}
				type shown struct {
					ID       string `json:"id"`
					Title    string `json:"title"`
					Join     string `json:"join"`
					Terms    string `json:"terms,omitzero"`
					Packages int    `json:"packages"`
					Feedback bool   `json:"feedback"`
				}
				list, lines := []shown{}, []string{}
				for _, e := range kept {
					list = append(list, shown{e.ID, e.Title, e.Join, e.Terms, e.Packages, e.Feedback})
					lines = append(lines, line("%-20s %s  (join %s, terms %s, packages %d, feedback %t)", e.ID, column(e.Title), e.Join, orNone(e.Terms), e.Packages, e.Feedback))
				}
				if len(lines) == 0 {
					lines = []string{"No engagements."}
				}
				return o.answer(cmd.OutOrStdout(), list, strings.Join(lines, "\n"))
			})
		}}
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func newEngagementRemove(o *options) *cobra.Command {
	return &cobra.Command{Use: "remove ID", Short: "Remove an engagement without packages and terms of its own", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.RemoveEngagement(cmd.Context(), args[0]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"removed": args[0]}, line("%s is removed.", args[0]))
			})
		}}
}
