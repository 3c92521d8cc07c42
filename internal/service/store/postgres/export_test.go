package postgres

import (
	"context"
	"time"
)

// What the tests use.
var (
	Migrate = migrate
	Parse   = parse
)

// Parts returns the names of the tables and triggers that this version makes.
func Parts() ([]string, error) { return parts(embedded()) }

// Bounded is bounded, for a number.
func Bounded(ctx context.Context, within time.Duration, ask func(context.Context) (int, error)) (int, error) {
	return bounded(ctx, within, ask)
}
