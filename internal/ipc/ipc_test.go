package ipc_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// owner is a process that holds the queue, as the app does.
type owner struct {
	home  string
	queue *downloads.Queue
	serve *ipc.Server
}

func open(t *testing.T, home string) *owner { return openWith(t, downloads.Config{Dir: home}) }

func openWith(t *testing.T, config downloads.Config) *owner {
	t.Helper()
	home := config.Dir
	queue, err := downloads.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	server, err := ipc.Serve(home, queue)
	if err != nil {
		t.Fatal(err)
	}
	o := &owner{home: home, queue: queue, serve: server}
	t.Cleanup(o.close)
	return o
}

func (o *owner) close() {
	_ = o.serve.Close()
	_ = o.queue.Close()
}

func (o *owner) dial(t *testing.T) *ipc.Remote {
	t.Helper()
	remote, err := ipc.Dial(t.Context(), o.home)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = remote.Close() })
	return remote
}

// fileServer serves one file, and its SHA-256.
func fileServer(t *testing.T) (address, sum string) {
	t.Helper()
	data := bytes.Repeat([]byte("program connect "), 20_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "file.bin", time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(server.Close)
	s := sha256.Sum256(data)
	return server.URL + "/file.bin", hex.EncodeToString(s[:])
}

func TestRemoteDrivesTheQueue(t *testing.T) {
	o := open(t, t.TempDir())
	remote := o.dial(t)
	address, sum := fileServer(t)
	dir := t.TempDir()
	ids, err := remote.Add(t.Context(), downloads.Spec{URL: address, Dir: dir, Size: -1, SHA256: sum, Paused: true})
	if err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	if e := remote.Snapshot().Entry(ids[0]); e == nil || e.State != downloads.Paused {
		t.Fatalf("what the order did is not in the next snapshot: %+v", e)
	}
	if err := remote.Resume(ids...); err != nil {
		t.Fatal(err)
	}
	if err := remote.Wait(t.Context(), ids...); err != nil {
		t.Fatal(err)
	}
	await(t, remote, func(s *downloads.Snapshot) bool { return s.Entry(ids[0]).State == downloads.Done })
	if _, err := os.Stat(filepath.Join(dir, "file.bin")); err != nil {
		t.Error(err)
	}
	report, err := remote.Verify(t.Context(), ids[0], false)
	if err != nil || !report.OK {
		t.Error(report, err)
	}
	if len(remote.Log(ids[0])) == 0 {
		t.Error("the log did not come over")
	}
	if err := remote.Remove(ids...); err != nil {
		t.Fatal(err)
	}
	if n := len(remote.Snapshot().Entries); n != 0 {
		t.Errorf("%d entries after they were removed", n)
	}
}

// await waits until the remote's snapshot is as wanted. The test's own deadline ends a wait in vain.
func await(t *testing.T, q ipc.Queue, good func(*downloads.Snapshot) bool) {
	t.Helper()
	changed, stop := q.Subscribe()
	defer stop()
	for !good(q.Snapshot()) {
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatal("the snapshot never came")
		}
	}
}

// TestRunStartsAHeldQueue: the process that holds it may do so for something else.
func TestRunStartsAHeldQueue(t *testing.T) {
	o := openWith(t, downloads.Config{Dir: t.TempDir(), Hold: true})
	remote := o.dial(t)
	address, sum := fileServer(t)
	ids, err := remote.Add(t.Context(), downloads.Spec{URL: address, Dir: t.TempDir(), Size: -1, SHA256: sum})
	if err != nil {
		t.Fatal(err)
	}
	if e := remote.Snapshot().Entry(ids[0]); e.State != downloads.Queued || e.Fetched > 0 {
		t.Fatalf("it is %s before anybody let it run", e.State)
	}
	remote.Run()
	if err := remote.Wait(t.Context(), ids...); err != nil {
		t.Fatal(err)
	}
}

func TestOrderPriorityAndLimitReachTheOwner(t *testing.T) {
	o := open(t, t.TempDir())
	remote := o.dial(t)
	address, _ := fileServer(t)
	var specs []downloads.Spec
	for i := range 3 {
		specs = append(specs, downloads.Spec{URL: fmt.Sprintf("%s?%d", address, i), Name: fmt.Sprint(i), Dir: t.TempDir(), Size: -1, Paused: true})
	}
	ids, err := remote.Add(t.Context(), specs...)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{remote.Move(ids[2], 0), remote.SetPriority(7, ids[1]), remote.SetLimit(1<<20, ids[0]), remote.SetSettings(downloads.Settings{Parallel: 5})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	await(t, remote, func(s *downloads.Snapshot) bool {
		return len(s.Entries) == 3 && s.Entry(ids[1]).Priority == 7 && s.Entry(ids[0]).Limit == 1<<20 && s.Settings.Parallel == 5
	})
	var here, there []downloads.ID
	for _, e := range o.queue.Snapshot().Entries {
		here = append(here, e.ID)
	}
	for _, e := range remote.Snapshot().Entries {
		there = append(there, e.ID)
	}
	if !reflect.DeepEqual(here, there) {
		t.Errorf("the owner has %v, the other %v", here, there)
	}
}

func TestFaultCrossesTheSocketWhole(t *testing.T) {
	o := open(t, t.TempDir())
	remote := o.dial(t)
	_, mine := o.queue.Add(t.Context(), downloads.Spec{URL: "ftp://x", Dir: t.TempDir()})
	_, theirs := remote.Add(t.Context(), downloads.Spec{URL: "ftp://x", Dir: t.TempDir()})
	a, b := fault.Of(mine), fault.Of(theirs)
	if a == nil || b == nil || a.Code != b.Code || a.Text() != b.Text() || fault.ExitStatus(mine) != fault.ExitStatus(theirs) {
		t.Errorf("%v became %v", mine, theirs)
	}
}

func TestWaitEndsWhenTheOwnerLeaves(t *testing.T) {
	o := open(t, t.TempDir())
	remote := o.dial(t)
	block := make(chan struct{})
	asked := make(chan struct{}, 16)
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-block:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(block)
	ids, err := remote.Add(t.Context(), downloads.Spec{URL: slow.URL + "/f", Dir: t.TempDir(), Size: -1})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	ended := make(chan error)
	go func() { ended <- remote.Wait(t.Context(), ids...) }()
	o.close()
	if err := <-ended; !fault.Is(err, fault.Interrupted) {
		t.Errorf("the wait ended with %v", err)
	}
	<-remote.Gone()
	if err := remote.Pause(ids...); !fault.Is(err, fault.Interrupted) {
		t.Errorf("an order after the end gives %v", err)
	}
}

func TestDialWithoutOwnerIsBusy(t *testing.T) {
	if _, err := ipc.Dial(t.Context(), t.TempDir()); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func TestSocketIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("who may reach a file is told by its access list there, not by its mode")
	}
	for name, home := range map[string]string{"short": t.TempDir(), "long": filepath.Join(t.TempDir(), strings.Repeat("long", 30))} {
		if err := os.MkdirAll(home, 0o755); err != nil {
			t.Fatal(err)
		}
		temporary := t.TempDir()
		t.Setenv("TMPDIR", temporary)
		o := open(t, home)
		o.dial(t)
		found := 0
		for _, root := range []string{home, temporary} {
			_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, _ error) error {
				if d.Type()&fs.ModeSocket == 0 {
					return nil
				}
				found++
				socket, _ := os.Stat(path)
				folder, _ := os.Stat(filepath.Dir(path))
				if socket.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
					t.Errorf("%s: socket %v in %v", name, socket.Mode(), folder.Mode())
				}
				return nil
			})
		}
		if found != 1 {
			t.Errorf("%s: %d sockets", name, found)
		}
	}
}

func TestManyOrdersAtOnceLoseNoEntry(t *testing.T) {
	o := open(t, t.TempDir())
	address, _ := fileServer(t)
	dir := t.TempDir()
	var all sync.WaitGroup
	for n := range 4 {
		var q ipc.Queue = o.queue
		if n%2 == 0 {
			q = o.dial(t)
		}
		all.Go(func() {
			for i := range 25 {
				ids, err := q.Add(t.Context(), downloads.Spec{URL: fmt.Sprintf("%s?%d-%d", address, n, i), Name: fmt.Sprintf("%d-%d", n, i), Dir: dir, Size: -1, Paused: true})
				if err != nil || len(ids) != 1 {
					t.Error(ids, err)
					return
				}
				if err := q.SetPriority(i, ids...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := len(o.queue.Snapshot().Entries); got != 100 {
		t.Errorf("%d entries of 100", got)
	}
	late := o.dial(t)
	if got := len(late.Snapshot().Entries); got != 100 {
		t.Errorf("one that comes later sees %d entries of 100", got)
	}
}
