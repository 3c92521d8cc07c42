package ui

import (
	"context"
	"io"
	"net"
	"net/url"
	"time"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// Config is everything the screens need from outside. App and Session are required; the rest has a default
// that suits the running app.
type Config struct {
	App     fyne.App
	Session *session.App

	Post    func(func())                                // runs a function on the goroutine of the screens; fyne.Do when nil
	OpenURL func(address string) error                  // shows a page in the browser
	Copy    func(text string)                           // puts a text on the clipboard
	Paste   func() string                               // what is on the clipboard
	Clock   func() time.Time                            // now
	After   func(time.Duration, func()) (cancel func()) // calls later, on the goroutine of the screens
	Reveal  func(path string) error                     // shows a file in the system's file manager
	Save    func(name string) (io.WriteCloser, error)   // for tests: where to save a text; nil asks with a dialog
	// ChooseFile asks for a file or folder by the system's own dialog; an empty path: the person went back. An error, or nil
	// in its place, brings the toolkit's dialog.
	ChooseFile func(context.Context, FileRequest) (path string, err error)

	Interval  time.Duration   // between two snapshots while focused; 250 ms when 0
	Unfocused time.Duration   // the same without focus; 1 s when 0
	Checker   guide.Checker   // answers the checks of guides; nil: from the session
	LogsDir   string          // folder of the logs; empty hides the button
	Language  string          // when the settings name none; empty: the system's
	Version   string          // of the app, shown under Settings
	Size      fyne.Size       // of the window the last time; zero: the usual
	KeepSize  func(fyne.Size) // keeps it for the next time, when the window has closed; nil: nothing does
	Screen    fyne.Size       // pixels that a window may take; zero where nobody knows
	Crash     string          // trace of a crash since the last start, without secrets; empty: none
}

// withDefaults fills what was left out.
func (c Config) withDefaults() Config {
	if c.Post == nil {
		c.Post = fyne.Do
	}
	if c.OpenURL == nil {
		c.OpenURL = c.openWithToolkit
	}
	if c.Copy == nil {
		c.Copy = c.App.Clipboard().SetContent
	}
	if c.Paste == nil {
		c.Paste = c.App.Clipboard().Content
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.After == nil {
		c.After = func(d time.Duration, then func()) func() {
			timer := time.AfterFunc(d, func() { c.Post(then) })
			return func() { timer.Stop() }
		}
	}
	if c.Interval == 0 {
		c.Interval = 250 * time.Millisecond
	}
	if c.Unfocused == 0 {
		c.Unfocused = time.Second
	}
	return c
}

func (c Config) openWithToolkit(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return c.App.OpenURL(u)
}

// mayOpen reports whether an address may be handed to the browser: https anywhere, http only to this computer.
func mayOpen(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}
	switch u.Scheme {
	case "https":
		return true
	case "http":
		host := u.Hostname()
		ip := net.ParseIP(host)
		return host == "localhost" || (ip != nil && ip.IsLoopback())
	default:
		return false
	}
}

// errNotOpened is shown where the browser could not be started; the address can still be copied.
func errNotOpened(err error) *fault.Error {
	return &fault.Error{Kind: fault.Other, Code: "ui.no-browser",
		Title: i18n.T(&goi18n.Message{ID: "ui.window.no-browser.title", Other: "The browser did not open."}),
		Safe: i18n.T(&goi18n.Message{ID: "ui.window.no-browser.safe",
			Other: "Nothing is lost."}), Steps: []i18n.Text{i18n.T(
			&goi18n.Message{ID: "ui.window.no-browser.step",
				Other: "Choose Copy link, then open it in a browser yourself."})}, Guide: "no-browser", Err: err}
}
