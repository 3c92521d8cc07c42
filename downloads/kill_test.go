package downloads_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// mark is closed when the bytes sent by all servers of a test pass a number: a moment that does not depend on time.
type mark struct {
	sent  atomic.Int64
	mu    sync.Mutex
	at    int64
	there chan struct{}
}

func (m *mark) set(at int64) <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at, m.there = at, make(chan struct{})
	m.look()
	return m.there
}

func (m *mark) add(n int64) {
	m.sent.Add(n)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.look()
}

func (m *mark) look() {
	if m.there != nil && m.sent.Load() >= m.at {
		close(m.there)
		m.there = nil
	}
}

// killed is one file of the test, on a server of its own so that its bytes are counted alone.
type killed struct {
	server  *downloadtest.Server
	content *downloadtest.Content
}

// TestKilledAtRandomMomentsEveryFileIsRight kills the whole process, several downloads at once in it, again and
// again. DOWNLOADS_KILLS, DOWNLOADS_KILL_FILES and DOWNLOADS_KILL_MOST_MIB set how much; the defaults are small.
func TestKilledAtRandomMomentsEveryFileIsRight(t *testing.T) {
	kills, files, most := number("DOWNLOADS_KILLS", 6), number("DOWNLOADS_KILL_FILES", 3), number("DOWNLOADS_KILL_MOST_MIB", 64)
	rate := int64(number("DOWNLOADS_KILL_MIB_PER_SECOND", 0)) << 20 // of each connection; 0: as fast as it goes
	random := rand.New(rand.NewPCG(uint64(number("DOWNLOADS_SEED", 11)), 0))
	progress := &mark{}
	var all []killed
	var total int64
	for i := range files {
		size := int64(64<<20) + random.Int64N(4096)
		if most > 64 {
			size = (64 + random.Int64N(int64(most)-63)) << 20
		}
		one := killed{serve(t, downloadtest.ServerOptions{Throttle: downloadtest.Throttle{SendBuf: 64 << 10, Rate: rate}}), downloadtest.NewContent(uint64(i), size)}
		one.server.Handle("/file", &downloadtest.File{Content: one.content, BeforeChunk: func(*http.Request, int64) error {
			progress.add(128 << 10)
			return nil
		}})
		all, total = append(all, one), total+size
	}
	told := job{Home: t.TempDir(), Tallies: t.TempDir(), Settings: downloads.Settings{Parallel: 4}, Retry: true}
	dir := t.TempDir()
	var names []string
	for i, one := range all {
		spec := specOf(one.server, "/file", one.content, dir, true)
		spec.Name = fmt.Sprintf("file-%d.bin", i)
		spec.Title = spec.Name
		told.Specs, names = append(told.Specs, spec), append(names, spec.Name)
	}
	done := 0
	for range kills {
		process := launch(t, told)
		reached := progress.set(progress.sent.Load() + random.Int64N(2*total/int64(kills+1)))
		ended := make(chan struct{})
		go func() { // the moment of the kill is the server's; its reports only keep the process going
			defer close(ended)
			for range process.Lines {
			}
		}()
		select {
		case <-reached:
			done++
		case <-ended: // it was done before
		}
		process.Kill()
		if err := process.Failure(); err != nil {
			t.Fatal(err)
		}
	}
	last := runToEnd(t, told)
	for i, one := range all {
		entry, _ := last.entry(names[i])
		if entry.State != downloads.Done {
			t.Errorf("%s: %s %s", names[i], entry.State, entry.Text)
			continue
		}
		same(t, one.content, entry.Path)
	}
	onlyThese(t, dir, names...)
	countFetched(t, told.Tallies, all, done)
}

// countFetched compares what the client received with what the files are long.
func countFetched(t *testing.T, tallies string, all []killed, kills int) {
	var fetched, size, largeFetched, largeSize int64
	for _, one := range all {
		tally, err := downloadtest.OpenTally(tallyPath(tallies, one.server.Address))
		if err != nil {
			t.Logf("every file is right; the bytes received are not counted: %v", err)
			return
		}
		got := tally.Value()
		_ = tally.Close()
		fetched, size = fetched+got, size+one.content.Size
		if one.content.Size > 256<<20 {
			largeFetched, largeSize = largeFetched+got, largeSize+one.content.Size
		}
	}
	t.Logf("%d kills, %d files, %d MiB: %.3f times their bytes were received", kills, len(all), size>>20, float64(fetched)/float64(size))
	if largeSize == 0 {
		return
	}
	ratio := float64(largeFetched) / float64(largeSize)
	t.Logf("those over 256 MiB: %.3f times", ratio)
	if strict() && ratio > 1.05 {
		t.Errorf("%.3f times the bytes of the files over 256 MiB were received, at most 1.05 expected", ratio)
	}
}

// TestASecondProcessIsToldThatAnotherHoldsTheQueue also shows that a killed process leaves no lock behind.
func TestASecondProcessIsToldThatAnotherHoldsTheQueue(t *testing.T) {
	home := t.TempDir()
	process := launch(t, job{Home: home, Stay: true})
	watch(t, process, nil, func(r report) bool { return r.Step == "added" })
	if _, err := downloads.Open(t.Context(), downloads.Config{Dir: home}); err == nil {
		t.Error("two queues in one folder")
	}
	process.Kill()
	queue, err := downloads.Open(t.Context(), downloads.Config{Dir: home})
	if err != nil {
		t.Fatalf("after the kill: %v", err)
	}
	if err := queue.Close(); err != nil {
		t.Error(err)
	}
	if matches, _ := filepath.Glob(filepath.Join(home, "*damaged*")); len(matches) > 0 {
		t.Errorf("a store was set aside: %v", matches)
	}
}
