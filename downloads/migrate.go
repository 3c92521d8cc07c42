package downloads

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"

	"github.com/pressly/goose/v3"
)

// How the store comes to the schema of this version: by goose and the SQL in the folder migrations, one at a time, each
// in a transaction of its own. A migration that breaks off is as if it had not begun.
//
//   - A database without tables is new. One with the table of version 0.1 and no version becomes version 1 as it is.
//   - Before each migration of a database that is not new a copy is kept beside it: queue.db.before-VERSION.
//   - One of a newer version, and one with another schema, is refused and not touched: neither is damaged.

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is the version of the last migration.
const schemaVersion = 2

// errNewerStore and errForeignStore say why a store that is not damaged can't be used.
var (
	errNewerStore   = errors.New("the store is of a newer version")
	errForeignStore = errors.New("the store has another schema")
)

// headerVersion returns the user_version in the header of the SQLite database at path; 0 for one that is new or is no
// database. It is read from the file, so that a database of a newer version is not even opened.
func headerVersion(path string) (int, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	header := make([]byte, 64)
	if _, err := f.ReadAt(header, 0); err != nil || string(header[:16]) != "SQLite format 3\x00" {
		return 0, nil //nolint:nilerr // too short or no database: opening it will say so
	}
	return int(binary.BigEndian.Uint32(header[60:])), nil
}

// storedVersion returns the version of an open database: 0 when it is new, 1 when it is version 0.1's.
func storedVersion(ctx context.Context, db *sql.DB) (int, error) {
	var entries, versions, others int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE name = 'entries'), count(*) FILTER (WHERE name = 'goose_db_version'),
		count(*) FILTER (WHERE name NOT IN ('entries', 'goose_db_version') AND name NOT LIKE 'sqlite_%') FROM sqlite_schema WHERE type = 'table'`).Scan(&entries, &versions, &others); err != nil {
		return 0, damage(err)
	}
	version := 0
	switch {
	case versions > 0:
		if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version); err != nil {
			return 0, damage(err)
		}
	case entries > 0:
		version = 1
	case others == 0:
		return 0, nil
	}
	if version > schemaVersion {
		return 0, errNewerStore
	}
	if version > 0 && entries == 0 || version == 0 && others > 0 {
		return 0, errForeignStore
	}
	rows, err := db.QueryContext(ctx, "SELECT id, position, state, wait, committed, fetched, hash, facts, spec FROM entries LIMIT 0")
	switch {
	case version == 0: // broken off before its first migration
		return 0, nil
	case err != nil && isMissing(err):
		return 0, errForeignStore
	case err != nil:
		return 0, damage(err)
	}
	return version, errors.Join(rows.Err(), rows.Close())
}

// migrate brings a database to the schema of this version.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	version, err := storedVersion(ctx, db)
	if err != nil || version == schemaVersion {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if version > 0 {
		if err := keepCopy(ctx, db, path, version); err != nil {
			return err
		}
	}
	for {
		done, err := provider.UpByOne(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			break
		}
		if err != nil {
			return fmt.Errorf("migration of the store: %w", err)
		}
		if version > 0 && done.Source.Version > int64(version) && done.Source.Version < schemaVersion {
			if err := keepCopy(ctx, db, path, int(done.Source.Version)); err != nil {
				return err
			}
		}
	}
	// Into the file itself, so that an older version sees it without opening the database.
	if _, err := db.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(schemaVersion)); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// keepCopy writes a copy of the database as it is before its next migration.
func keepCopy(ctx context.Context, db *sql.DB, path string, version int) error {
	name := path + ".before-" + strconv.Itoa(version+1)
	tmp := name + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", tmp); err != nil {
		return err
	}
	if err := syncPath(tmp); err != nil {
		return err
	}
	return os.Rename(tmp, name)
}

// syncPath flushes the file at path, which only this user may read from now on: addresses may hold signed queries.
func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Sync(), f.Close())
}
