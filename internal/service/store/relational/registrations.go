package relational

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/service/store"
)

type registrations struct{ conn }

func scanRegistration(r row) (store.Registration, error) {
	var reg store.Registration
	var data string
	var created, modified int64
	if err := r.Scan(&reg.Person, &data, &reg.EmailVerified, &created, &modified, &reg.NameShared); err != nil {
		return reg, err
	}
	reg.Created = moment(created)
	reg.Modified = moment(modified)
	return reg, json.Unmarshal([]byte(data), &reg.Form)
}

func (r registrations) Registration(ctx context.Context, person string) (store.Registration, error) {
	return one(ctx, r, scanRegistration, `SELECT person, data, email_verified, created, modified,
		EXISTS (SELECT 1 FROM name_keys AS own JOIN name_keys AS other ON other.key=own.key AND other.person<>own.person
			WHERE own.person=registrations.person AND own.shared)
		FROM registrations WHERE person=$1`, person)
}

// Save stores a registration, and the keys of its name for its person. Where several people want them at once, the unique index decides.
func (r registrations) Save(ctx context.Context, reg store.Registration) error {
	data, err := document(reg.Form)
	if err != nil {
		return err
	}
	return r.atomically(ctx, func(c conn) error {
		if err := takeName(ctx, c, reg.Form.PublisherName, reg.Person); err != nil {
			return err
		}
		return c.exec(ctx, `INSERT INTO registrations(person, name_key, data, email_verified, created, modified) VALUES ($1,$2,$3,$4,$5,$6)
			ON CONFLICT(person) DO UPDATE SET data=excluded.data, email_verified=excluded.email_verified, modified=excluded.modified`,
			reg.Person, reg.Person, data, reg.EmailVerified, stamp(reg.Created), stamp(reg.Modified))
	})
}

func (r registrations) VerifyEmail(ctx context.Context, person string, at time.Time) error {
	return r.execSome(ctx, "UPDATE registrations SET email_verified=TRUE, modified=$1 WHERE person=$2", stamp(at), person)
}

type codes struct{ conn }

func scanCode(r row) (store.Code, error) {
	var c store.Code
	var expires int64
	err := r.Scan(&c.Person, &c.Email, &c.Hash, &expires, &c.Attempts)
	c.Expires = moment(expires)
	return c, err
}

func (c codes) Code(ctx context.Context, person string) (store.Code, error) {
	return one(ctx, c, scanCode, "SELECT person, email, hash, expires, attempts FROM codes WHERE person=$1", person)
}

func (c codes) SetCode(ctx context.Context, code store.Code) error {
	return c.exec(ctx, `INSERT INTO codes(person, email, hash, expires, attempts) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT(person) DO UPDATE SET email=excluded.email, hash=excluded.hash, expires=excluded.expires, attempts=excluded.attempts`,
		code.Person, code.Email, code.Hash, stamp(code.Expires), code.Attempts)
}

func (c codes) CountAttempt(ctx context.Context, person string) error {
	return c.execSome(ctx, "UPDATE codes SET attempts=attempts+1 WHERE person=$1", person)
}

func (c codes) RemoveCode(ctx context.Context, person string) error {
	return c.exec(ctx, "DELETE FROM codes WHERE person=$1", person)
}

func (c codes) Sent(ctx context.Context, person string, since time.Time) (int, error) {
	return one(ctx, c, single[int], "SELECT count(*) FROM code_sends WHERE person=$1 AND time>=$2", person, stamp(since))
}

func (c codes) NoteSent(ctx context.Context, person string, at, since time.Time) error {
	return c.atomically(ctx, func(c conn) error {
		if err := c.exec(ctx, "DELETE FROM code_sends WHERE time<$1", stamp(since)); err != nil {
			return err
		}
		return c.exec(ctx, "INSERT INTO code_sends(person, time) VALUES ($1,$2)", person, stamp(at))
	})
}
