package store

import (
	"context"
	"time"
)

// The purposes of keys.
const (
	KeyReceipts = "receipts" // an Ed25519 seed
	KeyLinks    = "links"    // an HMAC-SHA256 key
)

// Key is a secret that signs.
type Key struct {
	ID, Purpose string
	Secret      []byte
	Since       time.Time
	Until       time.Time // zero while it signs
}

// Keys are the keys, at most one of each purpose that signs.
type Keys interface {
	// Signing returns the key that signs now.
	Signing(ctx context.Context, purpose string) (Key, error)
	// Oldest returns the first key that there was.
	Oldest(ctx context.Context, purpose string) (Key, error)
	// Key returns one by id.
	Key(ctx context.Context, purpose, id string) (Key, error)
	// Keys returns all of a purpose, the one that signs first, then the newest.
	Keys(ctx context.Context, purpose string) ([]Key, error)
	// AddKey adds a key.
	AddKey(ctx context.Context, k Key) error
	// EndKeys ends all that sign.
	EndKeys(ctx context.Context, at time.Time) error
}
