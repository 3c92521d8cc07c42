package local

import (
	"errors"
	"io/fs"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store/relational"
)

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.backup.safe", Other: "The program's data were not changed."})
}

// known returns the fault in an error, if there is one.
func known(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// backupWriteFault is the fault for a backup or a restored file that can't be written.
func backupWriteFault(err error) error {
	if f := known(err); f != nil {
		return f
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.backup", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.backup.title", Other: "A file of the backup can't be written."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.backup.step", Other: "Check the folder's rights and the room on the disk."})}}
}

// backupReadFault is the fault for a file that is no whole backup.
func backupReadFault(err error) error {
	return &fault.Error{Kind: fault.Verification, Code: "service.backup-read", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.backup-read.title", Other: "The file is no whole backup of a program."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.backup-read.cause", Other: "It was cut off, or a file in it is not what the backup says."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.backup-read.step", Other: "Use another backup."})}}
}

// backupOpenFault is the fault for a backup that can't be opened; what it holds is not known.
func backupOpenFault(file string, err error) error {
	f := &fault.Error{Kind: fault.Disk, Code: "service.backup-open", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.backup-open.title", Other: "The backup can't be opened: {{.File}}"}, "File", file),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.backup-open.step", Other: "Check the file's name and rights."})}}
	if errors.Is(err, fs.ErrNotExist) {
		f.Kind = fault.Usage
	}
	return f
}

// restoreWriteFault is the fault for a restored file that can't be written. It says nothing against the backup.
func restoreWriteFault(err error) error {
	if f := known(err); f != nil {
		return f
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.restore", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.restore.title", Other: "The backup can't be restored there: a file can't be written."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.restore.cause", Other: "There is no room on the disk, or no right to write in the folder. The backup itself was not found wrong."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.restore.step", Other: "Make room, or name another folder with --data, and restore again."})}}
}

// backupThereFault is the fault for a backup that would replace a file.
func backupThereFault(path string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "service.backup-there", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.backup-there.title", Other: "There is a file already: {{.File}}"}, "File", path),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.backup-there.step", Other: "Name another file."})}}
}

// restoreThereFault is the fault for a backup that would replace a program.
func restoreThereFault(path string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "service.restore-there", Safe: nothingChanged(), Field: "--data", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.restore-there.title", Other: "There is a program already: {{.File}}"}, "File", path),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.restore-there.step", Other: "Name an empty folder with --data, or move the program's data away first."})}}
}

// moveFault is the fault for a move that broke off; nil stays nil.
func moveFault(to Side, err error) error {
	var different *relational.DifferenceError
	switch {
	case err == nil:
		return nil
	case known(err) != nil:
		return known(err)
	case errors.Is(err, relational.ErrFull):
		return &fault.Error{Kind: fault.Usage, Code: "service.move-full", Safe: nothingChanged(), Field: "--to", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.move-full.title", Other: "The database holds something already: {{.Database}}"}, "Database", i18n.Verbatim(to.Name)),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.move-full.step", Other: "Name an empty database with --to."})}}
	case errors.As(err, &different), errors.Is(err, blob.ErrMismatch), errors.Is(err, blob.ErrNotFound):
		return &fault.Error{Kind: fault.Verification, Code: "service.move-different", Safe: nothingChanged(), Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.move-different.title", Other: "What was copied is not what it was copied from."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.move-different.cause", Other: "The bytes of a file are missing or damaged, or a row did not arrive as it is."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.move-different.step", Other: "Run program-service audit where the program is now, and restore what it names from a backup."})}}
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.move", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.move.title", Other: "The program could not be moved."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.move.cause", Other: "A database or a store for files can't be read or written."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.move.step", Other: "Carry it out again with the same command: it goes on with the files that are there already."})}}
}
