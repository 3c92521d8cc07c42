package main

import (
	"bytes"
	"io"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/programconnect/programconnect/internal/i18n"
)

// writeHelp writes how a command is used, as cobra's own template does, in the language.
func (p *printer) writeHelp(cmd *cobra.Command) {
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	p.block("", text)
	if !cmd.Runnable() && !cmd.HasAvailableSubCommands() { // a topic
		return
	}
	p.heading(i18n.T(&goi18n.Message{ID: "pconnect.help.usage", Other: "Usage:"}))
	if cmd.Runnable() && cmd.HasParent() {
		line := cmd.CommandPath() + strings.TrimPrefix(cmd.Use, cmd.Name())
		if cmd.HasAvailableFlags() {
			line += " [" + p.said(i18n.T(&goi18n.Message{ID: "pconnect.help.flags-word", Other: "flags"})) + "]"
		}
		p.block("  ", line)
	}
	if cmd.HasAvailableSubCommands() {
		p.block("  ", cmd.CommandPath()+" ["+p.said(i18n.T(&goi18n.Message{ID: "pconnect.help.command-word", Other: "command"}))+"]")
	}
	if cmd.HasExample() {
		p.heading(i18n.T(&goi18n.Message{ID: "pconnect.help.examples", Other: "Examples:"}))
		p.block("", cmd.Example)
	}
	p.writeCommands(cmd)
	if own := cmd.LocalFlags(); own.HasAvailableFlags() {
		p.heading(i18n.T(&goi18n.Message{ID: "pconnect.help.flags", Other: "Flags:"}))
		p.writeFlags(own)
	}
	if inherited := cmd.InheritedFlags(); inherited.HasAvailableFlags() {
		p.heading(i18n.T(&goi18n.Message{ID: "pconnect.help.global-flags", Other: "Global flags:"}))
		p.writeFlags(inherited)
	}
	if cmd.HasAvailableSubCommands() {
		p.space()
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.help.more", Other: "More about a command: {{.Command}} [command] --help"},
			"Command", cmd.CommandPath()))
	}
}

func (p *printer) heading(t i18n.Text) {
	p.space()
	p.line(t)
}

// writeCommands lists the commands below one, and behind them the help topics.
func (p *printer) writeCommands(cmd *cobra.Command) {
	var commands, topics [][2]any
	for _, inner := range cmd.Commands() {
		row := [2]any{"  " + inner.Name(), inner.Short}
		switch {
		case inner.IsAdditionalHelpTopicCommand():
			topics = append(topics, [2]any{"  " + inner.CommandPath(), inner.Short})
		case inner.IsAvailableCommand() || inner.Name() == "help":
			commands = append(commands, row)
		}
	}
	if len(commands) > 0 {
		p.heading(i18n.T(&goi18n.Message{ID: "pconnect.help.commands", Other: "Available commands:"}))
		p.pairs(commands...)
	}
	if len(topics) > 0 {
		p.heading(i18n.T(&goi18n.Message{ID: "pconnect.help.topics", Other: "Additional help topics:"}))
		p.pairs(topics...)
	}
}

func (p *printer) writeFlags(flags *pflag.FlagSet) {
	var rows [][2]any
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if kind := p.flagKind(f); kind != "" {
			name += " " + kind
		}
		text := i18n.Verbatim(f.Usage) // in the language already
		if f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" && f.DefValue != "[]" {
			text = i18n.T(&goi18n.Message{ID: "pconnect.help.default", Other: "{{.Usage}} (default “{{.Value}}”)"},
				"Usage", f.Usage, "Value", f.DefValue)
		}
		rows = append(rows, [2]any{name, text})
	})
	p.pairs(rows...)
}

// flagKind names what stands behind a flag; nothing behind a switch.
func (p *printer) flagKind(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool":
		return ""
	case "int", "int64":
		return p.said(i18n.T(&goi18n.Message{ID: "pconnect.help.kind.number", Other: "number"}))
	case "duration":
		return p.said(i18n.T(&goi18n.Message{ID: "pconnect.help.kind.duration", Other: "duration"}))
	default:
		return p.said(i18n.T(&goi18n.Message{ID: "pconnect.help.kind.text", Other: "text"}))
	}
}

// newHelp is the help command, which cobra's other commands expect under this name.
func newHelp(c *cli) *cobra.Command {
	return &cobra.Command{Use: "help [COMMAND]", Short: c.help(&goi18n.Message{ID: "pconnect.help.short", Other: "How a command is used"}),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || found == nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return found.Help()
		})}
}

// shells are those that a completion script can be written for.
var shells = []string{"bash", "fish", "powershell", "zsh"}

// newCompletion writes completion scripts. The scripts, and what they show, are English.
func newCompletion(c *cli) *cobra.Command {
	root := &cobra.Command{Use: "completion", Short: c.help(&goi18n.Message{ID: "pconnect.completion.short", Other: "Write a completion script for a shell"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.completion.long", Other: `Write a script with which a shell completes the commands and flags of pconnect. Load it in the shell's own start file, e.g.
source <(pconnect completion bash)`}), Args: takesNone(), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	for _, shell := range shells {
		root.AddCommand(&cobra.Command{Use: shell, Args: takesNone(),
			Short: c.lang.Text(i18n.T(&goi18n.Message{ID: "pconnect.completion.shell", Other: "The script for {{.Shell}}"},
				"Shell", shell)),
			RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.writeCompletion(cmd.Root(), shell) })})
	}
	return root
}

func (c *cli) writeCompletion(root *cobra.Command, shell string) error {
	var script bytes.Buffer
	write := map[string]func(io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
		"zsh":        root.GenZshCompletion,
	}[shell]
	if err := write(&script); err != nil {
		return err
	}
	c.exact(script.Bytes())
	return nil
}

// englishRoot returns all commands with their texts in English, for files and shells.
func englishRoot(c *cli) *cobra.Command {
	other := *c
	other.printer = &printer{lang: i18n.English(), out: c.printer.out, errOut: c.printer.errOut}
	return newRoot(&other)
}
