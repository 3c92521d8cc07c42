package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"

	"github.com/programconnect/programconnect/internal/service/store"
)

// Copy writes the database, rows that are still in the write-ahead log too, to a new file that only this user reads.
func (s *Store) Copy(ctx context.Context, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	return keepCopy(ctx, s.db, path)
}

// Missing compares the tables and triggers of the database with those of an empty one of this version.
func (s *Store) Missing(ctx context.Context) ([]string, error) {
	want, err := fresh(ctx, parts)
	if err != nil {
		return nil, err
	}
	have, err := parts(ctx, s.db)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(want, func(name string) bool { return slices.Contains(have, name) }), nil
}

// parts returns the names of the tables and triggers of a database. Indexes make it fast and hold nothing.
func parts(ctx context.Context, db *sql.DB) ([]string, error) {
	return list(ctx, db, func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) },
		"SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger') AND name<>? ORDER BY name", goose.DefaultTablename)
}

// Guards compares the triggers of the database with those of an empty one of this version, by what they say.
func (s *Store) Guards(ctx context.Context) ([]store.Guard, error) {
	want, err := fresh(ctx, triggers)
	if err != nil {
		return nil, err
	}
	have, err := triggers(ctx, s.db)
	if err != nil {
		return nil, err
	}
	said := map[string]string{}
	for _, g := range want {
		said[g.Name] = g.Have
	}
	var others []store.Guard
	for _, g := range have {
		if g.Want = said[g.Name]; g.Want != g.Have {
			others = append(others, g)
		}
	}
	return others, nil
}

// triggers returns the triggers of a database with their SQL, in which all white space is one space.
func triggers(ctx context.Context, db *sql.DB) ([]store.Guard, error) {
	return list(ctx, db, func(rows *sql.Rows) (g store.Guard, err error) {
		err = rows.Scan(&g.Name, &g.Have)
		g.Have = strings.Join(strings.Fields(g.Have), " ")
		return g, err
	}, "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type='trigger' ORDER BY name")
}

// list asks for rows.
func list[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), query string, args ...any) (found []T, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, value)
	}
	return found, rows.Err()
}

// fresh asks an empty database of this version.
func fresh[T any](ctx context.Context, ask func(context.Context, *sql.DB) ([]T, error)) (found []T, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, embedded(), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, err
	}
	if _, err := provider.Up(ctx); err != nil {
		return nil, err
	}
	return ask(ctx, db)
}

// Examine returns a fault unless a file holds a database with something in it. It changes nothing.
func Examine(ctx context.Context, path string) (err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return emptyFault(err)
	}
	if err != nil {
		return openFault(err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return openFault(err)
	}
	if err := refuseNewer(ctx, absolute); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dataSource(absolute, readOnly(absolute)))
	if err != nil {
		return openFault(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	names, err := parts(ctx, db)
	if err != nil {
		return openFault(err)
	}
	if len(names) == 0 {
		return emptyFault(store.ErrDamaged)
	}
	return nil
}

// readOnly returns the options for reading a file without leaving anything beside it, when nobody has it open.
func readOnly(path string) string {
	how := "mode=ro&_pragma=busy_timeout(20000)"
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		how += "&immutable=1" // nobody has it open, and even a reader would leave files behind
	}
	return how
}
