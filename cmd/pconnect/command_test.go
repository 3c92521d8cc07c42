package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pconnectIn returns a command that runs this binary as pconnect on the home of a test.
func pconnectIn(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"pconnect"}, args...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "PROGRAM_CONNECT_HOME="+filepath.Join(dir, "home"), "KEYRING="+filepath.Join(dir, "keyring.json"), "PERSON=rita",
		"TRANSCRIPT=", "PTY=", "GORACE=atexit_sleep_ms=0",
		"DBUS_SESSION_BUS_ADDRESS=unix:path="+filepath.Join(dir, "no-bus"))
	return cmd
}

// run runs pconnect and returns its exit status and what it wrote to standard output and to standard error.
func run(t *testing.T, dir string, args ...string) (status int, out, trouble []byte) {
	t.Helper()
	cmd := pconnectIn(t, dir, args...)
	var written, beside bytes.Buffer
	cmd.Stdout, cmd.Stderr = &written, &beside
	_ = cmd.Run() // its status is looked at
	if status = cmd.ProcessState.ExitCode(); status < 0 {
		t.Fatalf("pconnect %s was killed: %s", strings.Join(args, " "), beside.Bytes())
	}
	return status, written.Bytes(), beside.Bytes()
}

// succeed is run, of a command that has to end well.
func succeed(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	status, out, trouble := run(t, dir, args...)
	if status != 0 {
		t.Fatalf("pconnect %s ended with %d\n%s%s", strings.Join(args, " "), status, out, trouble)
	}
	return out
}

func decode(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("no JSON: %v: %s", err, text)
	}
}

// running is a pconnect that writes events.
type running struct {
	cmd    *exec.Cmd
	events *bufio.Scanner
}

func start(t *testing.T, dir string, args ...string) *running {
	t.Helper()
	cmd := pconnectIn(t, dir, append([]string{"--json"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &running{cmd: cmd, events: bufio.NewScanner(out)}
	r.events.Buffer(nil, 1<<20)
	return r
}

// next returns the next event, false at the end.
func (r *running) next(t *testing.T) (entry, bool) {
	t.Helper()
	if !r.events.Scan() {
		return entry{}, false
	}
	var e entry
	decode(t, r.events.Bytes(), &e)
	return e, true
}

// until reads events until the download has come so far; false when it ended before.
func (r *running) until(t *testing.T, done int64) (entry, bool) {
	t.Helper()
	for {
		e, ok := r.next(t)
		if !ok {
			return entry{}, false
		}
		if e.Done >= done && e.State == "downloading" {
			return e, true
		}
	}
}

// end waits for the process and returns its exit status.
func (r *running) end(t *testing.T) int {
	t.Helper()
	for r.events.Scan() { // the pipe is read to its end before Wait closes it
	}
	err := r.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return r.cmd.ProcessState.ExitCode()
}
