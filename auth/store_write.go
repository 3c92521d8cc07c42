package auth

import (
	"errors"
	"slices"
)

// put writes an account. With update it must be there already: an account that another process has signed
// out in the meantime stays out, and put returns ErrNotInKeyring.
func (s *store) put(r *record, update bool) error {
	return s.writing(func() error {
		// 1. What is there now? What the last write left behind goes first.
		old, err := s.head(r.ID)
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
		if err := s.sweep(r.ID, old); err != nil {
			return err
		}
		old.Left, old.Leaving = nil, false
		// 2. The index names the account before it exists.
		if err := s.list(r.ID); err != nil {
			return err
		}
		// 3. The new generation; where it needs chunks, the head names them before they exist.
		next := &head{Record: r}
		if whole := pack(next); len(whole) > maxInline {
			if next, err = s.putChunks(r, old); err != nil {
				return err
			}
		}
		// 4. The switch. The old chunks stay named until they are gone.
		if old.Chunks > 0 {
			next.Left = []chunks{{old.Slot, old.Chunks}}
		}
		if err := s.writeHead(r.ID, next); err != nil {
			return err
		}
		// 5. The old chunks go, then their names.
		if len(next.Left) == 0 {
			return nil
		}
		if err := s.sweep(r.ID, next); err != nil {
			return err
		}
		next.Left = nil
		return s.writeHead(r.ID, next)
	})
}

// putChunks writes a long record into the slot that old does not use, after old's head has named it.
func (s *store) putChunks(r *record, old *head) (*head, error) {
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
	if err := s.writeHead(r.ID, &announce); err != nil {
		return nil, err
	}
	for i, part := range parts {
		if err := s.set(chunkName(r.ID, slot, i), part); err != nil {
			return nil, err
		}
	}
	return &head{Slot: slot, Chunks: len(parts), Sum: sum(text)}, nil
}

// list adds an id to the index.
func (s *store) list(id string) error {
	l, err := s.index()
	if err != nil || slices.Contains(l.ids, id) && !l.mend {
		return err
	}
	if !slices.Contains(l.ids, id) {
		l.ids = append(l.ids, id)
	}
	if len(l.ids) > maxAccounts {
		return errTooMany
	}
	return s.writeIndex(l.ids)
}

// remove signs an account out of the keyring. It reports whether there was anything of it. An account that the index
// does not name is removed too.
func (s *store) remove(id string) (there bool, err error) {
	err = s.writing(func() error {
		there, err = s.removeOne(id)
		return err
	})
	return there, err
}

func (s *store) removeOne(id string) (there bool, err error) {
	h, err := s.head(id)
	switch {
	case errors.Is(err, ErrNotInKeyring):
		err = s.unlist(id)
		if err == nil {
			s.folder.removed(id)
		}
		return false, err
	case errors.Is(err, ErrDamaged):
		h = &head{Left: []chunks{{"a", maxChunks}, {"b", maxChunks}}}
	case err != nil:
		return false, err
	}
	if err := s.erase(id, h); err != nil {
		return false, err
	}
	if err := s.unlist(id); err != nil {
		return false, err
	}
	s.folder.removed(id)
	return true, nil
}

// removeAll signs out these accounts and everybody whom the index or its copy names. It goes on after one that could not
// be removed, and returns the first such trouble.
func (s *store) removeAll(ids []string) error {
	s.forget() // nobody is overlooked
	return s.writing(func() error { return s.removeEveryone(ids) })
}

func (s *store) removeEveryone(ids []string) error {
	l, err := s.index()
	if err != nil {
		return err
	}
	var first error
	for _, id := range l.ids {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		if _, err := s.removeOne(id); err != nil && first == nil {
			first = err
		}
	}
	if first == nil {
		s.folder.removed("")
	}
	return first
}

// finishLeaving removes whoever was signed out while the keyring did not answer, in this process or another.
func (s *store) finishLeaving() error {
	l := s.folder.leaving()
	if l.All {
		return s.removeEveryone(l.IDs)
	}
	for _, id := range l.IDs {
		if _, err := s.removeOne(id); err != nil {
			return err
		}
	}
	return nil
}

// erase deletes an account: first the refresh token (the head says from then on that it is leaving), then
// the chunks, then the head. The caller trims the index after it.
func (s *store) erase(id string, h *head) error {
	left := slices.Clone(h.Left)
	if h.Chunks > 0 {
		left = append(left, chunks{h.Slot, h.Chunks})
	}
	if len(left) > 0 {
		if !h.Leaving {
			h = &head{Left: left, Leaving: true}
			if err := s.writeHead(id, h); err != nil {
				return err
			}
		}
		if err := s.sweep(id, h); err != nil {
			return err
		}
	}
	return s.drop(headName(id))
}

func (s *store) unlist(id string) error {
	l, err := s.index()
	if err != nil || (!l.mend && !slices.Contains(l.ids, id)) {
		return err
	}
	return s.writeIndex(slices.DeleteFunc(l.ids, func(k string) bool { return k == id }))
}

// sweep deletes the chunks that a head lists as left behind.
func (s *store) sweep(id string, h *head) error {
	for _, c := range h.Left {
		for i := range c.N {
			if err := s.drop(chunkName(id, c.Slot, i)); err != nil {
				return err
			}
		}
	}
	return nil
}
