package ipc

import (
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// The codes of this package's faults begin with "control", its name when they were given out: scripts rely on them.

// LeftCode is the code of the fault when the owner went away: the order may be done or not, and the queue can be asked for again.
const LeftCode = "control.left"

// LeftFault returns the fault of an order whose owner went away.
func LeftFault(err error) error {
	return &fault.Error{Kind: fault.Interrupted, Code: LeftCode, Guide: "another-instance", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "control.left.title", Other: "The Program Connect that held the queue was closed."}),
		Safe:  i18n.T(&goi18n.Message{ID: "control.left.safe", Other: "What came so far is kept."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "control.left.step", Other: "Do it again: the queue goes on from here."})}}
}

func nobodyFault(err error) error {
	var typed *fault.Error
	for inner := err; errors.As(inner, &typed); inner = typed.Err {
		if typed.Code == NotOursCode {
			return typed
		}
	}
	return &fault.Error{Kind: fault.Busy, Code: "control.nobody", Safe: nothingChanged(), Guide: "another-instance", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "control.nobody.title", Other: "Another Program Connect holds the queue, and it does not answer."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "control.nobody.step", Other: "Wait until it has finished, or close it, then try again."})}}
}

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "control.nothing-changed.safe", Other: "Nothing was changed."})
}

func noSocketFault(err error) error {
	return &fault.Error{Kind: fault.Other, Code: "control.no-socket", Guide: "another-instance", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "control.no-socket.title", Other: "The terminal client can't drive this app."}),
		Cause: i18n.T(&goi18n.Message{ID: "control.no-socket.cause", Other: "The socket in the app's folder could not be opened."}),
		Safe:  i18n.T(&goi18n.Message{ID: "control.no-socket.safe", Other: "Downloads go on as usual."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "control.no-socket.step", Other: "Check that the app's folder can be written, then start the app again."})}}
}

// NotOursCode is the code of the fault when the socket, the way to it or the process behind it is another user's: nothing is shared.
const NotOursCode = "control.not-ours"

func notOursFault(folder string, err error) error {
	return &fault.Error{Kind: fault.Permission, Code: NotOursCode, Safe: nothingChanged(), Guide: "another-instance", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "control.not-ours.title", Other: "The queue is not shared: another user of this computer could get in between."}),
		Cause: i18n.T(&goi18n.Message{ID: "control.not-ours.cause", Other: "The folder {{.Folder}}, the way to it, or the process that answers there is not yours alone."}, "Folder", folder),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "control.not-ours.step", Other: "Choose a home folder with a shorter path, in a folder of your own."}),
			i18n.T(&goi18n.Message{ID: "control.not-ours.step2", Other: "If you did not make that folder, tell whoever looks after this computer."}),
		}}
}

func orderFault() *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "control.order", Safe: nothingChanged(),
		Title: i18n.T(&goi18n.Message{ID: "control.order.title", Other: "The request can't be read."})}
}

func noWindowFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "control.no-window", Safe: nothingChanged(),
		Title: i18n.T(&goi18n.Message{ID: "control.no-window.title", Other: "The Program Connect that holds the queue has no window."})}
}

func oneIDFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "control.one-id", Safe: nothingChanged(),
		Title: i18n.T(&goi18n.Message{ID: "control.one-id.title", Other: "Exactly one download must be named."})}
}
