package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/relational"
)

// Store is an open database. It implements store.Store.
type Store struct {
	db     *sql.DB
	engine *engine
	data   store.Data

	presence presence
}

// The bounds of a connection.
const (
	connections    = 20               // of one instance, at most
	connectTimeout = 5 * time.Second  // until a database that does not answer is away
	answerTimeout  = 4 * time.Second  // until one that answers nothing is away
	waitTimeout    = 20 * time.Second // for other units of work
	idleTimeout    = 15 * time.Second // between two statements of a unit of work, until the database ends it
	connectionLife = 30 * time.Minute // so that a database that moved is found
)

// Open opens the database of an address and migrates it. Its errors are faults.
func Open(ctx context.Context, address string) (*Store, error) {
	config, err := parse(address)
	if err != nil {
		return nil, err
	}
	s := connect(config)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// connect returns the store of a database. It does not ask the database yet.
func connect(config *pgx.ConnConfig) *Store {
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(setUp))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxLifetime(connectionLife)
	s := &Store{db: db, engine: newEngine(db)}
	s.data = relational.Outside(s.engine, dialect())
	return s
}

// setUp sets what a connection of this package relies on, whatever the database's own settings are.
func setUp(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('lock_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $2, false),
		set_config('default_transaction_isolation', 'read committed', false), set_config('tcp_keepalives_idle', '10', false),
		set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false),
		set_config('program_service.counts', 'yes', false),
		CASE WHEN current_setting('synchronous_commit')='off' THEN set_config('synchronous_commit', 'on', false) END`,
		milliseconds(waitTimeout), milliseconds(idleTimeout))
	return err
}

// prepare refuses a database of a newer version, and migrates one of an older version.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.Ping(ctx); err != nil {
		return openFault(err)
	}
	return migrate(ctx, s.db, embedded())
}

// Data returns the aggregates outside a unit of work.
func (s *Store) Data() store.Data { return s.data }

// Write runs f in one transaction, after the units of work of all instances that came before.
func (s *Store) Write(ctx context.Context, f func(store.Data) error) error {
	return s.engine.Transact(ctx, func(tx relational.Tx) error { return f(relational.Inside(tx, dialect())) })
}

// Version returns the number of the last unit of work. It asks the database each time, so what any instance has committed counts
// for whatever begins afterwards; no notice can be lost on the way.
func (s *Store) Version(ctx context.Context) (int64, error) {
	return bounded(ctx, answerTimeout, func(ctx context.Context) (number int64, err error) {
		err = s.db.QueryRowContext(ctx, "SELECT number FROM changes").Scan(&number)
		return number, err
	})
}

// Queries returns how many queries were asked of the database since it was opened, but for those of Version.
func (s *Store) Queries() int64 { return s.engine.asked.Load() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := bounded(ctx, connectTimeout, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.db.PingContext(ctx) })
	return err
}

// Writable writes a row of no meaning and commits it.
func (s *Store) Writable(ctx context.Context) error {
	_, err := bounded(ctx, answerTimeout, func(ctx context.Context) (sql.Result, error) {
		return s.db.ExecContext(ctx, "INSERT INTO probe(id, filling) VALUES (1, $1) ON CONFLICT(id) DO UPDATE SET filling=excluded.filling", []byte{0})
	})
	return err
}

// Close closes the connections.
func (s *Store) Close() error { return errors.Join(s.presence.close(), s.db.Close()) }

// dialect returns what PostgreSQL says in its own way.
func dialect() relational.Dialect {
	return relational.Dialect{
		SameText: func(column, value string) string {
			return "lower(" + column + `)=lower(CAST(` + value + ` AS TEXT) COLLATE "C")`
		},
		AfterAt: func(column string) string { return "substr(" + column + ", strpos(" + column + ", '@')+1)" },
	}
}
