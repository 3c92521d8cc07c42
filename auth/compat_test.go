package auth

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// compatHome copies what version 0.1 wrote about accounts: its folder and its keyring.
func compatHome(t *testing.T) (dir string, k *ring, readAt time.Time) {
	t.Helper()
	const from = "../internal/testing/compat/v0.1"
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(from, "home", "accounts"))); err != nil {
		t.Fatal(err)
	}
	var saved struct {
		Service string            `json:"service"`
		Items   map[string]string `json:"items"`
	}
	readJSON(t, filepath.Join(from, "keyring.json"), &saved)
	k = newRing()
	for user, value := range saved.Items {
		k.items[DefaultService+"\n"+user] = value
	}
	var expected struct {
		ReadAt time.Time `json:"home_read_at"`
	}
	readJSON(t, filepath.Join(from, "expected.json"), &expected)
	return dir, k, expected.ReadAt
}

func readJSON(t *testing.T, file string, v any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

func openCompat(t *testing.T, dir string, k *ring, now time.Time) *Accounts {
	t.Helper()
	a, err := Open(Config{Dir: dir, Keyring: k, Clock: func() time.Time { return now }, KeyringDeadline: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// TestOpensWhatVersion01Wrote: both accounts are known, each as it was, and nothing in the keyring is lost.
func TestOpensWhatVersion01Wrote(t *testing.T) {
	var expected struct {
		Home struct {
			Accounts struct {
				Accounts []struct {
					Address, Authority, ID, Kind, Name, Organisation, Program, Tenant string
					ClientID                                                          string    `json:"client_id"`
					SignedIn                                                          time.Time `json:"signed_in"`
				}
			}
		}
	}
	readJSON(t, "../internal/testing/compat/v0.1/expected.json", &expected)
	dir, k, now := compatHome(t)
	before := maps.Clone(k.items)
	a := openCompat(t, dir, k, now)
	if err := a.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := a.Snapshot()
	if s.Fault != nil || s.Damaged != 0 || s.Storage != InKeyring || len(s.Accounts) != len(expected.Home.Accounts.Accounts) {
		t.Fatalf("%+v", s)
	}
	for _, want := range expected.Home.Accounts.Accounts {
		got, ok := a.roster.account(want.ID)
		if !ok || got.Address != want.Address || got.Authority != want.Authority || string(got.Kind) != want.Kind || got.Name != want.Name ||
			got.Organisation != want.Organisation || got.Program != want.Program || got.TenantID != want.Tenant ||
			got.ClientID != want.ClientID || !got.SignedIn.Equal(want.SignedIn) || !got.Stored {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	for name := range before {
		if k.items[name] == "" {
			t.Errorf("%q is gone", name)
		}
	}
}

// TestNewerKeyringIsRefused: whichever item a newer version wrote, nothing is touched and the fault says why.
func TestNewerKeyringIsRefused(t *testing.T) {
	for name, write := range map[string]func(dir string, k *ring){
		"index": func(_ string, k *ring) { k.items[DefaultService+"\n"+indexName] = "pc2:AAAA" },
		"account": func(_ string, k *ring) {
			k.items[DefaultService+"\n"+headName("5db8a263d01c28aaced6")] = "pc17:AAAA"
		},
		"copy of the index": func(dir string, _ *ring) {
			if err := os.WriteFile(filepath.Join(dir, copyName), []byte("pc2:AAAA"), 0o600); err != nil {
				panic(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, k, now := compatHome(t)
			write(dir, k)
			items, file := maps.Clone(k.items), readFile(t, filepath.Join(dir, copyName))
			a := openCompat(t, dir, k, now)
			_ = a.Ready(t.Context())
			if s := a.Snapshot(); s.Fault == nil || s.Fault.Code != "auth.keyring-newer" || s.Storage != InMemory || len(s.Accounts) != 0 {
				t.Errorf("%+v", s)
			}
			for what, act := range map[string]func() error{
				"write":        func() error { return a.keeper.store.put(person1(7, secret(40, 1)), false) },
				"sign-out":     func() error { return a.SignOut(t.Context(), "bf25bfff8a13280f11c0") },
				"sign-out all": func() error { return a.SignOutAll(t.Context()) },
			} {
				if err := act(); !errors.Is(err, ErrNewer) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if f := fault.Of(a.RetryKeyring(t.Context())); f == nil || f.Code != "auth.keyring-newer" {
				t.Errorf("asked again: %+v", f)
			}
			if !maps.Equal(items, k.items) || file != readFile(t, filepath.Join(dir, copyName)) {
				t.Error("something was touched")
			}
		})
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
