package store

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// Agreement is one version of an agreement.
type Agreement struct {
	ID, Version, Title, Kind string
	Text                     string // empty where a list leaves it out
	SHA256                   string // of Text
	Effective                time.Time
	Grace                    time.Time // until then the version accepted before serves; zero without one
	Required                 bool
	Engagement               string    // terms of one engagement; empty: of the program
	Withdrawn                time.Time // zero while it counts
}

// Agreements are the agreements with all their versions. The current version of one is the last that was published of those in
// effect.
type Agreements interface {
	// Current returns the current version of each agreement without its text: the program's own first, then those that are
	// required, then by the time of their first version.
	Current(ctx context.Context, at time.Time) ([]Agreement, error)
	// Agreement returns the current version of one agreement with its text.
	Agreement(ctx context.Context, id string, at time.Time) (Agreement, error)
	// Before returns the hash of the version that was in effect before the one with this hash; withdrawn ones do not count.
	Before(ctx context.Context, id, sha256 string) (string, error)
	// Versions returns every version of every agreement without its text, withdrawn ones too, in the order of publishing.
	Versions(ctx context.Context) ([]Agreement, error)
	// Texts returns the same with their texts.
	Texts(ctx context.Context) ([]Agreement, error)
	// Withdraw takes a version, or every version when version is empty, out of what counts. Its text stays.
	Withdraw(ctx context.Context, id, version string, at time.Time) error
	// Publish adds a version; ErrTaken when the agreement has this version or this text already.
	Publish(ctx context.Context, a Agreement) error
}

// Accepted is a version of an agreement, with its text, and when it was accepted.
type Accepted struct {
	Agreement
	At time.Time
}

// Row is an answer as the ledger holds it: columns beside the receipt, so that a change of either shows.
type Row struct {
	Number                                             int64
	Person, Agreement, SHA256, Decision, Hash, Receipt string // Receipt: as JSON
	Time                                               time.Time
}

// Acceptances are the answers to agreements: one chain, added to at its end.
type Acceptances interface {
	// Append adds the receipt of an answer; ErrTaken when its number is there already.
	Append(ctx context.Context, r api.Receipt) error
	// Last returns number and hash of the last answer of all.
	Last(ctx context.Context) (number int64, hash string, err error)
	// Decision returns a person's last decision on a text.
	Decision(ctx context.Context, person, agreement, sha256 string) (decision string, at time.Time, err error)
	// Decisions returns a person's last decision on each text, without numbers, hashes and receipts.
	Decisions(ctx context.Context, person string) ([]Row, error)
	// Answered returns how many answers a person gave at or after a time.
	Answered(ctx context.Context, person string, since time.Time) (int, error)
	// Receipt returns the receipt of a person's last decision on a text.
	Receipt(ctx context.Context, person, agreement, sha256 string) (api.Receipt, error)
	// AcceptedBefore returns the newest version other than sha256 whose last answer of the person was an acceptance.
	AcceptedBefore(ctx context.Context, person, agreement, sha256 string) (Accepted, error)
	// Receipts returns a person's receipts, or everybody's when person is empty, in the order of the chain.
	Receipts(ctx context.Context, person string) ([]api.Receipt, error)
	// ReceiptPage returns a person's receipts after a number, in the order of the chain, at most limit of them.
	ReceiptPage(ctx context.Context, person string, after int64, limit int) ([]api.Receipt, error)
	// Walk calls f with every row in the order of the chain, until f returns false.
	Walk(ctx context.Context, f func(Row) bool) error
}
