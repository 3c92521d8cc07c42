package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

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

// latest returns the version that a database has after all migrations.
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

// schemaVersion returns the version of a database; 0 for a new one.
func schemaVersion(ctx context.Context, db *sql.DB) (int64, error) {
	var versioned bool
	if err := db.QueryRowContext(ctx, "SELECT to_regclass($1) IS NOT NULL", goose.DefaultTablename).Scan(&versioned); err != nil || !versioned {
		return 0, away(err)
	}
	var version int64
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+goose.DefaultTablename+" WHERE is_applied").Scan(&version)
	return version, away(err)
}

// migrate brings a database to the latest version. Of several instances one migrates, and the others wait for it.
func migrate(ctx context.Context, db *sql.DB, migrations fs.FS) (err error) {
	target, err := latest(migrations)
	if err != nil {
		return migrationFault(err)
	}
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return openFault(err)
	case version > target:
		return openFault(fmt.Errorf("%w: %d, and this program knows %d", store.ErrNewer, version, target))
	case version == target:
		return nil
	}
	lock, err := lockMigrations(ctx, db)
	if err != nil {
		return openFault(err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }() // the lock ends with its connection's turn
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return migrationFault(err)
	}
	for {
		version, err := schemaVersion(ctx, db)
		if err != nil || version >= target {
			return openFault(errors.Join(err, unlockMigrations(ctx, lock)))
		}
		if err := migrateOne(ctx, db, provider, version); err != nil {
			return errors.Join(migrationFault(away(err)), unlockMigrations(ctx, lock))
		}
	}
}

// lockMigrations waits until no other instance migrates.
func lockMigrations(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, away(err)
	}
	// lock_timeout is for units of work: a migration can take longer.
	if _, err := conn.ExecContext(ctx, "SET lock_timeout=0"); err != nil {
		return nil, errors.Join(away(err), conn.Close())
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(lockMigrating)); err != nil {
		return nil, errors.Join(away(err), conn.Close())
	}
	return conn, nil
}

func unlockMigrations(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lockMigrating))
	if err == nil {
		_, err = conn.ExecContext(context.WithoutCancel(ctx), "SET lock_timeout="+milliseconds(waitTimeout))
	}
	return away(err)
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
