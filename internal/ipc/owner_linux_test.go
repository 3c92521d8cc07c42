package ipc

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/programconnect/programconnect/internal/fault"
)

const stranger = 65534

// asStranger does something as another user, in a thread of its own that ends with it.
func asStranger(t *testing.T, do func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can become another user")
	}
	done := make(chan syscall.Errno)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread is of no use to others
		_, _, failed := unix.RawSyscall(unix.SYS_SETRESUID, stranger, stranger, stranger)
		if failed == 0 {
			do()
		}
		done <- failed
	}()
	if failed := <-done; failed != 0 {
		t.Fatal(failed)
	}
}

// longHome is a home whose path is too long for a socket, and where its socket is instead.
func longHome(t *testing.T) (string, path) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	if err := os.Chmod(os.TempDir(), 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	p, err := pathOf(home)
	if err != nil || !p.shared {
		t.Fatalf("%+v, %v", p, err)
	}
	return home, p
}

func refusedHere(t *testing.T, home string) {
	t.Helper()
	if _, err := listen(home); err == nil || fault.Of(err).Code != NotOursCode {
		t.Errorf("listening: %v", err)
	}
	if _, err := Dial(t.Context(), home); err == nil || fault.Of(err).Code != NotOursCode {
		t.Errorf("dialling: %v", err)
	}
	if err := Show(t.Context(), home, ""); err == nil || fault.Of(err).Code != NotOursCode {
		t.Errorf("showing: %v", err)
	}
}

func TestFolderThatAnotherUserMadeIsNotUsed(t *testing.T) {
	home, p := longHome(t)
	if os.Geteuid() != 0 {
		t.Skip("only root can make a folder another user's")
	}
	if err := errors.Join(os.Mkdir(p.folder, 0o700), os.Chown(p.folder, stranger, stranger)); err != nil {
		t.Fatal(err)
	}
	refusedHere(t, home)
}

func TestOpenFolderAndSymbolicLinkAreNotUsed(t *testing.T) {
	home, p := longHome(t)
	elsewhere := t.TempDir()
	if err := os.Symlink(elsewhere, p.folder); err != nil {
		t.Fatal(err)
	}
	refusedHere(t, home)
	if err := os.Remove(p.folder); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(p.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(p.folder, 0o777); err != nil { //nolint:gosec // that is what is tested
		t.Fatal(err)
	}
	refusedHere(t, home)
}

func TestWayThroughFoldersOfOthersIsNotSafe(t *testing.T) {
	dir, uid := t.TempDir(), os.Geteuid()
	if err := wayIsSafeAs(uid, dir); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if err := wayIsSafeAs(uid, link); err != nil {
		t.Errorf("our own link: %v", err)
	}
	if err := oursAs(uid+1, dir); err == nil {
		t.Error("a folder of another user")
	}
	if uid == 0 {
		if err := os.Lchown(link, stranger, stranger); err != nil {
			t.Fatal(err)
		}
		if err := wayIsSafeAs(uid, link); err == nil {
			t.Error("a link of another user")
		}
	}
	if err := os.Chmod(dir, 0o777); err != nil { //nolint:gosec // that is what is tested
		t.Fatal(err)
	}
	if err := wayIsSafeAs(uid, dir); err == nil {
		t.Error("a folder that all can change")
	}
}

// TestSocketOfAnotherUserIsNotBelieved: the folder is ours, and the process that listens in it is not.
func TestSocketOfAnotherUserIsNotBelieved(t *testing.T) {
	home, p := longHome(t)
	if err := os.Mkdir(p.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var listener net.Listener
	asStranger(t, func() {}) // skips without root
	theirs := filepath.Join(t.TempDir(), "theirs")
	if err := os.Mkdir(theirs, 0o700); err != nil {
		t.Fatal(err)
	}
	for dir := filepath.Dir(theirs); dir != "/tmp" && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the other user must get in
			t.Fatal(err)
		}
	}
	if err := os.Chown(theirs, stranger, stranger); err != nil {
		t.Fatal(err)
	}
	asStranger(t, func() {
		var err error
		if listener, err = net.Listen("unix", filepath.Join(theirs, socketName)); err != nil {
			t.Error(err)
		}
	})
	if listener == nil {
		t.Fatal("no listener")
	}
	defer func() { _ = listener.Close() }()
	if err := os.Rename(filepath.Join(theirs, socketName), p.socket()); err != nil {
		t.Fatal(err)
	}
	if err := p.check(); err != nil {
		t.Fatalf("the way itself is fine: %v", err)
	}
	if _, err := Dial(t.Context(), home); err == nil || fault.Of(err).Code != NotOursCode {
		t.Errorf("dialling: %v", err)
	}
}

// TestPeerOfAnotherUserIsNotServed: the socket can be reached, and its owner looks who comes.
func TestPeerOfAnotherUserIsNotServed(t *testing.T) {
	path := filepath.Join(t.TempDir(), socketName)
	inner, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = inner.Close() }()
	for dir := filepath.Dir(path); dir != "/tmp" && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the other user must get in
			t.Fatal(err)
		}
	}
	if err := os.Chmod(path, 0o666); err != nil { //nolint:gosec // the other user must get in
		t.Fatal(err)
	}
	accepted := make(chan net.Conn, 1)
	go func() {
		conn, err := ownPeers{inner}.Accept()
		if err == nil {
			accepted <- conn
		}
	}()
	asStranger(t, func() {
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			t.Error("it was served")
		}
	})
	mine, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = mine.Close() }()
	conn := <-accepted
	if err := ownPeer(conn); err != nil {
		t.Error(err)
	}
	_ = conn.Close()
}
