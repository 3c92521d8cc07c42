package service

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// The purposes of keys.
const (
	forReceipts = "receipts" // Ed25519 seed
	forLinks    = "links"    // HMAC-SHA256 key
)

type key struct {
	id     string
	secret []byte
	since  time.Time
	until  time.Time
}

// makeKeys makes the first keys of a new folder.
func (s *Service) makeKeys(ctx context.Context) error {
	for _, purpose := range []string{forReceipts, forLinks} {
		err := s.store.write(ctx, func(tx *sql.Tx) error {
			if _, err := currentKey(ctx, tx, purpose); !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			return s.addKey(ctx, tx, purpose)
		})
		if err != nil {
			return storeFault(err)
		}
	}
	return nil
}

func (s *Service) addKey(ctx context.Context, tx *sql.Tx, purpose string) error {
	secret, err := s.random(32)
	if err != nil {
		return err
	}
	name, err := s.random(6)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO keys VALUES (?,?,?,?,0)", hex.EncodeToString(name), purpose, secret, stamp(s.now()))
	return err
}

// RotateKeys makes new keys for receipts and links. Receipts signed before stay good; links signed before stay good for the
// minutes that they have left.
func (s *Service) RotateKeys(ctx context.Context) error {
	err := s.store.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE keys SET until=? WHERE until=0", stamp(s.now())); err != nil {
			return err
		}
		for _, purpose := range []string{forReceipts, forLinks} {
			if err := s.addKey(ctx, tx, purpose); err != nil {
				return err
			}
		}
		return nil
	})
	return ownerError(err)
}

func currentKey(ctx context.Context, r reader, purpose string) (key, error) {
	return scanKey(r.QueryRowContext(ctx, "SELECT id, secret, since, until FROM keys WHERE purpose=? AND until=0", purpose))
}

func keyByID(ctx context.Context, r reader, purpose, id string) (key, error) {
	return scanKey(r.QueryRowContext(ctx, "SELECT id, secret, since, until FROM keys WHERE purpose=? AND id=?", purpose, id))
}

func scanKey(row interface{ Scan(...any) error }) (key, error) {
	var k key
	var since, until int64
	err := row.Scan(&k.id, &k.secret, &since, &until)
	k.since, k.until = moment(since), moment(until)
	return k, err
}

// publicKeys gives the keys that receipts are checked with, the current one first.
func publicKeys(ctx context.Context, r reader) ([]api.Key, error) {
	rows, err := r.QueryContext(ctx, "SELECT id, secret, since, until FROM keys WHERE purpose=? ORDER BY until=0 DESC, since DESC", forReceipts)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var keys []api.Key
	for rows.Next() {
		k, err := scanKey(rows)
		if err != nil {
			return nil, err
		}
		public, ok := ed25519.NewKeyFromSeed(k.secret).Public().(ed25519.PublicKey)
		if !ok {
			return nil, errors.New("service: a key of another kind")
		}
		keys = append(keys, api.Key{ID: k.id, Algorithm: "Ed25519", PublicKey: public, Since: k.since, Until: k.until})
	}
	return keys, rows.Err()
}
