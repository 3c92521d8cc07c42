package relational

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/programconnect/programconnect/internal/service/store"
)

// Table is a table that holds something of the program.
type Table struct {
	Name    string
	Columns []Column
	Key     []string // its rows in an order that is the same in every database
}

// Column is a column of a table.
type Column struct {
	Name string
	Flag bool // the database keeps true and false, not a number
	JSON bool // the database hands it out as bytes, though it is a text
}

// Whole is a database that is copied, or copied into, table by table.
type Whole interface {
	Database
	// Tables returns the tables that hold something of the program, by name.
	Tables(ctx context.Context, from Reader) ([]Table, error)
	// Filled sets what the database itself counts after rows were put into it with their numbers.
	Filled(ctx context.Context, tx Tx) error
}

// ErrFull is the error of a copy into a database that holds something already.
var ErrFull = errors.New("relational: the database is not empty")

// DifferenceError says which row is not in the copy as it is in what was copied.
type DifferenceError struct {
	Table string
	Row   int64 // its number in the order of the table's key, from 1
}

// Error names the row.
func (e *DifferenceError) Error() string {
	return fmt.Sprintf("relational: row %d of %s is not the same in the copy", e.Row, e.Table)
}

// Copied is how much was copied.
type Copied struct {
	Tables int
	Rows   int64
}

// Copy copies every row of a database as a reader sees it, and compares each with what it became. It is one unit of work of the
// target: an error leaves it as it was.
func Copy(ctx context.Context, source Whole, from Reader, target Whole, to Tx) (Copied, error) {
	var done Copied
	have, err := source.Tables(ctx, from)
	if err != nil {
		return done, err
	}
	want, err := target.Tables(ctx, to)
	if err != nil {
		return done, err
	}
	if err := same(have, want); err != nil {
		return done, err
	}
	if err := emptyTables(ctx, to, want); err != nil {
		return done, err
	}
	for i := range have {
		rows, err := copyTable(ctx, from, have[i], to, want[i])
		if err == nil {
			err = compareTable(ctx, from, have[i], to, want[i])
		}
		if err != nil {
			return done, fmt.Errorf("%s: %w", have[i].Name, err)
		}
		done.Tables++
		done.Rows += rows
	}
	return done, target.Filled(ctx, to)
}

// same puts the columns of both in one order; an error when a table or a column is in one of them alone.
func same(have, want []Table) error {
	if len(have) != len(want) {
		return fmt.Errorf("relational: %d tables, and %d in the copy", len(have), len(want))
	}
	for i := range have {
		slices.SortFunc(have[i].Columns, byName)
		slices.SortFunc(want[i].Columns, byName)
		if have[i].Name != want[i].Name || !slices.EqualFunc(have[i].Columns, want[i].Columns, func(a, b Column) bool { return a.Name == b.Name }) {
			return fmt.Errorf("relational: the columns of %s differ from those of %s in the copy", have[i].Name, want[i].Name)
		}
	}
	return nil
}

func byName(a, b Column) int { return strings.Compare(a.Name, b.Name) }

// emptyTables returns ErrFull when a table has a row.
func emptyTables(ctx context.Context, from Reader, tables []Table) error {
	for _, t := range tables {
		there, err := one(ctx, from, single[bool], "SELECT EXISTS (SELECT 1 FROM "+t.Name+")")
		if err != nil {
			return err
		}
		if there {
			return fmt.Errorf("%w: %s", ErrFull, t.Name)
		}
	}
	return nil
}

// Empty returns ErrFull when a database holds something.
func Empty(ctx context.Context, target Whole) error {
	tables, err := target.Tables(ctx, target)
	if err != nil {
		return err
	}
	return emptyTables(ctx, target, tables)
}

// AttachmentHashes returns the SHA-256 of every complete attachment, by its id, and the ids of those that are not complete.
func AttachmentHashes(ctx context.Context, from Reader) (complete map[string]string, coming []string, err error) {
	type attachment struct {
		id, sha256 string
		complete   bool
	}
	list, err := all(ctx, from, func(r row) (attachment, error) {
		var a attachment
		return a, r.Scan(&a.id, &a.sha256, &a.complete)
	}, "SELECT id, sha256, complete FROM attachments")
	complete = map[string]string{}
	for _, a := range list {
		if a.complete {
			complete[a.id] = a.sha256
		} else {
			coming = append(coming, a.id)
		}
	}
	return complete, coming, err
}

// NamedObjects returns the sizes of the files of the catalogue whose bytes are kept, by their SHA-256.
func NamedObjects(ctx context.Context, from Reader) (map[string]int64, error) {
	type object struct {
		sha256 string
		size   int64
	}
	list, err := all(ctx, from, func(r row) (object, error) {
		var o object
		return o, r.Scan(&o.sha256, &o.size)
	}, "SELECT f.sha256, f.size FROM files f JOIN packages k ON k.id=f.package WHERE k.withdrawn=FALSE AND f.content=$1", store.ContentObject)
	named := map[string]int64{}
	for _, o := range list {
		named[o.sha256] = o.size
	}
	return named, err
}

// BeginAgain notes that nothing has come of attachments.
func BeginAgain(ctx context.Context, tx Tx, ids []string) error {
	for _, id := range ids {
		if _, err := tx.ExecContext(ctx, "UPDATE attachments SET received=0 WHERE id=$1", id); err != nil {
			return tx.Observe(err)
		}
	}
	return nil
}

// selectAll reads a table in the order of its key.
func (t Table) selectAll() string {
	return "SELECT " + t.names() + " FROM " + t.Name + " ORDER BY " + strings.Join(t.Key, ", ")
}

func (t Table) names() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

// values reads one row: texts as strings, bytes as bytes, numbers as they are.
func values(rows *sql.Rows, width int) ([]any, error) {
	row := make([]any, width)
	to := make([]any, width)
	for i := range row {
		to[i] = &row[i]
	}
	return row, rows.Scan(to...)
}

func copyTable(ctx context.Context, from Reader, have Table, to Tx, want Table) (copied int64, err error) {
	markers := make([]string, len(want.Columns))
	for i := range markers {
		markers[i] = "$" + strconv.Itoa(i+1)
	}
	insert := "INSERT INTO " + want.Name + "(" + want.names() + ") VALUES (" + strings.Join(markers, ", ") + ")"
	rows, err := from.QueryContext(ctx, have.selectAll())
	if err != nil {
		return 0, from.Observe(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		row, err := values(rows, len(have.Columns))
		if err != nil {
			return copied, err
		}
		for i := range row {
			row[i] = converted(row[i], have.Columns[i], want.Columns[i])
		}
		if _, err := to.ExecContext(ctx, insert, row...); err != nil {
			return copied, to.Observe(err)
		}
		copied++
	}
	return copied, from.Observe(rows.Err())
}

// converted returns a value of one database as another takes it.
func converted(value any, have, want Column) any {
	switch v := value.(type) {
	case int64:
		if want.Flag {
			return v != 0
		}
	case []byte:
		if have.JSON {
			return string(v)
		}
	}
	return value
}

// compareTable reads both tables side by side.
func compareTable(ctx context.Context, from Reader, have Table, to Reader, want Table) (err error) {
	first, err := from.QueryContext(ctx, have.selectAll())
	if err != nil {
		return from.Observe(err)
	}
	defer func() { err = errors.Join(err, first.Close()) }()
	second, err := to.QueryContext(ctx, want.selectAll())
	if err != nil {
		return to.Observe(err)
	}
	defer func() { err = errors.Join(err, second.Close()) }()
	for row := int64(1); ; row++ {
		there, copied := first.Next(), second.Next()
		if !there && !copied {
			return errors.Join(from.Observe(first.Err()), to.Observe(second.Err()))
		}
		if there != copied {
			return errors.Join(&DifferenceError{want.Name, row}, first.Err(), second.Err())
		}
		a, err := values(first, len(have.Columns))
		if err != nil {
			return err
		}
		b, err := values(second, len(want.Columns))
		if err != nil {
			return err
		}
		if !slices.EqualFunc(a, b, sameValue) {
			return &DifferenceError{want.Name, row}
		}
	}
}

// sameValue compares values of two databases: one may keep a flag as a number, or hand a text out as bytes.
func sameValue(a, b any) bool { return bytes.Equal(plain(a), plain(b)) }

func plain(v any) []byte {
	switch v := v.(type) {
	case nil:
		return []byte("null")
	case []byte:
		return v
	case string:
		return []byte(v)
	case bool:
		if v {
			return []byte("1")
		}
		return []byte("0")
	}
	return fmt.Append(nil, v)
}
