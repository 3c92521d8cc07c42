package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/session"
)

func newPrograms(c *cli) *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error { return c.listPrograms(cmd) }
	root := &cobra.Command{Use: "programs", Short: "Programs that can be joined", Args: takes(0, 0, "list, add or remove"), RunE: marked(list)}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: "List the programs", Args: takes(0, 0, "no further words"), RunE: marked(list)},
		&cobra.Command{Use: "add ADDRESS", Short: "Add a program by its address", Args: takes(1, 1, "one address"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.addProgram(cmd, args[0]) })},
		&cobra.Command{Use: "remove NAME", Short: "Take a program off the list; its downloads stay", Args: takes(1, 1, "one name"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.removeProgram(cmd, args[0]) })},
	)
	return root
}

func (c *cli) listPrograms(cmd *cobra.Command) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	list := app.Programs()
	return c.answer(map[string]any{"programs": list}, func(w io.Writer) {
		rows := [][]string{{"NAME", "KIND", "PROGRAM", "ADDRESS"}}
		for _, p := range list {
			address := p.Address
			if address == "" {
				address = "on this computer"
			}
			rows = append(rows, []string{p.Name, p.Kind, clean(p.Program.Name), address})
		}
		table(w, rows...)
	})
}

func (c *cli) addProgram(cmd *cobra.Command, address string) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	info, err := app.AddProgram(cmd.Context(), address)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Program session.ProgramInfo `json:"program"`
	}{info}, func(w io.Writer) {
		line(w, "Added “%s”. Use it with --program %s.", clean(info.Program.Name), info.Name)
	})
}

func (c *cli) removeProgram(cmd *cobra.Command, name string) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	if err := app.RemoveProgram(name); err != nil {
		return err
	}
	return c.answer(map[string]any{"removed": name}, func(w io.Writer) { line(w, "Removed %s. Its downloads stay where they are.", name) })
}
