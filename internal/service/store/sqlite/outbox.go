package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type outbox struct{ conn }

const mailColumns = "id, address, subject, text, code, time, due, expires, attempts"

func scanMail(r row) (store.Mail, error) {
	var m store.Mail
	var written, due, expires int64
	err := r.Scan(&m.ID, &m.To, &m.Subject, &m.Text, &m.Code, &written, &due, &expires, &m.Attempts)
	m.Time = moment(written)
	m.Due = moment(due)
	m.Expires = moment(expires)
	return m, err
}

func (o outbox) Post(ctx context.Context, m store.Mail) error {
	return taken(o.exec(ctx, "INSERT INTO outbox("+mailColumns+") VALUES (?,?,?,?,?,?,?,?,?)",
		m.ID, m.To, m.Subject, m.Text, m.Code, stamp(m.Time), stamp(m.Due), stamp(m.Expires), m.Attempts))
}

func (o outbox) Waiting(ctx context.Context, at time.Time) (store.Waiting, error) {
	return one(ctx, o, func(r row) (store.Waiting, error) {
		var w store.Waiting
		var oldest int64
		err := r.Scan(&w.All, &w.Due, &oldest)
		w.Oldest = moment(oldest)
		return w, err
	}, "SELECT count(*), count(*) FILTER (WHERE due<=?), coalesce(min(time), 0) FROM outbox", stamp(at))
}

func (o outbox) Lease(ctx context.Context, at, until time.Time) (store.Mail, error) {
	var m store.Mail
	err := o.atomically(ctx, func(tx *sql.Tx) (err error) {
		if m, err = one(ctx, tx, scanMail, "SELECT "+mailColumns+" FROM outbox WHERE due<=? ORDER BY due, time, id LIMIT 1", stamp(at)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE outbox SET due=? WHERE id=?", stamp(until), m.ID)
		return err
	})
	m.Due = until
	return m, err
}

func (o outbox) Retry(ctx context.Context, id string, due time.Time) error {
	return o.execSome(ctx, "UPDATE outbox SET due=?, attempts=attempts+1 WHERE id=?", stamp(due), id)
}

func (o outbox) Remove(ctx context.Context, id string) error {
	return o.exec(ctx, "DELETE FROM outbox WHERE id=?", id)
}
