package keyringtest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/programconnect/programconnect/internal/testing/keyringtest"
)

// soon runs a call of go-keyring, which knows no deadline, and gives up after a while.
func soon(call func() error, patience time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return errHung
	}
}

var errHung = errors.New("the call hangs")

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeyringInEachState(t *testing.T) {
	k := keyringtest.Start(t)
	k.Setenv(t)
	read := func() error {
		return soon(func() error {
			got, err := keyring.Get("test", "somebody")
			if err == nil && got != "secret" {
				err = fmt.Errorf("it holds %d other characters", len(got))
			}
			return err
		}, time.Minute)
	}
	must(t, soon(func() error { return keyring.Set("test", "somebody", "secret") }, time.Minute))
	must(t, read())
	if n, err := k.Items("test"); n != 1 || err != nil {
		t.Fatalf("%d items, %v", n, err)
	}

	must(t, k.Lock())
	if err := read(); err == nil {
		t.Fatal("a locked keyring gave its secret")
	}
	must(t, k.Unlock())
	must(t, read())

	must(t, k.Kill())
	if err := read(); err == nil {
		t.Fatal("a dead keyring gave its secret")
	}
	must(t, k.Restart(true))
	must(t, read())
	must(t, k.Restart(false))
	if err := read(); err == nil {
		t.Fatal("a keyring that was never unlocked gave its secret")
	}
	must(t, k.Unlock())
	must(t, read())

	must(t, k.Freeze())
	got := make(chan error, 1)
	go func() { got <- read() }()
	select {
	case err := <-got:
		t.Fatalf("a frozen keyring answered: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	must(t, k.Thaw())
	must(t, <-got)
}

func TestCloseLeavesNothing(t *testing.T) {
	k, err := keyringtest.Open()
	var missing *keyringtest.MissingError
	if errors.As(err, &missing) {
		t.Skip(missing)
	}
	must(t, err)
	dir := k.Dir
	must(t, k.KillBus())
	k.Close()
	k.Close()
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there", dir)
	}
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	must(t, err)
	for _, file := range lines {
		if raw, err := os.ReadFile(file); err == nil && strings.Contains(string(raw), dir) {
			t.Errorf("a process is still there: %q", raw)
		}
	}
}

func TestSilentBus(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux reaches its keyring over a bus; elsewhere this would be the person's own keyring")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", keyringtest.SilentBus(t))
	err := soon(func() error { return keyring.Set("test", "somebody", "x") }, 300*time.Millisecond)
	if err == nil {
		t.Fatal("a silent bus stored something")
	}
}
