package postgres

import (
	"context"
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// nothingChanged is what every fault of this package says about the data.
func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.postgres.safe", Other: "Nothing was changed."})
}

// addressFault is the fault for an address of a database that can't be read.
func addressFault(err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "service.postgres-address", Safe: nothingChanged(), Field: "--database", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.postgres-address.title", Other: "The database's address can't be read."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.postgres-address.step",
			Other: "Write it as postgres://USER@HOST:5432/NAME, and put the password into PGPASSWORD or into a file that PGPASSFILE names."})}}
}

// openFault is the fault for a database that can't be opened: it can't be reached, or is of a newer version; nil stays nil.
func openFault(err error) error {
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, store.ErrAway):
		return fault.Of(err)
	case errors.Is(err, store.ErrNewer):
		return &fault.Error{Kind: fault.Usage, Code: "service.store-newer", Safe: nothingChanged(), Field: "--database", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.postgres-newer.title", Other: "The program's data are of a newer version of the program service."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.postgres-newer.cause", Other: "A newer program service has changed this database."}),
			Steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "service.postgres-newer.step", Other: "Use the newer program service."}),
				i18n.T(&goi18n.Message{ID: "service.postgres-newer.step2",
					Other: "To go back, restore the backup that was made before the change. What came after it is missing there."})}}
	}
	return &fault.Error{Kind: fault.Network, Code: "service.postgres", Safe: nothingChanged(), Field: "--database", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.postgres.title", Other: "The program service can't use its PostgreSQL database."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.postgres.cause", Other: "It can't be reached, or it refuses the user or the password."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "service.postgres.step", Other: "Check that the database runs, and its address, user, password and certificate."}),
			i18n.T(&goi18n.Message{ID: "service.postgres.step2", Other: "Check that the user may make tables in the database."})}}
}

// migrationFault is the fault for a migration that broke off.
func migrationFault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, store.ErrAway) {
		return openFault(err)
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.store-migration", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.postgres-migration.title",
			Other: "The program's data could not be changed for this version of the program service."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.postgres-migration.cause",
			Other: "The user may not make tables, the database has no room, or it holds tables of another program."}),
		Safe:  i18n.T(&goi18n.Message{ID: "service.postgres-migration.safe", Other: "The data are as they were, and the version before still opens them."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.postgres-migration.step", Other: "Give the program a database of its own, whose user owns it, and start again."})}}
}
