package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// ran marks an error that a command gave. What cobra itself gives, before a command runs, is wrong use.
type ran struct{ err error }

func (r ran) Error() string { return r.err.Error() }
func (r ran) Unwrap() error { return r.err }

// marked wraps the work of a command so that its errors are told from cobra's own.
func marked(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := run(cmd, args); err != nil {
			return ran{err}
		}
		return nil
	}
}

// asFault gives the fault of an error; cobra's own errors are wrong use.
func asFault(err error) error {
	if err == nil {
		return nil
	}
	var mine ran
	var typed *fault.Error
	if errors.As(err, &mine) || errors.As(err, &typed) {
		return fault.Of(err)
	}
	return usage("", sentence(err.Error()))
}

// usage is a fault about how the command was used. field is the flag or argument, without dashes.
func usage(field, title string, steps ...string) *fault.Error {
	if len(steps) == 0 {
		steps = []string{"See how it is used with --help."}
	}
	return &fault.Error{Kind: fault.Usage, Code: "pconnect.usage", Title: i18n.Verbatim(title), Steps: i18n.Verbatims(steps), Field: field}
}

func sentence(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	if text == "" {
		return "The command was not understood."
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}

// interrupted turns what broke off because the person pressed Ctrl+C into one plain fault.
func interrupted(err error) error {
	if fault.Is(err, fault.Interrupted) {
		return err
	}
	if !errors.Is(err, context.Canceled) && fault.Of(err).Kind != fault.Other {
		return err
	}
	return fault.Of(context.Canceled)
}

// problem is a fault as JSON.
type problem struct {
	Kind        fault.Kind       `json:"kind"`
	Code        string           `json:"code"`
	Title       string           `json:"title"`
	Cause       string           `json:"cause,omitzero"`
	Safe        string           `json:"safe,omitzero"`
	Steps       []string         `json:"steps,omitzero"`
	Commands    []string         `json:"commands,omitzero"`
	Guide       string           `json:"guide,omitzero"`
	Field       string           `json:"field,omitzero"`
	Fields      []api.FieldError `json:"fields,omitzero"`
	Agreement   string           `json:"agreement,omitzero"`
	Correlation string           `json:"correlation,omitzero"`
	Exit        int              `json:"exit"`
}

func problemOf(err error) *problem {
	if err == nil {
		return nil
	}
	f := fault.Of(asFault(err))
	return &problem{Kind: f.Kind, Code: f.Code, Title: f.Title.String(), Cause: f.Cause.String(), Safe: f.Safe.String(), Steps: i18n.Strings(f.Steps), Commands: f.Commands, Guide: f.Guide,
		Field: f.Field, Fields: wrongFields(f), Agreement: f.Agreement, Correlation: f.Correlation, Exit: fault.ExitStatus(f)}
}

// wrongFields are all fields that the program did not take; one fault names only the first.
func wrongFields(f *fault.Error) []api.FieldError {
	var details *api.Problem
	if errors.As(f.Err, &details) {
		return details.Fields
	}
	return nil
}

// trouble tells a person, and with --json the caller's program, what went wrong.
func (c *cli) trouble(err error) {
	f, language := fault.Of(asFault(err)), i18n.For(c.languageOr(""))
	_ = c.event(map[string]any{"event": "error", "error": problemOf(err)}) // in English whatever the language: programs read it
	w := c.errOut
	line(w, "pconnect: %s", clean(language.Text(f.Title)))
	for _, text := range []i18n.Text{f.Cause, f.Safe} {
		if !text.IsZero() {
			line(w, "  %s", clean(language.Text(text)))
		}
	}
	if fields := wrongFields(f); len(fields) > 1 {
		for _, wrong := range fields {
			line(w, "  %s: %s", clean(wrong.Field), clean(wrong.Message))
		}
	}
	for _, step := range f.Steps {
		line(w, "  > %s", clean(language.Text(step)))
	}
	for _, command := range f.Commands {
		line(w, "    %s", clean(command))
	}
	if f.Correlation != "" {
		line(w, "  Correlation id: %s", clean(f.Correlation))
	}
	if f.Guide != "" {
		line(w, "  More: pconnect guides show %s", f.Guide)
	}
}
