package keyringtest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Password unlocks the test's keyring.
const Password = "test keyring"

// patience is how long a loaded machine may take for any step.
const patience = 90 * time.Second

// Missing says why there can be no keyring here. Start skips the test with it.
type Missing struct{ What string } //nolint:errname // it is what is missing, for a skip

func (m *Missing) Error() string { return m.What + " is missing" }

// Keyring is one running Secret Service. Its methods are for one goroutine at a time.
type Keyring struct {
	Address string // of the bus, for DBUS_SESSION_BUS_ADDRESS
	Dir     string // holds the bus's socket and the keyring's files

	mu     sync.Mutex
	bus    *process
	daemon *process
}

// Start opens a keyring, unlocked and empty, that ends with the test; it skips the test where that cannot be.
// The environment stays as it is: see Setenv and Env.
func Start(t testing.TB) *Keyring {
	t.Helper()
	k, err := Open()
	var missing *Missing
	switch {
	case errors.As(err, &missing):
		t.Skipf("a real keyring needs dbus-daemon and gnome-keyring-daemon: %v", missing)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return k
}

// Open is Start without a test, for TestMain and testscript. Its error is a *Missing where that is the reason.
func Open() (*Keyring, error) {
	if err := available(); err != nil {
		return nil, err
	}
	dir, err := shortDir()
	if err != nil {
		return nil, err
	}
	k := &Keyring{Dir: dir}
	if err = errors.Join(k.startBus(), k.startDaemon(true)); err != nil {
		k.Close()
		return nil, err
	}
	return k, nil
}

// Env is what a child process needs to find this keyring and nobody else's.
func (k *Keyring) Env() []string {
	return []string{"DBUS_SESSION_BUS_ADDRESS=" + k.Address, "XDG_RUNTIME_DIR=" + filepath.Join(k.Dir, "run"), "DISPLAY=", "WAYLAND_DISPLAY="}
}

// Setenv points this test's own process to the keyring. The test must not be parallel.
func (k *Keyring) Setenv(t testing.TB) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", k.Address)
	t.Setenv("XDG_RUNTIME_DIR", filepath.Join(k.Dir, "run"))
}

// Kill ends the daemon at once, as a crash would. The bus stays; nothing answers for the keyring until Restart.
func (k *Keyring) Kill() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.daemon.kill()
	return nil
}

// Restart starts the daemon again over the same files: unlocked, or locked as after a login without a password.
func (k *Keyring) Restart(unlocked bool) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.daemon.kill()
	return k.startDaemon(unlocked)
}

// KillBus ends the bus, and with it every connection.
func (k *Keyring) KillBus() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.bus.kill()
	return nil
}

// Close ends both processes and removes the files. It may be called again.
func (k *Keyring) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.daemon.kill()
	k.bus.kill()
	_ = os.RemoveAll(k.Dir) // a test's folder in the temporary one
}

// shortDir makes a folder whose sockets fit the 108 characters that Linux allows.
func shortDir() (string, error) {
	for _, parent := range []string{"", "/tmp"} {
		dir, err := os.MkdirTemp(parent, "kr")
		if err == nil && len(dir) < 60 {
			return dir, os.Chmod(dir, 0o700)
		}
		if err == nil {
			_ = os.RemoveAll(dir)
		}
	}
	return "", errors.New("no temporary folder has a name short enough for a socket")
}

// SilentBus gives the address of a bus that takes connections and never says a word; it ends with the test.
func SilentBus(t testing.TB) string {
	t.Helper()
	dir, err := shortDir()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	l, err := new(net.ListenConfig).Listen(t.Context(), "unix", filepath.Join(dir, "bus"))
	if err != nil {
		t.Skipf("a silent bus needs unix sockets: %v", err)
	}
	var mu sync.Mutex
	var open []net.Conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
		mu.Lock()
		defer mu.Unlock()
		for _, c := range open {
			_ = c.Close()
		}
	})
	return "unix:path=" + filepath.Join(dir, "bus")
}

// NoBus gives the address of a bus that is not there.
func NoBus(t testing.TB) string {
	t.Helper()
	return "unix:path=" + filepath.Join(t.TempDir(), "nobody")
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
