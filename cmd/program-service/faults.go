package main

import (
	"errors"
	"io/fs"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// nothingChanged says that the program's data are as they were.
func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.owner.safe", Other: "Nothing was changed."})
}

// flagFault returns the fault for a wrong value of a flag.
func flagFault(code, flag string, title, cause i18n.Text) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: code, Title: title, Cause: cause, Safe: nothingChanged(), Field: flag}
}

// noFolder is the fault for a command without a folder.
func noFolder() error {
	return flagFault("service.data", "--data", i18n.T(&goi18n.Message{ID: "service.data.title", Other: "Name the program's folder with --data."}), i18n.Text{})
}

// readFault is the fault for a file that can't be read.
func readFault(path string, err error) error {
	f := &fault.Error{Kind: fault.Disk, Code: "service.read", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.read.title", Other: "A file can't be read: {{.File}}"}, "File", path)}
	if errors.Is(err, fs.ErrNotExist) {
		f.Kind = fault.Usage
		f.Cause = i18n.T(&goi18n.Message{ID: "service.read.missing.cause", Other: "It is not there."})
	}
	return f
}

// stdoutFault is the fault for an answer that could not be written.
func stdoutFault(err error) error {
	return &fault.Error{Kind: fault.Disk, Code: "service.stdout", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.stdout.title", Other: "Standard output can't be written: the answer is not whole."}),
		Safe:  i18n.T(&goi18n.Message{ID: "service.stdout.safe", Other: "What the command did is done."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.stdout.step", Other: "Make room where standard output goes, and give the command again."})}}
}

// writeFault is the fault for a file that can't be written; nil stays nil, and a fault stays what it is.
func writeFault(path string, err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.write", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.write.title", Other: "A file can't be written: {{.File}}"}, "File", path),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.write.step", Other: "Look at the room on that disk and at the folder's rights, or name another file."})}}
}

// descriptionFault is the fault for a program.json, or for a folder without one.
func descriptionFault(kind fault.Kind, title, cause i18n.Text, err error, steps ...i18n.Text) error {
	return &fault.Error{Kind: kind, Code: "service.program", Title: title, Cause: cause, Safe: nothingChanged(), Steps: steps, Field: "--data", Err: err}
}

// usageFault returns the fault for a command line that cobra refused. Cobra's own words are its cause.
func usageFault(err error) error {
	text := err.Error()
	return &fault.Error{Kind: fault.Usage, Code: "usage", Cause: i18n.Verbatim(strings.ToUpper(text[:1]) + text[1:] + "."), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.usage.title", Other: "The command is not one that program-service knows."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.usage.step", Other: "See: program-service help"})}}
}

// typeUsage makes faults of what cobra refuses, flags and arguments, in a command and all beneath it.
func typeUsage(c *cobra.Command) {
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageFault(err) })
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageFault(err)
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		typeUsage(sub)
	}
}
