package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the database's driver

	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/relational"
)

// Store is an open database. It implements store.Store.
type Store struct {
	db      *sql.DB
	engine  *engine
	data    store.Data
	watcher watcher
}

// engine is the database as the aggregates use it.
type engine struct {
	*statements
	writing sync.Mutex // one writer at a time in this process
}

// connections is how many are open at most; one of them watches.
const connections = 9

// Open opens the database in a file and migrates it; a file that is not there is made, one whose data have moved is refused. Its
// errors are faults.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := OpenMoved(ctx, path)
	if err != nil {
		return nil, err
	}
	to, err := s.Moved(ctx)
	if err != nil || to != "" {
		return nil, errors.Join(openFault(err), movedFault(to), s.Close())
	}
	return s, nil
}

// OpenMoved opens the database in a file as Open does, though its data may have moved: it can be read then, not written.
func OpenMoved(ctx context.Context, path string) (*Store, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, openFault(err)
	}
	if lost(absolute) {
		return nil, emptyFault(store.ErrDamaged)
	}
	if err := refuseNewer(ctx, absolute); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(absolute, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, openFault(err)
	}
	if err := file.Close(); err != nil {
		return nil, openFault(err)
	}
	db, err := sql.Open("sqlite", dataSource(absolute,
		"_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"))
	if err != nil {
		return nil, openFault(err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections - 1)
	s := &Store{db: db, engine: &engine{statements: &statements{db: db, ready: map[string]*sql.Stmt{}}}}
	s.data = relational.Outside(s.engine, dialect())
	if err := s.prepare(ctx, absolute); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := Remember(absolute); err != nil {
		return nil, errors.Join(openFault(err), s.Close())
	}
	return s, nil
}

// lost reports whether a file that held data once is gone or empty: no new one is made in its place. Its lock file remembers.
func lost(path string) bool {
	file, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && file.Size() > 0 {
		return false
	}
	lock, err := os.Stat(path + ".lock")
	return err == nil && lock.Size() > 0
}

// Remember notes beside a file that there are data in it from now on: Open makes no new ones in its place.
func Remember(path string) error {
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = lock.WriteString("data\n")
	return errors.Join(err, lock.Close())
}

// prepare checks the file, migrates it and begins to watch it.
func (s *Store) prepare(ctx context.Context, path string) error {
	var check string
	if err := s.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&check); err != nil {
		return openFault(err)
	}
	if check != "ok" {
		return openFault(store.ErrDamaged)
	}
	if err := migrate(ctx, s.db, path, embedded()); err != nil {
		return err
	}
	watching, err := s.db.Conn(ctx)
	if err != nil {
		return openFault(err)
	}
	s.watcher.conn = watching
	return nil
}

// dataSource returns the driver's name of a file.
func dataSource(absolute, query string) string {
	path := filepath.ToSlash(absolute)
	if path[0] != '/' {
		path = "/" + path // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query}).String()
}

// Data returns the aggregates outside a unit of work.
func (s *Store) Data() store.Data { return s.data }

// Write runs f in one transaction.
func (s *Store) Write(ctx context.Context, f func(store.Data) error) error {
	return s.engine.Transact(ctx, func(tx relational.Tx) error { return f(relational.Inside(tx, dialect())) })
}

// Transact runs f in one transaction.
func (e *engine) Transact(ctx context.Context, f func(relational.Tx) error) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := f(inside{tx, e.statements}); err != nil {
		return err
	}
	return tx.Commit()
}

// Version returns SQLite's data_version, which changes with every write of others.
func (s *Store) Version(ctx context.Context) (int64, error) { return s.watcher.version(ctx) }

// Queries returns how many queries were asked of the database since it was opened.
func (s *Store) Queries() int64 { return s.engine.asked.Load() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// fillingSize is more than a page and its neighbours, so that a write needs space of its own on a full disk.
const fillingSize = 32 << 10

// Writable writes a row of no meaning and commits it.
func (s *Store) Writable(ctx context.Context) error {
	return s.engine.Transact(ctx, func(tx relational.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO probe(id, filling) VALUES (1, randomblob(?)) ON CONFLICT(id) DO UPDATE SET filling=excluded.filling", fillingSize)
		return err
	})
}

// Close closes the database.
func (s *Store) Close() error { return errors.Join(s.watcher.close(), s.db.Close()) }

// watcher is a connection that writes nothing, so that every write of this process, too, is one of others to it.
type watcher struct {
	mu   sync.Mutex
	conn *sql.Conn
}

func (w *watcher) version(ctx context.Context) (int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var version int64
	// Not the request's context: a question that is broken off can close the connection, and its numbers begin again.
	err := w.conn.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA data_version").Scan(&version)
	return version, err
}

func (w *watcher) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.conn.Close()
}

// dialect returns what SQLite says in its own way. A column may have an index without case; those of addresses have.
func dialect() relational.Dialect {
	return relational.Dialect{
		SameText: func(column, value string) string { return column + "=" + value + " COLLATE NOCASE" },
		AfterAt:  func(column string) string { return "substr(" + column + ", instr(" + column + ", '@')+1)" },
	}
}
