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
}

// Registrations are the registrations, one a person.
type Registrations interface {
	// Registration returns a person's registration.
	Registration(ctx context.Context, person string) (Registration, error)
	// Save adds or changes a registration; ErrTaken when its publisher display name, folded, is somebody else's.
	Save(ctx context.Context, r Registration) error
	// NameOwner returns who has a publisher display name; names that fold to the same are the same.
	NameOwner(ctx context.Context, name string) (person string, err error)
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
