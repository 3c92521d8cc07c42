package main

import (
	"os"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/testing/keyringtest"
)

// TestSignOutAllWithKeyringInTrouble: what could not be removed from the keyring is a fault, and is removed when the keyring answers.
func TestSignOutAllWithKeyringInTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		trouble, mend func(t *testing.T, k *keyringtest.Keyring)
	}{
		"locked": {func(t *testing.T, k *keyringtest.Keyring) { must(t, k.Lock()) }, func(t *testing.T, k *keyringtest.Keyring) { must(t, k.Unlock()) }},
		"frozen": {func(t *testing.T, _ *keyringtest.Keyring) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", keyringtest.SilentBus(t))
		},
			func(t *testing.T, k *keyringtest.Keyring) { k.Setenv(t) }},
		"absent": {func(t *testing.T, _ *keyringtest.Keyring) { t.Setenv("DBUS_SESSION_BUS_ADDRESS", keyringtest.NoBus(t)) },
			func(t *testing.T, k *keyringtest.Keyring) { k.Setenv(t) }},
	} {
		t.Run(name, func(t *testing.T) {
			k := keyringtest.Start(t)
			k.Setenv(t)
			dir := t.TempDir()
			call := func(args ...string) (int, string) {
				cmd := pconnectIn(t, dir, args...)
				cmd.Env = append(cmd.Env, "KEYRING=", "DBUS_SESSION_BUS_ADDRESS="+os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
				said, _ := cmd.CombinedOutput() // its status is looked at
				return cmd.ProcessState.ExitCode(), string(said)
			}
			if status, said := call("sign-in"); status != 0 {
				t.Fatalf("sign-in ended with %d: %s", status, said)
			}
			c.trouble(t, k)
			if status, said := call("--no-input", "sign-out", "--all"); status == 0 || strings.Contains(said, "Signed out") {
				t.Errorf("sign-out --all ended with %d: %s", status, said)
			}
			c.mend(t, k)
			if status, said := call("accounts"); strings.Contains(said, "rita@") {
				t.Errorf("it was not done later (%d): %s", status, said)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
