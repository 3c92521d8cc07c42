package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// stdoutFault says that the answer could not be written; nil when it was.
func stdoutFault(err error) error {
	if err == nil {
		return nil
	}
	return outputFault(i18n.T(&goi18n.Message{ID: "pconnect.stdout.title", Other: "Standard output can't be written: the answer is not whole."}),
		i18n.T(&goi18n.Message{ID: "pconnect.stdout.safe", Other: "What the command did is done."}),
		i18n.T(&goi18n.Message{ID: "pconnect.stdout.step", Other: "Make room where standard output goes, and give the command again."}), err)
}
