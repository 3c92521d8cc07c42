package downloads

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/filename"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// until waits for a snapshot that is so.
func until(t *testing.T, q *Queue, so func(*Snapshot) bool) *Snapshot {
	t.Helper()
	changed, stop := q.Subscribe()
	defer stop()
	deadline := time.After(time.Minute)
	for {
		s := q.Snapshot()
		if so(s) {
			return s
		}
		select {
		case <-changed:
		case <-deadline:
			for _, e := range s.Entries {
				t.Logf("%+v\n%v", *e, q.Log(e.ID))
			}
			t.Fatal("it did not come")
		}
	}
}

func TestAClosedQueueGoesOnWhereItWasWithoutFetchingTwice(t *testing.T) {
	data, sum := content(24<<20, 3)
	s := serve(t, data)
	release := s.hold(t, 900<<10) // no answer comes whole
	home, dir := t.TempDir(), t.TempDir()
	q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy)})
	if err != nil {
		t.Fatal(err)
	}
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 24 << 20, SHA256: sum})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	release()
	q = openQueue(t, Config{Dir: home})
	e := q.Snapshot().Entry(id)
	if e.Committed < 512<<10 || e.Fetched < e.Committed {
		t.Errorf("%+v", e)
	}
	if err := wait(t, q); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

func TestASecondOwnerIsToldThatTheFirstHasIt(t *testing.T) {
	home := t.TempDir()
	openQueue(t, Config{Dir: home})
	if _, err := Open(t.Context(), Config{Dir: home}); !fault.Is(err, fault.Busy) {
		t.Errorf("%v", err)
	}
}

func TestADamagedStoreIsSetAsideAndRebuiltFromThePartFiles(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"zeros":     func(b []byte) []byte { return make([]byte, len(b)) },
		"cut":       func(b []byte) []byte { return b[:len(b)/2] },
		"scrambled": func(b []byte) []byte { return bytes.ReplaceAll(b, []byte{0}, []byte{7}) },
	} {
		t.Run(name, func(t *testing.T) {
			data, sum := content(24<<20, 4)
			s := serve(t, data)
			release := s.hold(t, 900<<10)
			home, dir := t.TempDir(), t.TempDir()
			q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy)})
			if err != nil {
				t.Fatal(err)
			}
			id := add(t, q, Spec{URL: s.URL + "/file.bin?sig=CANARY", Dir: dir, Size: 24 << 20, SHA256: sum})[0]
			gone := add(t, q, Spec{URL: s.URL + "/other.bin", Dir: dir, Size: -1, Paused: true})[0]
			if err := q.Remove(gone); err != nil {
				t.Fatal(err)
			}
			until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
			release()
			path := filepath.Join(home, "queue.db")
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_ = os.Remove(path + "-wal")
			if err := os.WriteFile(path, damage(b), 0o600); err != nil {
				t.Fatal(err)
			}
			q = openQueue(t, Config{Dir: home})
			first := q.Snapshot()
			if first.Fault == nil || first.Fault.Code != "downloads.store-rebuilt" || len(first.Entries) != 1 || first.Entries[0].Done < 512<<10 {
				t.Fatalf("%+v", first)
			}
			if err := wait(t, q); err != nil {
				t.Fatal(err)
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
			e := q.Snapshot().Entries[0]
			if e.Fetched > int64(len(data))-512<<10+1<<20 {
				t.Errorf("%d bytes were fetched again", e.Fetched)
			}
			if aside, _ := filepath.Glob(path + ".damaged-*"); len(aside) == 0 {
				t.Error("the damaged store is gone")
			}
		})
	}
}

func TestOrderAndItsChangeAreKeptThroughARestart(t *testing.T) {
	home, dir := t.TempDir(), t.TempDir()
	q, err := Open(t.Context(), Config{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	var specs []Spec
	for i := range 6 {
		specs = append(specs, Spec{URL: "https://127.0.0.1:1/" + strconv.Itoa(i), Dir: dir, Size: -1, Paused: true})
	}
	ids := add(t, q, specs...)
	for range 200 { // more than the room between two numbers
		for _, to := range []int{0, 5, 2} {
			if err := q.Move(ids[3], to); err != nil {
				t.Fatal(err)
			}
			if err := q.Move(ids[4], 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	order := func(s *Snapshot) string {
		var names []string
		for _, e := range s.Entries {
			names = append(names, e.Name)
		}
		return strings.Join(names, " ")
	}
	before := order(q.Snapshot())
	if before != "0 4 3 1 2 5" {
		t.Errorf("order is %s", before)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if after := order(openQueue(t, Config{Dir: home}).Snapshot()); after != before {
		t.Errorf("order was %s and is %s", before, after)
	}
}

func TestTheSameLinkTwiceIsOneDownloadAndTheSameNameTwo(t *testing.T) {
	data, sum := content(100<<10, 5)
	s := serve(t, data)
	q := openQueue(t, Config{})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "FILE.bin"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	ids := add(t, q, Spec{URL: s.URL + "/FILE.bin", Dir: dir, Size: -1, SHA256: sum}, Spec{URL: s.URL + "/FILE.bin", Dir: dir, Size: -1, SHA256: sum},
		Spec{URL: s.URL + "/a/File.bin", Dir: dir, Size: -1, SHA256: sum})
	if ids[0] != ids[1] || ids[0] == ids[2] {
		t.Fatal(ids)
	}
	if err := wait(t, q); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "FILE.bin")); string(b) != "mine" {
		t.Error("an existing file was replaced")
	}
	names := map[string]bool{}
	for _, e := range q.Snapshot().Entries {
		arrived(t, e.Path, data)
		names[filename.Folded(e.Name)] = true
	}
	if len(names) != 2 {
		t.Error(names)
	}
}

func TestSpecThatCanNotWorkIsRefusedWithAReason(t *testing.T) {
	q := openQueue(t, Config{})
	dir := t.TempDir()
	for _, s := range []Spec{{}, {Dir: dir}, {URL: "http://example.com/x", Dir: dir}, {URL: "https://a:b@example.com/x", Dir: dir}, {URL: "https://example.com/x"},
		{URL: "https://example.com/x", Dir: dir, SHA256: "12"}, {URL: "https://example.com/x", Dir: dir, Connections: 17}, {URL: "https://example.com/x", Source: "a", Dir: dir},
		{URL: "https://example.com/x", Dir: dir, Size: 10, Pieces: Pieces{Size: 4, SHA256: []string{"a"}}}} {
		_, err := q.Add(t.Context(), s)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Usage || len(i18n.Strings(f.Steps)) == 0 || f.Field == "" {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if err := q.Pause(77); !fault.Is(err, fault.Usage) {
		t.Errorf("%v", err)
	}
}

func TestASnapshotNeverChangesAfterItWasGiven(t *testing.T) {
	q := openQueue(t, Config{})
	dir := t.TempDir()
	ids := add(t, q, Spec{URL: "https://127.0.0.1:1/a", Dir: dir, Size: -1, Paused: true}, Spec{URL: "https://127.0.0.1:1/b", Dir: dir, Size: -1, Paused: true})
	before := q.Snapshot()
	kept := *before.Entries[0]
	if err := q.Move(ids[0], 1); err != nil {
		t.Fatal(err)
	}
	if err := q.SetLimit(5, ids[0]); err != nil {
		t.Fatal(err)
	}
	after := q.Snapshot()
	if before.Entries[0].ID != ids[0] || before.Entries[0].Limit != kept.Limit || after.Entries[1].Limit != 5 || after.Version <= before.Version || q.Snapshot() != after {
		t.Errorf("%+v %+v", before.Entries[0], after.Entries[1])
	}
	if err := q.Remove(ids...); err != nil {
		t.Fatal(err)
	}
	if len(before.Entries) != 2 || before.Entries[0].ID != ids[0] || len(q.Snapshot().Entries) != 0 {
		t.Error("a snapshot changed")
	}
}
