package service

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// keyring holds the rules of the keys that sign receipts and links.
type keyring struct{ *base }

// makeFirst makes the keys of a new program.
func (k *keyring) makeFirst(ctx context.Context) error {
	return k.store.Write(ctx, func(d store.Data) error {
		for _, purpose := range []string{store.KeyReceipts, store.KeyLinks} {
			_, err := d.Keys.Signing(ctx, purpose)
			if errors.Is(err, store.ErrNotFound) {
				err = k.add(ctx, d, purpose)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (k *keyring) add(ctx context.Context, d store.Data, purpose string) error {
	secret, err := k.random(32)
	if err != nil {
		return err
	}
	name, err := k.random(6)
	if err != nil {
		return err
	}
	return d.Keys.AddKey(ctx, store.Key{ID: hex.EncodeToString(name), Purpose: purpose, Secret: secret, Since: k.now()})
}

// rotate ends the keys that sign and makes new ones.
func (k *keyring) rotate(ctx context.Context) error {
	return k.store.Write(ctx, func(d store.Data) error {
		if err := d.Keys.EndKeys(ctx, k.now()); err != nil {
			return err
		}
		if err := k.add(ctx, d, store.KeyReceipts); err != nil {
			return err
		}
		return k.add(ctx, d, store.KeyLinks)
	})
}

// public returns the keys that receipts are checked with, the current one first.
func (k *keyring) public(ctx context.Context, d store.Data) ([]api.Key, error) {
	return publicKeys(ctx, d)
}

// publicKeys returns the keys that receipts are checked with, the current one first.
func publicKeys(ctx context.Context, d store.Data) ([]api.Key, error) {
	kept, err := d.Keys.Keys(ctx, store.KeyReceipts)
	if err != nil {
		return nil, err
	}
	list := make([]api.Key, 0, len(kept))
	for _, k := range kept {
		public, ok := ed25519.NewKeyFromSeed(k.Secret).Public().(ed25519.PublicKey)
		if !ok {
			return nil, errors.New("service: a key of another kind")
		}
		list = append(list, api.Key{ID: k.ID, Algorithm: "Ed25519", PublicKey: public, Since: k.Since, Until: k.Until})
	}
	return list, nil
}
