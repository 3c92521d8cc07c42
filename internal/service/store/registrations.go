package store

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// Registration is a person's registration.
type Registration struct {
	Person        string
	Form          api.Registration
	EmailVerified bool
	Created       time.Time // stays when the registration is saved again
	Modified      time.Time
	NameShared    bool // its name looks like that of somebody who had theirs first; Save does not read it
}

// Registrations are the registrations, one a person.
type Registrations interface {
	// Registration returns a person's registration.
	Registration(ctx context.Context, person string) (Registration, error)
	// Save adds or changes a registration; ErrTaken when its publisher display name is another one than before and looks like
	// somebody else's (api.NameKeys).
	Save(ctx context.Context, r Registration) error
	// NameTaken reports whether somebody else than person has a name that looks like this one. Their own name is never taken.
	NameTaken(ctx context.Context, name, person string) (bool, error)
	// VerifyEmail notes that the person's address is verified.
	VerifyEmail(ctx context.Context, person string, at time.Time) error
}

// Code is a verification code that was mailed, as a keyed hash.
type Code struct {
	Person, Email string
	Hash          []byte
	Expires       time.Time
	Attempts      int // wrong entries
}

// Codes are the verification codes, the newest of each person.
type Codes interface {
	// Code returns a person's code.
	Code(ctx context.Context, person string) (Code, error)
	// SetCode replaces the person's code.
	SetCode(ctx context.Context, c Code) error
	// CountAttempt counts one wrong entry.
	CountAttempt(ctx context.Context, person string) error
	// RemoveCode removes a person's code.
	RemoveCode(ctx context.Context, person string) error
	// Sent returns how many codes were sent to a person at or after since.
	Sent(ctx context.Context, person string, since time.Time) (int, error)
	// NoteSent notes that a code was sent, and forgets what was sent before since.
	NoteSent(ctx context.Context, person string, at, since time.Time) error
}
