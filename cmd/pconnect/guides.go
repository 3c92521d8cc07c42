package main

import (
	"context"
	"fmt"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
)

func newGuides(c *cli) *cobra.Command {
	var language string
	var check bool
	list := marked(func(*cobra.Command, []string) error {
		c.speakAs(language)
		return c.listGuides()
	})
	root := &cobra.Command{Use: "guides", Args: takesNone(), RunE: list,
		Short: c.help(&goi18n.Message{ID: "pconnect.guides.short", Other: "Guides: journeys, remedies and advice, step by step"})}
	show := &cobra.Command{Use: "show ID", Short: c.help(&goi18n.Message{ID: "pconnect.guides.show.short", Other: "One guide with its steps"}),
		Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.guide", Other: "the id of one guide"})),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			c.speakAs(language)
			return c.showGuide(cmd.Context(), args[0], check)
		})}
	show.Flags().BoolVar(&check, "check", false, c.help(&goi18n.Message{ID: "pconnect.guides.flag.check", Other: "look at the steps that can be looked at from here"}))
	root.PersistentFlags().StringVar(&language, "language", "", languageFlag(c.printer))
	root.AddCommand(&cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.guides.list.short", Other: "List the guides"}),
		Args: takesNone(), RunE: list}, show)
	return root
}

func languageFlag(p *printer) string {
	return p.help(&goi18n.Message{ID: "pconnect.flag.language", Other: "en, de, fi or ja; the one of pconnect by default"})
}

func (c *cli) listGuides() error {
	all := guide.List(c.lang.Tag())
	return c.answer(map[string]any{"guides": all}, func() { writeGuides(c.printer, all) })
}

func writeGuides(p *printer, all []guide.Guide) {
	var rows [][]any
	for _, g := range all {
		rows = append(rows, []any{g.ID, guideKind(g.Kind), g.Title})
	}
	p.table([]i18n.Text{headID(), headKind(), i18n.T(&goi18n.Message{ID: "pconnect.column.guide", Other: "GUIDE"})}, rows)
}

func (c *cli) showGuide(ctx context.Context, id string, check bool) error {
	g, ok := guide.ByID(id)
	if !ok {
		if g, ok = guide.ByCode(id); !ok {
			return usage("id", i18n.T(&goi18n.Message{ID: "pconnect.guides.unknown", Other: "There is no guide “{{.ID}}”."}, "ID", id),
				i18n.T(&goi18n.Message{ID: "pconnect.guides.unknown.step", Other: "See the ids with pconnect guides list."}),
				i18n.T(&goi18n.Message{ID: "pconnect.guides.unknown.step2", Other: "Or paste the message: pconnect doctor TEXT."}))
		}
	}
	g = g.In(c.lang.Tag())
	var found map[string]guide.Outcome
	if check {
		s, err := c.session(ctx)
		if err != nil {
			return err
		}
		found = g.Run(ctx, s)
	}
	return c.answer(map[string]any{"guide": g, "checks": found}, func() { writeGuide(c.printer, g, found) })
}

func writeGuide(p *printer, g guide.Guide, found map[string]guide.Outcome) {
	p.line(i18n.Verbatim(g.Title))
	p.space()
	p.block("", g.Summary)
	if g.Intro != "" {
		p.space()
		p.block("", g.Intro)
	}
	for i, step := range g.Steps {
		p.space()
		p.line(outcomeText(i18n.Verbatim(fmt.Sprintf("%d. %s", i+1, step.Title)), found[step.ID]))
		if step.Text != "" {
			p.block("   ", step.Text)
		}
		for _, t := range step.Templates {
			p.space()
			p.block("   | ", guide.Fill(t, guide.Details{Language: g.Language}))
		}
	}
	if len(g.Related) > 0 {
		p.space()
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.guide.related", Other: "More: {{.Guides}}"},
			"Guides", strings.Join(g.Related, ", ")))
	}
}

// outcomeText puts behind a step what was found when it was looked at.
func outcomeText(step i18n.Text, o guide.Outcome) i18n.Text {
	if o.State == "" {
		return step
	}
	marked := i18n.T(&goi18n.Message{ID: "pconnect.guide.outcome", Other: "{{.Step}}  [{{.State}}]"},
		"Step", step, "State", stepState(o.State))
	detail := o.Detail
	if detail.IsZero() {
		return marked
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.guide.outcome-detail", Other: "{{.Outcome}} {{.Detail}}"},
		"Outcome", marked, "Detail", detail)
}

func stepState(state guide.State) i18n.Text {
	if state == guide.Passed {
		return i18n.T(&goi18n.Message{ID: "pconnect.guide.done", Other: "done"})
	}
	return checkState(state)
}
