package downloads

import (
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestLongQueueCostsNoMore: while some downloads run, thousands that wait for their turn cost no goroutine and no work.
func TestLongQueueCostsNoMore(t *testing.T) {
	goroutines, mallocs := costOfQueue(t, 10)
	n := 1_000
	if long() {
		n = 10_000
	}
	goroutinesOfLong, mallocsOfLong := costOfQueue(t, n)
	if goroutinesOfLong > goroutines+20 { // the runtime has some of its own
		t.Errorf("%d goroutines with %d, %d with ten", goroutinesOfLong, n, goroutines)
	}
	if mallocsOfLong > mallocs+mallocs/2+1000 {
		t.Errorf("%d allocations in ten seconds with %d, %d with ten", mallocsOfLong, n, mallocs)
	}
}

// costOfQueue returns how many goroutines a queue of n entries has, and how often it allocates in ten seconds, while as many
// as may run have sent nothing for a moment.
func costOfQueue(t *testing.T, n int) (goroutines int, mallocs uint64) {
	data, _ := content(1<<20, 53)
	dir := t.TempDir()
	specs := make([]Spec, n)
	for i := range specs {
		specs[i] = Spec{URL: fmt.Sprintf("https://host.example/%d", i), Dir: dir, Size: 1 << 20}
	}
	synctest.Test(t, func(t *testing.T) {
		q := openQueue(t, Config{HTTP: &silent{inPieces: inPieces{data}}, Settings: Settings{Parallel: 4, Connections: 1}})
		before := runtime.NumGoroutine()
		add(t, q, specs...)
		time.Sleep(2 * time.Second)
		if snap := q.Snapshot(); snap.Running != 4 || snap.Queued != n-4 {
			t.Fatalf("%d run, %d wait", snap.Running, snap.Queued)
		}
		var then, now runtime.MemStats
		runtime.ReadMemStats(&then)
		time.Sleep(10 * time.Second) // less than a silence that is given up
		runtime.ReadMemStats(&now)
		goroutines, mallocs = runtime.NumGoroutine()-before, now.Mallocs-then.Mallocs
	})
	return goroutines, mallocs
}

// TestEndsDoNotMakeTheOrderAnew: with each end of a download the queue would go through all that wait, which for n of them
// is n times n.
func TestEndsDoNotMakeTheOrderAnew(t *testing.T) {
	data, _ := content(1000, 54)
	s := serve(t, data)
	q := openQueue(t, Config{Settings: Settings{Parallel: 2}})
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) { // one after the other
		changed, stop := q.Subscribe()
		defer stop()
		number, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		for q.Snapshot().Completed < number {
			select {
			case <-changed:
			case <-r.Context().Done():
				return
			}
		}
		plain.ServeHTTP(w, r)
	})
	specs := make([]Spec, 12)
	for i := range specs {
		specs[i] = Spec{URL: fmt.Sprintf("%s/%d", s.URL, i), Dir: t.TempDir(), Size: 1000}
	}
	if err := wait(t, q, add(t, q, specs...)...); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if n := q.core.schedule.ordered; n > 3 {
		t.Errorf("the order was made %d times", n)
	}
}
