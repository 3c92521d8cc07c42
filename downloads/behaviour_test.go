package downloads

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// source gives links by a function.
type source func(SourceKey, Refresh) (Link, error)

func (f source) Link(_ context.Context, k SourceKey, why Refresh) (Link, error) { return f(k, why) }

func pieces(data []byte, size int) Pieces {
	p := Pieces{Size: int64(size)}
	for from := 0; from < len(data); from += size {
		p.SHA256 = append(p.SHA256, sumOf(data[from:min(from+size, len(data))]))
	}
	return p
}

func TestOnlyTheDamagedPiecesOfAFinishedFileAreFetchedAgain(t *testing.T) {
	data, sum := content(5<<20, 6)
	s := serve(t, data)
	q := openQueue(t, Config{})
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: t.TempDir(), Size: 5 << 20, SHA256: sum, Pieces: pieces(data, 1<<20)})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	path := q.Snapshot().Entry(id).Path
	broken := append([]byte(nil), data...)
	broken[1<<20+5]++
	if err := os.WriteFile(path, broken[:4<<20+100], 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := q.Verify(t.Context(), id, false)
	if err != nil || r.OK || r.Repaired || len(r.Damaged) == 0 {
		t.Fatalf("%+v %v", r, err)
	}
	r, err = q.Verify(t.Context(), id, true)
	if err != nil || !r.OK || !r.Repaired || r.Fetched >= 3<<20 {
		t.Fatalf("%+v %v", r, err)
	}
	arrived(t, path, data)
}

func TestAPartDamagedOnTheWayIsMendedByItsPieces(t *testing.T) {
	data, sum := content(6<<20, 7)
	s := serve(t, data)
	broken := append([]byte(nil), data...)
	broken[3<<20]++
	s.set(broken, `"v1"`)
	q := openQueue(t, Config{})
	var whole atomic.Bool // every byte was asked for once
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if whole.Load() {
			s.set(data, `"v1"`)
		}
		if strings.HasSuffix(r.Header.Get("Range"), "-6291455") {
			whole.Store(true)
		}
		plain.ServeHTTP(w, r)
	})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 6 << 20, SHA256: sum, Pieces: pieces(data, 1<<20), Connections: 1})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if e := q.Snapshot().Entry(id); e.Fetched > 7<<20+1<<20 {
		t.Errorf("%d bytes fetched", e.Fetched)
	}
}

func TestBadMirrorIsDroppedAndTheOthersDeliverTheFile(t *testing.T) {
	data, sum := content(12<<20, 8)
	good, other, bad := serve(t, data), serve(t, data), serve(t, data[:1<<20])
	other.set(data, `"another-validator"`)
	down := serve(t, data)
	down.behave(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		http.Error(w, "no", http.StatusBadGateway)
	})
	q := openQueue(t, Config{})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: good.URL + "/file.bin", Dir: dir, Size: 12 << 20, SHA256: sum, Mirrors: []string{bad.URL + "/file.bin", down.URL + "/file.bin", other.URL + "/file.bin"}})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if other.requests.Load() == 0 {
		t.Error("the second good mirror was not used")
	}
}

func TestTermsMakeADownloadWaitAndReleaseLetsItGoOn(t *testing.T) {
	data, sum := content(100<<10, 9)
	s := serve(t, data)
	var accepted atomic.Bool
	q := openQueue(t, Config{Sources: func(SourceKey) Source {
		return source(func(SourceKey, Refresh) (Link, error) {
			if !accepted.Load() {
				return Link{}, &fault.Error{Kind: fault.Terms, Code: "program.terms", Title: i18n.Verbatim("New terms."), Agreement: "eula"}
			}
			return Link{URL: s.URL + "/x"}, nil
		})
	}})
	dir := t.TempDir()
	id := add(t, q, Spec{Source: "p/f", Name: "file.bin", Dir: dir, Size: 100 << 10, SHA256: sum})[0]
	e := until(t, q, func(s *Snapshot) bool { return s.Entry(id).State == Waiting }).Entry(id)
	if e.Wait != WaitTerms || e.Fault == nil || e.Fault.Agreement != "eula" {
		t.Errorf("%+v", e)
	}
	accepted.Store(true)
	q.Release(WaitSignIn)
	if q.Snapshot().Entry(id).State != Waiting {
		t.Error("it was let go for another reason")
	}
	q.Release(WaitTerms)
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

func TestAConnectionThatIsNotSecureIsNotTriedAgain(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	var hello atomic.Int64
	s.Config.ErrorLog = quietLog()
	s.StartTLS()
	t.Cleanup(s.Close)
	transport := NewTransport(noProxy)
	q := openQueue(t, Config{HTTP: roundTripper(func(r *http.Request) (*http.Response, error) {
		hello.Add(1)
		return transport.RoundTrip(r)
	})})
	t.Cleanup(transport.CloseIdleConnections)
	id := add(t, q, Spec{URL: s.URL + "/x", Dir: t.TempDir(), Size: -1})[0]
	err := wait(t, q, id)
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != "downloads.tls" || hello.Load() != 1 {
		t.Errorf("%v after %d tries", err, hello.Load())
	}
}

func TestAServerThatAsksForTimeIsLeftAloneForThatLong(t *testing.T) {
	data, sum := content(10<<10, 10)
	s := serve(t, data)
	s.behave(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Retry-After", "1800")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	q := openQueue(t, Config{})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 10 << 10, SHA256: sum})[0]
	e := until(t, q, func(s *Snapshot) bool { return s.Entry(id).State == Retrying }).Entry(id)
	if e.RetryIn < 29*time.Minute || e.RetryIn > 30*time.Minute || e.Fault == nil {
		t.Errorf("%+v", e)
	}
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) { plain.ServeHTTP(w, r) })
	if err := q.Retry(id); err != nil { // the person need not wait
		t.Fatal(err)
	}
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
}

func TestTheServersNameIsTakenOnlyWhereNoneIsGiven(t *testing.T) {
	data, _ := content(2<<20, 11)
	s := serve(t, data)
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		w.Header().Set("Content-Disposition", `attachment; filename="../../real?.iso"`)
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{})
	dir := t.TempDir()
	add(t, q, Spec{URL: s.URL + "/get", Dir: dir, Size: -1}, Spec{URL: s.URL + "/get", Name: "mine.iso", Dir: dir, Size: -1})
	if err := wait(t, q); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "real_.iso"), data)
	arrived(t, filepath.Join(dir, "mine.iso"), data)
}

func TestTheImportantOnesStartFirst(t *testing.T) {
	data, _ := content(10, 12)
	s := serve(t, data)
	order := make(chan string, 10)
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		order <- r.URL.Path
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{Settings: Settings{Parallel: 1}})
	dir := t.TempDir()
	ids := add(t, q, Spec{URL: s.URL + "/a", Dir: dir, Size: -1, Paused: true}, Spec{URL: s.URL + "/b", Dir: dir, Size: -1, Paused: true},
		Spec{URL: s.URL + "/c", Dir: dir, Size: -1, Paused: true, Priority: 1})
	if err := q.Move(ids[1], 0); err != nil {
		t.Fatal(err)
	}
	if err := q.Resume(); err != nil {
		t.Fatal(err)
	}
	if err := wait(t, q); err != nil {
		t.Fatal(err)
	}
	close(order)
	var got string
	for p := range order {
		if len(got) == 0 || got[len(got)-1] != p[1] {
			got += p[1:]
		}
	}
	if got != "cba" {
		t.Errorf("started as %q", got)
	}
}

func TestInQuietHoursNothingIsFetchedAndAfterThemItGoesOn(t *testing.T) {
	data, _ := content(10, 13)
	s := serve(t, data)
	var minute atomic.Int64
	clock := func() time.Time {
		return time.Date(2026, 11, 21, 12, int(minute.Load()), 0, 0, time.Local)
	}
	q := openQueue(t, Config{Clock: clock, Settings: Settings{QuietHours: []Hours{{From: 12 * 60, To: 12*60 + 30}}}})
	id := add(t, q, Spec{URL: s.URL + "/a", Dir: t.TempDir(), Size: -1})[0]
	e := until(t, q, func(s *Snapshot) bool { return s.Quiet }).Entry(id)
	if e.State != Waiting || e.Wait != WaitHour || s.requests.Load() != 0 {
		t.Errorf("%+v", e)
	}
	minute.Store(31)
	q.core.poke()
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
}

func TestAQueueThatIsHeldStartsNothingBeforeItRuns(t *testing.T) {
	data, sum := content(1<<20, 15)
	s := serve(t, data)
	q := openQueue(t, Config{Hold: true})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 1 << 20, SHA256: sum})[0]
	for range 3 {
		q.startRuns() // as its loop does
	}
	if n := q.Snapshot().Running; n > 0 || s.requests.Load() > 0 {
		t.Fatalf("%d run, %d requests were sent", n, s.requests.Load())
	}
	q.Run()
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

func TestCancelDeletesWhatCameAndRetryBeginsAgain(t *testing.T) {
	data, sum := content(8<<20, 14)
	s := serve(t, data)
	release := s.hold(t, 900<<10)
	q := openQueue(t, Config{})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
	if err := q.Cancel(id); err != nil {
		t.Fatal(err)
	}
	until(t, q, func(s *Snapshot) bool {
		parts, _ := filepath.Glob(filepath.Join(dir, "*"))
		return s.Entry(id).State == Stopped && len(parts) == 0
	})
	release()
	if err := q.Retry(id); err != nil {
		t.Fatal(err)
	}
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

func TestRefusedDownloadLeavesNoEmptyPartFile(t *testing.T) {
	for kind, why := range map[fault.Kind]Wait{fault.SignIn: WaitSignIn, fault.Terms: WaitTerms, fault.Permission: WaitAccess} {
		q := openQueue(t, Config{Sources: func(SourceKey) Source {
			return source(func(SourceKey, Refresh) (Link, error) {
				return Link{}, &fault.Error{Kind: kind, Code: "program.refused", Title: i18n.Verbatim("Not yet.")}
			})
		}})
		dir := t.TempDir()
		id := add(t, q, Spec{Source: "p/f", Name: "file.bin", Dir: dir, Size: 100 << 10})[0]
		if e := until(t, q, func(s *Snapshot) bool { return s.Entry(id).State == Waiting }).Entry(id); e.Wait != why {
			t.Errorf("%s: waits for %q", kind, e.Wait)
		}
		q.core.cleanups.Wait()
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("%s: left in the folder: %v, %v", kind, left, err)
		}
	}
}
