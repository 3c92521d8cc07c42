package downloads

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// rowsWritten is how many rows the store has written since it was opened, as SQLite counts them.
func rowsWritten(t *testing.T, q *Queue) (n int) {
	t.Helper()
	// What was given to the store without waiting lies before this in its line.
	if err := q.core.store.do(func(*writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := q.core.store.db.QueryRowContext(t.Context(), "SELECT total_changes()").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAnEventWritesOneRowHoweverLongTheListIs: a peer that rewrites its list at every event takes a hundred times as long.
func TestAnEventWritesOneRowHoweverLongTheListIs(t *testing.T) {
	data, sum := content(64<<10, 31)
	s := serve(t, data)
	q := openQueue(t, Config{Hold: true})
	dir := t.TempDir()
	specs := make([]Spec, 2_000)
	if long() {
		specs = make([]Spec, 10_000)
	}
	for i := range specs {
		specs[i] = Spec{URL: fmt.Sprintf("https://host-%d.example/file-%d.iso", i%50, i), Dir: dir, Size: int64(i+1) << 20, SHA256: fmt.Sprintf("%064x", i+1)}
	}
	ids := add(t, q, specs...)
	for _, event := range []struct {
		name string
		do   func() error
		rows int
	}{
		{"pause", func() error { return q.Pause(ids[1000]) }, 1},
		{"resume", func() error { return q.Resume(ids[1000]) }, 1},
		{"priority", func() error { return q.SetPriority(3, ids[1]) }, 1},
		{"limit", func() error { return q.SetLimit(1<<20, ids[2]) }, 1},
		{"first becomes last", func() error { return q.Move(ids[0], len(ids)-1) }, 1},
		{"last but one becomes first", func() error { return q.Move(ids[len(ids)-1], 0) }, 1},
		{"cancel", func() error { return q.Cancel(ids[7]) }, 1},
		{"remove", func() error { return q.Remove(ids[7]) }, 1},
		{"pause of three", func() error { return q.Pause(ids[10:13]...) }, 3},
		{"the same again", func() error { return q.Pause(ids[10:13]...) }, 0},
	} {
		before := rowsWritten(t, q)
		if err := event.do(); err != nil {
			t.Fatalf("%s: %v", event.name, err)
		}
		if n := rowsWritten(t, q) - before; n != event.rows {
			t.Errorf("%s: %d rows written, %d expected", event.name, n, event.rows)
		}
	}

	if err := q.Pause(); err != nil {
		t.Fatal(err)
	}
	before := rowsWritten(t, q)
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: int64(len(data)), SHA256: sum})[0]
	q.Run()
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if n := rowsWritten(t, q) - before; n > 3 { // added, done, and SQLite's own last id
		t.Errorf("a small file wrote %d rows from its start to its end", n)
	}
}

// BenchmarkPauseOneOfTenThousand is an event with its durable write.
func BenchmarkPauseOneOfTenThousand(b *testing.B) {
	q, err := Open(b.Context(), Config{Dir: b.TempDir(), Hold: true, Clock: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	dir, specs := b.TempDir(), make([]Spec, 10_000)
	for i := range specs {
		specs[i] = Spec{URL: fmt.Sprintf("https://host.example/file-%d.iso", i), Dir: dir, Size: 1 << 20, SHA256: fmt.Sprintf("%064x", i+1)}
	}
	ids, err := q.Add(b.Context(), specs...)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		do := q.Pause
		if i%2 == 1 {
			do = q.Resume
		}
		if err := do(ids[i/2%len(ids)]); err != nil {
			b.Fatal(err)
		}
	}
}
