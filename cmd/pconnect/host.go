package main

import (
	"context"
	"io"
	"net/http"
	"os"

	"golang.org/x/term"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/desktop"
)

// host is what a command finds around it. Tests bring their own.
type host struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	inTerminal     bool // somebody can answer questions
	outTerminal    bool // bars and colours can be shown
	getenv         func(string) string
	keyring        auth.Keyring                                // nil: the system's
	openBrowser    func(ctx context.Context, url string) error // nil: the system's
	transport      http.RoundTripper                           // nil: the standard ones
	policy         string                                      // the administrator's file; empty: the system's place
}

// draws reports whether bars can be drawn in place: on a terminal that takes escape codes, for somebody who has not said no to them.
func (h host) draws() bool {
	return h.outTerminal && h.getenv("TERM") != "dumb" && h.getenv("NO_COLOR") == ""
}

func systemHost() host {
	return host{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv,
		inTerminal: term.IsTerminal(int(os.Stdin.Fd())), outTerminal: term.IsTerminal(int(os.Stdout.Fd())) && desktop.TakesEscapes(os.Stdout)}
}
