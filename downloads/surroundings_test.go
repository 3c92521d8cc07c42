package downloads

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/i18n"
)

// around is a computer that can be put to sleep and carried into another network.
type around struct {
	slept atomic.Int64 // by how much its wall clock is ahead of its own time, in nanoseconds
	moves atomic.Int64
}

// config never tries again by itself within a test: only what happens around it makes it go on.
func (a *around) config() Config {
	return Config{
		Clock:    func() time.Time { return time.Now().Add(time.Duration(a.slept.Load())) },
		Network:  func() string { return time.Duration(a.moves.Load()).String() },
		Settings: Settings{Tries: 1},
		Tuning:   Tuning{SleepTick: 5 * time.Millisecond, NetworkWait: 24 * time.Hour, Backoff: 24 * time.Hour, MaxBackoff: 24 * time.Hour, StallAfter: time.Hour, HeaderTimeout: time.Hour},
	}
}

// events are a sleep of a minute and another network.
func (a *around) events() map[string]func() {
	return map[string]func(){
		"after a sleep":      func() { a.slept.Store(int64(time.Minute)) },
		"in another network": func() { a.moves.Add(1) },
	}
}

func TestWhatWaitsForTheNetworkGoesOn(t *testing.T) {
	for name := range (&around{}).events() {
		t.Run(name, func(t *testing.T) {
			data, sum := content(3<<20, 41)
			s := serve(t, data)
			s.behave(func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) })
			computer := &around{}
			q := openQueue(t, computer.config())
			dir := t.TempDir()
			id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 3 << 20, SHA256: sum})[0]
			until(t, q, func(s *Snapshot) bool {
				e := s.Entry(id)
				return e.State == Waiting && e.Wait == WaitNetwork && e.Fault != nil
			})
			s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) { plain.ServeHTTP(w, r) })
			computer.events()[name]()
			if err := wait(t, q, id); err != nil {
				t.Fatal(err)
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
		})
	}
}

// TestADeadConnectionIsGivenUpAtOnce: without it a download stands still until its connections count as stalled.
func TestADeadConnectionIsGivenUpAtOnce(t *testing.T) {
	for name := range (&around{}).events() {
		t.Run(name, func(t *testing.T) {
			data, sum := content(6<<20, 42)
			s := serve(t, data)
			var dead atomic.Bool
			dead.Store(true)
			s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
				if dead.Load() && s.requests.Load() > 0 {
					w.Header().Set("ETag", `"v1"`)
					<-r.Context().Done() // says nothing any more, and does not close either
					return
				}
				plain.ServeHTTP(w, r)
			})
			computer := &around{}
			q := openQueue(t, computer.config())
			dir := t.TempDir()
			id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 6 << 20, SHA256: sum})[0]
			until(t, q, func(s *Snapshot) bool {
				e := s.Entry(id)
				return e.Done >= 1<<20 && len(e.Connections) > 1
			})
			dead.Store(false)
			computer.events()[name]()
			if err := wait(t, q, id); err != nil {
				t.Fatal(err)
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
			if e := q.Snapshot().Entry(id); e.Fetched != 6<<20 {
				t.Errorf("%d bytes were fetched for %d", e.Fetched, 6<<20)
			}
		})
	}
}

// TestFasterMirrorDeliversMostOfTheFile: the slow one is asked now and then whether it has become faster.
func TestFasterMirrorDeliversMostOfTheFile(t *testing.T) {
	data, sum := content(48<<20, 43)
	quick, slow := serve(t, data), serve(t, data)
	var fromQuick, fromSlow atomic.Int64
	count := func(n *atomic.Int64, pause time.Duration) func(http.ResponseWriter, *http.Request, http.Handler) {
		return func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
			plain.ServeHTTP(&slowWriter{ResponseWriter: w, sent: n, pause: pause}, r)
		}
	}
	quick.behave(count(&fromQuick, 0))
	slow.behave(count(&fromSlow, 40*time.Millisecond)) // for each 32 KiB: less than 1 MiB a second
	q := openQueue(t, Config{})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: slow.URL + "/file.bin", Dir: dir, Size: 48 << 20, SHA256: sum, Mirrors: []string{quick.URL + "/file.bin"}})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	t.Logf("%d MiB from the fast mirror, %d from the slow one", fromQuick.Load()>>20, fromSlow.Load()>>20)
	if fromQuick.Load() < 2*fromSlow.Load() {
		t.Errorf("the fast mirror sent %d bytes, the slow one %d", fromQuick.Load(), fromSlow.Load())
	}
}

// slowWriter sends 32 KiB at a time and counts them.
type slowWriter struct {
	http.ResponseWriter
	sent  *atomic.Int64
	pause time.Duration
}

func (w *slowWriter) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		if w.pause > 0 {
			<-time.After(w.pause)
		}
		n, err := w.ResponseWriter.Write(p[written:min(written+32<<10, len(p))])
		written += n
		w.sent.Add(int64(n))
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

func TestAllArePausedResumedAndTriedAgainAtOnce(t *testing.T) {
	data, sum := content(4<<20, 44)
	s := serve(t, data)
	release := s.hold(t, 512<<10)
	q := openQueue(t, Config{Settings: Settings{Parallel: 2}})
	dir := t.TempDir()
	var specs []Spec
	for _, name := range []string{"a", "b", "c", "d"} {
		specs = append(specs, Spec{URL: s.URL + "/" + name, Name: name, Dir: dir, Size: 4 << 20, SHA256: sum})
	}
	add(t, q, specs...)
	until(t, q, func(s *Snapshot) bool { return s.Running == 2 })
	if err := q.Pause(); err != nil {
		t.Fatal(err)
	}
	until(t, q, func(s *Snapshot) bool { return s.Paused == 4 && s.Running == 0 })
	release()
	if err := q.Resume(); err != nil {
		t.Fatal(err)
	}
	if err := wait(t, q); err != nil {
		t.Fatal(err)
	}
	for _, spec := range specs {
		arrived(t, filepath.Join(dir, spec.Name), data)
	}

	s.behave(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { http.Error(w, "gone", http.StatusGone) })
	for i := range specs {
		specs[i].Name = "again-" + specs[i].Name
	}
	ids := add(t, q, specs...)
	until(t, q, func(s *Snapshot) bool { return s.Stopped == 4 })
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) { plain.ServeHTTP(w, r) })
	if err := q.Retry(); err != nil {
		t.Fatal(err)
	}
	if err := wait(t, q, ids...); err != nil {
		t.Fatal(err)
	}
}

// TestAFolderThatVanishesIsSaidAndComesBackByItself covers a disk that is unplugged while a download comes.
func TestAFolderThatVanishesIsSaidAndComesBackByItself(t *testing.T) {
	data, sum := content(8<<20, 45)
	s := serve(t, data)
	release := s.hold(t, 1<<20)
	q := openQueue(t, Config{Tuning: Tuning{DiskWait: 20 * time.Millisecond, Backoff: 5 * time.Millisecond}})
	disk := filepath.Join(t.TempDir(), "disk")
	dir := filepath.Join(disk, "folder")
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
	if err := q.Pause(id); err != nil {
		t.Fatal(err)
	}
	paused := until(t, q, func(s *Snapshot) bool { return s.Entry(id).State == Paused && s.Entry(id).Committed > 0 }).Entry(id)
	if err := atomicfile.Rename(disk, disk+"-away"); err != nil { // Windows moves no folder in which a file is still open
		t.Fatal(err)
	}
	release()
	if err := q.Resume(id); err != nil {
		t.Fatal(err)
	}
	snapshot := until(t, q, func(s *Snapshot) bool { return s.Entry(id).Wait == WaitDisk })
	if f := snapshot.Entry(id).Fault; f == nil || f.Safe.String() == "" || len(i18n.Strings(f.Steps)) == 0 {
		t.Errorf("it does not say what happened: %+v", f)
	}
	if _, err := os.Stat(disk); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder was made anew where its disk is missing")
	}
	if err := os.Rename(disk+"-away", disk); err != nil {
		t.Fatal(err)
	}
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if e := q.Snapshot().Entry(id); e.Fetched-paused.Fetched > e.Size-paused.Committed {
		t.Errorf("%d bytes were there, and %d of %d were fetched afterwards", paused.Committed, e.Fetched-paused.Fetched, e.Size)
	}
}

// TestAFileOfUnknownLengthStopsBeforeItFillsTheDisk: nobody can look for its room beforehand.
func TestAFileOfUnknownLengthStopsBeforeItFillsTheDisk(t *testing.T) {
	data, _ := content(3<<20, 46)
	s := serve(t, data)
	gate, let := context.WithCancel(t.Context())
	s.behave(func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = w.Write(data[:1<<20]) // in chunks, without a length
		_ = http.NewResponseController(w).Flush()
		select {
		case <-gate.Done():
			_, _ = w.Write(data[1<<20:])
		case <-r.Context().Done():
		}
	})
	var room atomic.Int64
	room.Store(1 << 40)
	q := openQueue(t, Config{Space: func(string) (int64, error) { return room.Load(), nil }, Tuning: Tuning{DiskWait: 20 * time.Millisecond}})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
	room.Store(1 << 20)
	e := until(t, q, func(s *Snapshot) bool { return s.Entry(id).Wait == WaitDisk }).Entry(id)
	if e.Fault == nil || e.Fault.Safe.String() == "" || len(i18n.Strings(e.Fault.Steps)) == 0 {
		t.Errorf("it does not say what happened: %+v", e.Fault)
	}
	room.Store(1 << 40)
	let()
	if err := wait(t, q, id); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}
