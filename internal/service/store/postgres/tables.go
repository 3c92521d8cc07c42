package postgres

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"github.com/programconnect/programconnect/internal/service/store/relational"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// Whole returns the database for copying it table by table.
func (s *Store) Whole() relational.Whole { return s.engine }

// Tables returns the tables that hold something of the program, by name.
func (e *engine) Tables(ctx context.Context, from relational.Reader) (list []relational.Table, err error) {
	rows, err := from.QueryContext(ctx, `SELECT c.relname, a.attname, a.atttypid='boolean'::regtype, a.atttypid='json'::regtype, coalesce(array_position(i.indkey, a.attnum), -1)
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid=c.oid AND a.attnum>0 AND NOT a.attisdropped
		LEFT JOIN pg_index AS i ON i.indrelid=c.oid AND i.indisprimary
		WHERE c.relkind='r' AND c.relnamespace=current_schema()::regnamespace AND c.relname NOT IN ('probe', 'changes', 'goose_db_version')
		ORDER BY c.relname COLLATE "C", 5, a.attnum`)
	if err != nil {
		return nil, away(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var table string
		var column relational.Column
		var key int
		if err := rows.Scan(&table, &column.Name, &column.Flag, &column.JSON, &key); err != nil {
			return nil, away(err)
		}
		if len(list) == 0 || list[len(list)-1].Name != table {
			list = append(list, relational.Table{Name: table})
		}
		t := &list[len(list)-1]
		t.Columns = append(t.Columns, column)
		if key >= 0 {
			t.Key = append(t.Key, column.Name)
		}
	}
	for i := range list {
		if len(list[i].Key) == 0 {
			for _, c := range list[i].Columns {
				list[i].Key = append(list[i].Key, c.Name)
			}
		}
	}
	return list, away(rows.Err())
}

// Filled lets the columns that count by themselves go on after their largest numbers. What is done before the commit, such as a
// look at the bytes of files, may take longer than idleTimeout.
func (e *engine) Filled(ctx context.Context, tx relational.Tx) error {
	if _, err := tx.ExecContext(ctx, "SET LOCAL idle_in_transaction_session_timeout=0"); err != nil {
		return away(err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid=c.oid AND a.attidentity<>''
		WHERE c.relnamespace=current_schema()::regnamespace`)
	if err != nil {
		return away(err)
	}
	var counting [][2]string
	for rows.Next() {
		var c [2]string
		if err := rows.Scan(&c[0], &c[1]); err != nil {
			return errors.Join(away(err), rows.Close())
		}
		counting = append(counting, c)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return away(err)
	}
	for _, c := range counting {
		query := "SELECT setval(pg_get_serial_sequence('" + c[0] + "', '" + c[1] + "'), coalesce(max(" + c[1] + "), 1), max(" + c[1] + ") IS NOT NULL) FROM " + c[0]
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return away(err)
		}
	}
	return nil
}

// reading is a transaction that reads the data as they were at its beginning.
type reading struct{ *sql.Tx }

// Observe returns what an error means.
func (reading) Observe(err error) error { return away(err) }

// snapshot runs f on the data as they are at one moment, while others write.
func (e *engine) snapshot(ctx context.Context, f func(relational.Reader) error) error {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return away(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return ended(ctx, f(reading{tx}))
}

// Copy writes all data, as they are at one moment, to a new SQLite file: the same tables with the same rows, each compared.
func (s *Store) Copy(ctx context.Context, path string) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	file, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, file.Close(), os.Remove(path+".lock"))
		if err != nil {
			_ = os.Remove(path) // what is there is no whole copy
		}
	}()
	return s.engine.snapshot(ctx, func(from relational.Reader) error {
		return file.Whole().Transact(ctx, func(to relational.Tx) error {
			_, err := relational.Copy(ctx, s.engine, from, file.Whole(), to)
			return err
		})
	})
}
