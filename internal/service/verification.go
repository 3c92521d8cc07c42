package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

const (
	codeLife     = 15 * time.Minute
	codeAttempts = 5
)

// sendCode makes a new code and mails it; the code before no longer counts. Only a keyed hash of the code is kept.
func (s *Service) sendCode(ctx context.Context, person string) error {
	code, err := s.newCode()
	if err != nil {
		return err
	}
	now := s.now()
	var email string
	err = s.store.write(ctx, func(tx *sql.Tx) error {
		reg, err := s.registration(ctx, tx, person)
		switch {
		case err != nil:
			return err
		case reg == nil:
			return registrationProblem()
		case reg.verified:
			return conflictProblem("Your e-mail address is verified already.", "")
		}
		email = reg.data.Contact.Email
		if err := s.countSend(ctx, tx, person, now); err != nil {
			return err
		}
		hash, err := s.codeHash(ctx, tx, person, email, code)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO codes VALUES (?,?,?,?,0) ON CONFLICT(person) DO UPDATE SET
			email=excluded.email, hash=excluded.hash, expires=excluded.expires, attempts=0`, person, email, hash, stamp(now.Add(codeLife)))
		return err
	})
	if err != nil {
		return err
	}
	return s.config.Mail.Send(ctx, Mail{To: email, Time: now, Code: code, Subject: s.config.Program.Name + ": your code",
		Text: "Your code for " + s.config.Program.Name + " is " + code + ".\n\nIt is good for 15 minutes. If you did not register, leave this mail unanswered: nothing happens without the code.\n"})
}

// countSend keeps to the number of codes that one person may have in an hour.
func (s *Service) countSend(ctx context.Context, tx *sql.Tx, person string, now time.Time) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM code_sends WHERE time<?", stamp(now.Add(-time.Hour))); err != nil {
		return err
	}
	var sent int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM code_sends WHERE person=?", person).Scan(&sent); err != nil {
		return err
	}
	if sent >= s.config.Limits.CodesPerHour {
		return quotaProblem("So many codes were mailed to you that the next must wait. The newest still counts.", 600)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO code_sends VALUES (?,?)", person, stamp(now))
	return err
}

// newCode gives six digits, each as likely as the others.
func (s *Service) newCode() (string, error) {
	for {
		b, err := s.random(4)
		if err != nil {
			return "", err
		}
		if n := binary.BigEndian.Uint32(b); n < 4_294_000_000 {
			return fmt.Sprintf("%06d", n%1_000_000), nil
		}
	}
}

// codeHash is keyed with the oldest link key, which stays in the folder through every rotation.
func (s *Service) codeHash(ctx context.Context, r reader, person, email, code string) ([]byte, error) {
	k, err := scanKey(r.QueryRowContext(ctx, "SELECT id, secret, since, until FROM keys WHERE purpose=? ORDER BY since LIMIT 1", forLinks))
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, k.secret)
	_, _ = mac.Write([]byte("code\n" + person + "\n" + email + "\n" + code))
	return mac.Sum(nil), nil
}

// postVerification mails a new code.
func (s *Service) postVerification(q *request) (any, error) {
	return nil, s.sendCode(q.Context(), q.person.ID())
}

// postVerificationCode takes the code; five wrong ones use it up.
func (s *Service) postVerificationCode(q *request) (any, error) {
	var in struct {
		Code string `json:"code"`
	}
	if err := q.read(&in); err != nil {
		return nil, err
	}
	code := strings.Join(strings.Fields(strings.ReplaceAll(in.Code, "-", "")), "")
	var refusal *api.Problem // kept outside, so that the count of attempts is committed
	err := s.store.write(q.Context(), func(tx *sql.Tx) (err error) {
		refusal, err = s.checkCode(q.Context(), tx, q.person.ID(), code)
		return err
	})
	if err != nil {
		return nil, err
	}
	if refusal != nil {
		return nil, refusal
	}
	return s.status(q.Context(), q.person)
}

func (s *Service) checkCode(ctx context.Context, tx *sql.Tx, person, code string) (*api.Problem, error) {
	reg, err := s.registration(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	if reg == nil {
		return registrationProblem(), nil
	}
	if reg.verified {
		return nil, nil
	}
	var email string
	var hash []byte
	var expires int64
	var attempts int
	err = tx.QueryRowContext(ctx, "SELECT email, hash, expires, attempts FROM codes WHERE person=?", person).Scan(&email, &hash, &expires, &attempts)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if err != nil || !s.now().Before(moment(expires)) || email != reg.data.Contact.Email {
		return codeProblem("This code is no longer good.", "A code is good for 15 minutes, and only the newest counts."), nil
	}
	if attempts >= codeAttempts {
		return codeProblem("This code is used up.", "It was entered wrongly five times."), nil
	}
	want, err := s.codeHash(ctx, tx, person, email, code)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(want, hash) {
		_, err := tx.ExecContext(ctx, "UPDATE codes SET attempts=attempts+1 WHERE person=?", person)
		return codeProblem("This is not the code that was mailed.", ""), err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM codes WHERE person=?", person); err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE registrations SET email_verified=1, modified=? WHERE person=?", stamp(s.now()), person)
	return nil, err
}

func codeProblem(title, detail string) *api.Problem {
	p := refuse(api.ProblemCode, 422, title, detail)
	p.Fields = []api.FieldError{{Field: "code", Message: title}}
	return p
}
