package downloads

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// killedAfter leaves a home and a folder as a killed process does: some bytes committed, more written behind them.
func killedAfter(t *testing.T, s *fileServer, spec Spec, boot string) (home, part string, written int64) {
	t.Helper()
	home = t.TempDir()
	q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy), Boot: func() string { return boot }})
	if err != nil {
		t.Fatal(err)
	}
	release := s.hold(t, 900<<10) // no answer comes whole
	id := add(t, q, spec)[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	release()
	parts, _ := filepath.Glob(filepath.Join(spec.Dir, "*.part"))
	if len(parts) != 1 {
		t.Fatal(parts)
	}
	info, err := os.Stat(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	return home, parts[0], info.Size()
}

// lengthen writes bytes behind what the part file holds, as grab did before the kill.
func lengthen(t *testing.T, part string, more []byte) {
	t.Helper()
	f, err := os.OpenFile(part, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(more); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatAKilledProcessWroteIsNotFetchedAgain(t *testing.T) {
	const size = 24 << 20
	data, sum := content(size, 21)
	for name, c := range map[string]struct {
		before, after string
		upTo          int64 // what the part file holds
		taken         bool
	}{
		"in the same boot":                    {"a", "a", 20 << 20, true},
		"when all of it was written":          {"a", "a", size, true},
		"after another boot it is":            {"a", "b", 20 << 20, false},
		"where nobody tells the boot it is":   {"", "", 20 << 20, false},
		"longer than the file, it is none":    {"a", "a", size + 1, false},
		"nothing behind what was committed":   {"a", "a", 0, false},
		"and what is no whole buffer is fine": {"a", "a", 20<<20 + 12345, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, data)
			dir := t.TempDir()
			home, part, written := killedAfter(t, s, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: size, SHA256: sum}, c.before)
			if c.upTo > 0 {
				all := append(bytes.Clone(data), 1)
				lengthen(t, part, all[written:c.upTo])
			}
			q := openQueue(t, Config{Dir: home, Boot: func() string { return c.after }})
			id := q.Snapshot().Entries[0].ID
			committed := q.Snapshot().Entries[0].Committed
			if err := wait(t, q, id); err != nil {
				t.Fatal(err)
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
			if got := noted(q, id, "the bytes written before the app ended are taken up"); got != c.taken {
				t.Errorf("taken up: %v, committed %d, written %d: %v", got, committed, written, q.Log(id))
			}
		})
	}
}

func TestATailIsKeptWhileTheServerIsAway(t *testing.T) {
	const size = 24 << 20
	data, sum := content(size, 23)
	s := serve(t, data)
	dir := t.TempDir()
	home, part, written := killedAfter(t, s, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: size, SHA256: sum}, "a")
	const upTo = 20 << 20
	lengthen(t, part, data[written:upTo])
	var away atomic.Int64
	away.Store(2)
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if away.Add(-1) >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{Dir: home, Boot: func() string { return "a" }})
	before := q.Snapshot().Entries[0]
	if err := wait(t, q, before.ID); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if e := q.Snapshot().Entry(before.ID); e.Fetched-before.Fetched != size-before.Committed {
		t.Errorf("%d bytes were counted for %d", e.Fetched-before.Fetched, size-before.Committed)
	}
}

func noted(q *Queue, id ID, text string) bool {
	for _, l := range q.Log(id) {
		if l.Text == text {
			return true
		}
	}
	return false
}

func TestATailThatIsWrongCostsOnlyTheTail(t *testing.T) {
	const size = 24 << 20
	data, sum := content(size, 22)
	s := serve(t, data)
	dir := t.TempDir()
	home, part, written := killedAfter(t, s, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: size, SHA256: sum}, "a")
	lengthen(t, part, make([]byte, 4<<20)) // as a filesystem leaves it that knows the length and lost the bytes
	boot := func() string { return "a" }
	q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy), Boot: boot, Tuning: Tuning{CheckpointBytes: 512 << 10}})
	if err != nil {
		t.Fatal(err)
	}
	id := q.Snapshot().Entries[0].ID
	committed := q.Snapshot().Entries[0].Committed
	if committed == 0 || committed > written {
		t.Fatal(committed, written)
	}
	// What is wrong gets committed, and a second process finds out.
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Committed >= written+4<<20 || s.Entry(id).State == Done })
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	q = openQueue(t, Config{Dir: home, Boot: boot})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := q.Wait(ctx, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if !noted(q, id, backFault().Title.String()) {
		t.Errorf("%v", q.Log(id))
	}
}
