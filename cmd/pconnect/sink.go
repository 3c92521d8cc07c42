package main

import (
	"io"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// sink is standard output. It remembers that something could not be written: an answer that nobody got is no success.
type sink struct {
	to  io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	if err != nil && s.err == nil {
		s.err = err
	}
	return n, err
}

// fault says that the answer could not be written; nil when it was.
func (s *sink) fault() error {
	if s.err == nil {
		return nil
	}
	return outputFault(i18n.T(&goi18n.Message{ID: "pconnect.stdout.title", Other: "Standard output can't be written: the answer is not whole."}),
		i18n.T(&goi18n.Message{ID: "pconnect.stdout.safe", Other: "What the command did is done."}),
		i18n.T(&goi18n.Message{ID: "pconnect.stdout.step", Other: "Make room where standard output goes, and give the command again."}), s.err)
}
