package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/relational"
)

// lockMigrating is the advisory lock of the instance that migrates: a number that nothing else in the database uses.
const lockMigrating = 0x70636f6e0001

// engine is the database as the aggregates use it.
type engine struct {
	db      *sql.DB
	writing chan struct{} // a slot for each unit of work of this instance that runs, or waits for those of others
	asked   atomic.Int64  // queries, outside and inside of units of work
}

// Those who wait for a slot hold no connection: whoever reads has the others.
const writingAtOnce = 3

func newEngine(db *sql.DB) *engine {
	return &engine{db: db, writing: make(chan struct{}, writingAtOnce)}
}

// slot takes a slot for a unit of work, and returns what frees it.
func (e *engine) slot(ctx context.Context) (free func(), err error) {
	select {
	case e.writing <- struct{}{}:
		return func() { <-e.writing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// QueryContext asks outside of a unit of work.
func (e *engine) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	e.asked.Add(1)
	return e.db.QueryContext(ctx, query, args...)
}

// QueryRowContext asks outside of a unit of work for one row.
func (e *engine) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	e.asked.Add(1)
	return e.db.QueryRowContext(ctx, query, args...)
}

// Observe returns what an error means.
func (e *engine) Observe(err error) error { return away(err) }

// Transact runs f in a transaction of its own, alone over all instances: it changes the row of changes first, and whoever else
// wants to write waits for that. Each statement sees what was committed before it, so f sees all that the unit of work before it
// has done.
func (e *engine) Transact(ctx context.Context, f func(relational.Tx) error) error {
	free, err := bounded(ctx, waitTimeout, e.slot)
	if err != nil {
		return err
	}
	defer free()
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return away(err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := alone(ctx, tx); err != nil {
		return ended(ctx, err)
	}
	if err := f(inside{tx, e}); err != nil {
		return ended(ctx, err)
	}
	return ended(ctx, away(tx.Commit()))
}

// alone waits until no other unit of work runs, and counts this one.
func alone(ctx context.Context, tx *sql.Tx) error {
	counted, err := tx.ExecContext(ctx, "UPDATE changes SET number=number+1")
	if err != nil {
		return away(err)
	}
	if n, err := counted.RowsAffected(); err != nil || n != 1 {
		return errors.Join(store.ErrDamaged, err) // without its row nobody would wait
	}
	return nil
}

// ended returns the context's error in place of one that only says that the transaction has ended with it.
func ended(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// inside asks inside of a unit of work.
type inside struct {
	*sql.Tx
	engine *engine
}

// QueryContext asks inside the unit of work.
func (i inside) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	i.engine.asked.Add(1)
	return i.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext asks inside the unit of work for one row.
func (i inside) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	i.engine.asked.Add(1)
	return i.Tx.QueryRowContext(ctx, query, args...)
}

// Observe returns what an error means.
func (i inside) Observe(err error) error { return away(err) }

// bounded asks something that takes no longer than a time: a database that does not answer by then is away.
func bounded[T any](ctx context.Context, within time.Duration, ask func(context.Context) (T, error)) (T, error) {
	short, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	value, err := ask(short)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return value, errors.Join(store.ErrAway, err)
	}
	return value, away(err)
}

// away returns an error as it is, joined with store.ErrAway when the database can't be reached or takes nothing now, and with
// store.ErrText when it can't keep a text.
func away(err error) error {
	switch {
	case err == nil, errors.Is(err, store.ErrAway), errors.Is(err, context.Canceled):
		return err
	case textRefused(err):
		return errors.Join(store.ErrText, err)
	case unconnected(err), !errors.Is(err, context.DeadlineExceeded) && unreachable(err):
		return errors.Join(store.ErrAway, err)
	}
	return err
}

// unconnected reports whether no connection could be made, be it after connectTimeout.
func unconnected(err error) bool {
	var connecting *pgconn.ConnectError
	return errors.As(err, &connecting)
}

// unreachable reports whether an error is the connection's or the server's state, not the statement's.
func unreachable(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch code := refused.Code; {
		case strings.HasPrefix(code, "08"), // connection
			strings.HasPrefix(code, "53"),  // no room, no memory, too many connections
			strings.HasPrefix(code, "57P"), // it stops, crashed, or starts
			strings.HasPrefix(code, "58"):  // its disk
			return true
		default:
			// Too long a wait for other units of work, a server that only reads, a transaction that was idle too long.
			return code == "55P03" || code == "25006" || code == "25P03"
		}
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed)
}

// textRefused reports whether a text is none that the database keeps: it is not UTF-8, or has a zero character.
func textRefused(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "22021" || refused.Code == "22P05")
}

// milliseconds returns a time as a setting of the database.
func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
