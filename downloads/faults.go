package downloads

import (
	"errors"
	"net/url"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Every fault of this package is made in the files faults*.go, so that their texts can be read side by side: here the
// queue and what it is asked to do, in faults_network.go the network, in faults_answer.go what a server answers, in
// faults_disk.go the disk and the store.

// The codes that the engine itself decides by.
const (
	codeBadAnswer = "downloads.bad-answer"
)

// steps returns the steps of a fault.
func steps(texts ...i18n.Text) []i18n.Text { return texts }

// Texts of many faults.
func keptSafe() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.kept", Other: "What came so far is kept."})
}

func unchanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.unchanged", Other: "Nothing was changed."})
}

func triedAgain() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.tried-again.step", Other: "Nothing: it is tried again by itself."})
}

func startsAgain() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.starts-again.step", Other: "Nothing: it starts again by itself."})
}

func thenRetry() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.then-retry.step", Other: "Then retry."})
}

func retryLaterStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.retry-later.step", Other: "Retry later."})
}

func checkTheAddress() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.check-address.step", Other: "Check the address."})
}

func tellServerOwner() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.tell-server.step", Other: "Tell whoever runs the server."})
}

func refreshPackages() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.refresh-packages.step", Other: "Refresh the list of packages."})
}

func closedFault() *fault.Error {
	return &fault.Error{Kind: fault.Interrupted, Code: "downloads.closed",
		Title: i18n.T(&goi18n.Message{ID: "downloads.closed.title", Other: "The queue is closed."}), Safe: keptSafe(),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.closed.step", Other: "Start again to go on."}))}
}

func pausedFault() *fault.Error {
	return &fault.Error{Kind: fault.Interrupted, Code: "downloads.paused",
		Title: i18n.T(&goi18n.Message{ID: "downloads.paused.title", Other: "A download is paused."}), Safe: keptSafe(),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.paused.step", Other: "Resume it."}))}
}

func cancelledFault() *fault.Error {
	return &fault.Error{Kind: fault.Interrupted, Code: "downloads.cancelled",
		Title: i18n.T(&goi18n.Message{ID: "downloads.cancelled.title", Other: "Cancelled."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.cancelled.safe", Other: "What came so far was deleted."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.cancelled.step", Other: "Retry to fetch it from the start."}))}
}

func unknownEntry(id ID) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.unknown",
		Title: i18n.T(&goi18n.Message{ID: "downloads.unknown.title", Other: "There is no download {{.Number}}."}, "Number", id.String()), Safe: unchanged(),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.unknown.step", Other: "Look at the list for the right number."}))}
}

func notDoneFault() *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.not-done",
		Title: i18n.T(&goi18n.Message{ID: "downloads.not-done.title", Other: "The download is not done yet."}), Safe: unchanged(),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.not-done.step", Other: "Wait until it is done; it is verified by itself."}))}
}

func noSourceFault() *fault.Error {
	return &fault.Error{Kind: fault.Other, Code: "downloads.no-source",
		Title: i18n.T(&goi18n.Message{ID: "downloads.no-source.title", Other: "Nothing here knows where this file comes from."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.no-source.cause", Other: "The program it belongs to is not set up."}), Safe: keptSafe(),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.no-source.step", Other: "Add the program again, then retry."}))}
}

func usageFault(field string, title, step i18n.Text) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.usage", Title: title, Field: field, Safe: unchanged(), Steps: steps(step)}
}

func noAddressFault() *fault.Error {
	return usageFault("url", i18n.T(&goi18n.Message{ID: "downloads.usage.no-address.title", Other: "A download needs an address."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.no-address.step", Other: "Give one address, or the name of a package's file."}))
}

func wrongAddressFault(why i18n.Text) *fault.Error {
	return usageFault("url", why, i18n.T(&goi18n.Message{ID: "downloads.usage.address.step", Other: "Give an https address without a name or password in it."}))
}

func addressWithUserFault() *fault.Error {
	return usageFault("url", addressWithUser(), i18n.T(&goi18n.Message{ID: "downloads.usage.address-user.step", Other: "Give the address without the name and the password."}))
}

func unreadableAddressFault(err error) *fault.Error {
	var escape url.EscapeError
	if errors.As(err, &escape) {
		return usageFault("url", i18n.T(&goi18n.Message{ID: "downloads.usage.escape.title", Other: "The address holds {{.Escape}}, which is no % with two hexadecimal digits."}, "Escape", string(escape)),
			i18n.T(&goi18n.Message{ID: "downloads.usage.escape.step", Other: "Copy it again, or write %25 for a percent sign."}))
	}
	return usageFault("url", i18n.T(&goi18n.Message{ID: "downloads.usage.unreadable.title", Other: "The address can't be read."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.unreadable.step", Other: "Copy it again, whole."}))
}

func noFolderFault() *fault.Error {
	return usageFault("dir", i18n.T(&goi18n.Message{ID: "downloads.usage.no-folder.title", Other: "A download needs a folder."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.no-folder.step", Other: "Give the folder where the file should go."}))
}

func wrongSHA256Fault() *fault.Error {
	return usageFault("sha256", i18n.T(&goi18n.Message{ID: "downloads.usage.sha256.title", Other: "This is not a SHA-256."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.sha256.step", Other: "Give its 64 hexadecimal digits."}))
}

func wrongConnectionsFault() *fault.Error {
	return usageFault("connections", i18n.T(&goi18n.Message{ID: "downloads.usage.connections.title", Other: "The number of connections is out of range."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.connections.step", Other: "Give a number from 1 to 16."}))
}

func wrongLimitFault(field string) *fault.Error {
	return usageFault(field, i18n.T(&goi18n.Message{ID: "downloads.usage.limit.title", Other: "A speed limit can't be below zero."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.limit.step", Other: "Give bytes a second, or 0 for no limit."}))
}

func wrongPiecesFault() *fault.Error {
	return usageFault("pieces", i18n.T(&goi18n.Message{ID: "downloads.usage.pieces.title", Other: "The piece hashes do not fit the file's length."}), refreshPackages())
}

func wrongSettingFault(name string, most int) *fault.Error {
	return usageFault(name, i18n.T(&goi18n.Message{ID: "downloads.usage.setting.title", Other: "A setting is out of range."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.setting.step", Other: "Give a number from 1 to {{.Most}} for {{.Name}}."}, "Most", most, "Name", name))
}

func wrongHoursFault() *fault.Error {
	return usageFault("quiet_hours", i18n.T(&goi18n.Message{ID: "downloads.usage.hours.title", Other: "Quiet hours must lie within a day."}),
		i18n.T(&goi18n.Message{ID: "downloads.usage.hours.step", Other: "Give times from 00:00 to 24:00."}))
}
