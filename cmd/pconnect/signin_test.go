package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// signInAt signs in on a pseudo terminal with a program in the place of the system's opener, and returns what was shown. Whoever is to
// sign in is told the link by the terminal alone: the opener opens nothing.
func signInAt(t *testing.T, opener string, env ...string) (shown string, interrupted bool) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the opener of other systems is not a script on PATH")
	}
	dir, bin := t.TempDir(), t.TempDir()
	if opener != "" {
		if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\n"+opener+"\n"), 0o700); err != nil { //nolint:gosec // it is run
			t.Fatal(err)
		}
	}
	cmd := pconnectIn(t, dir, "sign-in")
	cmd.Env = append(append(cmd.Env, "PERSON=", "PTY=1", "TERM=dumb", "PATH="+bin+":/usr/bin:/bin", "BROWSER=", "WSL_DISTRO_NAME="), env...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 200})
	if err != nil {
		t.Skip("no pseudo terminal here: ", err)
	}
	defer func() { _ = terminal.Close() }()
	var seen bytes.Buffer
	piece := make([]byte, 4096)
	for !interrupted {
		n, err := terminal.Read(piece)
		seen.Write(piece[:n])
		if err != nil {
			break
		}
		if done(seen.String(), opener) {
			interrupted = true
			_, _ = io.WriteString(terminal, "\x03")
		}
	}
	_, _ = io.Copy(&seen, terminal)
	_ = cmd.Wait()
	return seen.String(), interrupted
}

// done reports whether all that is expected has been shown: with an opener that fails the link comes twice.
func done(shown, opener string) bool {
	links := strings.Count(shown, "/authorize?")
	return links > 1 || (links == 1 && opener == "exec sleep 20" && strings.Contains(shown, "--device-code"))
}

func TestSignInShowsTheLinkAtOnce(t *testing.T) {
	shown, _ := signInAt(t, "exec sleep 20", "DISPLAY=:99")
	if strings.Count(shown, "/authorize?") != 1 || !strings.Contains(shown, "pconnect sign-in --device-code") {
		t.Errorf("shown: %s", shown)
	}
}

func TestSignInShowsTheLinkAgainWhenTheOpenerFails(t *testing.T) {
	for name, c := range map[string]struct{ opener, display, says string }{
		"opener ends with an error": {"exit 3", ":99", "may not have opened"},
		"no display":                {"exit 0", "", "No browser could be started"},
	} {
		t.Run(name, func(t *testing.T) {
			shown, waited := signInAt(t, c.opener, "DISPLAY="+c.display, "WAYLAND_DISPLAY=", "XDG_SESSION_TYPE=")
			if !waited || strings.Count(shown, "/authorize?") < 2 || !strings.Contains(shown, c.says) {
				t.Errorf("shown: %s", shown)
			}
		})
	}
}
