package downloads

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// The tests of this file run in synctest's time: the real engine on a real disk, over a server without a network.

// TestDownloadsShareALimitFairlyHoweverManyConnectionsTheyHave: without it whoever opens more connections gets more.
func TestDownloadsShareALimitFairlyHoweverManyConnectionsTheyHave(t *testing.T) {
	const size = 8 << 20
	data, sum := content(size, 52)
	synctest.Test(t, func(t *testing.T) {
		q := openQueue(t, Config{HTTP: inPieces{data}, Settings: Settings{LimitRate: 4 << 20}})
		dir := t.TempDir()
		ids := add(t, q, Spec{URL: "https://host.example/one", Dir: dir, Size: size, SHA256: sum, Connections: 1},
			Spec{URL: "https://host.example/eight", Dir: dir, Size: size, SHA256: sum, Connections: 8})
		time.Sleep(2 * time.Second)
		s := q.Snapshot()
		one, eight := s.Entry(ids[0]).Fetched, s.Entry(ids[1]).Fetched
		if sum := one + eight; sum < 8<<20*97/100 || sum > 8<<20*103/100 {
			t.Errorf("%d bytes came in two seconds at 4 MiB a second", sum)
		}
		if share := float64(one) / float64(one+eight); share < 0.45 || share > 0.55 {
			t.Errorf("the one with one connection has %.2f of the bytes", share)
		}
		if err := wait(t, q, ids...); err != nil {
			t.Fatal(err)
		}
	})
}

// TestAChangedLimitIsFeltAtOnce for all and for one, up and down.
func TestAChangedLimitIsFeltAtOnce(t *testing.T) {
	const size = 24 << 20
	data, sum := content(size, 53)
	synctest.Test(t, func(t *testing.T) {
		q := openQueue(t, Config{HTTP: inPieces{data}, Settings: Settings{LimitRate: 1 << 20}})
		id := add(t, q, Spec{URL: "https://host.example/file", Dir: t.TempDir(), Size: size, SHA256: sum})[0]
		second := func() float64 {
			before := q.Snapshot().Entry(id).Fetched
			time.Sleep(time.Second)
			return float64(q.Snapshot().Entry(id).Fetched-before) / (1 << 20)
		}
		expect := func(what string, mib float64) {
			t.Helper()
			second() // what was paid for before the change
			if got := second(); got < 0.9*mib || got > 1.1*mib {
				t.Errorf("%s: %.2f MiB came in a second, %.2f expected", what, got, mib)
			}
		}
		expect("1 MiB for all", 1)
		settings := q.Snapshot().Settings
		settings.LimitRate = 4 << 20
		if err := q.SetSettings(settings); err != nil {
			t.Fatal(err)
		}
		expect("4 MiB for all", 4)
		if err := q.SetLimit(512<<10, id); err != nil {
			t.Fatal(err)
		}
		expect("half a MiB for this one", 0.5)
		settings.LimitRate = 0
		if err := q.SetSettings(settings); err != nil {
			t.Fatal(err)
		}
		if err := q.SetLimit(0, id); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := wait(t, q, id); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("without a limit the rest took %v", took)
		}
	})
}

// silent serves a file whose answers fall silent after some bytes until it is told otherwise.
type silent struct {
	inPieces
	heals    atomic.Bool
	requests atomic.Int64
}

func (s *silent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.requests.Add(1)
	resp, err := s.inPieces.RoundTrip(r)
	if err == nil && !s.heals.Load() {
		resp.Body = &quiet{ReadCloser: resp.Body, left: 64 << 10, r: r}
	}
	return resp, err
}

// quiet gives some bytes and then nothing, not even an end.
type quiet struct {
	io.ReadCloser
	left int
	r    *http.Request
}

func (h *quiet) Read(b []byte) (int, error) {
	if h.left == 0 {
		<-h.r.Context().Done()
		return 0, h.r.Context().Err()
	}
	n, err := h.ReadCloser.Read(b[:min(len(b), h.left)])
	h.left -= n
	return n, err
}

// TestASilentServerIsNoticedAfterFifteenSeconds is the default: earlier would give up slow lines, later would try patience.
func TestASilentServerIsNoticedAfterFifteenSeconds(t *testing.T) {
	const size = 4 << 20
	data, sum := content(size, 54)
	synctest.Test(t, func(t *testing.T) {
		server := &silent{inPieces: inPieces{data}}
		q := openQueue(t, Config{HTTP: server})
		id := add(t, q, Spec{URL: "https://host.example/file", Dir: t.TempDir(), Size: size, SHA256: sum})[0]
		time.Sleep(time.Second)
		asked := server.requests.Load()
		server.heals.Store(true)
		time.Sleep(13 * time.Second)
		if e := q.Snapshot().Entry(id); server.requests.Load() != asked || e.State != Stalled {
			t.Errorf("after 14 s it is %s, and %d requests were sent after the first %d", e.State, server.requests.Load()-asked, asked)
		}
		time.Sleep(3 * time.Second)
		if server.requests.Load() == asked {
			t.Error("after 17 s nothing was asked for again")
		}
		if err := wait(t, q, id); err != nil {
			t.Fatal(err)
		}
		if e := q.Snapshot().Entry(id); e.Fetched != size {
			t.Errorf("%d bytes were fetched for %d", e.Fetched, size)
		}
	})
}

// far is a server whose answers take their time to begin, and whose connections have a speed each.
type far struct {
	inPieces
	latency time.Duration
	rate    float64 // bytes a second of each connection
}

func (f far) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(f.latency)
	resp, err := f.inPieces.RoundTrip(r)
	if err == nil {
		resp.Body = &paced{resp.Body, f.rate}
	}
	return resp, err
}

type paced struct {
	io.ReadCloser
	rate float64
}

func (p *paced) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	time.Sleep(time.Duration(float64(n) / p.rate * float64(time.Second)))
	return n, err
}

// TestEveryConnectionIsUsedToItsSpeed: what is lost to waiting for answers, for each other, for the window and at the end of the file.
func TestEveryConnectionIsUsedToItsSpeed(t *testing.T) {
	all, _ := content(100<<20, 55)
	for _, line := range []struct {
		latency     time.Duration
		mib         float64 // a second, of each connection
		connections int
		size        int     // MiB
		window      int64   // MiB; 0: as it is
		most        float64 // of the time that the bytes alone take
	}{
		{0, 5, 4, 40, 0, 1.02}, {0, 20, 16, 40, 0, 1.05}, {10 * time.Millisecond, 5, 4, 40, 0, 1.10}, {50 * time.Millisecond, 1, 4, 40, 0, 1.10},
		{50 * time.Millisecond, 5, 4, 60, 0, 1.09}, {100 * time.Millisecond, 5, 4, 60, 0, 1.13},
		// As 20 MiB a second of each connection, 400 MiB and a window of 32 MiB: memory bounds how long segments can be. Nine tenths
		// while it flows, less at the start and the end.
		{100 * time.Millisecond, 5, 4, 100, 8, 1.18},
	} {
		data := all[:line.size<<20]
		sum := sumOf(data)
		synctest.Test(t, func(t *testing.T) {
			q := openQueue(t, Config{HTTP: far{inPieces{data}, line.latency, line.mib * (1 << 20)}, Tuning: Tuning{Window: line.window << 20}})
			began := time.Now()
			id := add(t, q, Spec{URL: "https://host.example/file", Dir: t.TempDir(), Size: int64(len(data)), SHA256: sum, Connections: line.connections})[0]
			until(t, q, func(s *Snapshot) bool { return s.Entry(id).State == Done })
			ideal := float64(line.size) / (line.mib * float64(line.connections))
			part := time.Since(began).Seconds() / ideal
			if part > line.most {
				t.Errorf("%d connections of %.0f MiB a second, %v away: %.2f times as long as the bytes alone take, %.2f at most", line.connections, line.mib, line.latency, part, line.most)
			}
		})
	}
}
