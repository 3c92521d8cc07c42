package session

import (
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
)

func TestChosenAccountIsRemembered(t *testing.T) {
	home, keyring := t.TempDir(), auth.MemoryKeyring()
	first := openStage(t, home, keyring, true)
	s := first.signIn(t, "rita")
	rita := s.Snapshot().Account.ID
	first.signIn(t, "uma")
	if got := s.Snapshot().Account.Address; got != "uma@woodgrove.example" {
		t.Fatalf("after Uma's sign-in %s is used", got)
	}
	if err := s.UseAccount(t.Context(), rita); err != nil {
		t.Fatal(err)
	}
	if err := s.UseAccount(t.Context(), "nobody"); !fault.Is(err, fault.SignIn) {
		t.Errorf("an unknown account gave %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := openStage(t, home, keyring, true)
	again := second.session(t)
	if got := again.Snapshot(); got.Account == nil || got.Account.ID != rita || len(got.Candidates) != 2 {
		t.Fatalf("on another day: %+v of %d", got.Account, len(got.Candidates))
	}
	if _, err := again.SignOut(t.Context(), rita); err != nil {
		t.Fatal(err)
	}
	if got := again.Snapshot(); len(got.Candidates) != 1 || got.Account == nil || got.Account.Address != "uma@woodgrove.example" {
		t.Errorf("after Rita's sign-out: %+v", got.Account)
	}
	if err := second.SignOutAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := again.Refresh(t.Context()); err != nil || again.Snapshot().Step != StepSignIn {
		t.Errorf("after all signed out: %v, %q", err, again.Snapshot().Step)
	}
}

func TestSubscribersAreWokenByChangesOnly(t *testing.T) {
	st := openStage(t, t.TempDir(), auth.MemoryKeyring(), true)
	s := st.signIn(t, "rita")
	one, stop := s.Subscribe()
	defer stop()
	two, stopTwo := s.Subscribe()
	stopTwo()
	before := s.Snapshot()
	if _, err := s.Catalogue.Packages(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Agreements.List(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s.Snapshot().Version != before.Version {
		t.Error("asking for packages made a new snapshot: a screen that asks at each change would ask without end")
	}
	for range 3 {
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	<-one
	select {
	case <-one:
		t.Error("three changes before the reader came woke it twice")
	case <-two:
		t.Error("a reader that had left was woken")
	default:
	}
	if before.Version == s.Snapshot().Version || before.Status == s.Snapshot().Status {
		t.Error("a refresh made no new snapshot")
	}
}

func TestSignInAsksForDemandedClaims(t *testing.T) {
	snap := Snapshot{Account: &auth.Account{Address: "mia@fabrikam.example"},
		Fault: &fault.Error{Kind: fault.SignIn, Err: &auth.Details{Claims: `{"access_token":{}}`}}}
	if got := snap.demanded(auth.SignInOptions{}); got.Claims != `{"access_token":{}}` || got.LoginHint != "mia@fabrikam.example" {
		t.Errorf("%+v", got)
	}
	if got := snap.demanded(auth.SignInOptions{Prompt: "select_account"}); got.Claims != "" {
		t.Errorf("another account was asked for, and the demand of the first went along: %+v", got)
	}
	if got := (Snapshot{}).demanded(auth.SignInOptions{}); got != (auth.SignInOptions{}) {
		t.Errorf("%+v", got)
	}
}
