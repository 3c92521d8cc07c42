package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Texts that stand in more than one command.

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.nothing-changed", Other: "Nothing was changed."})
}

func nothingSent() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.nothing-sent", Other: "Nothing was sent."})
}

func partKept() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.part-kept", Other: "What came so far is kept."})
}

func doNotOpen() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.do-not-open", Other: "Do not open it."})
}

func checkFileStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.check-file.step", Other: "Check its name and that you may read it."})
}

// Headings of columns that several tables have.

func headID() i18n.Text { return i18n.T(&goi18n.Message{ID: "pconnect.column.id", Other: "ID"}) }
func headTitle() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.title", Other: "TITLE"})
}
func headName() i18n.Text { return i18n.T(&goi18n.Message{ID: "pconnect.column.name", Other: "NAME"}) }
func headKind() i18n.Text { return i18n.T(&goi18n.Message{ID: "pconnect.column.kind", Other: "KIND"}) }
func headType() i18n.Text { return i18n.T(&goi18n.Message{ID: "pconnect.column.type", Other: "TYPE"}) }
func headState() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.state", Other: "STATE"})
}
func headSize() i18n.Text { return i18n.T(&goi18n.Message{ID: "pconnect.column.size", Other: "SIZE"}) }
func headProgram() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.program", Other: "PROGRAM"})
}
func headAddress() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.address", Other: "ADDRESS"})
}
func headVersion() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.version", Other: "VERSION"})
}
func headAnswer() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.answer", Other: "ANSWER"})
}
func headEngagement() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.engagement", Other: "ENGAGEMENT"})
}
func headAccess() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.column.access", Other: "ACCESS"})
}
func headSHA256() i18n.Text { return i18n.Verbatim("SHA-256") }

// outputFault says that a file or folder that was named for an answer can't be written.
func outputFault(title, safe, step i18n.Text, err error) error {
	return &fault.Error{Kind: fault.Disk, Code: "pconnect.output", Title: title, Safe: safe, Steps: []i18n.Text{step}, Guide: "folder-not-writable", Err: err}
}

func fileUnwritable(name string, safe i18n.Text, err error) error {
	return outputFault(i18n.T(&goi18n.Message{ID: "pconnect.output.title", Other: "The file {{.File}} can't be written."},
		"File", name), safe,
		i18n.T(&goi18n.Message{ID: "pconnect.output.step", Other: "Choose another file with --output."}), err)
}

// Ends of several texts: how a command's single argument is called when it is missing.

func wantedEngagement() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.wanted.engagement", Other: "the id of one engagement"})
}

func wantedItem() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.wanted.item", Other: "the id of one item"})
}

func wantedAgreement() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.wanted.agreement", Other: "the id of one agreement"})
}
