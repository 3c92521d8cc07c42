package auth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// browserScript puts a shell script on an otherwise empty PATH, in a session with a screen.
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

func screen(t *testing.T, browser string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, value := range map[string]string{"PATH": dir, "DISPLAY": ":0", "BROWSER": browser, "WSL_DISTRO_NAME": "", "WSL_INTEROP": ""} {
		t.Setenv(name, value)
	}
	return dir
}

// TestSystemBrowserStartsOneOpener: an opener that fails is reported, and no other is started in its place.
func TestSystemBrowserStartsOneOpener(t *testing.T) {
	const address = "https://example.com/?a=1&b=two words"
	dir := screen(t, "missing:chosen --new %s")
	out := filepath.Join(dir, "out")
	browserScript(t, dir, "chosen", `echo "$2" >> `+out)
	browserScript(t, dir, "xdg-open", `echo "xdg-open" >> `+out)
	if err := SystemBrowser(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(readFile(t, out)); got != address {
		t.Fatalf("the browser got %q", got)
	}
	browserScript(t, dir, "chosen", `echo failed >> `+out+"\nexit 1")
	if err := SystemBrowser(t.Context(), address); !errors.Is(err, ErrOpenerFailed) {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(readFile(t, out)); got != address+"\nfailed" {
		t.Fatalf("started: %q", got)
	}
}

func TestSystemBrowserWithoutBrowser(t *testing.T) {
	screen(t, "")
	if err := SystemBrowser(t.Context(), "https://example.com/"); !errors.Is(err, ErrNoBrowser) {
		t.Fatal(err)
	}
}

// TestSystemBrowserLeavesRunningOpener: one that goes on running is the browser itself; neither the limit nor the end of
// the context ends it.
func TestSystemBrowserLeavesRunningOpener(t *testing.T) {
	for name, limit := range map[string]time.Duration{"limit": time.Millisecond, "context": time.Hour} {
		t.Run(name, func(t *testing.T) {
			dir := screen(t, "")
			begun, begin, end := filepath.Join(dir, "begun"), filepath.Join(dir, "begin"), filepath.Join(dir, "end")
			for _, pipe := range []string{begun, begin, end} {
				if err := syscall.Mkfifo(pipe, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			browserScript(t, dir, "xdg-open", "echo begun > "+begun+"; read line < "+begin+"; echo ended > "+end)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			done := make(chan error, 1)
			go func() { done <- here().open(ctx, "https://example.com/", limit) }()
			_ = readFile(t, begun)
			if name == "context" {
				cancel()
			}
			if err := <-done; (err != nil) != (name == "context") {
				t.Fatal(err)
			}
			if err := os.WriteFile(begin, []byte("go\n"), 0o600); err != nil { // lets the script end
				t.Fatal(err)
			}
			if got := strings.TrimSpace(readFile(t, end)); got != "ended" {
				t.Fatalf("%q", got)
			}
		})
	}
}
