package sqlite

import (
	"context"
	"strings"

	"github.com/programconnect/programconnect/internal/service/store/relational"
)

// Whole returns the database for copying it table by table.
func (s *Store) Whole() relational.Whole { return s.engine }

// Tables returns the tables that hold something of the program, by name.
func (e *engine) Tables(ctx context.Context, from relational.Reader) (list []relational.Table, err error) {
	rows, err := from.QueryContext(ctx, `SELECT m.name, c.name, c.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS c
		WHERE m.type='table' AND m.name NOT IN ('probe', 'goose_db_version', 'sqlite_sequence', 'moved') ORDER BY m.name, c.pk, c.cid`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, column string
		var key int
		if err := rows.Scan(&table, &column, &key); err != nil {
			return nil, err
		}
		list = addColumn(list, table, column, key > 0)
	}
	for i := range list {
		if len(list[i].Key) == 0 {
			list[i].Key = allColumns(list[i])
		}
	}
	return list, rows.Err()
}

func addColumn(list []relational.Table, table, column string, key bool) []relational.Table {
	if len(list) == 0 || list[len(list)-1].Name != table {
		list = append(list, relational.Table{Name: table})
	}
	t := &list[len(list)-1]
	t.Columns = append(t.Columns, relational.Column{Name: column})
	if key {
		t.Key = append(t.Key, column)
	}
	return list
}

func allColumns(t relational.Table) []string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}

// Filled has nothing to do: SQLite counts on from the largest number that a table ever had.
func (e *engine) Filled(context.Context, relational.Tx) error { return nil }

// changes are what a sealed table refuses.
var changes = []string{"INSERT", "UPDATE", "DELETE"}

func sealName(t relational.Table, change string) string {
	return strings.ToLower("moved_" + t.Name + "_" + change)
}

// Seal makes the file refuse every change from now on, by whichever process has it open, since its data are elsewhere. It is a
// part of the unit of work that has copied them.
func (s *Store) Seal(ctx context.Context, tx relational.Tx, to string) error {
	tables, err := s.engine.Tables(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS moved (address TEXT NOT NULL) STRICT"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM moved"); err != nil {
		return err
	}
	for _, t := range tables {
		for _, change := range changes {
			if _, err := tx.ExecContext(ctx, "CREATE TRIGGER IF NOT EXISTS "+sealName(t, change)+" BEFORE "+change+" ON "+t.Name+
				" BEGIN SELECT RAISE(ABORT, 'the data have moved'); END"); err != nil {
				return err
			}
		}
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO moved(address) VALUES ($1)", to)
	return err
}

// Unseal lets the file be changed again, when what Seal was a part of has failed after all.
func (s *Store) Unseal(ctx context.Context) error {
	return s.engine.Transact(ctx, func(tx relational.Tx) error {
		tables, err := s.engine.Tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			for _, change := range changes {
				if _, err := tx.ExecContext(ctx, "DROP TRIGGER IF EXISTS "+sealName(t, change)); err != nil {
					return err
				}
			}
		}
		_, err = tx.ExecContext(ctx, "DROP TABLE IF EXISTS moved")
		return err
	})
}

// Moved returns where the data have moved to; empty when they are here.
func (s *Store) Moved(ctx context.Context) (to string, err error) {
	var sealed bool
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type='table' AND name='moved'").Scan(&sealed)
	if err != nil || !sealed {
		return "", err
	}
	err = s.db.QueryRowContext(ctx, "SELECT coalesce(max(address), '') FROM moved").Scan(&to)
	return to, err
}
