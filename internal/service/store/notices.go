package store

import (
	"context"
	"time"
)

// Withdrawal is a version of a package that its owner withdrew, with the files that it had.
type Withdrawal struct {
	Number                              int64
	Package, Engagement, Title, Version string
	Reason                              string // what those who hold it are told
	Time                                time.Time
	Files                               []WithdrawnFile
}

// WithdrawnFile is a file of a withdrawn version.
type WithdrawnFile struct{ Name, SHA256 string }

// Withdrawals are the versions that were withdrawn. They stay when a package is published again.
type Withdrawals interface {
	// AddWithdrawal notes that a package is withdrawn as it is now; ErrNotFound when it is not in the catalogue.
	AddWithdrawal(ctx context.Context, id, reason string, at time.Time) error
	// Withdrawals returns all, newest first.
	Withdrawals(ctx context.Context) ([]Withdrawal, error)
}
