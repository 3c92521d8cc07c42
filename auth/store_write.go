package auth

import (
	"context"
	"errors"
	"slices"
)

// put writes an account. With update it must be there already: an account that another process has signed
// out in the meantime stays out, and put returns ErrNotInKeyring.
func (s *store) put(ctx context.Context, r *record, update bool) error {
	return s.writing(ctx, func() error {
		// 1. What is there now? What the last write left behind goes first.
		old, err := s.head(ctx, r.ID)
		switch {
		case errors.Is(err, ErrDamaged):
			old = &head{Left: []chunks{{"a", maxChunks}, {"b", maxChunks}}} // whatever it named
		case errors.Is(err, ErrNotInKeyring) || (err == nil && old.Leaving):
			if update {
				return ErrNotInKeyring
			}
			if old == nil {
				old = &head{}
			}
		case err != nil:
			return err
		}
		if err := s.sweep(ctx, r.ID, old); err != nil {
			return err
		}
		old.Left, old.Leaving = nil, false
		// 2. The index names the account before it exists.
		if err := s.list(ctx, r.ID); err != nil {
			return err
		}
		// 3. The new generation; where it needs chunks, the head names them before they exist.
		next := &head{Record: r}
		if whole := pack(next); len(whole) > maxInline {
			if next, err = s.putChunks(ctx, r, old); err != nil {
				return err
			}
		}
		// 4. The switch. The old chunks stay named until they are gone.
		if old.Chunks > 0 {
			next.Left = []chunks{{old.Slot, old.Chunks}}
		}
		if err := s.writeHead(ctx, r.ID, next); err != nil {
			return err
		}
		// 5. The old chunks go, then their names.
		if len(next.Left) == 0 {
			return nil
		}
		if err := s.sweep(ctx, r.ID, next); err != nil {
			return err
		}
		next.Left = nil
		return s.writeHead(ctx, r.ID, next)
	})
}

// putChunks writes a long record into the slot that old does not use, after old's head has named it.
func (s *store) putChunks(ctx context.Context, r *record, old *head) (*head, error) {
	text := pack(r)
	parts, err := split(text)
	if err != nil {
		return nil, err
	}
	slot := "a"
	if old.Chunks > 0 && old.Slot == "a" {
		slot = "b"
	}
	announce := *old
	announce.Left = []chunks{{slot, len(parts)}}
	if err := s.writeHead(ctx, r.ID, &announce); err != nil {
		return nil, err
	}
	for i, part := range parts {
		if err := s.guard.set(ctx, s.service, chunkName(r.ID, slot, i), part); err != nil {
			return nil, err
		}
	}
	return &head{Slot: slot, Chunks: len(parts), Sum: sum(text)}, nil
}

// list adds an id to the index.
func (s *store) list(ctx context.Context, id string) error {
	ids, _, err := s.index(ctx)
	if err != nil || slices.Contains(ids, id) {
		return err
	}
	if len(ids) >= maxAccounts {
		return errTooMany
	}
	return s.writeIndex(ctx, append(ids, id))
}

// remove signs an account out of the keyring.
func (s *store) remove(ctx context.Context, id string) error {
	return s.writing(ctx, func() error {
		h, err := s.head(ctx, id)
		switch {
		case errors.Is(err, ErrNotInKeyring):
			return s.unlist(ctx, id)
		case errors.Is(err, ErrDamaged):
			h = &head{Left: []chunks{{"a", maxChunks}, {"b", maxChunks}}}
		case err != nil:
			return err
		}
		if err := s.erase(ctx, id, h); err != nil {
			return err
		}
		return s.unlist(ctx, id)
	})
}

// erase deletes an account: first the refresh token (the head says from then on that it is leaving), then
// the chunks, then the head. The caller trims the index after it.
func (s *store) erase(ctx context.Context, id string, h *head) error {
	left := slices.Clone(h.Left)
	if h.Chunks > 0 {
		left = append(left, chunks{h.Slot, h.Chunks})
	}
	if len(left) > 0 {
		if !h.Leaving {
			h = &head{Left: left, Leaving: true}
			if err := s.writeHead(ctx, id, h); err != nil {
				return err
			}
		}
		if err := s.sweep(ctx, id, h); err != nil {
			return err
		}
	}
	return s.guard.remove(ctx, s.service, headName(id))
}

func (s *store) unlist(ctx context.Context, id string) error {
	ids, damaged, err := s.index(ctx)
	if err != nil || (!damaged && !slices.Contains(ids, id)) {
		return err
	}
	return s.writeIndex(ctx, slices.DeleteFunc(ids, func(k string) bool { return k == id }))
}

// sweep deletes the chunks that a head lists as left behind.
func (s *store) sweep(ctx context.Context, id string, h *head) error {
	for _, c := range h.Left {
		for i := range c.N {
			if err := s.guard.remove(ctx, s.service, chunkName(id, c.Slot, i)); err != nil {
				return err
			}
		}
	}
	return nil
}
