package main

import (
	"context"
	"errors"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

// commandError marks an error that a command returned. What cobra itself returns, before a command runs, is wrong use.
type commandError struct{ err error }

func (e commandError) Error() string { return e.err.Error() }
func (e commandError) Unwrap() error { return e.err }

// marked wraps the work of a command so that its errors are told from cobra's own.
func marked(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := run(cmd, args); err != nil {
			return commandError{err}
		}
		return nil
	}
}

// asFault returns the fault of an error; cobra's own errors are wrong use.
func asFault(err error) error {
	if err == nil {
		return nil
	}
	var mine commandError
	var typed *fault.Error
	var several failures
	if errors.As(err, &several) {
		return several // the first is the command's, and each is named
	}
	if errors.As(err, &mine) || errors.As(err, &typed) {
		return fault.Of(err)
	}
	return flagFault(err)
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

// takeOverPause is how long a process that watches takes to go on with the queue of one that ends.
const takeOverPause = 300 * time.Millisecond

// carriedOn says so where another process goes on with the downloads that this one was stopped in.
func (c *cli) carriedOn(err error) error {
	if fault.Of(err).Code != interruptedCode || c.opened == "" {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), takeOverPause)
	defer stop()
	for {
		remote, dialErr := ipc.Dial(ctx, c.opened)
		if dialErr == nil {
			running := remote.Snapshot().Running
			_ = remote.Close()
			if running > 0 {
				return watchingFault()
			}
		}
		if !pause(ctx, turnPause) {
			return err
		}
	}
}

// problem is a fault as JSON, in English.
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
	return &problem{Kind: f.Kind, Code: f.Code, Title: f.Title.String(), Cause: f.Cause.String(), Safe: f.Safe.String(), Steps: i18n.Strings(f.Steps),
		Commands: f.Commands, Guide: f.Guide, Field: f.Field, Fields: wrongFields(f), Agreement: f.Agreement, Correlation: f.Correlation,
		Exit: fault.ExitStatus(f)}
}

// wrongFields are all fields that the program did not take; one fault names only the first.
func wrongFields(f *fault.Error) []api.FieldError {
	var details *api.Problem
	if errors.As(f.Err, &details) {
		return details.Fields
	}
	return nil
}

// trouble says to a person, and with --json to the caller's program, what went wrong.
func (p *printer) trouble(err error) {
	f := fault.Of(asFault(err))
	p.failedEvents(err)
	_ = p.event(map[string]any{"event": "error", "error": problemOf(err)}) // in English whatever the language: programs read it
	p.indented("pconnect: ", f.Title)
	p.faultDetails(f)
	p.eachFailure(err)
	for _, command := range f.Commands {
		p.indented("    ", i18n.Verbatim(command))
	}
	if f.Correlation != "" {
		p.indented("  ", i18n.T(&goi18n.Message{ID: "pconnect.trouble.correlation", Other: "Correlation id: {{.ID}}"},
			"ID", f.Correlation))
	}
	if f.Guide != "" {
		p.indented("  ", i18n.T(&goi18n.Message{ID: "pconnect.trouble.guide", Other: "More: pconnect guides show {{.Guide}}"},
			"Guide", quoted(f.Guide)))
	}
}

// faultDetails writes what stands under the title of a fault.
func (p *printer) faultDetails(f *fault.Error) {
	cause, fields := f.Cause, wrongFields(f)
	if len(fields) == 1 && !cause.IsZero() {
		cause = because(i18n.Verbatim(fields[0].Field), cause)
	}
	for _, text := range []i18n.Text{cause, f.Safe} {
		if !text.IsZero() {
			p.indented("  ", text)
		}
	}
	if len(fields) > 1 {
		for _, wrong := range fields {
			p.indented("  ", because(i18n.Verbatim(wrong.Field), wrong.Text()))
		}
	}
	for _, step := range f.Steps {
		p.indented("  > ", step)
	}
}

// noteFault writes a fault that does not end the command, to standard error.
func (p *printer) noteFault(err error) {
	f := fault.Of(err)
	p.note(f.Title)
	p.faultDetails(f)
}

// lineFault writes a fault that is part of an answer.
func (p *printer) lineFault(err error) {
	f := fault.Of(err)
	for _, text := range append([]i18n.Text{f.Title, f.Cause, f.Safe}, f.Steps...) {
		if !text.IsZero() {
			p.line(text)
		}
	}
}
