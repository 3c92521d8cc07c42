package downloads

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// row is one entry as it lies in the store.
type row struct {
	id                 ID
	pos                float64
	state, wait        string
	committed, fetched int64
	hash, facts, spec  []byte
}

// store is the queue on disk: SQLite with a write-ahead log and synchronous=FULL, which is what survived every
// power cut. One goroutine writes; what asks at the same time is committed together.
type store struct {
	db   *sql.DB
	list *recovery
	ops  chan op
	done sync.WaitGroup

	insert, save, point, move, del *sql.Stmt
}

// op is one write. done may be nil when nobody waits.
type op struct {
	do   func(*writer) error
	done chan error
}

// writer is what an op writes with, inside one transaction.
type writer struct {
	s     *store
	tx    *sql.Tx
	stmts map[*sql.Stmt]*sql.Stmt // those of the store, in this transaction
}

// exec runs a statement of the store.
func (w *writer) exec(s *sql.Stmt, args ...any) error {
	bound := w.stmts[s]
	if bound == nil {
		bound = w.tx.StmtContext(context.Background(), s)
		w.stmts[s] = bound
	}
	_, err := bound.ExecContext(context.Background(), args...)
	return err
}

// storeFile is the database's name in the queue's folder.
const storeFile = "queue.db"

// errDamaged says that the store can't be read as one.
var errDamaged = errors.New("the store is damaged")

// openStore opens or makes the store in dir and checks it.
func openStore(ctx context.Context, dir string) (*store, error) {
	name, err := filepath.Abs(filepath.Join(dir, storeFile))
	if err != nil {
		return nil, err
	}
	switch version, err := headerVersion(name); {
	case err != nil:
		return nil, err
	case version > schemaVersion:
		return nil, errNewerStore
	}
	// Made by us first, so that no other user can read it: addresses may hold signed queries.
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	_ = f.Close()
	file := filepath.ToSlash(name)
	if !strings.HasPrefix(file, "/") {
		file = "/" + file // C:/… on Windows: without it the drive would be taken for a host
	}
	dsn := (&url.URL{Scheme: "file", Path: file, RawQuery: "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-1024)&_pragma=busy_timeout(5000)&_txlock=immediate"}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s := &store{db: db, ops: make(chan op, 256)}
	if err := s.begin(ctx, name); err != nil {
		_ = db.Close()
		return nil, err
	}
	s.done.Go(s.write)
	return s, nil
}

// begin checks the store, brings it to this version and prepares its statements.
func (s *store) begin(ctx context.Context, path string) error {
	var verdict string
	if err := s.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return damage(err)
	}
	if verdict != "ok" {
		return errDamaged
	}
	if err := migrate(ctx, s.db, path); err != nil {
		return damage(err)
	}
	for text, stmt := range map[string]**sql.Stmt{
		"INSERT INTO entries (id, position, state, wait, committed, fetched, hash, facts, spec) VALUES (?,?,?,?,?,?,?,?,?)": &s.insert,
		"UPDATE entries SET state=?, wait=?, committed=?, fetched=?, hash=?, facts=? WHERE id=?":                            &s.save,
		"UPDATE entries SET committed=?, fetched=?, hash=? WHERE id=?":                                                      &s.point,
		"UPDATE entries SET position=? WHERE id=?":                                                                          &s.move,
		"DELETE FROM entries WHERE id=?":                                                                                    &s.del,
	} {
		p, err := s.db.PrepareContext(ctx, text)
		if err != nil {
			return damage(err)
		}
		*stmt = p
	}
	return nil
}

// The primary result codes of SQLite that say that a file is no database, or a broken one.
const (
	sqliteError   = 1 // a statement that does not fit the schema
	sqliteCorrupt = 11
	sqliteNotADB  = 26
)

// resultCode returns SQLite's primary result code in an error; 0 when there is none.
func resultCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// damage marks the error of a damaged store, to tell it from one that can't be reached.
func damage(err error) error {
	if code := resultCode(err); code == sqliteCorrupt || code == sqliteNotADB {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return err
}

// isMissing reports whether a statement names a table or a column that is not there.
func isMissing(err error) bool { return resultCode(err) == sqliteError }

// rows reads all entries in order, and the id that comes next.
func (s *store) rows(ctx context.Context) (all []row, next ID, err error) {
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name='entries'),0)+1").Scan(&next); err != nil {
		return nil, 0, damage(err)
	}
	found, err := s.db.QueryContext(ctx, "SELECT id, position, state, wait, committed, fetched, hash, facts, spec FROM entries ORDER BY position, id")
	if err != nil {
		return nil, 0, damage(err)
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		var r row
		if err := found.Scan(&r.id, &r.pos, &r.state, &r.wait, &r.committed, &r.fetched, &r.hash, &r.facts, &r.spec); err != nil {
			return nil, 0, damage(err)
		}
		all = append(all, r)
	}
	if err := found.Err(); err != nil {
		return nil, 0, damage(err)
	}
	return all, next, nil
}

// write commits ops, all that wait at the same time in one transaction.
func (s *store) write() {
	for first := range s.ops {
		batch := []op{first}
	gather:
		for len(batch) < 4096 {
			select {
			case o, ok := <-s.ops:
				if !ok {
					break gather
				}
				batch = append(batch, o)
			default:
				break gather
			}
		}
		err := s.commit(batch)
		for _, o := range batch {
			if o.done != nil {
				o.done <- err
			}
		}
	}
}

func (s *store) commit(batch []op) error {
	// What is told as kept must be kept: no context ends a commit.
	tx, err := s.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	w := &writer{s: s, tx: tx, stmts: map[*sql.Stmt]*sql.Stmt{}}
	for _, o := range batch {
		if err := o.do(w); err != nil {
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

// queue puts a write into the line. The channel gets its error when it is committed.
func (s *store) queue(f func(*writer) error) <-chan error {
	done := make(chan error, 1)
	s.ops <- op{f, done}
	return done
}

// do writes and waits for the commit.
func (s *store) do(f func(*writer) error) error { return <-s.queue(f) }

// later writes without waiting.
func (s *store) later(f func(*writer) error) { s.ops <- op{do: f} }

func (s *store) close() error {
	close(s.ops)
	s.done.Wait()
	return errors.Join(s.db.Close(), s.list.close())
}

func (w *writer) add(r row) error {
	return w.exec(w.s.insert, r.id, r.pos, r.state, r.wait, r.committed, r.fetched, r.hash, r.facts, r.spec)
}

// addAll adds rows and notes their part files in the recovery list.
func (w *writer) addAll(rows []row, lines []recoverable) error {
	if err := w.addRows(rows); err != nil {
		return err
	}
	return w.s.list.append(lines, true)
}

func (w *writer) addRows(rows []row) error {
	for _, r := range rows {
		if err := w.add(r); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) save(r row) error {
	return w.exec(w.s.save, r.state, r.wait, r.committed, r.fetched, r.hash, r.facts, r.id)
}

func (w *writer) point(id ID, n *note) error {
	return w.exec(w.s.point, n.offset, n.fetched, n.state, id)
}

func (w *writer) move(id ID, pos float64) error {
	return w.exec(w.s.move, pos, id)
}

func (w *writer) remove(id ID) error {
	return w.exec(w.s.del, id)
}
