package auth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// browserScript puts a shell script on an otherwise empty PATH.
func browserScript(t *testing.T, dir, name, body string) {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("a scripted browser needs /bin/sh")
	}
	// The word exec of a script that was just written can meet "text file busy" when another test forks
	// in this moment, so the script is written under another name and moved.
	tmp := filepath.Join(dir, name+".new")
	if err := os.WriteFile(tmp, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

// handedOver waits for the address that a scripted browser wrote down.
func handedOver(t *testing.T, file string) string {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		if raw, err := os.ReadFile(file); err == nil && len(raw) > 0 {
			return strings.TrimSpace(string(raw))
		}
		time.Sleep(time.Millisecond) // another process writes the file; nothing here can tell when
	}
	t.Fatal("the browser was never started")
	return ""
}

func TestBrowserVariableBeforeSystemBrowser(t *testing.T) {
	const address = "https://example.com/?a=1&b=two words"
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	t.Setenv("PATH", dir)
	t.Setenv("BROWSER", "missing:chosen --new %s")
	browserScript(t, dir, "chosen", `echo "$2" > `+out+`.part; /bin/mv `+out+`.part `+out)
	if err := SystemBrowser(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if got := handedOver(t, out); got != address {
		t.Fatalf("the browser got %q", got)
	}
	browserScript(t, dir, "chosen", "exit 3")
	_ = os.Remove(out)
	browserScript(t, dir, "xdg-open", `echo "$1" > `+out+`.part; /bin/mv `+out+`.part `+out)
	if err := SystemBrowser(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if got := handedOver(t, out); got != address {
		t.Fatalf("xdg-open got %q", got)
	}
}

func TestSystemBrowserWithoutBrowser(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("BROWSER", "")
	if err := SystemBrowser(t.Context(), "https://example.com/"); !errors.Is(err, errNoBrowser) {
		t.Fatal(err)
	}
	browserScript(t, dir, "xdg-open", "exit 3")
	if err := SystemBrowser(t.Context(), "https://example.com/"); !errors.Is(err, errNoBrowser) {
		t.Fatal(err)
	}
}

func TestSystemBrowserOpensWebAddressesOnly(t *testing.T) {
	for _, address := range []string{"file:///etc/passwd", "javascript:alert(1)", "--help", "", "ms-settings:"} {
		if err := SystemBrowser(t.Context(), address); !errors.Is(err, errNoBrowser) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestSystemBrowserLeavesHangingLauncher(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("BROWSER", "")
	on, ended := filepath.Join(dir, "on"), filepath.Join(dir, "ended")
	browserScript(t, dir, "xdg-open", "while [ ! -e "+on+" ]; do /bin/sleep 0.05; done; echo ended > "+ended)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- SystemBrowser(ctx, "https://example.com/") }()
	cancel()
	if err := <-done; err == nil {
		t.Fatal("a launcher that hangs counts as a browser")
	}
	if err := os.WriteFile(on, nil, 0o600); err != nil { // lets the script end
		t.Fatal(err)
	}
	handedOver(t, ended)
}

func TestOpenersBySystem(t *testing.T) {
	none := func(string) string { return "" }
	for goos, first := range map[string]string{"windows": "rundll32", "darwin": "open", "linux": "xdg-open", "freebsd": "xdg-open"} {
		o := openers(goos, none, "https://example.com/")
		if o[0].argv[0] != first || o[0].argv[len(o[0].argv)-1] != "https://example.com/" {
			t.Errorf("%s: %v", goos, o)
		}
	}
}
