package store

import (
	"context"
	"time"
)

// Mail is a mail that waits to be sent.
type Mail struct {
	ID, To, Subject, Text string
	Code                  string    // the verification code in Text, when there is one
	Time                  time.Time // when it was written
	Due                   time.Time // when it is tried next
	Expires               time.Time // when it is no longer worth sending
	Attempts              int       // how often it was tried
}

// Waiting is how an outbox stands.
type Waiting struct {
	All, Due int       // mails in it, and those that are due
	Oldest   time.Time // when the oldest was written; zero without one
}

// Outbox are the mails that wait to be sent.
type Outbox interface {
	// Post adds a mail; ErrTaken when its id is there already.
	Post(ctx context.Context, m Mail) error
	// Waiting returns how many there are and how many are due at a time.
	Waiting(ctx context.Context, at time.Time) (Waiting, error)
	// Lease returns the mail that is due first, and makes it due again at until, so that nobody else takes it up to then.
	Lease(ctx context.Context, at, until time.Time) (Mail, error)
	// Retry counts an attempt and sets when the mail is tried next.
	Retry(ctx context.Context, id string, due time.Time) error
	// Remove takes a mail out; what is not there is no error.
	Remove(ctx context.Context, id string) error
}
