package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"

	"github.com/programconnect/programconnect/internal/service/store"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// embedded returns the migrations that travel in the program.
func embedded() fs.FS {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the name is a constant
	}
	return files
}

// latest returns the version that a file has after all migrations.
func latest(migrations fs.FS) (int64, error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	var last int64
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		last = max(last, version)
	}
	return last, nil
}

// schemaVersion returns the version of a file; 0 for a new one, and for one of version 0.1 of the program.
func schemaVersion(ctx context.Context, db *sql.DB) (int64, error) {
	var versioned bool
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type='table' AND name=?", goose.DefaultTablename).Scan(&versioned)
	if err != nil || !versioned {
		return 0, err
	}
	var version int64
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+goose.DefaultTablename+" WHERE is_applied").Scan(&version)
	return version, err
}

// refuseNewer refuses a file of a newer version before anything is written to it. Whatever else is wrong with a file shows
// when it is opened.
func refuseNewer(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return nil //nolint:nilerr // there is nothing to refuse
	}
	db, err := sql.Open("sqlite", dataSource(path, readOnly(path)))
	if err != nil {
		return openFault(err)
	}
	defer func() { _ = db.Close() }()
	known, err := latest(embedded())
	if err != nil {
		return openFault(err)
	}
	if version, err := schemaVersion(ctx, db); err == nil && version > known {
		return openFault(fmt.Errorf("%w: %d, and this program knows %d", store.ErrNewer, version, known))
	}
	return nil
}

// migrate brings a file to the latest version. Of several processes one migrates, and the others wait for it.
func migrate(ctx context.Context, db *sql.DB, path string, migrations fs.FS) error {
	target, err := latest(migrations)
	if err != nil {
		return migrationFault(err)
	}
	if version, err := schemaVersion(ctx, db); err != nil || version >= target {
		return openFault(err)
	}
	lock := flock.New(path + ".lock") // it stays: a lock file that is removed locks nobody out
	if ok, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil || !ok {
		return migrationFault(err)
	}
	defer func() { _ = lock.Unlock() }()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return migrationFault(err)
	}
	for kept := false; ; kept = true {
		version, err := schemaVersion(ctx, db)
		if err != nil || version >= target {
			return openFault(err)
		}
		if !kept {
			if err := keepOld(ctx, db, path, version); err != nil {
				return migrationFault(err)
			}
		}
		if err := migrateOne(ctx, db, provider, version); err != nil {
			return migrationFault(err)
		}
	}
}

// keepOld keeps a copy of a file before its migrations; a new one holds nothing to keep.
func keepOld(ctx context.Context, db *sql.DB, path string, version int64) error {
	var tables int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type='table'").Scan(&tables)
	if err != nil || tables == 0 {
		return err
	}
	return keepCopy(ctx, db, fmt.Sprintf("%s.version-%d", path, version))
}

// migrateOne runs the next migration in one transaction.
func migrateOne(ctx context.Context, db *sql.DB, provider *goose.Provider, version int64) error {
	_, err := provider.UpByOne(ctx)
	if err != nil && version == 0 {
		// goose makes its table before the first migration: it goes too, so that nothing has begun.
		_, undo := db.ExecContext(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+goose.DefaultTablename)
		err = errors.Join(err, undo)
	}
	return err
}

// keepCopy writes the database, rows that are still in the write-ahead log too, to a file that only this user reads.
func keepCopy(ctx context.Context, db *sql.DB, path string) error {
	temporary := path + ".new"
	file, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600) // SQLite writes into a file that is empty
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", temporary); err != nil {
		return errors.Join(err, file.Close(), os.Remove(temporary))
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder makes a rename last through a power cut, where the system can.
func syncFolder(path string) {
	if folder, err := os.Open(path); err == nil {
		_ = folder.Sync() // Windows has no such thing
		_ = folder.Close()
	}
}
