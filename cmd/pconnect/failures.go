package main

import (
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// failures are the faults of some of the things that one command was given. The first is the command's; every one is named.
type failures struct {
	total int // things in all
	all   []failure
}

// failure is one thing that failed.
type failure struct {
	name string
	err  error
}

func (f *failures) add(name string, err error) { f.all = append(f.all, failure{name, err}) }

// err returns what failed; nil when nothing did.
func (f *failures) err() error {
	switch {
	case len(f.all) == 0:
		return nil
	case f.total == 1:
		return f.all[0].err
	default:
		return *f
	}
}

// Error implements error with the first.
func (f failures) Error() string { return f.all[0].err.Error() }

// Unwrap returns the first: it is the command's.
func (f failures) Unwrap() error { return f.all[0].err }

// eachFailure writes the name and the reason of each thing that failed, where a command was given several.
func (p *printer) eachFailure(err error) {
	var f failures
	if !errors.As(err, &f) {
		return
	}
	p.indented("  ", i18n.N(&goi18n.Message{ID: "pconnect.failures", One: "{{.Count}} of {{.Total}} failed:", Other: "{{.Count}} of {{.Total}} failed:"},
		len(f.all), "Total", f.total))
	for _, one := range f.all {
		p.indented("    ", because(i18n.Verbatim(one.name), fault.Of(asFault(one.err)).Title))
	}
}

// failedEvents writes an event for each thing that failed, with --json.
func (p *printer) failedEvents(err error) {
	var f failures
	if !errors.As(err, &f) {
		return
	}
	for _, one := range f.all {
		_ = p.event(map[string]any{"event": "failed", "name": one.name, "problem": problemOf(one.err)})
	}
}
