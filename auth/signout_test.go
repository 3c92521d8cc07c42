package auth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

// TestSignOutWithKeyringInTrouble: nobody is said to be signed out while the keyring may hold them; it is remembered in
// the folder, and done by the next process that reaches the keyring.
func TestSignOutWithKeyringInTrouble(t *testing.T) {
	for name, trouble := range map[string]error{"locked": ErrLocked, "silent": ErrSilent, "absent": ErrNoKeyring, "no collection": ErrNoCollection} {
		for _, all := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				r := newRig(t)
				rita := r.signIn("common", authority.AddressRita, "work")
				r.signIn("common", authority.AddressTwo, "work")
				_ = r.Close()
				r.ring.under(func() { r.ring.err = trouble })
				r.open()
				signOut := func() error { return r.SignOut(r.ctx(), rita.ID) }
				left := 2
				if all {
					signOut, left = func() error { return r.SignOutAll(r.ctx()) }, 1
				}
				f := fault.Of(signOut())
				if f == nil || f.Code != "auth.still-stored" || !errors.Is(f, trouble) {
					t.Fatalf("%+v", f)
				}
				_ = r.Close()
				r.ring.under(func() { r.ring.err = nil })
				r.open()
				if n := len(r.ring.names()); n != left {
					t.Fatalf("left in the keyring: %v", r.ring.names())
				}
				if n := len(r.List()); n != left-1 {
					t.Fatalf("%d accounts", n)
				}
				if _, err := os.Stat(filepath.Join(r.dir, leavingName)); err == nil {
					t.Error("it is remembered still")
				}
			})
		}
	}
}

// TestSignOutWhileKeyringWaits: a sign-out may be interrupted, and is done when the person has answered.
func TestSignOutWhileKeyringWaits(t *testing.T) {
	r := newRig(t, func(c *Config, _ *authority.Config) { c.KeyringDeadline = 20 * time.Millisecond })
	rita := r.signIn("common", authority.AddressRita, "work")
	if err := r.Settle(r.ctx()); err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	r.ring.under(func() { r.ring.hold = hold })
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() { result <- r.SignOut(ctx, rita.ID) }()
	r.until("the question", func(s Snapshot) bool { return s.Waiting })
	cancel()
	if f := fault.Of(<-result); f == nil || f.Kind != fault.Interrupted {
		t.Fatalf("%+v", f)
	}
	r.ring.under(func() { r.ring.hold = nil })
	close(hold)
	if err := r.Settle(r.ctx()); err != nil {
		t.Fatal(err)
	}
	if names := r.ring.names(); len(names) != 1 {
		t.Fatalf("left in the keyring: %v", names)
	}
}

// TestSignInAfterRememberedSignOut: whoever signs in again before the sign-out was done stays.
func TestSignInAfterRememberedSignOut(t *testing.T) {
	r := newRig(t)
	r.signIn("common", authority.AddressRita, "work")
	r.signIn("common", authority.AddressTwo, "work")
	_ = r.Close()
	r.ring.under(func() { r.ring.err = ErrLocked })
	r.open()
	if err := r.SignOutAll(r.ctx()); err == nil {
		t.Fatal("a locked keyring forgot everybody")
	}
	again := r.signIn("common", authority.AddressRita, "work")
	r.ring.under(func() { r.ring.err = nil })
	if err := r.RetryKeyring(r.ctx()); err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	r.open()
	if l := r.List(); len(l) != 1 || l[0].ID != again.ID {
		t.Fatalf("%+v", l)
	}
	if _, err := r.Token(r.ctx(), r.at("common"), again.ID); err != nil {
		t.Fatal(err)
	}
}

// TestSignOutWithoutIndex: a lost index is rebuilt from its copy, and an account that no index names is removed too.
func TestSignOutWithoutIndex(t *testing.T) {
	lose := func(r *rig) {
		_ = r.Close()
		r.ring.under(func() { delete(r.ring.items, DefaultService+"\n"+indexName) })
	}
	loseBoth := func(r *rig) {
		lose(r)
		if err := os.Remove(filepath.Join(r.dir, copyName)); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("rebuilt", func(t *testing.T) {
		r := newRig(t)
		rita := r.signIn("common", authority.AddressRita, "work")
		lose(r)
		r.open()
		if l := r.List(); len(l) != 1 || l[0].ID != rita.ID || r.Snapshot().Fault != nil {
			t.Fatalf("%+v", r.Snapshot())
		}
		if !slices.Contains(r.ring.names(), indexName) {
			t.Error("the index was not written anew")
		}
	})
	t.Run("all", func(t *testing.T) {
		r := newRig(t)
		r.signIn("common", authority.AddressRita, "work")
		lose(r)
		r.open()
		if err := r.SignOutAll(r.ctx()); err != nil {
			t.Fatal(err)
		}
		r.onlyIndexLeft()
	})
	t.Run("one that no index names", func(t *testing.T) {
		r := newRig(t)
		rita := r.signIn("common", authority.AddressRita, "work")
		loseBoth(r)
		r.open()
		if err := r.SignOut(r.ctx(), rita.ID); err != nil {
			t.Fatal(err)
		}
		r.onlyIndexLeft()
		if f := fault.Of(r.SignOut(r.ctx(), rita.ID)); f == nil || f.Code != "auth.unknown-account" {
			t.Errorf("%+v", f)
		}
	})
}

func (r *rig) onlyIndexLeft() {
	r.t.Helper()
	for _, name := range r.ring.names() {
		if name != indexName {
			r.t.Errorf("left in the keyring: %s", name)
		}
	}
}

// TestKeyringIsReadOnce: a process that opens, gets a token and signs out reads each item of the keyring once.
func TestKeyringIsReadOnce(t *testing.T) {
	r := newRig(t)
	rita := r.signIn("common", authority.AddressRita, "work")
	_ = r.Close()
	r.ring.under(func() { r.ring.gets = nil })
	r.open()
	if _, err := r.Token(r.ctx(), r.at("common"), rita.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := r.RenewWithClaims(r.ctx(), r.at("common"), rita.ID, `{"id_token":{"x":null}}`); err != nil {
		t.Fatal(err)
	}
	if err := r.SignOut(r.ctx(), rita.ID); err != nil {
		t.Fatal(err)
	}
	r.ring.under(func() {
		slices.Sort(r.ring.gets)
		if !slices.Equal(r.ring.gets, []string{headName(rita.ID), indexName}) {
			t.Errorf("read: %v", r.ring.gets)
		}
	})
}

// TestUnreadableKeyringIsNamed: every call that needed the keyring says what is the matter with it.
func TestUnreadableKeyringIsNamed(t *testing.T) {
	for _, trouble := range []error{ErrLocked, ErrSilent, ErrNoKeyring, ErrNoDialog, ErrNoLogon, ErrNoCollection, ErrNoWallet, ErrNoKeychain, errKeyring} {
		r := newRig(t)
		rita := r.signIn("common", authority.AddressRita, "work")
		_ = r.Close()
		r.ring.under(func() { r.ring.err = trouble })
		r.open()
		_, token := r.Token(r.ctx(), r.at("common"), rita.ID)
		for what, err := range map[string]error{"Ready": r.Accounts.Ready(r.ctx()), "Token": token} {
			f := fault.Of(err)
			if f == nil || f.Kind != fault.SignIn || !strings.HasPrefix(f.Code, "auth.") || !strings.Contains(f.Code, "keyring") || !errors.Is(f, trouble) || len(f.Steps) == 0 {
				t.Errorf("%s with %v: %+v", what, trouble, f)
			}
		}
		r.ring.under(func() { r.ring.err = nil })
	}
}

// TestSystemKeyringErrors: what Windows and macOS answer with leads to its own message.
func TestSystemKeyringErrors(t *testing.T) {
	for code, want := range map[uintptr]error{1312: ErrNoLogon, 1722: ErrSilent, 1783: ErrTooLong, 5: errKeyring} {
		if got := ofWindows(code); !errors.Is(got, want) {
			t.Errorf("Windows %d: %v", code, got)
		}
	}
	for status, want := range map[int32]error{-25308: ErrNoDialog, -128: ErrLocked, -25293: ErrLocked, -25307: ErrNoKeychain, -25291: ErrSilent, -1: errKeyring} {
		if got := ofSecurity(int(uint8(status))); !errors.Is(got, want) {
			t.Errorf("macOS %d: %v", status, got)
		}
	}
}
