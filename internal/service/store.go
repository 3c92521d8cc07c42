package service

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the database's driver

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// store is the database with one writer at a time in this process; other processes wait in SQLite.
type store struct {
	db      *sql.DB
	writing sync.Mutex
}

// reader is what both a transaction and the database offer.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// openStore opens the database: WAL and FULL, so that what was acknowledged survives a power cut.
func openStore(ctx context.Context, dir string, extra ...string) (*store, error) {
	for _, d := range []string{dir, filepath.Join(dir, "files")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, folderFault(err)
		}
	}
	path := filepath.Join(dir, "service.db")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, folderFault(err)
	}
	if err := file.Close(); err != nil {
		return nil, folderFault(err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, folderFault(err)
	}
	absolute = filepath.ToSlash(absolute)
	if absolute[0] != '/' {
		absolute = "/" + absolute // a drive letter
	}
	pragmas := "_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: absolute, RawQuery: pragmas}).String())
	if err != nil {
		return nil, storeFault(err)
	}
	db.SetMaxOpenConns(9) // one of them watches (gate.go)
	db.SetMaxIdleConns(8)
	var check string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&check); err != nil || check != "ok" {
		return nil, storeFault(errors.Join(err, db.Close()))
	}
	for _, text := range append([]string{schema}, extra...) {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return nil, storeFault(errors.Join(err, db.Close()))
		}
	}
	return &store{db: db}, nil
}

// write runs f in one transaction; an error of f rolls it back and comes out as it is.
func (s *store) write(ctx context.Context, f func(tx *sql.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// exec runs one statement in a transaction of its own.
func (s *store) exec(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// stamp and moment carry times to the database and back.
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

func folderFault(err error) error {
	return &fault.Error{Kind: fault.Disk, Code: "service.folder", Title: i18n.Verbatim("The program service can't use its data folder."),
		Cause: i18n.Verbatim("The folder can't be made or written."), Safe: i18n.Verbatim("Nothing was changed."), Steps: []i18n.Text{i18n.Verbatim("Check the folder's rights and the room on the disk.")}, Field: "--data", Err: err}
}

func storeFault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Of(err)
	}
	return &fault.Error{Kind: fault.Disk, Code: "service.store", Title: i18n.Verbatim("The program service can't read its database."),
		Cause: i18n.Verbatim("The file service.db in the data folder is damaged, or another program holds it."), Safe: i18n.Verbatim("Nothing was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Stop other instances and start again."), i18n.Verbatim("If it comes back, restore service.db from a backup.")}, Err: err}
}
