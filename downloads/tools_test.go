package downloads_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// patience is how long a test waits for what must come. It is no measure of speed: a loaded machine takes its time.
var patience = time.Duration(number("DOWNLOADS_PATIENCE_SECONDS", 180)) * time.Second

// number reads a whole number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// strict tells whether figures that depend on a quiet machine are checked.
func strict() bool { return os.Getenv("DOWNLOADS_STRICT") != "" }

// quick is tuning that waits little between tries, so that a test does not either.
func quick() downloads.Tuning {
	return downloads.Tuning{Backoff: 5 * time.Millisecond, MaxBackoff: 40 * time.Millisecond, DiskWait: 20 * time.Millisecond, CheckpointBytes: 512 << 10, Reserve: 1}
}

// serve starts a server that ends with the test.
func serve(t testing.TB, options downloadtest.ServerOptions) *downloadtest.Server {
	t.Helper()
	server, err := downloadtest.NewServer(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// open opens a queue that closes with the test. Unset parts of config get a home of their own and quick tuning.
func openQueue(t testing.TB, config downloads.Config) *downloads.Queue {
	t.Helper()
	if config.Dir == "" {
		config.Dir = t.TempDir()
	}
	if config.Tuning == (downloads.Tuning{}) {
		config.Tuning = quick()
	}
	queue, err := downloads.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = queue.Close() })
	return queue
}

// add adds specs and gives their ids.
func add(t testing.TB, queue *downloads.Queue, specs ...downloads.Spec) []downloads.ID {
	t.Helper()
	ids, err := queue.Add(t.Context(), specs...)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// until waits for a snapshot that satisfies is.
func until(t testing.TB, queue *downloads.Queue, what string, is func(*downloads.Snapshot) bool) *downloads.Snapshot {
	t.Helper()
	changed, stop := queue.Subscribe()
	defer stop()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		snapshot := queue.Snapshot()
		if is(snapshot) {
			return snapshot
		}
		select {
		case <-changed:
		case <-deadline.C:
			t.Fatalf("%s did not come:\n%s", what, describe(queue, snapshot))
		}
	}
}

// rests tells whether nothing more happens to the entry by itself for a while.
func rests(e *downloads.Entry) bool {
	return e.State.Ended() || e.State == downloads.Waiting || (e.State == downloads.Retrying && e.RetryIn > 30*time.Second)
}

// finished waits until the entry is done and fails the test if it rests otherwise.
func finished(t testing.TB, queue *downloads.Queue, id downloads.ID) *downloads.Entry {
	t.Helper()
	snapshot := until(t, queue, "the end of the download", func(s *downloads.Snapshot) bool { return rests(s.Entry(id)) })
	entry := snapshot.Entry(id)
	if entry.State != downloads.Done {
		t.Fatalf("not done:\n%s", describe(queue, snapshot))
	}
	return entry
}

// same fails the test unless the file holds exactly the content.
func same(t testing.TB, content *downloadtest.Content, path string) {
	t.Helper()
	if err := content.Compare(path); err != nil {
		t.Error(err)
	}
}

// describe tells all about the entries that are not done, those first that do not rest.
func describe(queue *downloads.Queue, snapshot *downloads.Snapshot) string {
	var text strings.Builder
	entries := slices.Clone(snapshot.Entries)
	slices.SortStableFunc(entries, func(a, b *downloads.Entry) int {
		return cmp.Compare(map[bool]int{true: 1}[rests(a)], map[bool]int{true: 1}[rests(b)])
	})
	for _, e := range entries {
		if e.State == downloads.Done || text.Len() > 8<<10 {
			continue
		}
		fmt.Fprintf(&text, "%s: %s %s, %d of %d, retry in %v, %d tries\n", e.Title, e.State, e.Wait, e.Done, e.Size, e.RetryIn, e.Tries)
		if e.Fault != nil {
			fmt.Fprintf(&text, "  %s: %s\n", e.Fault.Code, e.Fault.Text())
		}
		for _, c := range e.Connections {
			fmt.Fprintf(&text, "  %+v\n", c)
		}
		lines := queue.Log(e.ID)
		for _, line := range lines[max(0, len(lines)-12):] {
			fmt.Fprintf(&text, "  %s %s\n", line.Time.Format("05.000"), line.Text)
		}
	}
	return text.String()
}

// specOf describes content on a server as a catalogue would; hashed: with its SHA-256 and size.
func specOf(server *downloadtest.Server, path string, content *downloadtest.Content, dir string, hashed bool) downloads.Spec {
	name := strings.Trim(strings.ReplaceAll(path, "/", "-"), "-")
	spec := downloads.Spec{URL: server.URL + path, Name: name, Title: name, Dir: dir, Size: -1}
	if hashed {
		spec.Size, spec.SHA256 = content.Size, content.SHA256()
	}
	return spec
}

// links is a Source that gives fixed links.
type links map[downloads.SourceKey]downloads.Link

func (l links) Link(_ context.Context, key downloads.SourceKey, _ downloads.Refresh) (downloads.Link, error) {
	link, has := l[key]
	if !has {
		return link, errors.New("no such link")
	}
	return link, nil
}

// linkFunc is a Source made of a function.
type linkFunc func(ctx context.Context, key downloads.SourceKey, why downloads.Refresh) (downloads.Link, error)

func (f linkFunc) Link(ctx context.Context, key downloads.SourceKey, why downloads.Refresh) (downloads.Link, error) {
	return f(ctx, key, why)
}

// launch starts a queue in a process of its own that ends with the test.
func launch(t testing.TB, told job) *downloadtest.Process {
	t.Helper()
	process, err := downloadtest.Start(t.Context(), queueRole, told)
	if err != nil {
		t.Fatal(err)
	}
	return process
}

// watch reads a process's reports until is satisfied (true) or it ends (false). see gets every report; it may be nil.
func watch(t testing.TB, process *downloadtest.Process, see func(report), is func(report) bool) bool {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	var last report
	for {
		select {
		case line, more := <-process.Lines:
			if !more {
				return false
			}
			var r report
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			last = r
			if see != nil {
				see(r)
			}
			if is != nil && is(r) {
				return true
			}
		case <-deadline.C:
			process.Abort()
			t.Fatalf("the process did not come so far: %+v\n%s", last, process.Stderr())
		}
	}
}

// runToEnd lets a process run until all its entries rest, and gives its last report.
func runToEnd(t testing.TB, told job) report {
	t.Helper()
	process := launch(t, told)
	var last report
	watch(t, process, func(r report) { last = r }, nil)
	if err := process.Finish(); err != nil {
		t.Fatal(err)
	}
	return last
}

// onlyThese fails the test unless the folder holds exactly the named files.
func onlyThese(t testing.TB, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	expected := map[string]bool{}
	for _, name := range names {
		expected[name] = true
	}
	for _, entry := range entries {
		if !expected[entry.Name()] {
			t.Errorf("%s is left over in the folder", entry.Name())
		}
		delete(expected, entry.Name())
	}
	for name := range expected {
		t.Errorf("%s is missing", name)
	}
}

// noCanary fails the test when a secret is in any file below dir.
func noCanary(t testing.TB, dir string) {
	t.Helper()
	_ = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if content, err := os.ReadFile(path); err == nil && strings.Contains(string(content), downloadtest.Canary) {
			t.Errorf("%s holds a secret", path)
		}
		return nil
	})
}
