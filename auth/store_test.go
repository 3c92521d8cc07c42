package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// secret is a refresh token of n characters that does not compress, and always the same for a seed.
func secret(n int, seed uint64) string {
	random := rand.New(rand.NewPCG(seed, 7))
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(random.Uint32())
	}
	return "canary." + base64.RawURLEncoding.EncodeToString(raw)[:n-7]
}

func person1(id int, refresh string) *record {
	return &record{ID: fmt.Sprintf("%020x", id), Home: "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d.5a3b1e00-0000-4000-8000-00000000fab1", Subject: "pairwise-subject-of-43-characters-aaaaaaaaaa",
		TenantID: "5a3b1e00-0000-4000-8000-00000000fab1", ObjectID: "5a3b1e00-0000-4000-8000-000000000002", Name: "Rita Fabrikam",
		Address: "rita@fabrikam.example", Kind: Work, Org: "fabrikam.example", Program: "sample",
		Authority: "https://sample.program-connect.invalid/common", ClientID: "5a3b1e00-0000-4000-8000-00000000c0de", SignedIn: 1795000000, Refresh: refresh}
}

func newTestStore(t *testing.T, k Keyring) *store {
	t.Helper()
	return newStore(t.Context(), k, "test", t.TempDir(), patience)
}

func TestStoreItemSizes(t *testing.T) {
	for name, limit := range map[string]func(*ring){
		"Linux": func(*ring) {}, "Windows": func(k *ring) { k.max = 2560 }, "macOS": func(k *ring) { k.line = 4096 },
	} {
		k := newRing()
		limit(k)
		s := newTestStore(t, k)
		longest := 0
		for i := range 5 {
			if err := s.put(person1(i, secret(1200, uint64(i))), false); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for _, v := range k.items {
			longest = max(longest, len(v))
			if strings.Contains(v, "canary") {
				t.Fatal("a refresh token stands in plain text")
			}
		}
		if len(k.items) != 6 || longest > maxValue {
			t.Fatalf("%s: %d items, the longest of %d characters", name, len(k.items), longest)
		}
		t.Logf("%s: 6 items, the longest of %d characters", name, longest)
		for i, n := range []int{2000, 4000, 9000, 30000} {
			if err := s.put(person1(i, secret(n, uint64(i))), true); err != nil {
				t.Fatalf("%s: a token of %d characters: %v", name, n, err)
			}
		}
		records, damaged, err := s.load()
		if err != nil || len(damaged) != 0 || len(records) != 5 || records[3].Refresh != secret(30000, 3) {
			t.Fatalf("%s: %d records, %v, %v", name, len(records), damaged, err)
		}
		if err := s.put(person1(9, secret(60000, 1)), false); !errors.Is(err, ErrTooLong) {
			t.Fatalf("a token of 60,000 characters: %v", err)
		}
	}
}

// step is one thing that a crash may interrupt.
type step struct {
	name   string
	id     int
	size   int // of the refresh token; 0: sign out
	update bool
}

// script is a life of three accounts that goes through every way of writing.
func lifeOfAccounts() []step {
	return []step{
		{"first sign-in", 0, 1200, false}, {"second sign-in", 1, 4000, false}, {"third sign-in", 2, 1200, false},
		{"short to short", 0, 1201, true}, {"short to long", 2, 5000, true}, {"long to long", 1, 6000, true}, {"long to longer", 1, 9000, true},
		{"long to short", 2, 1000, true}, {"sign in again", 0, 3000, false}, {"long to shorter", 1, 3000, true},
		{"sign out long", 1, 0, false}, {"sign out", 2, 0, false}, {"sign in after sign-out", 1, 4000, false}, {"sign out long again", 0, 0, false}, {"last sign-out", 1, 0, false},
	}
}

func (s step) run(st *store) error {
	if s.size == 0 {
		_, err := st.remove(person1(s.id, "x").ID)
		return err
	}
	return st.put(person1(s.id, secret(s.size, uint64(s.size))), s.update)
}

// reachable checks that every item is the index, a listed head, or a chunk that a head names.
func reachable(t *testing.T, k *ring, what string) {
	t.Helper()
	s := newStore(context.Background(), k, "test", t.TempDir(), patience)
	named := map[string]bool{indexName: true}
	listed, err := s.index()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range listed.ids {
		named[headName(id)] = true
		h, err := s.head(id)
		if errors.Is(err, ErrNotInKeyring) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: the head of %s: %v", what, id, err)
		}
		for _, c := range append(h.Left, chunks{h.Slot, h.Chunks}) {
			for i := range c.N {
				named[chunkName(id, c.Slot, i)] = true
			}
		}
	}
	for _, name := range k.names() {
		if !named[name] {
			t.Errorf("%s: the orphan %s", what, name)
		}
	}
}

func TestStoreCrashAtAnyWrite(t *testing.T) {
	points := 0
	items := map[string]string{} // of the keyring before the step
	want := map[string]string{}  // the refresh tokens that must be there, by id
	for _, this := range lifeOfAccounts() {
		for die := 1; ; die++ {
			k := newRing()
			k.items, k.dieAfter = maps.Clone(items), die
			err := this.run(newTestStore(t, k))
			if err == nil {
				items = k.items // this step has fewer writes: on to the next
				apply(want, this)
				break
			}
			points++
			what := fmt.Sprintf("%s, write %d", this.name, die)
			k.dieAfter = 0
			reachable(t, k, what)
			// After a restart each account is as it was before the step or as it is after it.
			again := newTestStore(t, k)
			records, damaged, err := again.load()
			if err != nil || len(damaged) != 0 {
				t.Fatalf("%s: %v %v", what, damaged, err)
			}
			after := maps.Clone(want)
			apply(after, this)
			got := map[string]string{}
			for _, r := range records {
				got[r.ID] = r.Refresh
			}
			for _, id := range []string{person1(0, "").ID, person1(1, "").ID, person1(2, "").ID} {
				if got[id] != want[id] && got[id] != after[id] {
					t.Errorf("%s: account %s is neither as before nor as after", what, id)
				}
			}
			reachable(t, k, what+", after the restart")
			// The step can be done again, and everybody can be signed out without a trace.
			if err := this.run(again); err != nil && !errors.Is(err, ErrNotInKeyring) {
				t.Errorf("%s: again: %v", what, err)
			}
			for id := range 3 {
				if _, err := again.remove(person1(id, "").ID); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			if names := k.names(); len(names) != 1 || names[0] != indexName {
				t.Errorf("%s: left after everyone signed out: %v", what, names)
			}
		}
	}
	if points < 60 {
		t.Fatalf("only %d crash points", points)
	}
	t.Logf("%d crash points", points)
}

func apply(m map[string]string, s step) {
	id := person1(s.id, "").ID
	if s.size == 0 {
		delete(m, id)
		return
	}
	m[id] = secret(s.size, uint64(s.size))
}

func TestStoreDamagedItem(t *testing.T) {
	victim := person1(1, secret(5000, 1))
	head, chunk0, chunk1 := "test\n"+headName(victim.ID), "test\n"+chunkName(victim.ID, "a", 0), "test\n"+chunkName(victim.ID, "a", 1)
	for name, damage := range map[string]func(map[string]string){
		"head cut":        func(m map[string]string) { m[head] = m[head][:20] },
		"head empty":      func(m map[string]string) { m[head] = "" },
		"head foreign":    func(m map[string]string) { m[head] = "somebody else's" },
		"head of another": func(m map[string]string) { m[head] = m["test\n"+headName(person1(0, "").ID)] },
		"chunk cut":       func(m map[string]string) { m[chunk0] = m[chunk0][:9] },
		"chunk missing":   func(m map[string]string) { delete(m, chunk1) },
		"chunks swapped":  func(m map[string]string) { m[chunk0], m[chunk1] = m[chunk1], m[chunk0] },
		"index cut":       func(m map[string]string) { m["test\n"+indexName] = "pc1:AA" },
	} {
		t.Run(name, func(t *testing.T) {
			k := newRing()
			s := newTestStore(t, k)
			for _, r := range []*record{person1(0, secret(1200, 5)), victim, person1(2, secret(3000, 6))} {
				if err := s.put(r, false); err != nil {
					t.Fatal(err)
				}
			}
			damage(k.items)
			s.forget() // as another process reads it
			records, damaged, err := s.load()
			if err != nil || len(damaged) != 1 {
				t.Fatalf("%v %v", damaged, err)
			}
			want := 2
			if strings.HasPrefix(name, "index") {
				want = 3
			}
			if len(records) != want {
				t.Fatalf("%d records", len(records))
			}
			if err := s.put(victim, false); err != nil {
				t.Fatal("a new sign-in mends it: ", err)
			}
			if records, damaged, err = s.load(); err != nil || len(damaged) != 0 || len(records) != 3 {
				t.Fatalf("%d %v %v", len(records), damaged, err)
			}
			for id := range 3 {
				if _, err := s.remove(person1(id, "").ID); err != nil {
					t.Fatal(err)
				}
			}
			if names := k.names(); len(names) != 1 {
				t.Fatalf("left: %v", names)
			}
		})
	}
}

// TestGuardWaitsForThePerson: a keyring that asks for its password has all the time it needs, and says that it waits.
func TestGuardWaitsForThePerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newRing()
		g := newGuard(t.Context(), k, 2*time.Second)
		var said []bool
		g.waiting = func(waiting bool) { said = append(said, waiting) }
		hold := make(chan struct{})
		k.hold = hold
		time.AfterFunc(10*time.Minute, func() { close(hold) })
		if err := g.set("s", "u", "v"); err != nil {
			t.Fatal(err)
		}
		k.under(func() { k.hold = nil })
		if v, err := g.get("s", "u"); err != nil || v != "v" {
			t.Fatal(v, err)
		}
		if said = slices.Compact(said); !slices.Equal(said, []bool{true, false}) {
			t.Fatalf("said %v", said)
		}
	})
}

// TestGuardGivesUpSilentKeyring: a keyring that answers nothing at all holds nobody up, and its late answer is heard.
func TestGuardGivesUpSilentKeyring(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &mute{ring: newRing(), silent: true}
		g := newGuard(t.Context(), k, 2*time.Second)
		late := make(chan error, 1)
		g.late = func(err error) { late <- err }
		hold := make(chan struct{})
		k.ring.hold = hold
		began := time.Now()
		for range 100 {
			if err := g.set("s", "u", "v"); !errors.Is(err, ErrSilent) {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Fatalf("it took %v", took)
		}
		k.ring.under(func() { k.ring.hold = nil })
		close(hold)
		if err := <-late; err != nil {
			t.Fatal(err)
		}
		if v, err := g.get("s", "u"); err != nil || v != "v" {
			t.Fatal(v, err)
		}
	})
}

// mute is a ring that can be asked whether it answers.
type mute struct {
	*ring
	silent bool
}

func (m *mute) Probe(ctx context.Context) error {
	if m.silent {
		<-ctx.Done()
		return ErrSilent
	}
	return nil
}

func TestGuardPanic(t *testing.T) {
	g := newGuard(t.Context(), panicking{}, patience)
	if _, err := g.get("s", "u"); !errors.Is(err, ErrSilent) {
		t.Fatal(err)
	}
}

type panicking struct{ Keyring }

func (panicking) Get(string, string) (string, error) { panic("signal of a closed bus") }

// TestKeyringUnlockedLate: while the keyring waits for the person, the screen's calls and a sign-in do not, whoever needs
// the keyring is told what it waits for, and afterwards everything is stored.
func TestKeyringUnlockedLate(t *testing.T) {
	r := newRig(t)
	_ = r.Close()
	hold := make(chan struct{})
	r.ring.under(func() { r.ring.hold = hold })
	r.cfg.KeyringDeadline = 20 * time.Millisecond
	r.open()
	r.until("the question", func(s Snapshot) bool { return s.Waiting })
	if s := r.Snapshot(); s.Fault != nil || !s.Loading || s.Unread() == nil || s.Unread().Code != "auth.keyring-waits" {
		t.Fatalf("%+v", s)
	}
	account := r.signIn("common", "rita@fabrikam.example", "work")
	if account.Stored {
		t.Fatal("said to be stored in a locked keyring")
	}
	short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	for what, err := range map[string]error{"Ready": r.Accounts.Ready(short), "Settle": r.Settle(short), "RetryKeyring": r.RetryKeyring(short)} {
		if f := fault.Of(err); f == nil || f.Code != "auth.keyring-waits" || f.Kind != fault.SignIn {
			t.Errorf("%s: %+v", what, f)
		}
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if f := fault.Of(r.Accounts.Ready(gone)); f == nil || f.Kind != fault.Interrupted {
		t.Errorf("interrupted: %+v", f)
	}
	r.ring.under(func() { r.ring.hold = nil })
	close(hold)
	if err := r.Settle(r.ctx()); err != nil {
		t.Fatal(err)
	}
	if s := r.Snapshot(); s.Fault != nil || s.Waiting || s.Storage != InKeyring || !s.Accounts[0].Stored {
		t.Fatalf("%+v", s)
	}
	_ = r.Close()
	r.open()
	if l := r.List(); len(l) != 1 || l[0].ID != account.ID {
		t.Fatalf("%+v", l)
	}
}

func TestStoreConcurrentPuts(t *testing.T) {
	k := newRing()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 8 {
		s := newStore(context.Background(), k, "test", dir, patience)
		wg.Go(func() {
			if err := s.put(person1(i, secret(1000+700*i, 1)), false); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := newStore(context.Background(), k, "test", dir, patience)
	l, err := s.index()
	if err != nil || len(l.ids) != 8 {
		t.Fatalf("%v %v", l.ids, err)
	}
}
