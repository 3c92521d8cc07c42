package downloads_test

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/programconnect/programconnect/downloads"
)

// many is how many entries a long list has: ten thousand with PROGRAM_CONNECT_LONG.
var many = entries()

func entries() int {
	if os.Getenv("PROGRAM_CONNECT_LONG") != "" {
		return 10_000
	}
	return 2_000
}

// manyPaused are many entries that do not run.
func manyPaused(dir string) []downloads.Spec {
	specs := make([]downloads.Spec, many)
	for i := range specs {
		specs[i] = downloads.Spec{URL: fmt.Sprintf("https://host-%d.example/folder/file-%d.iso", i%50, i), Name: fmt.Sprintf("file-%d.iso", i), Dir: dir, Size: int64(i+1) << 20,
			SHA256: fmt.Sprintf("%064x", i+1), Title: fmt.Sprintf("Package %d", i), Origin: "https://host.example", Group: "program", Paused: true}
	}
	return specs
}

func TestManyEntriesAreReloadedInTheirOrder(t *testing.T) {
	home, dir := t.TempDir(), t.TempDir()
	queue := openQueue(t, downloads.Config{Dir: home})
	ids := add(t, queue, manyPaused(dir)...)
	if err := queue.Move(ids[many-1], 0); err != nil {
		t.Fatal(err)
	}
	if err := queue.Close(); err != nil {
		t.Fatal(err)
	}
	queue = openQueue(t, downloads.Config{Dir: home})
	snapshot := queue.Snapshot()
	if len(snapshot.Entries) != many || snapshot.Entries[0].ID != ids[many-1] || snapshot.Entries[1].ID != ids[0] || snapshot.Entries[many-1].ID != ids[many-2] {
		t.Fatalf("%d entries, or not in their order", len(snapshot.Entries))
	}
	if snapshot.Entry(ids[77]).Name != "file-77.iso" || snapshot.Entry(ids[77]).State != downloads.Paused {
		t.Errorf("an entry is not as it was: %+v", snapshot.Entry(ids[77]))
	}
}

// TestASnapshotSharesWhatDidNotChange so that taking one costs little and comparing is cheap.
func TestASnapshotSharesWhatDidNotChange(t *testing.T) {
	queue := openQueue(t, downloads.Config{})
	ids := add(t, queue, manyPaused(t.TempDir())[:100]...)
	before := queue.Snapshot()
	if err := queue.SetPriority(0, ids[5]); err != nil {
		t.Fatal(err)
	}
	if err := queue.SetLimit(1000, ids[5]); err != nil {
		t.Fatal(err)
	}
	after := queue.Snapshot()
	if after.Version <= before.Version {
		t.Error("the version did not grow")
	}
	if before.Entry(ids[5]).Limit != 0 || after.Entry(ids[5]).Limit != 1000 {
		t.Error("a snapshot changed after it was taken, or did not tell of the change")
	}
	if before.Entry(ids[6]) != after.Entry(ids[6]) {
		t.Error("an entry that did not change was made anew")
	}
}

// TestWhatIsAskedForEachRequestCostsNothing of a long list: whether a link names a host, and how many run.
func TestWhatIsAskedForEachRequestCostsNothing(t *testing.T) {
	home := t.TempDir()
	queue := openQueue(t, downloads.Config{Dir: home})
	specs := manyPaused(t.TempDir())[:200]
	specs[0].URL, specs[0].Origin = "https://Links.Example/a", ""
	specs[1].URL, specs[1].Origin = "http://127.0.0.1:8080/b", ""
	specs[2].URL, specs[2].Origin, specs[2].Source = "", "https://program.example/c", "a program's"
	ids := add(t, queue, specs...)
	named := func(host string, want bool) {
		t.Helper()
		if got := queue.NamesHost(host); got != want {
			t.Errorf("NamesHost(%q) = %t, want %t", host, got, want)
		}
	}
	for range 2 {
		named("links.example:443", true)
		named("links.example:80", false)
		named("127.0.0.1:8080", true)
		named("program.example:443", false)
		named("host.example:443", true)
		if allocations := testing.AllocsPerRun(100, func() { queue.NamesHost("127.0.0.1:8080"); queue.Running() }); allocations > 0 {
			t.Errorf("%v allocations for each", allocations)
		}
		if err := queue.Close(); err != nil {
			t.Fatal(err)
		}
		queue = openQueue(t, downloads.Config{Dir: home})
	}
	if err := queue.Remove(ids[1], ids[3]); err != nil {
		t.Fatal(err)
	}
	named("127.0.0.1:8080", false)
	named("host.example:443", true)
	if n := queue.Running(); n != 0 {
		t.Errorf("%d run of those that are paused", n)
	}
}

func BenchmarkReloadTenThousand(b *testing.B) {
	home := b.TempDir()
	queue := openQueue(b, downloads.Config{Dir: home})
	add(b, queue, manyPaused(b.TempDir())...)
	if err := queue.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		queue, err := downloads.Open(b.Context(), downloads.Config{Dir: home})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		_ = queue.Close()
		b.StartTimer()
	}
}

func BenchmarkSnapshotOfTenThousandAfterAChange(b *testing.B) {
	queue := openQueue(b, downloads.Config{})
	ids := add(b, queue, manyPaused(b.TempDir())...)
	queue.Snapshot()
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		i++
		if err := queue.SetLimit(int64(i), ids[i%many]); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		queue.Snapshot()
	}
}

func BenchmarkReorderOneOfTenThousand(b *testing.B) {
	queue := openQueue(b, downloads.Config{})
	ids := add(b, queue, manyPaused(b.TempDir())...)
	i := 0
	for b.Loop() {
		i++
		if err := queue.Move(ids[(i*7919)%many], (i*104729)%many); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddTenThousand(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		queue := openQueue(b, downloads.Config{})
		specs := manyPaused(b.TempDir())
		b.StartTimer()
		add(b, queue, specs...)
		b.StopTimer()
		_ = queue.Close()
		b.StartTimer()
	}
}

func BenchmarkMemoryOfTenThousand(b *testing.B) {
	home := b.TempDir()
	queue := openQueue(b, downloads.Config{Dir: home})
	add(b, queue, manyPaused(b.TempDir())...)
	_ = queue.Close()
	for b.Loop() {
		before := heap()
		queue, err := downloads.Open(b.Context(), downloads.Config{Dir: home})
		if err != nil {
			b.Fatal(err)
		}
		snapshot := queue.Snapshot()
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
		runtime.KeepAlive(snapshot)
		_ = queue.Close()
	}
}

func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
