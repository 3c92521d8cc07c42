package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/sample"
)

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", Setup: setup, RequireExplicitExec: true, RequireUniqueNames: true,
		Condition: func(name string) (bool, error) {
			switch name {
			case "small-disks":
				return smallDisks()
			default:
				return false, fmt.Errorf("unknown condition %q", name)
			}
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails": fails, "field": field, "code": code, "tmpfs": tmpfs, "hold": hold, "nosecrets": nosecrets, "serve": serve, "damage": damage, "proxy": proxy, "program": programAt,
		},
	})
}

// setup gives each script a home, a keyring and a transcript of its own, and no display.
func setup(env *testscript.Env) error {
	env.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector's second of waiting at each exit is for goroutines that pconnect has ended
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("USERPROFILE", env.WorkDir) // what HOME is on Windows
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
	env.Setenv("PROGRAM_CONNECT_HOME", filepath.Join(env.WorkDir, "home"))
	env.Setenv("KEYRING", filepath.Join(env.WorkDir, "keyring.json"))
	env.Setenv("TRANSCRIPT", filepath.Join(env.WorkDir, "transcript"))
	env.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(env.WorkDir, "no-bus"))
	env.Setenv("BIN", strings.Split(env.Getenv("PATH"), string(filepath.ListSeparator))[0])
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "PERSON", "PTY", "OFFLINE", "PROGRAM_CONNECT_PROGRAM", "POLICY"} {
		env.Setenv(name, "")
	}
	return nil
}

// fails N COMMAND...: the command ends with exactly this exit status.
func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails STATUS command...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, not %d\nstdout: %s\nstderr: %s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// field VAR PATH: the last JSON object on stdout, e.g. "agreements.0.sha256".
func field(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: field VAR path")
	}
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	var value any
	ts.Check(json.Unmarshal([]byte(lines[len(lines)-1]), &value))
	for part := range strings.SplitSeq(args[1], ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(v) {
				ts.Fatalf("%s: no %s in a list of %d", args[1], part, len(v))
			}
			value = v[i]
		default:
			ts.Fatalf("%s: nothing at %s", args[1], part)
		}
	}
	switch v := value.(type) {
	case nil:
		ts.Setenv(args[0], "")
	case float64:
		ts.Setenv(args[0], strconv.FormatFloat(v, 'f', -1, 64))
	case string:
		ts.Setenv(args[0], v)
	default:
		text, err := json.Marshal(v)
		ts.Check(err)
		ts.Setenv(args[0], string(text))
	}
}

// code VAR ADDRESS: the newest code that was mailed there.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: code VAR address")
	}
	ts.Check(ts.Exec("pconnect", "mailbox", "--json"))
	var box struct {
		Mail []struct{ To, Code string }
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &box))
	for _, m := range box.Mail {
		if m.Code != "" && strings.EqualFold(m.To, args[1]) {
			ts.Setenv(args[0], m.Code)
		}
	}
	if ts.Getenv(args[0]) == "" {
		ts.Fatalf("no code was mailed to %s", args[1])
	}
}

// tmpfs DIR SIZE: a small disk, where the condition small-disks holds.
func tmpfs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tmpfs dir size")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	ts.Check(mount(dir, args[1]))
	ts.Defer(func() { _ = unmount(dir) })
}

func mount(dir, size string) error {
	return exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).Run()
}

func unmount(dir string) error { return exec.Command("umount", dir).Run() }

// smallDisks reports whether this machine lets a test make a small disk.
func smallDisks() (bool, error) {
	dir, err := os.MkdirTemp("", "small-disk-")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.Remove(dir) }()
	if mount(dir, "65536") != nil {
		return false, nil
	}
	return true, unmount(dir)
}

// hold keeps the home's queue open, as the desktop app does, until the script ends.
func hold(ts *testscript.TestScript, neg bool, _ []string) {
	queue, err := downloads.Open(context.Background(), downloads.Config{Dir: ts.Getenv("PROGRAM_CONNECT_HOME")})
	ts.Check(err)
	ts.Defer(func() { _ = queue.Close() })
}

// serve URLVAR SHAVAR [tls]: a file server on loopback for pasted links. With tls its certificate is trusted through SSL_CERT_FILE.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	content := bytes.Repeat([]byte("a pasted link\n"), 200_000)
	sum := sha256.Sum256(content)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/missing" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "tool.bin", time.Time{}, bytes.NewReader(content))
	})
	var server *httptest.Server
	if len(args) == 3 && args[2] == "tls" {
		server = httptest.NewTLSServer(handler)
		name := ts.MkAbs("cert.pem")
		ts.Check(os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))
		ts.Setenv("CERT", name)
	} else {
		server = httptest.NewServer(handler)
	}
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
	ts.Setenv("TAKEN", server.Listener.Addr().String())
	ts.Setenv(args[1], hex.EncodeToString(sum[:]))
}

// programAt VAR: a program service in another process, as program-service serve --sample runs it; its address is put into VAR.
func programAt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: program VAR")
	}
	host, err := sample.Start(context.Background(), sample.Config{Dir: ts.MkAbs("served"), Share: true})
	ts.Check(err)
	ts.Defer(func() { _ = host.Close() })
	ts.Setenv(args[0], host.Address())
}

// damage FILE OFFSET: turns one byte around.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	at, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	file, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
	ts.Check(err)
	defer func() { _ = file.Close() }()
	one := make([]byte, 1)
	_, err = file.ReadAt(one, at)
	ts.Check(err)
	one[0] ^= 0xff
	_, err = file.WriteAt(one, at)
	ts.Check(err)
}

// secretShapes are what must stand in no log, no output and no file of the home: tokens, signed queries, codes of a sign-in.
var secretShapes = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.eyJ|[?&]s=[0-9a-f]{64}|[?&]code=[A-Za-z0-9_-]{16,}|code_verifier=|a-good-password|sample-password`)

// nosecrets searches the transcript and every file of the home. The sample program's own data is left out: it is the other side.
func nosecrets(ts *testscript.TestScript, neg bool, _ []string) {
	folders := []string{ts.Getenv("TRANSCRIPT")}
	home := ts.Getenv("PROGRAM_CONNECT_HOME")
	ts.Check(filepath.Walk(home, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.IsDir() && path == filepath.Join(home, "sample") {
			return filepath.SkipDir
		}
		if err == nil && info.Mode().IsRegular() {
			folders = append(folders, path)
		}
		return err
	}))
	tokens := refreshTokens(ts.Getenv("KEYRING"))
	for _, folder := range folders {
		text, err := os.ReadFile(folder)
		ts.Check(err)
		if secretShapes.Match(text) {
			ts.Fatalf("%s holds something that looks like a secret", filepath.Base(folder))
		}
		for _, token := range tokens {
			if bytes.Contains(text, []byte(token)) {
				ts.Fatalf("%s holds a refresh token", filepath.Base(folder))
			}
		}
	}
}

// refreshTokens are the long values in the test's keyring, whole and in part: what was stored must stand nowhere else.
func refreshTokens(keyring string) []string {
	var items map[string]string
	text, err := os.ReadFile(keyring)
	if err != nil || json.Unmarshal(text, &items) != nil {
		return nil
	}
	var parts []string
	for _, value := range items {
		if len(value) > 80 {
			parts = append(parts, value[40:72])
		}
	}
	return parts
}
