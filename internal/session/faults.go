package session

import (
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func nothingLost() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "session.nothing-lost.safe", Other: "Nothing is lost."})
}

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "session.nothing-changed.safe", Other: "Nothing was changed."})
}

func closedFault() error {
	return &fault.Error{Kind: fault.Interrupted, Code: "session.closed",
		Title: i18n.T(&goi18n.Message{ID: "session.closed.title", Other: "The app is closing."}),
		Safe:  i18n.T(&goi18n.Message{ID: "session.closed.safe", Other: "What was done so far is kept."})}
}

func noSampleFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "session.no-sample",
		Title: i18n.T(&goi18n.Message{ID: "session.no-sample.title", Other: "This app was built without the sample program."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.no-sample.step", Other: "Name a hosted program with --program."})}}
}

func noFileManagerFault(path string) error {
	return &fault.Error{Kind: fault.Other, Code: "session.reveal",
		Title: i18n.T(&goi18n.Message{ID: "session.reveal.title", Other: "There is no file manager to show the file in."}),
		Safe:  i18n.T(&goi18n.Message{ID: "session.reveal.safe", Other: "The file is at {{.Path}}."}, "Path", path)}
}

func portalFault(info ProgramInfo) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.portal", Guide: "portal", Field: "program",
		Title: i18n.T(&goi18n.Message{ID: "session.portal.title",
			Other: "{{.Program}} has web pages and nothing that an app could sign in to."}, "Program", info.Program.Name),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "session.portal.step", Other: "Open {{.Address}} in the browser and sign in there."}, "Address", info.Address),
			i18n.T(&goi18n.Message{ID: "session.portal.step2", Other: "Copy the link of the download and give it to Program Connect."}),
		}}
}

func unknownProgramFault(name string, list []ProgramInfo) error {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.unknown-program", Field: "program",
		Title: i18n.T(&goi18n.Message{ID: "session.unknown-program.title", Other: "There is no program called “{{.Name}}” here."}, "Name", name),
		Cause: i18n.T(&goi18n.Message{ID: "session.unknown-program.cause", Other: "Known are: {{.Names}}."}, "Names", strings.Join(names, ", ")),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.unknown-program.step", Other: "Use one of these names, or add the program by its address."})}}
}

func builtInFault(program string) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.built-in", Field: "program",
		Title: i18n.T(&goi18n.Message{ID: "session.built-in.title", Other: "“{{.Program}}” is built in and stays."}, "Program", program),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.built-in.step", Other: "Remove a program that was added by its address."})}}
}

func unknownAccountFault(program string) error {
	return &fault.Error{Kind: fault.SignIn, Code: "session.unknown-account", Guide: "wrong-account", Field: "account",
		Title: i18n.T(&goi18n.Message{ID: "session.unknown-account.title", Other: "This account is not signed in at “{{.Program}}”."}, "Program", program),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.unknown-account.step", Other: "Sign in with it first."})}}
}

func noSourceFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "session.source",
		Title: i18n.T(&goi18n.Message{ID: "session.source.title", Other: "This download does not say where it comes from."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.source.step", Other: "Remove it and start it again from the packages."})}}
}

func noFileFault(pack api.Package, name string) error {
	var names []string
	for _, f := range pack.Files {
		names = append(names, f.Name)
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.no-file", Field: "what",
		Title: i18n.T(&goi18n.Message{ID: "session.no-file.title", Other: "The package “{{.Package}}” has no file “{{.File}}”."}, "Package", pack.ID, "File", name),
		Cause: i18n.T(&goi18n.Message{ID: "session.no-file.cause", Other: "It has: {{.Files}}."}, "Files", strings.Join(names, ", ")),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.no-file.step", Other: "Use one of these names."})}}
}

func oneFileFault(pack api.Package) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.one-file", Field: "name",
		Title: i18n.T(&goi18n.Message{ID: "session.one-file.title",
			Other: "A name or a SHA-256 can be given for one file only, and “{{.Package}}” has more."}, "Package", pack.ID),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.one-file.step", Other: "Name the file too, as PACKAGE/FILE."})}}
}

func otherHashFault(file api.File) error {
	return &fault.Error{Kind: fault.Verification, Code: "session.other-hash", Field: "sha256", Guide: "verification",
		Title: i18n.T(&goi18n.Message{ID: "session.other-hash.title",
			Other: "The SHA-256 that you gave is not the one that the program names for “{{.File}}”."}, "File", file.Name),
		Safe: i18n.T(&goi18n.Message{ID: "session.other-hash.safe", Other: "Nothing was downloaded."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.other-hash.step",
			Other: "Check where your SHA-256 comes from: it may belong to another version."})}}
}
