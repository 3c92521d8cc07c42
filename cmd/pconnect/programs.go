package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func newPrograms(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listPrograms(cmd) })
	root := &cobra.Command{Use: "programs", Short: c.help(&goi18n.Message{ID: "pconnect.programs.short", Other: "Programs that can be joined"}),
		Args: takesNone(), RunE: list}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.programs.list.short", Other: "List the programs"}), Args: takesNone(), RunE: list},
		&cobra.Command{Use: "add ADDRESS", Short: c.help(&goi18n.Message{ID: "pconnect.programs.add.short", Other: "Add a program by its address"}),
			Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.program-address", Other: "one address"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.addProgram(cmd, args[0]) })},
		&cobra.Command{Use: "remove NAME", Short: c.help(&goi18n.Message{ID: "pconnect.programs.remove.short",
			Other: "Take a program off the list; its downloads stay"}), Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.program", Other: "one name"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.removeProgram(cmd, args[0]) })},
		newAcceptProgram(c),
	)
	return root
}

func (c *cli) listPrograms(cmd *cobra.Command) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	list := app.Programs()
	return c.answer(map[string]any{"programs": list}, func() { writePrograms(c.printer, list) })
}

func writePrograms(p *printer, list []session.ProgramInfo) {
	var rows [][]any
	for _, info := range list {
		var address any = info.Address
		if info.Address == "" {
			address = i18n.T(&goi18n.Message{ID: "pconnect.programs.here", Other: "on this computer"})
		}
		rows = append(rows, []any{info.Name, programKind(info.Kind), info.Program.Name, address})
	}
	p.table([]i18n.Text{headName(), headKind(), headProgram(), headAddress()}, rows)
}

func (c *cli) addProgram(cmd *cobra.Command, address string) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	info, err := app.AddProgram(cmd.Context(), address)
	if err != nil {
		if info, err = c.confirmed(cmd.Context(), app, err); err != nil {
			return err
		}
	}
	return c.answer(struct {
		Program session.ProgramInfo `json:"program"`
	}{info}, func() { writeAdded(c.printer, info) })
}

func writeAdded(p *printer, info session.ProgramInfo) {
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.programs.added", Other: "Added “{{.Title}}”. Use it with --program {{.Name}}."},
		"Title", info.Program.Name, "Name", quoted(info.Name)))
}

func (c *cli) removeProgram(cmd *cobra.Command, name string) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	if err := app.RemoveProgram(name); err != nil {
		return err
	}
	return c.answer(map[string]any{"removed": name}, func() {
		c.line(i18n.T(&goi18n.Message{ID: "pconnect.programs.removed", Other: "Removed {{.Name}}. Its downloads stay where they are."},
			"Name", name))
	})
}
