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

// EveryPart returns the names of the tables and triggers that this version makes.
func EveryPart() ([]string, error) { return parts(embedded()) }

// Ask is bounded, for a number.
func Ask(ctx context.Context, within time.Duration, ask func(context.Context) (int, error)) (int, error) {
	return bounded(ctx, within, ask)
}
