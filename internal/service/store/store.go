package store

import (
	"context"
	"errors"
)

// Errors of every implementation.
var (
	ErrNotFound = errors.New("store: not found")
	ErrTaken    = errors.New("store: taken already")
	ErrText     = errors.New("store: a text that is not UTF-8")
	ErrNewer    = errors.New("store: the data are of a newer version")
	ErrDamaged  = errors.New("store: the data are damaged")
	ErrAway     = errors.New("store: the data can't be reached now") // and can be again by themselves
)

// Store keeps a program's data. It is safe for use by several goroutines, and several processes may open the same data.
type Store interface {
	// Data returns the aggregates outside a unit of work: each operation stands alone.
	Data() Data
	// Write runs f in one unit of work on the aggregates that f is given; an error of f takes everything back and is returned
	// as it is. An implementation may run f again when it met another writer, so f changes nothing but the data and variables
	// that it sets anew. f must not use Data or Write of the store.
	Write(ctx context.Context, f func(Data) error) error
	// Version returns a number that has changed if anything at all was written by anybody since it was last asked for. The
	// numbers of different processes have nothing to do with each other.
	Version(ctx context.Context) (int64, error)
	// Copy writes all data, as they are at one moment, to a new file, while others read and write.
	Copy(ctx context.Context, path string) error
	// Missing returns the names of what the data must hold and lack: parts that somebody removed.
	Missing(ctx context.Context) ([]string, error)
	// Ping reports whether the data can be reached.
	Ping(ctx context.Context) error
	// Writable writes something that counts for nothing, for good, and reports whether that can be done now.
	Writable(ctx context.Context) error
	// Close ends the use of the data. Operations under way may fail.
	Close() error
}

// Guarded is a Store whose data guard themselves against being changed, as a database does with triggers.
type Guarded interface {
	// Guards returns the guards that are others than this version makes, and those that it does not make at all.
	Guards(ctx context.Context) ([]Guard, error)
}

// Guard is a guard that is not as this version makes it.
type Guard struct {
	Name string
	Have string // what it says
	Want string // what it should say; empty: nothing of ours has this name
}

// Shared is a Store whose data several instances of the service serve at once.
type Shared interface {
	Store
	// Instances returns how many serve the data now, this one too: from the first time that it is asked, a process is one of
	// them until its store is closed, its connection is lost, or it ends.
	Instances(ctx context.Context) (int, error)
}

// Data are the aggregates.
type Data struct {
	People        People
	Registrations Registrations
	Codes         Codes
	Agreements    Agreements
	Acceptances   Acceptances
	Engagements   Engagements
	Rights        Rights
	Invitations   Invitations
	Outbox        Outbox
	Packages      Packages
	Withdrawals   Withdrawals
	Downloads     Downloads
	Approvals     Approvals
	Erasures      Erasures
	Feedback      Feedback
	Attachments   Attachments
	Digests       Digests
	Answers       Answers
	Keys          Keys
}
