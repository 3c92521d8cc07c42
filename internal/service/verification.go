package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

const (
	codeLife     = 15 * time.Minute
	codeAttempts = 5
)

// verification holds the rules of the codes that verify e-mail addresses.
type verification struct{ *base }

// send makes a new code and puts its mail into the outbox in the same unit of work; the code before no longer counts. Only a
// keyed hash of the code is kept, and the mail until it is sent or the code's time is over.
func (v *verification) send(ctx context.Context, person string) error {
	code, err := v.newCode()
	if err != nil {
		return err
	}
	now := v.now()
	return v.write(ctx, func(d store.Data) error {
		reg, err := registrationOf(ctx, d, person)
		if err != nil {
			return err
		}
		if reg.EmailVerified {
			return refuse(api.CodeVerified, nil)
		}
		email := reg.Form.Contact.Email
		if err := v.countSend(ctx, d, person, now); err != nil {
			return err
		}
		hash, err := codeHash(ctx, d, person, email, code)
		if err != nil {
			return err
		}
		kept := store.Code{Person: person, Email: email, Hash: hash, Expires: now.Add(codeLife)}
		if err := d.Codes.SetCode(ctx, kept); err != nil {
			return err
		}
		program := v.config.Program.Name
		return v.post(ctx, d, Mail{To: email, Time: now, Code: code, Subject: program + ": your code",
			Text: "Your code for " + program + " is " + code + ".\n\nIt is good for 15 minutes. " +
				"If you did not register, leave this mail unanswered: nothing happens without the code.\n"}, kept.Expires)
	})
}

// countSend keeps to the number of codes that one person may have in an hour.
func (v *verification) countSend(ctx context.Context, d store.Data, person string, now time.Time) error {
	since := now.Add(-time.Hour)
	sent, err := d.Codes.Sent(ctx, person, since)
	if err != nil {
		return err
	}
	if sent >= v.config.Limits.CodesPerHour {
		return quotaProblem(api.CodeQuotaCodes, 600)
	}
	return d.Codes.NoteSent(ctx, person, now, since)
}

// newCode returns six digits, each as likely as the others.
func (v *verification) newCode() (string, error) {
	for {
		b, err := v.random(4)
		if err != nil {
			return "", err
		}
		if n := binary.BigEndian.Uint32(b); n < 4_294_000_000 {
			return fmt.Sprintf("%06d", n%1_000_000), nil
		}
	}
}

// codeHash is keyed with the oldest link key, which stays through every rotation.
func codeHash(ctx context.Context, d store.Data, person, email, code string) ([]byte, error) {
	k, err := d.Keys.Oldest(ctx, store.KeyLinks)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, k.Secret)
	_, _ = mac.Write([]byte("code\n" + person + "\n" + email + "\n" + code))
	return mac.Sum(nil), nil
}

// confirm takes a code that was entered; five wrong ones use it up.
func (v *verification) confirm(ctx context.Context, person, code string) error {
	var refusal *api.Problem // kept outside, so that the count of attempts is committed
	err := v.store.Write(ctx, func(d store.Data) (err error) {
		refusal, err = v.check(ctx, d, person, code)
		return err
	})
	if err == nil && refusal != nil {
		err = refusal
	}
	return err
}

func (v *verification) check(ctx context.Context, d store.Data, person, entered string) (*api.Problem, error) {
	reg, err := d.Registrations.Registration(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return refuse(api.CodeRegister, nil), nil
	}
	if err != nil || reg.EmailVerified {
		return nil, err
	}
	code, err := d.Codes.Code(ctx, person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err != nil || !v.now().Before(code.Expires) || code.Email != reg.Form.Contact.Email {
		return codeProblem(api.CodeCodeExpired, api.CodeFieldCodeExpired, values{"minutes": int(codeLife.Minutes())}), nil
	}
	if code.Attempts >= codeAttempts {
		return codeProblem(api.CodeCodeUsedUp, api.CodeFieldCodeUsedUp, nil), nil
	}
	want, err := codeHash(ctx, d, person, code.Email, entered)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(want, code.Hash) {
		return codeProblem(api.CodeCodeWrong, api.CodeFieldCodeWrong, nil), d.Codes.CountAttempt(ctx, person)
	}
	if err := d.Codes.RemoveCode(ctx, person); err != nil {
		return nil, err
	}
	return nil, d.Registrations.VerifyEmail(ctx, person, v.now())
}
