package auth

import (
	"context"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/testing/keyringtest"
)

// realRig signs in over a real gnome-keyring in a D-Bus session of its own.
func realRig(t *testing.T, change ...func(*Config, *authority.Config)) (*rig, *keyringtest.Keyring) {
	t.Helper()
	k := keyringtest.Start(t)
	k.Setenv(t)
	return newRig(t, append([]func(*Config, *authority.Config){func(c *Config, _ *authority.Config) {
		c.Keyring, c.Service = SystemKeyring(), "Program Connect test"
	}}, change...)...), k
}

// must ends the test on an error of the stage.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// instant checks what a screen calls in every frame.
func (r *rig) instant(what string) {
	r.t.Helper()
	began := time.Now()
	_ = r.Snapshot()
	_ = r.List()
	_ = r.Changed()
	measured(r.t, what+": the screen's calls", began, 50*time.Millisecond)
}

func stored(s Snapshot) bool {
	return s.Fault == nil && s.Storage == InKeyring && len(s.Accounts) == 1 && s.Accounts[0].Stored
}

func TestRealKeyringKeepsAccountOverRestarts(t *testing.T) {
	r, k := realRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	if n, err := k.Items("Program Connect test"); err != nil || n != 2 || !account.Stored {
		t.Fatalf("%d items, %v, %+v", n, err, r.Snapshot().Fault)
	}
	must(t, r.Close())
	must(t, k.Restart(true))
	r.open()
	if l := r.List(); len(l) != 1 || l[0].ID != account.ID {
		t.Fatalf("%+v %+v", l, r.Snapshot().Fault)
	}
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
	must(t, r.SignOutAll(r.ctx()))
	if n, err := k.Items("Program Connect test"); err != nil || n != 1 {
		t.Fatalf("%d items are left, %v", n, err)
	}
}

func TestRealKeyringLockedThenUnlocked(t *testing.T) {
	r, k := realRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	must(t, r.Close())
	must(t, k.Lock())
	began := time.Now()
	r.open()
	measured(t, "the message of a locked keyring", began, 3*time.Second)
	s := r.Snapshot()
	if s.Fault == nil || s.Fault.Guide != "keyring-locked" || s.Storage != InMemory || len(s.Accounts) != 0 {
		t.Fatalf("%+v %+v", s, s.Fault)
	}
	r.instant("locked")
	if got := r.signIn("common", authority.AddressRita, "work"); got.ID != account.ID || got.Stored {
		t.Fatalf("%+v", got)
	}
	must(t, k.Unlock())
	must(t, r.RetryKeyring(r.ctx()))
	r.until("unlocked", stored)
}

func TestRealKeyringFrozenThenThawed(t *testing.T) {
	r, k := realRig(t, func(c *Config, _ *authority.Config) { c.KeyringDeadline = 300 * time.Millisecond })
	account := r.signIn("common", authority.AddressRita, "work")
	if !account.Stored { // a loaded machine may have taken more than the short deadline
		r.until("stored in the end", stored)
	}
	must(t, k.Freeze())
	r.later(hourAndMore)
	began := time.Now()
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
	measured(t, "a token while the keyring hangs", began, 3*time.Second)
	r.until("the message", func(s Snapshot) bool { return s.Fault != nil && s.Fault.Code == "auth.keyring-silent" })
	r.instant("hanging")
	must(t, k.Thaw())
	r.until("thawed", stored) // by itself: nobody asked again
	must(t, r.Close())
	r.cfg.KeyringDeadline = patience
	r.open()
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal("the rotated token was lost: ", err)
	}
}

func TestRealKeyringKilled(t *testing.T) {
	r, k := realRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	must(t, k.Kill())
	r.later(hourAndMore)
	began := time.Now()
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
	r.until("the message", func(s Snapshot) bool { return s.Fault != nil && s.Storage == InMemory && s.Fault.Guide == "no-keyring" })
	measured(t, "the message of a killed keyring", began, 3*time.Second)
	r.instant("killed")
	if err := r.RetryKeyring(r.ctx()); err == nil {
		t.Fatal("a dead keyring said yes")
	}
	must(t, k.Restart(true))
	must(t, r.RetryKeyring(r.ctx()))
	r.until("restarted", stored)
}

func TestSilentOrAbsentBus(t *testing.T) {
	for name, bus := range map[string]string{"silent": keyringtest.SilentBus(t), "absent": keyringtest.NoBus(t), "launched by hand": "autolaunch:"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)
			r := newRig(t, func(c *Config, _ *authority.Config) {
				c.Keyring, c.KeyringDeadline = SystemKeyring(), 50*time.Millisecond
			})
			must(t, r.Close())
			r.cfg.KeyringDeadline = 0 // as in the app
			began := time.Now()
			r.open()
			measured(t, "the message", began, 3*time.Second)
			if s := r.Snapshot(); s.Fault == nil || s.Fault.Guide != "no-keyring" || s.Storage != InMemory {
				t.Fatalf("%+v %+v", s, s.Fault)
			}
			r.instant(name)
			account := r.signIn("common", authority.AddressRita, "work")
			r.later(hourAndMore)
			if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil || account.Stored {
				t.Fatal(err)
			}
			if err := r.SignOut(context.Background(), account.ID); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestBusThatEnds(t *testing.T) {
	r, k := realRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	must(t, k.KillBus())
	r.later(hourAndMore)
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
	r.until("the message", func(s Snapshot) bool { return s.Fault != nil && s.Storage == InMemory })
}

// TestRealKeyringSignOutWhileLocked: the tokens of a locked keyring are not said to be gone, and go when it is unlocked.
func TestRealKeyringSignOutWhileLocked(t *testing.T) {
	r, k := realRig(t)
	r.signIn("common", authority.AddressRita, "work")
	must(t, r.Close())
	must(t, k.Lock())
	r.open()
	if f := fault.Of(r.SignOutAll(r.ctx())); f == nil || f.Code != "auth.still-stored" || f.Guide != "keyring-locked" {
		t.Fatalf("%+v", f)
	}
	must(t, r.Close())
	must(t, k.Unlock())
	r.open()
	if n, err := k.Items("Program Connect test"); err != nil || n != 1 || len(r.List()) != 0 {
		t.Fatalf("%d items, %v, %d accounts", n, err, len(r.List()))
	}
}

func TestRealKeyringWithoutCollection(t *testing.T) {
	r, k := realRig(t)
	must(t, r.Close())
	must(t, k.RemoveCollection())
	r.open()
	if s := r.Snapshot(); s.Fault == nil || s.Fault.Code != "auth.keyring-no-collection" {
		t.Fatalf("%+v", s.Fault)
	}
}

// kwallet is a Secret Service of KWallet's that has no wallet.
type kwallet struct{}

func (kwallet) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) { return "/", nil }

func (kwallet) Get(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant([]dbus.ObjectPath{}), nil
}

func TestKWalletWithoutWallet(t *testing.T) {
	k := keyringtest.Start(t)
	k.Setenv(t)
	must(t, k.Kill())
	conn, err := dbus.Connect(k.Address)
	must(t, err)
	defer func() { _ = conn.Close() }()
	must(t, conn.Export(kwallet{}, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service"))
	must(t, conn.Export(kwallet{}, "/org/freedesktop/secrets", "org.freedesktop.DBus.Properties"))
	for _, name := range []string{secretService, "org.kde.kwalletd6"} {
		_, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
		must(t, err)
	}
	r := newRig(t, func(c *Config, _ *authority.Config) { c.Keyring = SystemKeyring() })
	if s := r.Snapshot(); s.Fault == nil || s.Fault.Code != "auth.keyring-no-wallet" {
		t.Fatalf("%+v", s.Fault)
	}
}

// TestRealKeyringAsksForItsPassword: while the question is open everybody who needs the keyring waits, and can be
// interrupted; when it is closed without an answer the keyring is locked, and is not asked again by itself.
func TestRealKeyringAsksForItsPassword(t *testing.T) {
	r, k := realRig(t, func(c *Config, _ *authority.Config) { c.KeyringDeadline = time.Second })
	account := r.signIn("common", authority.AddressRita, "work")
	must(t, r.Settle(r.ctx()))
	must(t, r.Close())
	must(t, k.Lock())
	dismiss, err := k.Question()
	must(t, err)
	r.open()
	r.until("the question", func(s Snapshot) bool { return s.Waiting })
	if s := r.Snapshot(); s.Fault != nil || s.Unread() == nil || s.Unread().Code != "auth.keyring-waits" {
		t.Fatalf("%+v", s)
	}
	r.instant("asking")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Token(ctx, r.at("common"), account.ID); fault.Of(err) == nil || fault.Of(err).Kind != fault.Interrupted {
		t.Fatal(err)
	}
	waiting := make(chan error, 1)
	go func() { waiting <- r.Accounts.Ready(r.ctx()) }()
	dismiss()
	if f := fault.Of(<-waiting); f == nil || f.Code != "auth.keyring-locked" || f.Kind != fault.SignIn {
		t.Fatalf("%+v", f)
	}
	must(t, k.Unlock())
	must(t, r.RetryKeyring(r.ctx()))
	if l := r.List(); len(l) != 1 || l[0].ID != account.ID {
		t.Fatalf("%+v", l)
	}
}
