package relational

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/service/store"
)

// Reader asks a database.
type Reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	// Observe is shown each error of a query, and returns what it means to whoever asked.
	Observe(err error) error
}

// Tx is a unit of work.
type Tx interface {
	Reader
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Database is an open database: asked outside of a unit of work, or with one.
type Database interface {
	Reader
	// Transact runs f in one unit of work; an error of f takes everything back. It may run f again.
	Transact(ctx context.Context, f func(Tx) error) error
}

// Dialect is what the databases say in different ways.
type Dialect struct {
	// SameText compares a column and a value without their case, of ASCII letters alone.
	SameText func(column, value string) string
	// AfterAt is what stands in a column after its first "@".
	AfterAt func(column string) string
}

// Outside returns the aggregates outside of a unit of work: each operation stands alone.
func Outside(db Database, d Dialect) store.Data {
	return dataOf(conn{Reader: db, dialect: d, database: db})
}

// Inside returns the aggregates inside a unit of work.
func Inside(tx Tx, d Dialect) store.Data {
	return dataOf(conn{Reader: tx, dialect: d, tx: tx})
}

func dataOf(c conn) store.Data {
	return store.Data{People: people{c}, Registrations: registrations{c}, Codes: codes{c}, Agreements: agreements{c}, Acceptances: acceptances{c},
		Engagements: engagements{c}, Rights: rights{c}, Invitations: invitations{c}, Outbox: outbox{c}, Packages: packages{c}, Feedback: feedback{c},
		Attachments: attachments{c}, Withdrawals: withdrawals{c}, Downloads: downloads{c}, Approvals: approvals{c}, Erasures: erasures{c}, Digests: digests{c}, Answers: answers{c}, Keys: keys{c}}
}

// conn is what an aggregate works on: a unit of work, or the database with a unit of work for each operation.
type conn struct {
	Reader
	dialect  Dialect
	database Database // outside a unit of work
	tx       Tx       // inside
}

// atomically runs f in the unit of work at hand, or in one of its own.
func (c conn) atomically(ctx context.Context, f func(conn) error) error {
	if c.tx != nil {
		return f(c)
	}
	return c.database.Transact(ctx, func(tx Tx) error { return f(conn{Reader: tx, dialect: c.dialect, tx: tx}) })
}

// change runs one statement and returns how many rows it changed.
func (c conn) change(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = c.atomically(ctx, func(c conn) error {
		result, err := c.tx.ExecContext(ctx, query, args...)
		if err != nil {
			return c.Observe(err)
		}
		n, err = result.RowsAffected()
		return err
	})
	return n, err
}

// exec runs one statement.
func (c conn) exec(ctx context.Context, query string, args ...any) error {
	_, err := c.change(ctx, query, args...)
	return err
}

// execSome runs one statement that must change a row; ErrNotFound otherwise.
func (c conn) execSome(ctx context.Context, query string, args ...any) error {
	n, err := c.change(ctx, query, args...)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

// add runs an INSERT of one row; ErrTaken when another row stands in its way. That is no error of the database: a unit of work
// can go on after it.
func (c conn) add(ctx context.Context, query string, args ...any) error {
	n, err := c.change(ctx, query+" ON CONFLICT DO NOTHING", args...)
	if err == nil && n == 0 {
		err = store.ErrTaken
	}
	return err
}

// row is a row of a result.
type row interface{ Scan(to ...any) error }

// one reads the only row of a result; ErrNotFound without one.
func one[T any](ctx context.Context, from Reader, scan func(row) (T, error), query string, args ...any) (T, error) {
	value, err := scan(from.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return value, store.ErrNotFound
	}
	return value, from.Observe(err)
}

// all reads every row of a result.
func all[T any](ctx context.Context, from Reader, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, from.Observe(err)
	}
	defer func() { _ = rows.Close() }()
	var list []T
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, from.Observe(err)
		}
		list = append(list, value)
	}
	return list, from.Observe(errors.Join(rows.Err(), rows.Close()))
}

// single reads a row of one column.
func single[T any](r row) (T, error) {
	var value T
	return value, r.Scan(&value)
}

// zero matches a zero character in JSON, and not a backslash that is followed by "u0000".
var zero = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u0000`)

// document returns a value as the JSON of a column. A zero character is in no text: PostgreSQL could not read a field beside it.
func document(value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil || zero.Match(text) {
		return "", store.ErrText
	}
	return string(text), nil
}

// stamp and moment carry times to a column and back: Unix nanoseconds, 0 for the zero time.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
