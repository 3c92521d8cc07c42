package main

import (
	"errors"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// usage is a fault about how the command was used. field is the flag or argument, without dashes.
func usage(field string, title i18n.Text, steps ...i18n.Text) *fault.Error {
	if len(steps) == 0 {
		steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.usage.step", Other: "See how it is used with --help."})}
	}
	return &fault.Error{Kind: fault.Usage, Code: "pconnect.usage", Title: title, Steps: steps, Field: field}
}

// takes checks the number of arguments. most is -1 where any number is taken.
func takes(least, most int, wanted i18n.Text) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || (most >= 0 && len(args) > most) {
			return usage("", i18n.T(&goi18n.Message{ID: "pconnect.usage.arguments", Other: "“{{.Command}}” takes {{.Wanted}}."},
				"Command", cmd.CommandPath(), "Wanted", wanted))
		}
		return nil
	}
}

// takesNone checks that nothing stands behind a command but its own commands.
func takesNone() cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, inner := range cmd.Commands() {
			names = append(names, inner.Name())
		}
		if len(names) > 0 {
			return takes(0, 0, i18n.T(&goi18n.Message{ID: "pconnect.usage.commands", Other: "one of its commands: {{.Commands}}"},
				"Commands", strings.Join(names, ", ")))(cmd, args)
		}
		return takes(0, 0, i18n.T(&goi18n.Message{ID: "pconnect.usage.nothing", Other: "no further words"}))(cmd, args)
	}
}

func unknownCommand(cmd *cobra.Command, name string) error {
	title := i18n.T(&goi18n.Message{ID: "pconnect.usage.unknown-command", Other: "There is no command “{{.Name}}”."},
		"Name", name)
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		return usage("", title, i18n.T(&goi18n.Message{ID: "pconnect.usage.unknown-command.step", Other: "Did you mean: {{.Names}}?"},
			"Names", strings.Join(near, ", ")))
	}
	return usage("", title, i18n.T(&goi18n.Message{ID: "pconnect.usage.unknown-command.step2", Other: "See the commands with pconnect --help."}))
}

// flagFault says what is wrong with a flag, by the kind of the parser's error.
func flagFault(err error) *fault.Error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return usage(unknown.GetSpecifiedName(), i18n.T(&goi18n.Message{ID: "pconnect.usage.unknown-flag",
			Other: "There is no flag {{.Flag}} here."},
			"Flag", dashed(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames())))
	case errors.As(err, &bare):
		return usage(bare.GetSpecifiedName(), i18n.T(&goi18n.Message{ID: "pconnect.usage.bare-flag",
			Other: "The flag {{.Flag}} needs a value."}, "Flag", dashed(bare.GetSpecifiedName(), bare.GetSpecifiedShortnames())))
	case errors.As(err, &wrong):
		return usage(wrong.GetFlag().Name, i18n.T(&goi18n.Message{ID: "pconnect.usage.flag-value",
			Other: "“{{.Value}}” is no value for the flag {{.Flag}}."},
			"Value", wrong.GetValue(), "Flag", "--"+wrong.GetFlag().Name))
	case errors.As(err, &syntax):
		return usage("", i18n.T(&goi18n.Message{ID: "pconnect.usage.flag-syntax", Other: "“{{.Flag}}” is not written as a flag is."},
			"Flag", syntax.GetSpecifiedFlag()))
	default:
		return usage("", i18n.T(&goi18n.Message{ID: "pconnect.usage.other", Other: "The command was not understood."}))
	}
}

func dashed(name, shorthands string) string {
	if shorthands != "" {
		return "-" + name
	}
	return "--" + name
}
