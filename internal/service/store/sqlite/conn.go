package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/go-json-experiment/json"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/programconnect/programconnect/internal/service/store"
)

// querier is what both a transaction and the database offer.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// conn is what an aggregate works on: a transaction, or the database with a transaction for each operation.
type conn struct {
	querier
	store *Store  // outside a unit of work
	tx    *sql.Tx // inside
}

// atomically runs f in the transaction at hand, or in one of its own.
func (c conn) atomically(ctx context.Context, f func(*sql.Tx) error) error {
	if c.tx != nil {
		return f(c.tx)
	}
	return c.store.transact(ctx, f)
}

// exec runs one statement.
func (c conn) exec(ctx context.Context, query string, args ...any) error {
	return c.atomically(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// execSome runs one statement that must change a row; ErrNotFound otherwise.
func (c conn) execSome(ctx context.Context, query string, args ...any) error {
	return c.atomically(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return store.ErrNotFound
	})
}

// row is a row of a result.
type row interface{ Scan(to ...any) error }

// one reads the only row of a result; ErrNotFound without one.
func one[T any](ctx context.Context, q querier, scan func(row) (T, error), query string, args ...any) (T, error) {
	value, err := scan(q.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	return value, err
}

// all reads every row of a result.
func all[T any](ctx context.Context, q querier, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []T
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, errors.Join(rows.Err(), rows.Close())
}

// single reads a row of one column.
func single[T any](r row) (T, error) {
	var value T
	return value, r.Scan(&value)
}

// taken makes ErrTaken of a broken uniqueness.
func taken(err error) error {
	var broken *sqlite.Error
	if errors.As(err, &broken) && (broken.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || broken.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY) {
		return store.ErrTaken
	}
	return err
}

// document returns a value as the JSON of a column.
func document(value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
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
