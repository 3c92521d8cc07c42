package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
)

// lockServing is the advisory lock that each instance shares which serves.
const lockServing = 0x70636f6e0002

// presence is the connection by which an instance is seen. It holds the lock, and ends with the instance, however that ends.
type presence struct {
	mu   sync.Mutex
	conn *sql.Conn
}

// Instances returns how many instances serve the data now.
func (s *Store) Instances(ctx context.Context) (int, error) { return s.presence.count(ctx, s.db) }

func (p *presence) count(ctx context.Context, db *sql.DB) (n int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	if p.conn == nil {
		if p.conn, err = db.Conn(ctx); err != nil {
			return 0, away(err)
		}
		if _, err = p.conn.ExecContext(ctx, "SELECT pg_advisory_lock_shared($1)", int64(lockServing)); err != nil {
			return 0, errors.Join(away(err), p.drop())
		}
	}
	err = p.conn.QueryRowContext(ctx, `SELECT count(*) FROM pg_locks WHERE locktype='advisory' AND granted AND objsubid=1
		AND database=(SELECT oid FROM pg_database WHERE datname=current_database()) AND (classid::bigint << 32 | objid::bigint)=$1`, int64(lockServing)).Scan(&n)
	if err != nil {
		err = errors.Join(away(err), p.drop()) // the next who asks is seen anew
	}
	return n, err
}

// drop ends the connection; mu is held.
func (p *presence) drop() error {
	conn := p.conn
	p.conn = nil
	if conn == nil {
		return nil
	}
	// Ended, not handed back: whoever used it next would hold the lock.
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	if err := conn.Close(); !errors.Is(err, sql.ErrConnDone) {
		return err
	}
	return nil
}

func (p *presence) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drop()
}
