package desktop

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// fakeLogind is logind's manager on a bus of its own. It refuses what its rights do not cover.
type fakeLogind struct {
	refuse string
	asked  chan [4]string
	ours   chan *os.File // this side of the inhibitor: it ends when the holder closes it
}

func (l *fakeLogind) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	l.asked <- [4]string{what, who, why, mode}
	if what == l.refuse {
		return 0, dbus.NewError("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", nil)
	}
	ours, theirs, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	l.ours <- ours
	return dbus.UnixFD(theirs.Fd()), nil //nolint:gosec // a file descriptor is small
}

// startLogind starts a private system bus with logind on it.
func startLogind(t *testing.T, refuse string) *fakeLogind {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("needs dbus-daemon, which is not installed")
	}
	dir, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	config := filepath.Join(dir, "bus.conf")
	text := `<busconfig><type>system</type><listen>unix:path=` + dir + `/bus</listen><auth>EXTERNAL</auth><policy context="default">` +
		`<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.CommandContext(t.Context(), "dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skip("dbus-daemon does not start here: ", err)
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	l := &fakeLogind{refuse: refuse, asked: make(chan [4]string, 4), ours: make(chan *os.File, 4)}
	if err := bus.Export(l, "/org/freedesktop/login1", "org.freedesktop.login1.Manager"); err != nil {
		t.Fatal(err)
	}
	if reply, err := bus.RequestName("org.freedesktop.login1", dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return l
}

func TestStayAwakeHoldsAnInhibitorOfLogind(t *testing.T) {
	for _, refuse := range []string{"", "sleep:idle"} {
		t.Run("refused "+refuse, func(t *testing.T) {
			l := startLogind(t, refuse)
			release, err := StayAwake(t.Context(), "Program Connect", "A download runs.")
			if err != nil {
				t.Fatal(err)
			}
			if asked := <-l.asked; asked != [4]string{"sleep:idle", "Program Connect", "A download runs.", "block"} {
				t.Errorf("asked for %q", asked)
			}
			if refuse != "" {
				if asked := <-l.asked; asked[0] != "idle" {
					t.Errorf("then asked for %q", asked)
				}
			}
			ours := <-l.ours
			if _, err := ours.Stat(); err != nil {
				t.Error(err)
			}
			release()
			release()
			_ = ours.Close()
		})
	}
}

func TestStayAwakeWithoutLogindIsAnError(t *testing.T) {
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	began := time.Now()
	if _, err := StayAwake(t.Context(), "a", "b"); err == nil || errors.Is(err, os.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if time.Since(began) > 2*logindLimit {
		t.Error("it waited")
	}
}
