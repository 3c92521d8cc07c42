package local_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/local"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

var noon = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// oldSide returns the program of version 0.1 as a side of a move, with its folder.
func oldSide(t *testing.T) (local.Side, string) {
	t.Helper()
	dir := oldFolder(t)
	data, err := sqlite.OpenMoved(t.Context(), filepath.Join(dir, "service.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	return local.Side{Data: data, Bytes: openFiles(t, filepath.Join(dir, "files")), Name: "service.db"}, dir
}

func openFiles(t *testing.T, dir string) *folder.Store {
	t.Helper()
	files, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	return files
}

func postgresSide(t *testing.T, address string) local.Side {
	t.Helper()
	data, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	return local.Side{Data: data, Bytes: openFiles(t, t.TempDir()), Name: "postgres://database"}
}

// tables reads every table of a SQLite file, as text, but for how much of unfinished attachments has come.
func tables(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	read := func(query string) []string {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(query, err)
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
		return list
	}
	all := map[string]string{}
	for _, name := range read("SELECT name FROM sqlite_master WHERE type='table' AND name NOT IN ('goose_db_version', 'sqlite_sequence', 'probe', 'moved')") {
		columns := read("SELECT 'quote(' || name || ')' FROM pragma_table_info('" + name + "') ORDER BY name")
		if name == "attachments" {
			columns = read("SELECT CASE name WHEN 'received' THEN 'quote(complete*received)' ELSE 'quote(' || name || ')' END FROM pragma_table_info('attachments') ORDER BY name")
		}
		all[name] = strings.Join(read("SELECT "+strings.Join(columns, "||','||")+" FROM "+name+" ORDER BY 1"), "\n")
	}
	return all
}

func sameTables(t *testing.T, want, got map[string]string) {
	t.Helper()
	if len(want) < 20 || len(want) != len(got) {
		t.Errorf("%d tables, and %d after the move", len(want), len(got))
	}
	for name, rows := range want {
		if got[name] != rows {
			t.Errorf("%s was\n%s\nand is\n%s", name, rows, got[name])
		}
	}
}

// TestMoveToPostgresAndBack moves the program of version 0.1, and compares what comes back with what there was.
func TestMoveToPostgresAndBack(t *testing.T) {
	from, dir := oldSide(t)
	to := postgresSide(t, pgtest.Address(t))
	want := tables(t, filepath.Join(dir, "service.db"))
	moved, err := local.Move(t.Context(), from, to, false)
	if err != nil {
		t.Fatal(err)
	}
	if moved.Rows < 50 || moved.Objects < 5 || moved.Again == 0 {
		t.Errorf("%+v", moved)
	}
	if report, err := service.Audit(t.Context(), to.Data, service.Anchors{}); err != nil || report.Rows < 3 || len(report.Findings) > 0 {
		t.Errorf("%+v %v", report, err)
	}
	back := filepath.Join(t.TempDir(), "copy.db")
	if err := to.Data.Copy(t.Context(), back); err != nil {
		t.Fatal(err)
	}
	sameTables(t, want, tables(t, back))
	if entries, err := os.ReadDir(filepath.Dir(back)); err != nil || len(entries) != 1 {
		t.Errorf("the copy left %v behind: %v", entries, err)
	}
	if err := to.Data.Copy(t.Context(), back); !errors.Is(err, os.ErrExist) {
		t.Error("a copy was written over: ", err)
	}

	// Numbers go on after those that came.
	comment, err := to.Data.Data().Feedback.AddComment(t.Context(), "none", "t.anna", "Text", noon)
	if err != nil || strings.Contains("\n"+want["comments"], "\n"+comment.ID+",") {
		t.Errorf("%+v %v", comment, err)
	}

	// The file takes no change any more and is not opened, but by a move.
	if err := from.Data.Data().Codes.RemoveCode(t.Context(), "t.nobody"); err != nil {
		t.Error("a statement that changes nothing fails: ", err)
	}
	if _, err := from.Data.Data().Feedback.AddComment(t.Context(), "none", "t.anna", "Text", noon); err == nil {
		t.Error("the file takes a change, though its data have moved")
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(dir, "service.db")); fault.Of(err).Code != "service.store-moved" {
		t.Error(err)
	}
	if _, err := local.Move(t.Context(), from, to, false); fault.Of(err).Code != "service.move-full" {
		t.Error("into a database that is not empty: ", err)
	}
	if again, err := local.Move(t.Context(), from, postgresSide(t, pgtest.Address(t)), false); err != nil || again.Rows != moved.Rows {
		t.Errorf("a move that broke off at its end can't be carried out again: %+v %v", again, err)
	}
}

// breaking is a store for bytes that fails after some writes.
type breaking struct {
	blob.Store
	left int
}

var errBroken = errors.New("broken off")

func (b *breaking) Put(ctx context.Context, want string, r io.Reader) (blob.Info, error) {
	if b.left--; b.left < 0 {
		return blob.Info{}, errBroken
	}
	return b.Store.Put(ctx, want, r)
}

func (b *breaking) Finish(ctx context.Context, key string, size int64, want string) error {
	if b.left--; b.left < 0 {
		return errBroken
	}
	return b.Store.Finish(ctx, key, size, want)
}

// TestMoveGoesOnWhereItBrokeOff breaks off at each object.
func TestMoveGoesOnWhereItBrokeOff(t *testing.T) {
	from, dir := oldSide(t)
	address := pgtest.Address(t)
	to := postgresSide(t, address)
	b := &breaking{Store: to.Bytes}
	to.Bytes = b
	objects := 0
	for ; ; objects++ {
		b.left = 1
		moved, err := local.Move(t.Context(), from, to, false)
		if err == nil {
			if moved.Objects < 5 {
				t.Errorf("%+v", moved)
			}
			break
		}
		if !errors.Is(err, errBroken) || objects > 100 {
			t.Fatal(objects, err)
		}
		if _, err := from.Data.Data().People.Find(t.Context(), "nobody"); err != nil {
			t.Fatal(err)
		}
		again, err := sqlite.Open(t.Context(), filepath.Join(dir, "service.db")) // it is not sealed
		if err := errors.Join(err, again.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if objects < 3 {
		t.Errorf("it broke off %d times", objects)
	}
}

// TestMoveSaysWhatIsDamaged moves a program with an object that is not what its row says, and one without an object.
func TestMoveSaysWhatIsDamaged(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"changed": func(path string) error { return os.WriteFile(path, []byte("others"), 0o600) },
		"gone":    os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			from, dir := oldSide(t)
			files, err := filepath.Glob(filepath.Join(dir, "files", strings.Repeat("?", 64)))
			if err != nil || len(files) == 0 {
				t.Fatal(files, err)
			}
			for _, path := range files {
				if err := damage(path); err != nil {
					t.Fatal(err)
				}
			}
			to := postgresSide(t, pgtest.Address(t))
			if _, err := local.Move(t.Context(), from, to, false); fault.Of(err).Code != "service.move-different" {
				t.Error(err)
			}
			if list, err := to.Data.Data().People.Page(t.Context(), "", 9); err != nil || len(list) > 0 {
				t.Errorf("something is in the database: %v %v", list, err)
			}
			open, err := sqlite.Open(t.Context(), filepath.Join(dir, "service.db"))
			if err := errors.Join(err, open.Close()); err != nil {
				t.Error("the program can't go on where it is: ", err)
			}
		})
	}
}

// TestBackupOfPostgresIsRestoredToEither writes a backup of a program in PostgreSQL and restores it into a folder.
func TestBackupOfPostgresIsRestoredToEither(t *testing.T) {
	from, dir := oldSide(t)
	want := tables(t, filepath.Join(dir, "service.db"))
	to := postgresSide(t, pgtest.Address(t))
	if _, err := local.Move(t.Context(), from, to, false); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup")
	c, err := local.Backup(t.Context(), local.BackupOptions{File: file, Files: true, Store: to.Data, Blobs: to.Bytes})
	if err != nil || len(c.Objects) < 5 {
		t.Fatalf("%+v %v", c, err)
	}
	restored := t.TempDir()
	if r, err := local.Restore(t.Context(), file, restored, nil); err != nil || len(r.Missing) > 0 {
		t.Fatalf("%+v %v", r, err)
	}
	path := filepath.Join(restored, "service", "service.db")
	sameTables(t, want, tables(t, path))
	data, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = data.Close() }()
	elsewhere := postgresSide(t, pgtest.Address(t))
	moved, err := local.Move(t.Context(), local.Side{Data: data, Bytes: openFiles(t, filepath.Join(restored, "service", "files")), Name: path}, elsewhere, true)
	if err != nil || fmt.Sprint(moved.Missing) != "[]" {
		t.Errorf("%+v %v", moved, err)
	}
}
