package loadtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Load is what is asked for.
type Load struct {
	Connections int
	Time        time.Duration
	Request     func(n int) (*http.Request, error) // the nth request of a connection's own count
}

// Figures is what came of a load.
type Figures struct {
	Requests    int
	Bytes       int64
	Time        time.Duration
	Median, P99 time.Duration
}

// PerSecond returns the answers a second.
func (f Figures) PerSecond() float64 { return float64(f.Requests) / f.Time.Seconds() }

// String returns the figures as part of a line.
func (f Figures) String() string {
	return fmt.Sprintf("%8.0f requests/s   median %7.2f ms   p99 %7.2f ms   %6.1f KB an answer", f.PerSecond(),
		milliseconds(f.Median), milliseconds(f.P99), float64(f.Bytes)/float64(max(f.Requests, 1))/1000)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// worker is one connection and what it saw.
type worker struct {
	load  Load
	took  []time.Duration
	bytes int64
}

// Run asks a server for the load's time and returns the figures.
func Run(ctx context.Context, l Load) (Figures, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: l.Connections, MaxConnsPerHost: l.Connections, DisableCompression: true}
	defer transport.CloseIdleConnections()
	workers := make([]worker, l.Connections)
	failures := make([]error, l.Connections)
	started := time.Now()
	var group sync.WaitGroup
	for i := range workers {
		workers[i].load = l
		group.Go(func() { failures[i] = workers[i].run(ctx, transport, i, started.Add(l.Time)) })
	}
	group.Wait()
	f := Figures{Time: time.Since(started)}
	var took []time.Duration
	for _, w := range workers {
		took = append(took, w.took...)
		f.Bytes += w.bytes
	}
	slices.Sort(took)
	if f.Requests = len(took); f.Requests > 0 {
		f.Median = took[len(took)/2]
		f.P99 = took[len(took)*99/100]
	}
	return f, errors.Join(failures...)
}

// run asks until the time is over. The connections begin at different requests.
func (w *worker) run(ctx context.Context, transport http.RoundTripper, first int, until time.Time) error {
	for n := first; time.Now().Before(until); n++ {
		q, err := w.load.Request(n)
		if err != nil {
			return err
		}
		asked := time.Now()
		size, err := ask(transport, q.WithContext(ctx))
		if err != nil {
			return err
		}
		w.took = append(w.took, time.Since(asked))
		w.bytes += size
	}
	return nil
}

func ask(transport http.RoundTripper, q *http.Request) (int64, error) {
	answer, err := transport.RoundTrip(q)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("loadtest: %s %s was answered with %s", q.Method, q.URL.Path, answer.Status)
	}
	return io.Copy(io.Discard, answer.Body)
}
