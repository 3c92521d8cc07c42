package sqlite

import (
	"context"
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// nothingChanged is what every fault of this package says about the data.
func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.store.safe", Other: "Nothing was changed."})
}

// openFault is the fault for a database that can't be opened: of a newer version, damaged, or busy. They are three different
// things; nil stays nil.
func openFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault.Of(err)
	case errors.Is(err, store.ErrNewer):
		return &fault.Error{Kind: fault.Disk, Code: "service.store-newer", Safe: nothingChanged(), Field: "--data", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.store-newer.title", Other: "The program's data are of a newer version of the program service."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.store-newer.cause", Other: "A newer program service has used this folder and changed its database."}),
			Steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "service.store-newer.step", Other: "Use the newer program service."}),
				i18n.T(&goi18n.Message{ID: "service.store-newer.step2",
					Other: "To go back, restore the copy that was kept before the change. What came after it is missing there."})}}
	case errors.Is(err, store.ErrDamaged), damaged(err):
		return &fault.Error{Kind: fault.Disk, Code: "service.store-damaged", Safe: nothingChanged(), Err: errors.Join(store.ErrDamaged, err),
			Title: i18n.T(&goi18n.Message{ID: "service.store-damaged.title", Other: "The program service can't read its database."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.store-damaged.cause", Other: "The file service.db in the data folder is damaged."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-damaged.step", Other: "Restore service.db from a backup."})}}
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.store", Safe: nothingChanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.store-busy.title", Other: "The program service can't open its database."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.store-busy.cause",
			Other: "Another program holds the file service.db in the data folder, or it can't be read or written."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "service.store-busy.step", Other: "Stop other instances and start again."}),
			i18n.T(&goi18n.Message{ID: "service.store-busy.step2", Other: "Check the folder's rights and the room on the disk."})}}
}

// emptyFault is the fault for a database that is not there or holds nothing, where there must be one.
func emptyFault(err error) error {
	return &fault.Error{Kind: fault.Verification, Code: "service.store-empty", Safe: nothingChanged(), Field: "--data", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.store-empty.title", Other: "The program's database is missing or empty."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.store-empty.cause",
			Other: "The file service.db in the data folder holds nothing. A copy of it alone lacks what stood in service.db-wal."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-empty.step",
			Other: "Name another folder with --data, or restore a backup: program-service restore FILE --data FOLDER"})}}
}

// movedFault is the fault for a file whose data have moved to a database; nil when they have not.
func movedFault(to string) error {
	if to == "" {
		return nil
	}
	return &fault.Error{Kind: fault.Usage, Code: "service.store-moved", Safe: nothingChanged(), Field: "--database",
		Title: i18n.T(&goi18n.Message{ID: "service.store-moved.title", Other: "The program's data have moved to {{.Database}}."}, "Database", i18n.Verbatim(to)),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "service.store-moved.step", Other: "Name it with --database, or in PROGRAM_SERVICE_DATABASE."}),
			i18n.T(&goi18n.Message{ID: "service.store-moved.step2", Other: "If the move broke off at its end, carry it out again with the same command."})}}
}

// damaged reports whether SQLite says that a file is damaged or none of its own.
func damaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	primary := e.Code() & 0xff
	return primary == sqlite3.SQLITE_CORRUPT || primary == sqlite3.SQLITE_NOTADB
}

// migrationFault is the fault for a migration that broke off.
func migrationFault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Of(err)
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.store-migration", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.store-migration.title",
			Other: "The program's data could not be changed for this version of the program service."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.store-migration.cause", Other: "The disk may be full, or a file in the data folder can't be written."}),
		Safe:  i18n.T(&goi18n.Message{ID: "service.store-migration.safe", Other: "The data are as they were, and the version before still opens them."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-migration.step", Other: "Make room on the disk and start again."})}}
}
