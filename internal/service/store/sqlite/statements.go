package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// statements are the prepared statements of a database. Every query of this package is a constant or one of a few texts, so
// there are not many. They end with the database.
type statements struct {
	db    *sql.DB
	asked atomic.Int64 // queries, outside and inside of units of work

	mu    sync.Mutex
	ready map[string]*sql.Stmt
}

// find returns the prepared statement of a query; nil when it was not prepared yet.
func (s *statements) find(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready[query]
}

// prepare returns the statement of a query, prepared now or before.
func (s *statements) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if found := s.find(query); found != nil {
		return found, nil
	}
	made, err := s.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.keep(query, made), nil
}

// keep keeps a statement, unless another one of the same query came first; it returns the one that is kept.
func (s *statements) keep(query string, made *sql.Stmt) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.ready[query]; first != nil {
		_ = made.Close()
		return first
	}
	s.ready[query] = made
	return made
}

// QueryContext asks outside of a unit of work.
func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s.asked.Add(1)
	statement, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...) //nolint:sqlclosecheck // kept; it ends with the database
}

// QueryRowContext asks outside of a unit of work for one row.
func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s.asked.Add(1)
	statement, err := s.prepare(ctx, query)
	if err != nil {
		return s.db.QueryRowContext(ctx, query, args...) // it says the same
	}
	return statement.QueryRowContext(ctx, args...)
}

// Observe returns the error as it is: SQLite's own say what happened.
func (s *statements) Observe(err error) error { return err }

// inside asks inside of a unit of work. It prepares nothing: that would need another connection.
type inside struct {
	tx         *sql.Tx
	statements *statements
}

// QueryContext asks inside the unit of work.
func (i inside) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	i.statements.asked.Add(1)
	if statement := i.statements.find(query); statement != nil {
		return i.tx.StmtContext(ctx, statement).QueryContext(ctx, args...) //nolint:sqlclosecheck // it ends with the unit of work
	}
	return i.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext asks inside the unit of work for one row.
func (i inside) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	i.statements.asked.Add(1)
	if statement := i.statements.find(query); statement != nil {
		return i.tx.StmtContext(ctx, statement).QueryRowContext(ctx, args...)
	}
	return i.tx.QueryRowContext(ctx, query, args...)
}

// ExecContext changes something inside the unit of work.
func (i inside) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return i.tx.ExecContext(ctx, query, args...)
}

// Observe returns the error as it is.
func (i inside) Observe(err error) error { return err }
