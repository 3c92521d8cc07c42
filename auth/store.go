package auth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

const (
	indexName   = "accounts"       // the item
	copyName    = "accounts.index" // its copy in the folder
	maxAccounts = 100
	storeWait   = 10 * time.Second // for the lock that processes share while they write
)

var errTooMany = errors.New("too many accounts")

// store keeps accounts in the keyring. An account is one item (its head), or a head and chunks where the
// refresh token is long; one more item is the index of all heads, since a keyring can not list.
//
// Whatever is interrupted, two things hold at every moment: every item is named by the head of its account
// and every head by the index, so nothing secret is ever left where nobody finds it; and the head names one
// whole generation, so an account is there as it was or as it becomes, never in between. Hence:
//   - the index is written before a head exists and trimmed after it is gone;
//   - a head names chunks before they are written and until they are deleted;
//   - writing the head is the switch from one generation to the other;
//   - each write first sweeps what the last one left behind.
//
// All methods for accounts run under one lock that processes share.
type store struct {
	guard   *guard
	service string
	dir     string

	mu     sync.Mutex
	newer  bool   // load met an item of a newer version: nothing is written until it meets none
	parked func() // the lock of a call that hangs: held until the keyring has answered it
}

// locked runs f under the lock of the folder. While a call hangs its outcome is open, so the lock stays
// until it has returned.
func (s *store) locked(ctx context.Context, f func() error) error {
	if !s.guard.idle() {
		return ErrLocked
	}
	s.unpark()
	unlock, err := lockFile(ctx, s.dir, "accounts.lock", storeWait)
	if err != nil {
		return err
	}
	err = f()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guard.idle() {
		unlock()
	} else {
		s.parked = unlock
	}
	return err
}

// writing is locked for what changes something. Nothing is changed beside items of a newer version.
func (s *store) writing(ctx context.Context, f func() error) error {
	return s.locked(ctx, func() error {
		if s.metNewer() {
			return ErrNewer
		}
		if _, _, err := s.index(ctx); err != nil {
			return err // before anything is touched
		}
		return f()
	})
}

func (s *store) metNewer() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newer
}

func (s *store) noteNewer(newer bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.newer = newer
}

// unpark releases the lock of a call that hung.
func (s *store) unpark() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parked != nil {
		s.parked()
		s.parked = nil
	}
}

// index reads the ids of all accounts. A damaged index is replaced by its copy in the folder: ids are
// opaque, so the copy says nothing, and one damaged item does not lose the others.
func (s *store) index(ctx context.Context) (ids []string, damaged bool, err error) {
	saved, err := s.indexCopy()
	if err != nil {
		return nil, false, err
	}
	text, err := s.guard.get(ctx, s.service, indexName)
	if errors.Is(err, ErrNotInKeyring) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	switch err := unpack(text, &ids); {
	case errors.Is(err, ErrNewer):
		return nil, false, err
	case err != nil || len(ids) > 2*maxAccounts:
		return saved, true, nil
	}
	return ids, false, nil
}

// indexCopy reads the index's copy. Only a copy of a newer version is an error: without a copy one can do.
func (s *store) indexCopy() (ids []string, err error) {
	text, err := os.ReadFile(filepath.Join(s.dir, copyName))
	if err != nil {
		return nil, nil
	}
	if err := unpack(string(text), &ids); errors.Is(err, ErrNewer) {
		return nil, err
	} else if err != nil || len(ids) > 2*maxAccounts {
		return nil, nil
	}
	return ids, nil
}

func (s *store) writeIndex(ctx context.Context, ids []string) error {
	// The copy is a help, not a promise: without it a damaged index loses accounts, and nothing else happens.
	_ = os.WriteFile(filepath.Join(s.dir, copyName), []byte(pack(ids)), 0o600)
	return s.guard.set(ctx, s.service, indexName, pack(ids))
}

// head reads the head of an account; ErrNotInKeyring, ErrDamaged, or what the keyring says.
func (s *store) head(ctx context.Context, id string) (*head, error) {
	text, err := s.guard.get(ctx, s.service, headName(id))
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

func (s *store) writeHead(ctx context.Context, id string, h *head) error {
	return s.guard.set(ctx, s.service, headName(id), pack(h))
}

// record reads the account that a head holds or names. A head that holds none yet (its first write was
// interrupted) is ErrNotInKeyring.
func (s *store) record(ctx context.Context, id string, h *head) (*record, error) {
	if h.Leaving || (h.Record == nil && h.Chunks == 0) {
		return nil, ErrNotInKeyring
	}
	if h.Record != nil {
		return h.Record, nil
	}
	var text string
	for i := range h.Chunks {
		part, err := s.guard.get(ctx, s.service, chunkName(id, h.Slot, i))
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

// get reads one account.
func (s *store) get(ctx context.Context, id string) (r *record, err error) {
	err = s.locked(ctx, func() error {
		h, err := s.head(ctx, id)
		if err != nil {
			return err
		}
		r, err = s.record(ctx, id, h)
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
func (s *store) load(ctx context.Context) (records []*record, damaged []string, err error) {
	err = s.locked(ctx, func() error {
		ids, broken, err := s.index(ctx)
		if err != nil {
			return err
		}
		all, err := s.readAll(ctx, ids)
		s.noteNewer(errors.Is(err, ErrNewer))
		if err != nil {
			return err
		}
		if broken {
			damaged = append(damaged, indexName)
		}
		keep := slices.Clone(ids)
		for _, one := range all {
			if err := s.tidy(ctx, one); err != nil {
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
		if broken || len(keep) != len(ids) {
			return s.writeIndex(ctx, keep)
		}
		return nil
	})
	return records, damaged, err
}

func (s *store) readAll(ctx context.Context, ids []string) (all []found, err error) {
	for _, id := range ids {
		one := found{id: id}
		if one.head, one.err = s.head(ctx, id); one.err == nil {
			one.rec, one.err = s.record(ctx, id, one.head)
		}
		if one.err != nil && !errors.Is(one.err, ErrDamaged) && !errors.Is(one.err, ErrNotInKeyring) {
			return nil, one.err
		}
		all = append(all, one)
	}
	return all, nil
}

// tidy finishes what was interrupted: a sign-out, a first write, a sweep.
func (s *store) tidy(ctx context.Context, one found) error {
	switch {
	case one.head != nil && errors.Is(one.err, ErrNotInKeyring):
		return s.erase(ctx, one.id, one.head)
	case one.err == nil && len(one.head.Left) > 0:
		if err := s.sweep(ctx, one.id, one.head); err != nil {
			return err
		}
		one.head.Left = nil
		return s.writeHead(ctx, one.id, one.head)
	}
	return nil
}
