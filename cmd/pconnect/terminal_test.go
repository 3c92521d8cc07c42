package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// onTerminal downloads a file of 2 MiB on a pseudo terminal and returns all that was written to it.
func onTerminal(t *testing.T, env ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the pseudo terminal of this test is Unix's")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "tool.bin", time.Time{}, bytes.NewReader(make([]byte, 2<<20)))
	}))
	defer server.Close()
	dir := t.TempDir()
	cmd := pconnectIn(t, dir, "download", server.URL+"/tool.bin", "--dir", filepath.Join(dir, "files"), "--limit-rate", "2M")
	cmd.Env = append(append(cmd.Env, "PTY=1", "TERM=xterm", "NO_COLOR="), env...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Skip("no pseudo terminal here: ", err)
	}
	defer func() { _ = terminal.Close() }()
	var seen bytes.Buffer
	_, _ = io.Copy(&seen, terminal) // ends with an error once the other side has ended
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, seen.String())
	}
	return seen.String()
}

func TestProgressBarIsDrawnOverItself(t *testing.T) {
	seen := onTerminal(t)
	for _, want := range []string{"\x1b[1A\x1b[J", "2.00 MiB", "%", "saved"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the terminal never showed %q:\n%q", want, seen)
		}
	}
	if !strings.HasSuffix(strings.TrimRight(seen, "\r\n"), "\x1b[?7h") {
		t.Errorf("it does not end with the terminal as it was: %q", seen)
	}
}

func TestNoEscapeCodesWhereNotWanted(t *testing.T) {
	for _, env := range []string{"TERM=dumb", "NO_COLOR=1"} {
		if seen := onTerminal(t, env); strings.Contains(seen, "\x1b") || !strings.Contains(seen, "saved") {
			t.Errorf("%s: %q", env, seen)
		}
	}
}

// TestDeviceCodeSignIn types the shown code on the page of the authority, as a person with a phone does.
func TestDeviceCodeSignIn(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, "sign-in", "--device-code")
	if !r.events.Scan() {
		t.Fatal("no code was shown")
	}
	shown := struct {
		Event    string `json:"event"`
		UserCode string `json:"user_code"`
		Page     string `json:"verification_url"`
	}{}
	decode(t, r.events.Bytes(), &shown)
	script := visitor.Script{Address: authority.AddressRita, Password: authority.Password, Kind: "work", UserCode: shown.UserCode}
	out, err := visitor.New(script, nil).Visit(t.Context(), shown.Page)
	if err != nil || out.End != visitor.Done {
		t.Fatalf("the page ended at %s %q: %v", out.End, out.Title, err)
	}
	if status := r.end(t); status != 0 {
		t.Fatalf("exit status %d", status)
	}
	var list struct{ Accounts []account }
	decode(t, succeed(t, dir, "accounts", "--json"), &list)
	if len(list.Accounts) != 1 || list.Accounts[0].Address != authority.AddressRita || !list.Accounts[0].Stored {
		t.Errorf("signed in are %+v", list.Accounts)
	}
	// From here on a script needs nobody: no browser, no question, and what is there is not fetched again.
	for range 2 {
		if out := succeed(t, dir, "download", "iot-installer/EULA.md", "--dir", filepath.Join(dir, "files"), "--no-input"); !bytes.Contains(out, []byte("verified")) {
			t.Errorf("unattended it told: %s", out)
		}
	}
}
