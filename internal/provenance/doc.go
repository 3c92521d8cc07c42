// Package provenance marks where a file came from, in each system's own way, so that the system and its tools can warn before it is
// opened.
//
// It promises that a mark never holds the query of an address (signatures live there), and that a file system that has no room for marks
// keeps nobody from a file. It never opens, changes or judges what is in the file.
//
// Where to start reading: Mark.
package provenance

import (
	"net/url"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Mark writes into a file's own attributes where it came from: user.xdg.origin.url on Linux, com.apple.quarantine on macOS,
// the Zone.Identifier stream on Windows. origin is an address; what is no https or http address is marked without one. A file
// system without such attributes is no error. The error is a *fault.Error of kind Disk.
func Mark(path, origin string) error {
	if err := setMark(path, clean(origin)); err != nil {
		return markFault(err)
	}
	return nil
}

// markFault has the code that the package's former name gave it: scripts rely on it.
func markFault(err error) error {
	return &fault.Error{Kind: fault.Disk, Code: "trust.mark", Guide: "folder-not-writable", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "trust.mark.title", Other: "The file could not be marked as a download."}),
		Cause: i18n.T(&goi18n.Message{ID: "trust.mark.cause", Other: "The system did not let its attributes be written."}),
		Safe:  i18n.T(&goi18n.Message{ID: "trust.mark.safe", Other: "What came so far is kept."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "trust.mark.step", Other: "Check that you may write to the folder, then try again."})}}
}

// clean takes names, passwords, the query and the fragment out of an address.
func clean(origin string) string {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
