package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/testing/winetest"
)

// ownerMain is the desktop app without its window: the same parts, opened the same way, until its standard input ends.
func ownerMain() int {
	h := scriptHost()
	client, err := client.Open(context.Background(), client.Config{Home: os.Getenv("PROGRAM_CONNECT_HOME"), App: "program-connect", Keyring: h.keyring})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := client.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// owner is a running app.
type owner struct {
	cmd *exec.Cmd
	in  io.WriteCloser
}

func startOwner(t *testing.T, dir string) *owner {
	t.Helper()
	cmd := pconnectIn(t, dir)
	cmd.Args = []string{"owner"}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if text, err := bufio.NewReader(out).ReadString('\n'); err != nil || text != "open\n" {
		t.Fatalf("the owner did not open: %q %v", text, err)
	}
	return &owner{cmd, in}
}

// quit closes the app in order, as when its window is closed.
func (o *owner) quit(t *testing.T) {
	t.Helper()
	_ = o.in.Close()
	if err := o.cmd.Wait(); err != nil {
		t.Errorf("the owner ended with %v", err)
	}
}

// linkServer serves one file under any name, slowly where the path begins with /slow until release is called; and returns its SHA-256.
func linkServer(t *testing.T) (address, sum string, release func()) {
	t.Helper()
	content := bytes.Repeat([]byte("a shared queue\n"), 50_000)
	hash := sha256.Sum256(content)
	free := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/missing" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"one"`)
		if strings.HasPrefix(r.URL.Path, "/slow") {
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			_, _ = w.Write(content[:1000])
			_ = http.NewResponseController(w).Flush()
			select {
			case <-free:
				_, _ = w.Write(content[1000:])
			case <-r.Context().Done():
			}
			return
		}
		http.ServeContent(w, r, "tool.bin", time.Time{}, bytes.NewReader(content))
	}))
	release = sync.OnceFunc(func() { close(free) })
	t.Cleanup(func() { release(); server.CloseClientConnections(); server.Close() })
	return server.URL, hex.EncodeToString(hash[:]), release
}

type queueList struct {
	Queue []entry
	Limit int64
}

func listQueue(t *testing.T, dir string) queueList {
	t.Helper()
	var list queueList
	decode(t, succeed(t, dir, "queue", "list", "--json"), &list)
	return list
}

// TestCommandsWhileAppHoldsQueue signs in, accepts, downloads and verifies while the app holds the queue.
func TestCommandsWhileAppHoldsQueue(t *testing.T) {
	dir := t.TempDir()
	files := filepath.Join(dir, "files")
	address, sum, _ := linkServer(t)
	app := startOwner(t, dir)
	succeed(t, dir, "sign-in") // after the app was opened: it hears of it when it needs a link

	out := succeed(t, dir, "download", "iot-installer/WindowsDeveloperProgramforIoT.msi", "--dir", files)
	msi := filepath.Join(files, "WindowsDeveloperProgramforIoT.msi")
	if !bytes.Contains(out, []byte("verified")) {
		t.Errorf("the download told: %s", out)
	}
	succeed(t, dir, "download", address+"/tool.bin", "--dir", files, "--sha256", sum)
	succeed(t, dir, "verify", msi)
	flipByte(t, msi)
	for _, step := range []struct {
		status int
		args   []string
	}{
		{9, []string{"verify", msi}},
		{0, []string{"verify", msi, "--repair"}},
		{0, []string{"verify", msi}},
		{9, []string{"download", address + "/tool.bin", "--dir", filepath.Join(dir, "wrong"), "--sha256", strings.Repeat("0", 64)}},
		{7, []string{"download", address + "/missing", "--dir", files}},
		{6, []string{"download", "lab-drawing", "--dir", files}},
		{2, []string{"queue", "pause", "99"}},
		{0, []string{"queue", "limit", "4M"}},
	} {
		if status, out, _ := run(t, dir, step.args...); status != step.status {
			t.Errorf("pconnect %s ended with %d, not %d: %s", strings.Join(step.args, " "), status, step.status, out)
		}
	}
	if list := listQueue(t, dir); list.Limit != 4<<20 {
		t.Errorf("the limit is %d at once", list.Limit)
	}
	app.quit(t)
	if list := listQueue(t, dir); list.Limit != 4<<20 || len(list.Queue) != 5 {
		t.Errorf("after the app was closed there are %d entries and a limit of %d: %+v", len(list.Queue), list.Limit, list.Queue)
	}
}

func flipByte(t *testing.T, name string) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 0xff
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFollowGoesOnWhenAppCloses closes the app while pconnect waits for a download in it.
func TestFollowGoesOnWhenAppCloses(t *testing.T) {
	dir := t.TempDir()
	address, sum, release := linkServer(t)
	app := startOwner(t, dir)
	r := start(t, dir, "download", address+"/slow.bin", "--dir", filepath.Join(dir, "files"), "--sha256", sum)
	if _, ok := r.until(t, 1); !ok {
		t.Fatal("the download ended before the app was closed")
	}
	app.quit(t)
	release()
	last := entry{}
	for e, ok := r.next(t); ok; e, ok = r.next(t) {
		last = e
	}
	if status := r.end(t); status != 0 || !last.Verified {
		t.Errorf("exit status %d, last event %+v", status, last)
	}
	if list := listQueue(t, dir); len(list.Queue) != 1 {
		t.Errorf("%d entries", len(list.Queue))
	}
}

// TestSecondProcessSharesQueue pauses the first one's download, and takes the queue over when the first is killed.
func TestSecondProcessSharesQueue(t *testing.T) {
	dir := t.TempDir()
	address, sum, release := linkServer(t)
	args := []string{"download", address + "/slow.bin", "--dir", filepath.Join(dir, "files"), "--sha256", sum}
	first := start(t, dir, args...)
	e, ok := first.until(t, 1)
	if !ok {
		t.Fatal("the download did not start")
	}
	succeed(t, dir, "queue", "pause", e.ID.String())
	if status := first.end(t); status != 130 {
		t.Errorf("a paused download ended with %d, not 130", status)
	}
	first = start(t, dir, args...)
	if _, ok := first.until(t, 1); !ok {
		t.Fatal("the download did not go on")
	}
	second := start(t, dir, args...) // the same download: one entry, watched by both
	if _, ok := second.until(t, 1); !ok {
		t.Fatal("the second does not see the download")
	}
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.end(t)
	release()
	if status := second.end(t); status != 0 {
		t.Errorf("the second ended with %d", status)
	}
	if list := listQueue(t, dir); len(list.Queue) != 1 || !list.Queue[0].Verified {
		t.Errorf("the queue: %+v", list.Queue)
	}
}

// TestConcurrentCommandsLoseNoEntry lets two rows of commands, and in every second run the app too, work on one home. PCONNECT_RUNS
// sets the number of runs, 10 by default.
func TestConcurrentCommandsLoseNoEntry(t *testing.T) {
	runs := 10
	if n, err := strconv.Atoi(os.Getenv("PCONNECT_RUNS")); err == nil {
		runs = n
	} else if raceEnabled {
		runs = 4
	}
	address, _, _ := linkServer(t)
	commands := 0
	for n := range runs {
		commands += interleave(t, address, n)
	}
	t.Logf("%d runs of %d commands in all, on %s: no entry was lost", runs, commands, runtime.GOOS)
}

// interleave is one run: each row adds entries, changes them and removes one; at the end the queue holds what it must, in the state it must.
func interleave(t *testing.T, address string, n int) (commands int) {
	t.Helper()
	dir := t.TempDir()
	if n%2 == 1 {
		app := startOwner(t, dir)
		defer app.quit(t)
	}
	const rows, each = 2, 3
	var all sync.WaitGroup
	for row := range rows {
		all.Go(func() {
			for i := range each {
				name := fmt.Sprintf("%d-%d.bin", row, i)
				id, ok := addOne(t, dir, address+"/"+name)
				if !ok {
					return
				}
				for _, args := range [][]string{{"queue", "limit", strconv.Itoa(row+1) + "M", id}, {"queue", "move", id, "1"}, {"queue", "pause", id}} {
					if status, out, _ := run(t, dir, args...); status != 0 {
						t.Errorf("run %d: pconnect %s ended with %d: %s", n, strings.Join(args, " "), status, out)
					}
				}
				if i == each-1 {
					if status, out, _ := run(t, dir, "queue", "remove", id); status != 0 {
						t.Errorf("run %d: remove ended with %d: %s", n, status, out)
					}
				}
			}
		})
	}
	all.Wait()
	list := listQueue(t, dir)
	if len(list.Queue) != rows*(each-1) {
		t.Errorf("run %d: %d entries, not %d", n, len(list.Queue), rows*(each-1))
	}
	for _, e := range list.Queue {
		if row := int64(filepath.Base(e.Path)[0]-'0') + 1; e.State != "paused" || e.Limit != row<<20 {
			t.Errorf("run %d: %s is %s with a limit of %d", n, e.Path, e.State, e.Limit)
		}
	}
	return rows*(each*4+1) + 1
}

func addOne(t *testing.T, dir, link string) (string, bool) {
	status, out, _ := run(t, dir, "download", link, "--dir", filepath.Join(dir, "files"), "--no-wait", "--json")
	var added struct{ Entries []entry }
	if status != 0 {
		t.Errorf("adding %s ended with %d: %s", link, status, out)
		return "", false
	}
	decode(t, bytes.TrimSpace(out), &added)
	if len(added.Entries) != 1 {
		t.Errorf("adding %s gave %s", link, out)
		return "", false
	}
	return added.Entries[0].ID.String(), true
}

// TestSignInWakesDownloadOfApp signs out and in again beside the app, whose download waits in between.
func TestSignInWakesDownloadOfApp(t *testing.T) {
	dir := t.TempDir()
	app := startOwner(t, dir)
	defer app.quit(t)
	succeed(t, dir, "sign-in")
	// The one slot is taken by a slow download, so that the other has not begun when its person leaves.
	succeed(t, dir, "settings", "set", "parallel=1")
	succeed(t, dir, "download", "iot-image", "--dir", filepath.Join(dir, "files"), "--limit-rate", "64K", "--no-wait")
	succeed(t, dir, "download", "iot-installer/EULA.md", "--dir", filepath.Join(dir, "files"), "--no-wait")
	succeed(t, dir, "sign-out")
	succeed(t, dir, "queue", "cancel", "1")
	if status, out, _ := run(t, dir, "queue", "resume", "2"); status != 3 {
		t.Fatalf("a download of nobody ended with %d: %s", status, out)
	}
	succeed(t, dir, "sign-in")
	for range 200 {
		for _, e := range listQueue(t, dir).Queue {
			if e.ID == 2 && e.State == "done" {
				return
			}
		}
	}
	t.Errorf("after the sign-in it still is: %s", succeed(t, dir, "queue", "list", "--json"))
}

// TestManyCommandsAtOnceAllGetTheirTurn gives 300 commands on one home at once: they wait for each other, and none is turned away.
func TestManyCommandsAtOnceAllGetTheirTurn(t *testing.T) {
	commands := 300
	if winetest.Running() {
		commands = 60 // wine's server runs out of files: it holds several open for each thread of each command
	}
	v := &traveller{t: t, dir: t.TempDir(), language: "en"}
	v.must(0, "", "settings")
	var all sync.WaitGroup
	var mu sync.Mutex
	ends, said := map[int]int{}, map[string]int{}
	for n := range commands {
		all.Go(func() {
			args := []string{"queue", "list"}
			if n%3 == 0 {
				args = []string{"queue", "limit", strconv.Itoa(n+1) + "M"}
			}
			var out bytes.Buffer
			h := v.host("", &out)
			c := newCLI(h, args)
			err := c.execute(args)
			status := fault.ExitStatus(err)
			mu.Lock()
			defer mu.Unlock()
			ends[status]++
			if status != 0 {
				said[fault.Of(err).Text()]++
			}
		})
	}
	all.Wait()
	if ends[0] != commands {
		t.Errorf("%d commands ended with these statuses: %v\n%v", commands, ends, said)
	}
}

// TestInterruptSaysThatAnotherGoesOn stops the process that holds the queue while another watches the same download.
func TestInterruptSaysThatAnotherGoesOn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SIGINT is not there on Windows")
	}
	dir := t.TempDir()
	address, sum, release := linkServer(t)
	args := []string{"download", address + "/slow.bin", "--dir", filepath.Join(dir, "files"), "--sha256", sum}
	first := start(t, dir, args...)
	if _, ok := first.until(t, 1); !ok {
		t.Fatal("the download did not start")
	}
	second := start(t, dir, args...)
	if _, ok := second.until(t, 1); !ok {
		t.Fatal("the second does not see the download")
	}
	if err := first.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	var last []byte
	for first.events.Scan() {
		last = bytes.Clone(first.events.Bytes())
	}
	if status := first.end(t); status != 130 || !bytes.Contains(last, []byte("goes on with it")) {
		t.Errorf("status %d: %s", status, last)
	}
	release()
	if status := second.end(t); status != 0 {
		t.Errorf("the second ended with %d", status)
	}
}
