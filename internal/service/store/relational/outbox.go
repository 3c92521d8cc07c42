package relational

import (
	"context"
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
	return o.add(ctx, "INSERT INTO outbox("+mailColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		m.ID, m.To, m.Subject, m.Text, m.Code, stamp(m.Time), stamp(m.Due), stamp(m.Expires), m.Attempts)
}

func (o outbox) Waiting(ctx context.Context, at time.Time) (store.Waiting, error) {
	return one(ctx, o, func(r row) (store.Waiting, error) {
		var w store.Waiting
		var oldest int64
		err := r.Scan(&w.All, &w.Due, &oldest)
		w.Oldest = moment(oldest)
		return w, err
	}, "SELECT count(*), count(*) FILTER (WHERE due<=$1), coalesce(min(time), 0) FROM outbox", stamp(at))
}

func (o outbox) Lease(ctx context.Context, at, until time.Time) (store.Mail, error) {
	var m store.Mail
	err := o.atomically(ctx, func(c conn) (err error) {
		if m, err = one(ctx, c, scanMail, "SELECT "+mailColumns+" FROM outbox WHERE due<=$1 ORDER BY due, time, id LIMIT 1", stamp(at)); err != nil {
			return err
		}
		return c.exec(ctx, "UPDATE outbox SET due=$1 WHERE id=$2", stamp(until), m.ID)
	})
	m.Due = until
	return m, err
}

func (o outbox) Retry(ctx context.Context, id string, due time.Time) error {
	return o.execSome(ctx, "UPDATE outbox SET due=$1, attempts=attempts+1 WHERE id=$2", stamp(due), id)
}

func (o outbox) Remove(ctx context.Context, id string) error {
	return o.exec(ctx, "DELETE FROM outbox WHERE id=$1", id)
}
