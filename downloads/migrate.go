package downloads

import (
	"context"
	"database/sql"
	"errors"
	"math"
)

const schemaVersion = math.MaxInt32

// errNewerStore and errForeignStore say why a store that is not damaged can't be used.
var (
	errNewerStore   = errors.New("the store is of a newer version")
	errForeignStore = errors.New("the store has another schema")
)

func headerVersion(string) (int, error) { return 0, nil }

func migrate(ctx context.Context, db *sql.DB, _ string) error {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS entries (
	id INTEGER PRIMARY KEY AUTOINCREMENT, position REAL NOT NULL, state TEXT NOT NULL, wait TEXT NOT NULL,
	committed INTEGER NOT NULL, fetched INTEGER NOT NULL, hash BLOB, facts BLOB NOT NULL, spec BLOB NOT NULL) STRICT`)
	if isMissing(err) {
		return errDamaged
	}
	return err
}
