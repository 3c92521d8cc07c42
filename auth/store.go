package auth

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	indexName   = "accounts" // the item
	maxAccounts = 100
	storeWait   = 5 * time.Minute // for the lock that processes share: another process may wait for the person
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
// All methods for accounts run under one lock that processes share. The keyring is read once: each write changes a
// stamp in the folder, and what was read holds until another process has changed it.
type store struct {
	guard   *guard
	service string
	folder  folder
	waiting func(bool) // told when another process holds the lock for long

	mu     sync.Mutex
	newer  bool            // load met an item of a newer version: nothing is written until it meets none
	parked func()          // the lock of a call that hangs: held until the keyring has answered it
	items  map[string]item // what was read or written under stamp
	stamp  string          // of the folder when items was right; empty: it is not known to be right
	bumped bool            // this turn has changed the stamp
}

// item is the value of one item of the keyring.
type item struct {
	value string
	there bool
}

// newStore returns a store that ends with ctx.
func newStore(ctx context.Context, ring Keyring, service, dir string, deadline time.Duration) *store {
	return &store{guard: newGuard(ctx, ring, deadline), service: service, folder: folder(dir), waiting: func(bool) {},
		items: map[string]item{}}
}

// locked runs f under the lock of the folder. While a call hangs its outcome is open, so the lock stays
// until it has returned.
func (s *store) locked(f func() error) error {
	if !s.guard.idle() {
		return ErrSilent
	}
	s.unpark()
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	s.check()
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

// lock takes the lock that processes share. When Accounts closes it is still waited for, but not for long.
func (s *store) lock() (unlock func(), err error) {
	ctx, limit := s.guard.ctx, storeWait
	if ctx.Err() != nil {
		ctx, limit = context.WithoutCancel(ctx), s.guard.deadline
	}
	slow := time.AfterFunc(s.guard.deadline, func() { s.waiting(true) })
	defer func() {
		if !slow.Stop() {
			s.waiting(false)
		}
	}()
	return lockFile(ctx, string(s.folder), "accounts.lock", limit)
}

// writing is locked for what changes something. What is still to be removed goes first, and nothing is changed beside
// items of a newer version.
func (s *store) writing(f func() error) error {
	return s.locked(func() error {
		if s.metNewer() {
			return ErrNewer
		}
		if _, err := s.index(); err != nil {
			return err // before anything is touched
		}
		if err := s.finishLeaving(); err != nil {
			return err
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
	if s.parked != nil && s.guard.idle() {
		s.parked()
		s.parked = nil
	}
}

// check forgets what was read when another process has written since.
func (s *store) check() {
	stamp := s.folder.stamp()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bumped = false
	if stamp == "" || stamp != s.stamp {
		s.items, s.stamp = map[string]item{}, stamp
	}
}

// forget makes the next calls ask the keyring.
func (s *store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = map[string]item{}
}

// known returns an item that was read or written already.
func (s *store) known(name string) (item, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, ok := s.items[name]
	return it, ok
}

// keep remembers an item for this turn, and while the stamp stays as it is.
func (s *store) keep(name string, it item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[name] = it
}

// begin makes a first stamp where there is none, so that what was read can be kept.
func (s *store) begin() {
	if s.folder.stamp() == "" {
		s.bump()
	}
}

// bump says in the folder that items change, once for each turn and before the first change.
func (s *store) bump() {
	s.mu.Lock()
	bumped := s.bumped
	s.bumped = true
	s.mu.Unlock()
	if bumped {
		return
	}
	stamp := s.folder.newStamp()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stamp = stamp
	if stamp == "" {
		s.items = map[string]item{} // nobody could tell when they are old
	}
}

// get reads an item: from the keyring the first time.
func (s *store) get(name string) (string, error) {
	it, ok := s.known(name)
	if !ok {
		value, err := s.guard.get(s.service, name)
		if err != nil && !errors.Is(err, ErrNotInKeyring) {
			return "", err
		}
		it = item{value, err == nil}
		s.keep(name, it)
	}
	if !it.there {
		return "", ErrNotInKeyring
	}
	return it.value, nil
}

// set writes an item. After an error nobody knows what the keyring holds, so everything is read anew.
func (s *store) set(name, value string) error {
	s.bump()
	if err := s.guard.set(s.service, name, value); err != nil {
		s.forget()
		return err
	}
	s.keep(name, item{value, true})
	return nil
}

// drop deletes an item; one that is not there is deleted already.
func (s *store) drop(name string) error {
	s.bump()
	if err := s.guard.remove(s.service, name); err != nil {
		s.forget()
		return err
	}
	s.keep(name, item{})
	return nil
}
