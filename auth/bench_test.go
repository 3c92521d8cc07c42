package auth

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/sample/authority"
)

func TestCachedTokenNeedsNoNetwork(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	at := r.at("common")
	var took []time.Duration
	for range 1000 {
		began := time.Now()
		if _, err := r.Token(r.ctx(), at, account.ID); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("a cached token: p50 %v, p95 %v", took[500], took[950])
	if took[950] > time.Second {
		t.Errorf("p95 %v", took[950])
	}
	_ = r.Close()
	began := time.Now()
	a, err := Open(r.cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	if err := a.Ready(context.Background()); err != nil || len(a.List()) != 1 {
		t.Fatal(err)
	}
	measured(t, "accounts listed after a start", began, 300*time.Millisecond)
}

func BenchmarkCachedToken(b *testing.B) {
	a := &Accounts{cfg: Config{}.withDefaults(), roster: newRoster(false)}
	at := Authority{Origin: SampleOrigin(), Channel: SampleChannel(newTransport()), URL: "https://sample.program-connect.invalid/common", ClientID: "c", Scopes: []string{"s"}}
	r := person1(1, "x")
	r.Authority, r.ClientID, r.Origin, r.Channel = at.URL, "c", at.Origin.text, at.Channel.name
	a.roster.people[r.ID] = &person{record: r, tokens: map[string]accessToken{"s": {value: "v", expires: time.Now().Add(time.Hour)}}}
	for b.Loop() {
		if _, err := a.Token(context.Background(), at, r.ID); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkListOfTenAccounts(b *testing.B) {
	a := &Accounts{cfg: Config{}.withDefaults(), roster: newRoster(false)}
	for i := range 10 {
		r := person1(i, "x")
		a.roster.people[r.ID] = &person{record: r}
	}
	for b.Loop() {
		if len(a.List()) != 10 {
			b.Fatal("lost some")
		}
	}
}

func BenchmarkLoadFiveAccounts(b *testing.B) {
	k := newRing()
	s := newStore(context.Background(), k, "test", b.TempDir(), patience)
	for i := range 5 {
		if err := s.put(person1(i, secret(1200, uint64(i))), false); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if records, _, err := s.load(); err != nil || len(records) != 5 {
			b.Fatal(fmt.Sprint(len(records), err))
		}
	}
}
