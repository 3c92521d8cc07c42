package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// oldDatabase returns a copy of the database of version 0.1.
func oldDatabase(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "testing", "compat", "v0.1", "program", "service", "service.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "service.db")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// database opens a file as it is, without migrating it.
func database(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// kept reads the tables and columns that version 0.1 had, as text, by name. Of registrations, name_key has lost its use.
func kept(t *testing.T, db, old *sql.DB) map[string]string {
	t.Helper()
	tables := map[string]string{}
	for _, name := range column(t, old, "SELECT name FROM sqlite_master WHERE type='table' AND name NOT IN ('goose_db_version', 'sqlite_sequence')") {
		columns := column(t, old, "SELECT 'quote(' || name || ')' FROM pragma_table_info('"+name+"') WHERE name<>'name_key'")
		tables[name] = strings.Join(column(t, db, "SELECT "+strings.Join(columns, "||','||")+" FROM "+name+" ORDER BY rowid"), "\n")
	}
	return tables
}

// contents reads every table but goose's, as text, by name.
func contents(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	tables := map[string]string{}
	for _, name := range column(t, db, "SELECT name FROM sqlite_master WHERE type='table' AND name NOT IN ('goose_db_version', 'sqlite_sequence')") {
		columns := column(t, db, "SELECT 'quote(' || name || ')' FROM pragma_table_info('"+name+"')")
		tables[name] = strings.Join(column(t, db, "SELECT "+strings.Join(columns, "||','||")+" FROM "+name+" ORDER BY rowid"), "\n")
	}
	return tables
}

func column(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func schema(t *testing.T, db *sql.DB) string {
	t.Helper()
	return strings.Join(column(t, db, "SELECT coalesce(sql, name) FROM sqlite_master ORDER BY name"), "\n")
}

func files(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestMigrationTakesOverVersion01AndKeepsACopy(t *testing.T) {
	path := oldDatabase(t)
	old := database(t, path)
	if _, err := old.ExecContext(t.Context(), "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; INSERT INTO code_sends VALUES ('t.in-the-log', 1)"); err != nil {
		t.Fatal(err)
	}
	before, made := contents(t, old), schema(t, old)
	s, err := sqlite.Open(t.Context(), path) // old is still open, as by a server: the row is in the log alone
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	backup := database(t, path+".version-0")
	if !maps.Equal(kept(t, backup, backup), kept(t, old, backup)) {
		t.Error("a table has changed")
	}
	if !maps.Equal(before, contents(t, backup)) || schema(t, backup) != made {
		t.Error("the copy is not what there was")
	}
	present := fmt.Sprint("service.db.version-", last(t))
	_ = open(t, path)
	if got := files(t, path); slices.Contains(got, present) || slices.Contains(got, "service.db.version-0.new") {
		t.Errorf("the folder holds %v", got)
	}
}

func TestNewFileNeedsNoCopy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "service.db")
	_ = open(t, path)
	if got := files(t, path); slices.ContainsFunc(got, func(name string) bool { return strings.Contains(name, ".version-") }) {
		t.Errorf("the folder holds %v", got)
	}
}

// TestLostDataAreNotReplaced: a program whose database is gone or empty does not begin anew in silence.
func TestLostDataAreNotReplaced(t *testing.T) {
	for name, lose := range map[string]func(path string) error{
		"gone":  os.Remove,
		"empty": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "service.db")
			first, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			if err := lose(path); err != nil {
				t.Fatal(err)
			}
			before := files(t, path)
			if _, err := sqlite.Open(t.Context(), path); fault.Of(err).Code != "service.store-empty" {
				t.Errorf("opened: %v", err)
			}
			if after := files(t, path); !slices.Equal(before, after) {
				t.Errorf("the folder held %v and holds %v", before, after)
			}
		})
	}
}

func TestMigrationByManyAtOnce(t *testing.T) {
	path := oldDatabase(t)
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := column(t, database(t, path), "SELECT version_id FROM goose_db_version ORDER BY id"); fmt.Sprint(got) != fmt.Sprint(versions(t)) {
		t.Errorf("the versions are %v", got)
	}
}

func TestNewerVersionIsRefusedAndNotTouched(t *testing.T) {
	path := oldDatabase(t)
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db := database(t, path)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version(version_id, is_applied) VALUES (99, 1); CREATE TABLE tomorrow (x)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, names := read(t, path), files(t, path)
	_, err = sqlite.Open(t.Context(), path)
	var f *fault.Error
	if !errors.Is(err, store.ErrNewer) || !errors.As(err, &f) || f.Code != "service.store-newer" || len(f.Steps) == 0 {
		t.Fatalf("%+v", err)
	}
	if !bytes.Equal(before, read(t, path)) || !slices.Equal(names, files(t, path)) {
		t.Errorf("it was touched: %v, then %v", names, files(t, path))
	}
}

func TestDamagedFileIsNotTouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "service.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	_, err := sqlite.Open(t.Context(), path)
	var f *fault.Error
	if !errors.Is(err, store.ErrDamaged) || !errors.As(err, &f) || f.Code != "service.store-damaged" {
		t.Fatalf("%+v", err)
	}
	if !bytes.Equal(before, read(t, path)) {
		t.Error("it was touched")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// broken are the migrations of the program and one more, which breaks off in its middle.
func broken(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	for _, name := range must(fs.Glob(sqlite.Migrations(), "*.sql")) {
		all[name] = &fstest.MapFile{Data: must(fs.ReadFile(sqlite.Migrations(), name))}
	}
	all[fmt.Sprintf("%05d_breaks_off.sql", last(t)+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE half (x);\nDELETE FROM people;\nUPDATE files SET name='x';\nINSERT INTO nowhere VALUES (1);\n")}
	return all
}

// last returns the number of the program's last migration.
func last(t *testing.T) int {
	t.Helper()
	numbers := versions(t)
	return numbers[len(numbers)-1]
}

// versions returns 0 and the numbers of the program's migrations, in order.
func versions(t *testing.T) []int {
	t.Helper()
	numbers := []int{0}
	for _, name := range must(fs.Glob(sqlite.Migrations(), "*.sql")) {
		number, _, _ := strings.Cut(name, "_")
		numbers = append(numbers, must(strconv.Atoi(number)))
	}
	return numbers
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestMigrationThatBreaksOffHasNotBegun(t *testing.T) {
	first := fstest.MapFS{"00001_breaks_off.sql": broken(t)[fmt.Sprintf("%05d_breaks_off.sql", last(t)+1)]}
	for _, c := range []struct {
		name       string
		migrations fs.FS
		prepare    func(t *testing.T, path string)
	}{
		{"the first", first, func(*testing.T, string) {}},
		{"a later one", broken(t), func(t *testing.T, path string) { // the version before is there and in use
			t.Helper()
			s, err := sqlite.Open(t.Context(), path)
			if err := errors.Join(err, s.Close()); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := oldDatabase(t)
			c.prepare(t, path)
			db := database(t, path)
			before, made := contents(t, db), schema(t, db)
			err := sqlite.Migrate(context.Background(), db, path, c.migrations)
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != "service.store-migration" {
				t.Fatalf("%+v", err)
			}
			if !maps.Equal(before, contents(t, db)) || schema(t, db) != made {
				t.Errorf("something is left of it:\n%s\nbefore:\n%s", schema(t, db), made)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			_ = open(t, path) // this program opens it as before
		})
	}
}
