package main

import (
	"context"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// newAcceptProgram is the person's yes to a program that says something else of itself, or names what belongs to another one.
func newAcceptProgram(c *cli) *cobra.Command {
	var change string
	cmd := &cobra.Command{Use: "accept NAME", Short: c.help(&goi18n.Message{ID: "pconnect.programs.accept.short",
		Other: "Confirm a program that has changed or moved; you then sign in anew"}),
		Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.program-or-address", Other: "one name or address"})),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.acceptProgram(cmd, args[0], change) })}
	cmd.Flags().StringVar(&change, "change", "", c.help(&goi18n.Message{ID: "pconnect.programs.accept.flag.change",
		Other: "the change that was shown, as it was named there"}))
	return cmd
}

func (c *cli) acceptProgram(cmd *cobra.Command, name, change string) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	q, err := app.Change(cmd.Context(), name)
	if err != nil {
		return err
	}
	var info session.ProgramInfo
	switch {
	case q == nil:
		info, err = app.AddProgram(cmd.Context(), addressOf(app, name))
	case change != "":
		info, err = app.ConfirmProgram(cmd.Context(), q.Address, change)
	default:
		info, err = c.confirmed(cmd.Context(), app, q.Fault())
	}
	if err != nil {
		return err
	}
	return c.answer(struct {
		Program session.ProgramInfo `json:"program"`
	}{info}, func() {
		c.line(i18n.T(&goi18n.Message{ID: "pconnect.programs.accepted", Other: "“{{.Title}}” is used as it describes itself now. Sign in with --program {{.Name}}."},
			"Title", info.Program.Name, "Name", quoted(info.Name)))
	})
}

// addressOf returns the address of a program on the list, and any other text as it is.
func addressOf(app *session.App, name string) string {
	if info, err := app.Program(name); err == nil {
		return info.Address
	}
	return name
}

// confirmed asks a person the question that a fault holds, where there is one and somebody can answer. Otherwise it returns the fault.
func (c *cli) confirmed(ctx context.Context, app *session.App, err error) (session.ProgramInfo, error) {
	q := session.QuestionOf(err)
	if q == nil || !c.asks() {
		return session.ProgramInfo{}, err
	}
	c.noteFault(err)
	answer, asked := c.pick(ctx, i18n.T(&goi18n.Message{ID: "pconnect.programs.ask-confirm", Other: "Is this right, and may it be used"}),
		c.yesAndNo(), c.said(yesNo(false)))
	if asked != nil {
		return session.ProgramInfo{}, asked
	}
	if answer != c.said(yesNo(true)) {
		return session.ProgramInfo{}, err
	}
	return app.ConfirmProgram(ctx, q.Address, q.Digest)
}
