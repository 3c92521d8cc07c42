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
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// inFlight counts a client's requests from their start to the close of their body, where the client makes them.
type inFlight struct {
	inner *http.Transport

	mu         sync.Mutex
	open, most int
	none       []chan struct{} // closed when open becomes 0
}

func (f *inFlight) count(by int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open += by
	f.most = max(f.most, f.open)
	if f.open == 0 {
		for _, waits := range f.none {
			close(waits)
		}
		f.none = nil
	}
}

// idle is closed when no request is open.
func (f *inFlight) idle() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	none := make(chan struct{})
	if f.open == 0 {
		close(none)
	} else {
		f.none = append(f.none, none)
	}
	return none
}

func (f *inFlight) RoundTrip(r *http.Request) (*http.Response, error) { return f.send(f.inner, r) }

func (f *inFlight) send(client http.RoundTripper, r *http.Request) (*http.Response, error) {
	f.count(1)
	response, err := client.RoundTrip(r)
	if err != nil {
		f.count(-1)
		return nil, err
	}
	response.Body = &countedBody{ReadCloser: response.Body, count: f}
	return response, nil
}

// Connection makes each request have a connection of its own.
func (f *inFlight) Connection() http.RoundTripper {
	return counted{downloads.OneConnection(f.inner), f}
}

// counted is one client whose requests are counted.
type counted struct {
	*http.Transport
	count *inFlight
}

func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	return c.count.send(c.Transport, r)
}

type countedBody struct {
	io.ReadCloser
	count *inFlight
	once  sync.Once
}

func (b *countedBody) Close() error {
	// Counted first: who waits for this close may start the next request at once.
	b.once.Do(func() { b.count.count(-1) })
	return b.ReadCloser.Close()
}

// TestAHostNeverMeetsMoreConnectionsThanAllowed runs several files of many connections from one host.
func TestAHostNeverMeetsMoreConnectionsThanAllowed(t *testing.T) {
	const perHost = 3
	server := serve(t, downloadtest.ServerOptions{})
	var dials downloadtest.Dials
	transport := downloads.NewTransport(nil)
	transport.DialContext = dials.DialContext
	requests := &inFlight{inner: transport}
	queue := openQueue(t, downloads.Config{HTTP: requests, Settings: downloads.Settings{Parallel: 4, Connections: 8, PerHost: perHost}})
	dir := t.TempDir()
	var specs []downloads.Spec
	var contents []*downloadtest.Content
	for i := range 5 {
		content, path := downloadtest.NewContent(uint64(400+i), 3<<20), fmt.Sprintf("/file-%d", i)
		server.Handle(path, &downloadtest.File{Content: content})
		specs, contents = append(specs, specOf(server, path, content, dir, true)), append(contents, content)
	}
	for i, id := range add(t, queue, specs...) {
		same(t, contents[i], finished(t, queue, id).Path)
	}
	t.Logf("at most %d requests and %d connections at once", requests.most, dials.Host(server.Address).Most.Load())
	if most := requests.most; most > perHost {
		t.Errorf("%d requests at once, at most %d allowed", most, perHost)
	}
	if most := dials.Host(server.Address).Most.Load(); most > perHost {
		t.Errorf("%d connections at once, at most %d allowed", most, perHost)
	}
}

// TestFewSlotsAndABrokenFirstPartNeverStopADownload: those ahead must not keep every place at the host while they
// wait for the part before them, which broke and needs a place.
func TestFewSlotsAndABrokenFirstPartNeverStopADownload(t *testing.T) {
	dir := t.TempDir()
	tuning := quick()
	tuning.Window, tuning.StallAfter = 8<<20, time.Second
	queue := openQueue(t, downloads.Config{Tuning: tuning, Settings: downloads.Settings{Parallel: 8, Connections: 8, PerHost: 1, Tries: 1000}})
	var specs []downloads.Spec
	var contents []*downloadtest.Content
	for i := range 8 {
		server := serve(t, downloadtest.ServerOptions{})
		file := &downloadtest.File{Content: downloadtest.NewContent(uint64(500+i), 12<<20)}
		var n atomic.Int64
		file.BeforeChunk = func(*http.Request, int64) error {
			if n.Add(1)%17 == 0 {
				return errors.New("broken")
			}
			return nil
		}
		server.Handle("/file", file)
		spec := specOf(server, "/file", file.Content, dir, true)
		spec.Name = fmt.Sprintf("file-%d", i)
		specs, contents = append(specs, spec), append(contents, file.Content)
	}
	for i, id := range add(t, queue, specs...) {
		same(t, contents[i], finished(t, queue, id).Path)
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
			server := serve(t, downloadtest.ServerOptions{})
			config := downloads.Config{}
			if whole {
				config.Settings.LimitRate = rate
			}
			queue := openQueue(t, config)
			var specs []downloads.Spec
			contents := []*downloadtest.Content{downloadtest.NewContent(31, size/2), downloadtest.NewContent(32, size/2)}
			if !whole {
				contents = []*downloadtest.Content{downloadtest.NewContent(33, size)}
			}
			for i, content := range contents {
				path := fmt.Sprintf("/file-%d", i)
				server.Handle(path, &downloadtest.File{Content: content})
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
	content := downloadtest.NewContent(34, 8<<20)
	server := serve(t, downloadtest.ServerOptions{})
	file := &downloadtest.File{Content: content}
	release := make(chan struct{})
	file.BeforeChunk = func(r *http.Request, offset int64) error {
		if offset < content.Size/2 {
			return nil
		}
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
	requests := &inFlight{inner: downloads.NewTransport(nil)}
	queue := openQueue(t, downloads.Config{HTTP: requests})
	id := add(t, queue, specOf(server, "/file", content, t.TempDir(), true))[0]
	until(t, queue, "a quarter of the file", func(s *downloads.Snapshot) bool { return s.Entry(id).Done >= content.Size/4 })
	start := time.Now()
	if err := queue.Pause(id); err != nil {
		t.Fatal(err)
	}
	until(t, queue, "the pause", func(s *downloads.Snapshot) bool { return s.Entry(id).State == downloads.Paused })
	select {
	case <-requests.idle():
	case <-time.After(patience):
		t.Fatal("requests are still open")
	}
	took := time.Since(start)
	t.Logf("paused and the last request ended after %v", took)
	if strict() && took > 200*time.Millisecond {
		t.Errorf("paused only after %v", took)
	}
	close(release)
	if err := queue.Resume(id); err != nil {
		t.Fatal(err)
	}
	entry := finished(t, queue, id)
	same(t, content, entry.Path)
	t.Logf("%.3f times the bytes fetched", float64(entry.Fetched)/float64(entry.Size))
}

// TestASilentServerIsNoticedAndAskedAgain lets connections fall silent, before their answer and within it.
func TestASilentServerIsNoticedAndAskedAgain(t *testing.T) {
	content := downloadtest.NewContent(35, 4<<20)
	server := serve(t, downloadtest.ServerOptions{})
	file := &downloadtest.File{Content: content}
	var silences atomic.Int64
	silent := func(r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-server.Closed():
		}
	}
	server.Handle("/file", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, end, ranged := downloadtest.ParseRange(r.Header.Get("Range"), content.Size)
		n := int64(0)
		if ranged && start > 0 && r.Method == http.MethodGet {
			n = silences.Add(1)
		}
		switch n {
		case 1: // no answer at all
			silent(r)
		case 2, 3: // an answer that stops
			file.SetValidators(w.Header())
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, end-1, content.Size))
			w.Header().Set("Content-Length", fmt.Sprint(end-start))
			w.WriteHeader(http.StatusPartialContent)
			file.Send(w, r, start, start+min(end-start, 1000))
			_ = http.NewResponseController(w).Flush()
			silent(r)
		default:
			file.ServeHTTP(w, r)
		}
	}))
	tuning := quick()
	tuning.StallAfter, tuning.HeaderTimeout = time.Second, time.Second
	if strict() {
		tuning.StallAfter, tuning.HeaderTimeout = 0, 0 // the defaults
	}
	queue := openQueue(t, downloads.Config{Tuning: tuning, Settings: downloads.Settings{Tries: 100}})
	id := add(t, queue, specOf(server, "/file", content, t.TempDir(), true))[0]
	start := time.Now()
	until(t, queue, "a word about the silence", func(s *downloads.Snapshot) bool {
		return len(queue.Log(id)) > 0 || s.Entry(id).State == downloads.Stalled
	})
	took := time.Since(start)
	t.Logf("noticed after %v", took)
	if strict() && took > 16*time.Second {
		t.Errorf("noticed only after %v", took)
	}
	same(t, content, finished(t, queue, id).Path)
	if silences.Load() < 3 {
		t.Errorf("only %d connections fell silent", silences.Load())
	}
}
