package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/session"
)

func newGuides(c *cli) *cobra.Command {
	var language string
	var check bool
	list := marked(func(*cobra.Command, []string) error { return c.listGuides(c.languageOr(language)) })
	root := &cobra.Command{Use: "guides", Short: "Guides: journeys, remedies and advice, step by step", Args: takes(0, 0, "list or show"), RunE: list}
	show := &cobra.Command{Use: "show ID", Short: "One guide with its steps", Args: takes(1, 1, "the id of one guide"),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			return c.showGuide(cmd.Context(), args[0], c.languageOr(language), check)
		})}
	show.Flags().BoolVar(&check, "check", false, "look at the steps that can be looked at from here")
	root.PersistentFlags().StringVar(&language, "language", "", "en, de, fi or ja; the system's by default")
	root.AddCommand(&cobra.Command{Use: "list", Short: "List the guides", Args: takes(0, 0, "no further words"), RunE: list}, show)
	return root
}

// languageOr is the language that was asked for, else that of the settings, else that of the environment.
func (c *cli) languageOr(asked string) string {
	for _, language := range []string{asked, c.chosenLanguage(), c.getenv("LC_ALL"), c.getenv("LC_MESSAGES"), c.getenv("LANG")} {
		if language != "" {
			return language
		}
	}
	return "en"
}

// chosenLanguage is the language of the settings, if one was chosen. It is read without opening anything: a fault may have kept the home
// folder closed.
func (c *cli) chosenLanguage() string {
	home, err := client.Home(c.home, c.getenv)
	if err != nil {
		return ""
	}
	settings, err := session.ReadSettings(home, session.Policy{})
	if err != nil {
		return ""
	}
	return settings.Language
}

func (c *cli) listGuides(language string) error {
	all := guide.List(language)
	return c.answer(map[string]any{"guides": all}, func(w io.Writer) {
		rows := [][]string{{"ID", "KIND", "GUIDE"}}
		for _, g := range all {
			rows = append(rows, []string{g.ID, string(g.Kind), g.Title})
		}
		table(w, rows...)
	})
}

func (c *cli) showGuide(ctx context.Context, id, language string, check bool) error {
	g, ok := guide.ByID(id)
	if !ok {
		if g, ok = guide.ByCode(id); !ok {
			return usage("id", "There is no guide “"+id+"”.", "See the ids with pconnect guides list.", "Or paste the message: pconnect doctor TEXT.")
		}
	}
	g = g.In(language)
	var found map[string]guide.Outcome
	if check {
		s, err := c.session(ctx)
		if err != nil {
			return err
		}
		found = g.Run(ctx, s)
	}
	return c.answer(map[string]any{"guide": g, "checks": found}, func(w io.Writer) { writeGuide(w, g, found) })
}

func writeGuide(w io.Writer, g guide.Guide, found map[string]guide.Outcome) {
	line(w, "%s\n\n%s", g.Title, g.Summary)
	if g.Intro != "" {
		line(w, "\n%s", g.Intro)
	}
	for i, step := range g.Steps {
		line(w, "\n%d. %s%s", i+1, step.Title, outcomeText(found[step.ID]))
		if step.Text != "" {
			line(w, "   %s", strings.ReplaceAll(step.Text, "\n", "\n   "))
		}
		for _, t := range step.Templates {
			line(w, "\n   | %s", strings.ReplaceAll(guide.Fill(t, guide.Details{Language: g.Language}), "\n", "\n   | "))
		}
	}
	if len(g.Related) > 0 {
		line(w, "\nMore: %s", strings.Join(g.Related, ", "))
	}
}

func outcomeText(o guide.Outcome) string {
	marks := map[guide.State]string{guide.Passed: "  [done] ", guide.Open: "  [open] ", guide.Unknown: "  [not known] "}
	if o.State == "" {
		return ""
	}
	return strings.TrimRight(marks[o.State]+o.Detail.String(), " ")
}
