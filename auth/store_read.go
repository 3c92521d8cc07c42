package auth

import (
	"errors"
	"slices"
)

// index reads the ids of all accounts: of the item, and of its copy in the folder. Where the item is missing or damaged
// the copy stands in for it: ids are opaque, so the copy says nothing, and one lost item does not lose the others.
func (s *store) index() (listing, error) {
	saved, err := s.folder.index()
	if err != nil {
		return listing{}, err
	}
	text, err := s.get(indexName)
	switch {
	case errors.Is(err, ErrNotInKeyring):
		return listing{ids: saved, mend: len(saved) > 0}, nil
	case err != nil:
		return listing{}, err
	}
	var l listing
	switch err := unpack(text, &l.ids); {
	case errors.Is(err, ErrNewer):
		return listing{}, err
	case err != nil || len(l.ids) > 2*maxAccounts:
		return listing{ids: saved, mend: true, damaged: true}, nil
	}
	for _, id := range saved {
		if !slices.Contains(l.ids, id) {
			l.ids, l.mend = append(l.ids, id), true
		}
	}
	return l, nil
}

// listing is what the index says.
type listing struct {
	ids     []string
	mend    bool // the item has to be written anew
	damaged bool // the item was there and could not be read
}

func (s *store) writeIndex(ids []string) error {
	// The copy is a help, not a promise: without it a damaged index loses accounts, and nothing else happens.
	s.folder.keepIndex(ids)
	return s.set(indexName, pack(ids))
}

// head reads the head of an account; ErrNotInKeyring, ErrDamaged, or what the keyring says.
func (s *store) head(id string) (*head, error) {
	text, err := s.get(headName(id))
	if err != nil {
		return nil, err
	}
	h := &head{}
	if err := unpack(text, h); err != nil {
		return nil, err
	}
	if !h.sound(id) {
		return nil, ErrDamaged
	}
	return h, nil
}

func (s *store) writeHead(id string, h *head) error {
	return s.set(headName(id), pack(h))
}

// record reads the account that a head holds or names. A head that holds none yet (its first write was
// interrupted) is ErrNotInKeyring.
func (s *store) record(id string, h *head) (*record, error) {
	if h.Leaving || (h.Record == nil && h.Chunks == 0) {
		return nil, ErrNotInKeyring
	}
	if h.Record != nil {
		return h.Record, nil
	}
	var text string
	for i := range h.Chunks {
		part, err := s.get(chunkName(id, h.Slot, i))
		if errors.Is(err, ErrNotInKeyring) {
			return nil, ErrDamaged
		}
		if err != nil {
			return nil, err
		}
		text += part
	}
	r := &record{}
	if err := unpack(text, r); err != nil {
		return nil, err
	}
	if sum(text) != h.Sum || !r.sound(id) {
		return nil, ErrDamaged
	}
	return r, nil
}

// account reads one account.
func (s *store) account(id string) (r *record, err error) {
	err = s.locked(func() error {
		h, err := s.head(id)
		if err != nil {
			return err
		}
		r, err = s.record(id, h)
		return err
	})
	return r, err
}

// found is one account as load read it.
type found struct {
	id   string
	head *head
	rec  *record
	err  error // ErrDamaged, ErrNotInKeyring, or nil
}

// load reads all accounts, and tidies what was interrupted. Damaged items are counted and left alone. An item of a
// newer version is an error, and then nothing is touched: everything is read before anything is written.
func (s *store) load() (records []*record, damaged []string, err error) {
	err = s.locked(func() error {
		l, all, err := s.readAll()
		s.noteNewer(errors.Is(err, ErrNewer))
		if err == nil && !s.folder.leaving().none() {
			if err = s.finishLeaving(); err == nil {
				l, all, err = s.readAll()
			}
		}
		if err != nil {
			return err
		}
		if l.damaged {
			damaged = append(damaged, indexName)
		}
		keep := slices.Clone(l.ids)
		for _, one := range all {
			if err := s.tidy(one); err != nil {
				return err
			}
			switch {
			case one.err == nil:
				records = append(records, one.rec)
			case errors.Is(one.err, ErrDamaged):
				damaged = append(damaged, one.id)
			default:
				keep = slices.DeleteFunc(keep, func(k string) bool { return k == one.id })
			}
		}
		s.begin()
		if l.mend || len(keep) != len(l.ids) {
			return s.writeIndex(keep)
		}
		return nil
	})
	return records, damaged, err
}

// readAll reads the index and every account that it names.
func (s *store) readAll() (l listing, all []found, err error) {
	l, err = s.index()
	for _, id := range l.ids {
		one := found{id: id}
		if one.head, one.err = s.head(id); one.err == nil {
			one.rec, one.err = s.record(id, one.head)
		}
		if one.err != nil && !errors.Is(one.err, ErrDamaged) && !errors.Is(one.err, ErrNotInKeyring) {
			return l, nil, one.err
		}
		all = append(all, one)
	}
	return l, all, err
}

// tidy finishes what was interrupted: a sign-out, a first write, a sweep.
func (s *store) tidy(one found) error {
	switch {
	case one.head != nil && errors.Is(one.err, ErrNotInKeyring):
		return s.erase(one.id, one.head)
	case one.err == nil && len(one.head.Left) > 0:
		if err := s.sweep(one.id, one.head); err != nil {
			return err
		}
		one.head.Left = nil
		return s.writeHead(one.id, one.head)
	}
	return nil
}
