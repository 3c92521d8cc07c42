package downloads_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/downloads/harness"
)

// inFlight counts a client's requests from their start to the close of their body, where the client makes them.
type inFlight struct {
	inner      http.RoundTripper
	open, most atomic.Int64
}

func (f *inFlight) RoundTrip(r *http.Request) (*http.Response, error) {
	open := f.open.Add(1)
	for most := f.most.Load(); open > most && !f.most.CompareAndSwap(most, open); {
		most = f.most.Load()
	}
	response, err := f.inner.RoundTrip(r)
	if err != nil {
		f.open.Add(-1)
		return nil, err
	}
	response.Body = &countedBody{ReadCloser: response.Body, count: f}
	return response, nil
}

type countedBody struct {
	io.ReadCloser
	count *inFlight
	once  sync.Once
}

func (b *countedBody) Close() error {
	// Counted first: who waits for this close may start the next request at once.
	b.once.Do(func() { b.count.open.Add(-1) })
	return b.ReadCloser.Close()
}

// TestAHostNeverMeetsMoreConnectionsThanAllowed runs several files of many connections from one host.
func TestAHostNeverMeetsMoreConnectionsThanAllowed(t *testing.T) {
	const perHost = 3
	server := serve(t, harness.ServerOptions{})
	var dials harness.Dials
	transport := downloads.NewTransport(nil)
	transport.DialContext = dials.DialContext
	requests := &inFlight{inner: transport}
	queue := open(t, downloads.Config{HTTP: requests, Settings: downloads.Settings{Parallel: 4, Connections: 8, PerHost: perHost}})
	dir := t.TempDir()
	var specs []downloads.Spec
	var contents []*harness.Content
	for i := range 5 {
		content, path := harness.NewContent(uint64(400+i), 3<<20), fmt.Sprintf("/file-%d", i)
		server.Handle(path, &harness.File{Content: content})
		specs, contents = append(specs, specOf(server, path, content, dir, true)), append(contents, content)
	}
	for i, id := range add(t, queue, specs...) {
		same(t, contents[i], finished(t, queue, id).Path)
	}
	t.Logf("at most %d requests and %d connections at once", requests.most.Load(), dials.Host(server.Address).Most.Load())
	if most := requests.most.Load(); most > perHost {
		t.Errorf("%d requests at once, at most %d allowed", most, perHost)
	}
	if most := dials.Host(server.Address).Most.Load(); most > perHost {
		t.Errorf("%d connections at once, at most %d allowed", most, perHost)
	}
}

// TestASpeedLimitHolds looks at the lower side only by default: a loaded machine can be slower than the limit, never
// faster. DOWNLOADS_STRICT checks 3 % over 10 s.
func TestASpeedLimitHolds(t *testing.T) {
	for _, whole := range []bool{true, false} {
		name := map[bool]string{true: "for all together", false: "for one"}[whole]
		t.Run(name, func(t *testing.T) {
			rate, size := int64(4<<20), int64(6<<20)
			if strict() {
				rate, size = 8<<20, 80<<20
			}
			server := serve(t, harness.ServerOptions{})
			config := downloads.Config{}
			if whole {
				config.Settings.LimitRate = rate
			}
			queue := open(t, config)
			var specs []downloads.Spec
			contents := []*harness.Content{harness.NewContent(31, size/2), harness.NewContent(32, size/2)}
			if !whole {
				contents = []*harness.Content{harness.NewContent(33, size)}
			}
			for i, content := range contents {
				path := fmt.Sprintf("/file-%d", i)
				server.Handle(path, &harness.File{Content: content})
				spec := specOf(server, path, content, t.TempDir(), true)
				if !whole {
					spec.Limit = rate
				}
				specs = append(specs, spec)
			}
			start := time.Now()
			for i, id := range add(t, queue, specs...) {
				same(t, contents[i], finished(t, queue, id).Path)
			}
			took, ideal := time.Since(start), time.Duration(size)*time.Second/time.Duration(rate)
			t.Logf("%v for %v", took, ideal)
			if took < ideal/2 {
				t.Errorf("faster than the limit: %v, %v expected", took, ideal)
			}
			if off := took.Seconds()/ideal.Seconds() - 1; strict() && (off > 0.03 || off < -0.03) {
				t.Errorf("%.1f %% off the limit", off*100)
			}
		})
	}
}

// TestPauseStopsAtOnceAndLosesNothing pauses in the middle; the server is asked for nothing more until Resume.
func TestPauseStopsAtOnceAndLosesNothing(t *testing.T) {
	content := harness.NewContent(34, 8<<20)
	server := serve(t, harness.ServerOptions{})
	file := &harness.File{Content: content}
	half, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	file.Gate = func(r *http.Request, offset int64) error {
		if offset < content.Size/2 {
			return nil
		}
		once.Do(func() { close(half) })
		select {
		case <-release:
			return nil
		case <-r.Context().Done():
			return errors.New("the client left")
		case <-server.Closed():
			return errors.New("closed")
		}
	}
	server.Handle("/file", file)
	transport := downloads.NewTransport(nil)
	requests := &inFlight{inner: transport}
	queue := open(t, downloads.Config{HTTP: requests})
	id := add(t, queue, specOf(server, "/file", content, t.TempDir(), true))[0]
	select {
	case <-half:
	case <-time.After(patience):
		t.Fatal("the second half was never asked for")
	}
	start := time.Now()
	if err := queue.Pause(id); err != nil {
		t.Fatal(err)
	}
	paused := until(t, queue, "the pause", func(s *downloads.Snapshot) bool {
		return s.Entry(id).State == downloads.Paused && s.Entry(id).Connections == nil
	})
	took := time.Since(start)
	t.Logf("paused after %v", took)
	if strict() && took > 200*time.Millisecond {
		t.Errorf("paused only after %v", took)
	}
	if open := requests.open.Load(); open != 0 {
		t.Errorf("%d requests are still open", open)
	}
	asked, had := file.Requests.Load(), paused.Entry(id).Done
	close(release)
	if file.Requests.Load() != asked {
		t.Error("the server was asked during the pause")
	}
	if err := queue.Resume(id); err != nil {
		t.Fatal(err)
	}
	entry := finished(t, queue, id)
	same(t, content, entry.Path)
	if had == 0 {
		t.Log("nothing had been written in order before the pause")
	}
}

// TestASilentServerIsNoticedAndAskedAgain lets every connection fall silent once.
func TestASilentServerIsNoticedAndAskedAgain(t *testing.T) {
	content := harness.NewContent(35, 4<<20)
	server := serve(t, harness.ServerOptions{})
	file := &harness.File{Content: content}
	silent := map[*http.Request]bool{}
	var mu sync.Mutex
	left := 4
	file.Gate = func(r *http.Request, offset int64) error {
		mu.Lock()
		if offset >= content.Size/3 && left > 0 && !silent[r] {
			left--
			silent[r] = true
		}
		still := silent[r]
		mu.Unlock()
		if !still {
			return nil
		}
		select {
		case <-r.Context().Done():
		case <-server.Closed():
		}
		return errors.New("silent")
	}
	server.Handle("/file", file)
	tuning := quick()
	tuning.StallAfter = time.Second
	if strict() {
		tuning.StallAfter = 0 // the default: 15 s
	}
	queue := open(t, downloads.Config{Tuning: tuning})
	id := add(t, queue, specOf(server, "/file", content, t.TempDir(), true))[0]
	start := time.Now()
	entry := finished(t, queue, id)
	took := time.Since(start)
	t.Logf("done after %v", took)
	if strict() && took > 40*time.Second {
		t.Errorf("silence was noticed too late: done after %v", took)
	}
	same(t, content, entry.Path)
}
