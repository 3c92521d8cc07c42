package auth

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// roster is what this process knows of the accounts. Its lock is held over memory alone, so the screen's calls
// never wait.
type roster struct {
	memory bool // there is no keyring by choice: MemoryKeyring

	mu      sync.Mutex
	version uint64
	changed chan struct{}
	people  map[string]*person
	leaving map[string]bool // signed out here, still in a keyring that did not answer
	loading bool
	waiting bool // the keyring asks the person for something
	read    bool // the keyring was read at least once
	damaged []string
	fault   *fault.Error
}

// person is one account with what is known of it in this process.
type person struct {
	record  *record
	stored  bool // the keyring holds this very record
	held    bool // the keyring held some record of the account: when it is gone there, it was signed out
	fault   *fault.Error
	tokens  map[string]accessToken // by scopes
	signIns int                    // how often it has signed in here; a refresh that began before is void
}

// accessToken is a token in memory.
type accessToken struct {
	value   string
	issued  time.Time
	expires time.Time
	renewAt time.Time // zero when there is no need before it expires
}

func newRoster(memory bool) *roster {
	return &roster{memory: memory, changed: make(chan struct{}), people: map[string]*person{}, leaving: map[string]bool{}, loading: true}
}

// newPerson returns an account that the keyring holds.
func newPerson(rec *record) *person {
	p := &person{record: rec, stored: true, held: true, tokens: map[string]accessToken{}}
	if rec.Origin == "" {
		p.fault = faultOriginUnknown()
	}
	return p
}

// account returns the person's account, for errors and tokens.
func (p *person) account() Account {
	account := p.record.account()
	account.Stored, account.Fault = p.stored, p.fault
	return account
}

// snapshot returns the state at this moment.
func (r *roster) snapshot() Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := Snapshot{Version: r.version, Storage: InKeyring, Loading: r.loading, Waiting: r.waiting, Damaged: len(r.damaged),
		Fault: r.fault, read: r.read}
	if r.memory || (r.fault != nil && !errors.Is(r.fault, ErrDamaged)) {
		s.Storage = InMemory
	}
	for _, p := range r.people {
		account := p.account()
		account.Stored = p.stored && s.Storage == InKeyring
		s.Accounts = append(s.Accounts, account)
	}
	slices.SortFunc(s.Accounts, func(x, y Account) int {
		return cmp.Or(x.SignedIn.Compare(y.SignedIn), cmp.Compare(x.ID, y.ID))
	})
	return s
}

// next returns the channel that is closed at the next change.
func (r *roster) next() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

// change runs f under the lock and wakes the readers.
func (r *roster) change(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
	r.version++
	close(r.changed)
	r.changed = make(chan struct{})
}

// look runs f under the lock.
func (r *roster) look(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

// token returns the token in memory, and whether the authority wants it renewed by now.
func (r *roster) token(authority Authority, id string, now time.Time) (t Token, early, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.people[id]
	if p == nil || !authority.owns(p.record) {
		return Token{}, false, false
	}
	held, ok := p.tokens[authority.scopeKey()]
	if !ok || now.Add(tokenMargin).After(held.expires) {
		return Token{}, false, false
	}
	early = !held.renewAt.IsZero() && now.After(held.renewAt)
	if early {
		held.renewAt = now.Add(renewalPause)
		p.tokens[authority.scopeKey()] = held
	}
	return Token{value: held.value, to: authority.api(), Expires: held.expires, Account: p.account()}, early, true
}

// issued returns when the token in memory was issued; false when there is none.
func (r *roster) issued(authority Authority, id string) (at time.Time, ok bool) {
	r.look(func() {
		if p := r.people[id]; p != nil {
			at, ok = p.tokens[authority.scopeKey()].issued, true
		}
	})
	return at, ok
}

// record returns what is remembered of an account; nil when it is not known here.
func (r *roster) record(id string) (rec *record, stored bool, generation int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.people[id]; p != nil {
		return p.record, p.stored, p.signIns
	}
	return nil, false, 0
}

// held reports whether the keyring held some record of the account.
func (r *roster) held(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.people[id]
	return p != nil && p.held
}

// account returns an account that is known here.
func (r *roster) account(id string) (account Account, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.people[id]; p != nil {
		return p.account(), true
	}
	return Account{}, false
}

// adopt takes what another process has written, and returns the record that holds.
func (r *roster) adopt(fresh *record) *record {
	same := false
	r.look(func() {
		p := r.people[fresh.ID]
		if same = p != nil && (*p.record == *fresh || !p.stored); same {
			fresh = p.record
		}
	})
	if same {
		return fresh
	}
	r.change(func() {
		p := r.people[fresh.ID]
		if p == nil {
			p = &person{tokens: map[string]accessToken{}}
			r.people[fresh.ID] = p
		}
		p.record, p.stored, p.held, p.fault = fresh, true, true, nil
	})
	return fresh
}

// signedIn takes a new sign-in. It is in memory only until wrote says otherwise. An account that is here already keeps
// its id, and takes the place of one of version 0.1 of which nobody knows the program.
func (r *roster) signedIn(rec *record, scopes string, t accessToken) {
	r.change(func() {
		for id, p := range r.people {
			switch {
			case p.record.identity() == rec.identity():
				rec.ID = id
			case p.record.Origin == "" && p.record.person() == rec.person():
				delete(r.people, id)
				r.leaving[id] = true
			}
		}
		p := r.people[rec.ID]
		if p == nil {
			p = &person{}
			r.people[rec.ID] = p
		}
		p.record, p.stored, p.held, p.fault = rec, false, false, nil
		p.signIns++
		p.tokens = map[string]accessToken{scopes: t}
		delete(r.leaving, rec.ID)
	})
}

// renewal is what became of a refresh.
type renewal struct {
	kept  bool    // the account is as it was when the refresh began, and has the new token
	gone  bool    // it was signed out meanwhile
	owed  bool    // the keyring does not hold the record yet
	held  bool    // see person
	after Account // with kept
}

// renewed takes the outcome of a refresh that began in generation. next is the record with the refresh token of now.
func (r *roster) renewed(next *record, generation int, scopes string, t accessToken) (out renewal) {
	r.change(func() {
		p := r.people[next.ID]
		if p == nil || p.signIns != generation {
			out.gone = p == nil
			return // signed out, or signed in anew, while this ran
		}
		if p.record.Refresh != next.Refresh {
			p.stored = false
		}
		p.record, p.fault = next, nil
		p.tokens[scopes] = t
		out = renewal{kept: true, owed: !p.stored, held: p.held, after: p.account()}
	})
	return out
}

// lapsed remembers that an account has to sign in again, if it still has the refresh token that was refused.
func (r *roster) lapsed(id, refresh string, f *fault.Error) {
	r.change(func() {
		if p := r.people[id]; p != nil && p.record.Refresh == refresh {
			p.fault = f
		}
	})
}

// drop forgets an account that was signed out elsewhere.
func (r *roster) drop(id string) { r.change(func() { delete(r.people, id) }) }

// departure is what was known of an account when it was signed out.
type departure struct {
	known bool
	never bool // the keyring never held it
}

// leave signs an account out here; left says that the keyring has forgotten it too.
func (r *roster) leave(id string) (d departure) {
	r.look(func() {
		p := r.people[id]
		d.known = p != nil || r.leaving[id] || slices.Contains(r.damaged, id)
		d.never = p != nil && !p.held
	})
	if d.known {
		r.change(func() {
			delete(r.people, id)
			r.leaving[id] = true
		})
	}
	return d
}

func (r *roster) left(id string) { r.change(func() { delete(r.leaving, id) }) }

// leaveAll signs everybody out here, accounts that can't be read too. It returns their ids, and whether the keyring held
// any of them.
func (r *roster) leaveAll() (ids []string, held bool) {
	r.change(func() {
		for id, p := range r.people {
			held = held || p.held
			delete(r.people, id)
			r.leaving[id] = true
		}
		for _, id := range r.damaged {
			if held = true; id != indexName {
				r.leaving[id] = true
			}
		}
		ids = slices.Collect(maps.Keys(r.leaving))
	})
	return ids, held
}

// departing returns the accounts that have left and that the keyring still holds.
func (r *roster) departing() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Keys(r.leaving))
}

// unstored returns the accounts that are in memory only.
func (r *roster) unstored() (ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, p := range r.people {
		if !p.stored {
			ids = append(ids, id)
		}
	}
	return ids
}

// wrote takes the outcome of writing rec to the keyring.
func (r *roster) wrote(rec *record, err error) {
	r.change(func() {
		p := r.people[rec.ID]
		switch {
		case p == nil || p.record != rec: // signed out or changed meanwhile; that change writes for itself
		case err == nil:
			p.stored, p.held = true, true
			r.damaged = slices.DeleteFunc(r.damaged, func(d string) bool { return d == rec.ID })
		case errors.Is(err, ErrNotInKeyring):
			delete(r.people, rec.ID)
		default:
			p.stored = false
		}
	})
}

// merge takes what the keyring holds. What is in memory only is newer; an account that the keyring held and holds no
// longer was signed out by another process.
func (r *roster) merge(records []*record, damaged []string) {
	r.change(func() {
		r.damaged = damaged
		found, newer := map[string]bool{}, map[string]bool{}
		for _, p := range r.people {
			newer[p.record.identity()] = !p.held
		}
		for _, rec := range records {
			found[rec.ID] = true
			switch p := r.people[rec.ID]; {
			case r.leaving[rec.ID]:
			case p == nil && newer[rec.identity()]:
				r.leaving[rec.ID] = true // the same person has signed in here before the keyring was read
			case p == nil:
				r.people[rec.ID] = newPerson(rec)
			case p.stored && p.record.Refresh != rec.Refresh:
				p.record, p.fault = rec, nil
			}
		}
		for id, p := range r.people {
			switch {
			case !p.held || found[id]:
			case slices.Contains(damaged, id):
				p.stored, p.held = false, false // known here, so it can be written anew
			default:
				delete(r.people, id)
			}
		}
		r.damaged = slices.DeleteFunc(r.damaged, func(id string) bool { return r.people[id] != nil })
	})
}

// looked takes the outcome of a look at the keyring; nil f: it works.
func (r *roster) looked(f *fault.Error) {
	r.change(func() {
		r.loading, r.fault = false, f
		r.read = r.read || f == nil
		if r.fault == nil && len(r.damaged) > 0 {
			r.fault = faultDamaged(len(r.damaged))
		}
	})
}

// setWaiting says that the keyring waits for the person, or no longer.
func (r *roster) setWaiting(waiting bool) {
	r.mu.Lock()
	same := r.waiting == waiting
	r.mu.Unlock()
	if !same {
		r.change(func() { r.waiting = waiting })
	}
}

// setFault says what is the matter with the keyring; nil: it works.
func (r *roster) setFault(f *fault.Error) { r.change(func() { r.fault = f }) }
