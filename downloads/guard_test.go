package downloads

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// TestFileIsWhatWasVerified: whatever another program does to the part file or its folder while it comes, what ends as
// done is the right file under its name; everything else has a typed reason.
func TestFileIsWhatWasVerified(t *testing.T) {
	for name, c := range map[string]struct {
		tamper   func(t *testing.T, dir, part string)
		mayEndAs string // the code of the fault, when the file can't be had
		mtime    bool   // it is noticed by its times
	}{
		"truncated": {tamper: func(t *testing.T, _, part string) { must(t, os.Truncate(part, 1000)) }},
		"lengthened": {tamper: func(t *testing.T, _, part string) {
			f, err := os.OpenFile(part, os.O_WRONLY|os.O_APPEND, 0)
			must(t, err)
			_, err = f.Write(make([]byte, 5000))
			must(t, errors.Join(err, f.Close()))
		}},
		"overwritten": {mtime: true, tamper: func(t *testing.T, _, part string) {
			f, err := os.OpenFile(part, os.O_WRONLY, 0)
			must(t, err)
			_, err = f.WriteAt([]byte("not the file's own bytes"), 70_000)
			must(t, errors.Join(err, f.Close()))
		}},
		"deleted": {tamper: func(t *testing.T, _, part string) { must(t, os.Remove(part)) }},
		"replaced": {tamper: func(t *testing.T, dir, part string) {
			b, err := os.ReadFile(part)
			must(t, err)
			other := filepath.Join(dir, "other")
			must(t, os.WriteFile(other, make([]byte, len(b)), 0o600))
			must(t, os.Rename(other, part))
		}},
		"touched": {mtime: true, tamper: func(t *testing.T, _, part string) {
			must(t, os.Chtimes(part, time.Now(), time.Now().Add(-time.Hour)))
		}},
		"folder moved": {mayEndAs: "downloads.folder-gone", tamper: func(t *testing.T, dir, _ string) { must(t, os.Rename(dir, dir+"-away")) }},
		"folder replaced": {mayEndAs: "downloads.folder-gone", tamper: func(t *testing.T, dir, _ string) {
			must(t, os.Rename(dir, dir+"-away"))
			must(t, os.Mkdir(dir, 0o755))
		}},
	} {
		for _, proof := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				if runtime.GOOS == "windows" {
					t.Skip("Windows lets nobody do this to a file that is open")
				}
				data, sum := content(4<<20, 61)
				s := serve(t, data)
				release := s.hold(t, 1<<20)
				q := openQueue(t, Config{Tuning: Tuning{CheckpointEvery: 20 * time.Millisecond, DiskWait: 20 * time.Millisecond, StallAfter: 1500 * time.Millisecond}})
				dir := filepath.Join(t.TempDir(), "folder")
				spec := Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 4 << 20, Connections: 1} // all bytes in order
				if proof {
					spec.SHA256 = sum
				}
				id := add(t, q, spec)[0]
				until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
				if c.mtime { // not in the very moment of a write of ours, which would hide it
					until(t, q, func(s *Snapshot) bool { return s.Entry(id).State == Stalled })
				}
				c.tamper(t, dir, q.Snapshot().Entry(id).PartPath)
				release()
				if c.mayEndAs != "" {
					e := until(t, q, func(s *Snapshot) bool { e := s.Entry(id); return e.State == Done || e.Wait == WaitDisk }).Entry(id)
					if e.State == Done || e.Fault.Code != c.mayEndAs {
						t.Fatalf("%s %v", e.State, e.Fault)
					}
					_ = os.Remove(dir) // the empty one that was put in its place
					must(t, os.Rename(dir+"-away", dir))
				}
				if err := wait(t, q, id); err != nil {
					t.Fatal(err, q.Log(id))
				}
				e := q.Snapshot().Entry(id)
				arrived(t, e.Path, data)
				if e.SHA256 != sum {
					t.Errorf("it is said to have %s", e.SHA256)
				}
			})
		}
	}
}

// TestFileIsWhatWasVerifiedAtItsEnd: between the last byte and the name, too.
func TestFileIsWhatWasVerifiedAtItsEnd(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody do this to a file that is open")
	}
	data, sum := content(8<<20, 62)
	s := serve(t, data)
	dir := t.TempDir()
	done := false
	q := openQueue(t, Config{Mark: func(path, _ string) error { // called between the two
		if !done {
			done = true
			return os.WriteFile(path, bytes.Repeat([]byte("x"), len(data)), 0o600)
		}
		return nil
	}})
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

// TestPartFileIsReadAgainOnlyWhenItDiffers counts the bytes.
func TestPartFileIsReadAgainOnlyWhenItDiffers(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(t *testing.T, part string)
		read      bool
		again     bool // what was there is fetched again
	}{
		"nobody":      {func(*testing.T, string) {}, false, false},
		"touched":     {func(t *testing.T, part string) { must(t, os.Chtimes(part, time.Now(), time.Now())) }, true, false},
		"overwritten": {func(t *testing.T, part string) { overwrite(t, part) }, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.read && runtime.GOOS == "windows" {
				t.Skip("Windows tells the time of a write when its handle is closed: one that changes no length is not noticed (docs/downloads.md)")
			}
			data, sum := content(8<<20, 63)
			s := serve(t, data)
			release := s.hold(t, 900<<10)
			home, dir := t.TempDir(), t.TempDir()
			q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy)})
			must(t, err)
			id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum})[0]
			until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
			must(t, q.Close())
			release()
			q = openQueue(t, Config{Dir: home, Hold: true})
			before := q.Snapshot().Entry(id)
			c.meanwhile(t, before.PartPath)
			q.Run()
			if err := wait(t, q, id); err != nil {
				t.Fatal(err, q.Log(id))
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
			if n := q.env.reread.Load(); (n > 0) != c.read {
				t.Errorf("%d bytes were read again", n)
			}
			e := q.Snapshot().Entry(id)
			if more := e.Fetched - before.Fetched; (more == e.Size) != c.again || !c.again && more != e.Size-before.Committed {
				t.Errorf("%d bytes were fetched behind %d of %d", more, before.Committed, e.Size)
			}
		})
	}
}

// hold lets a server send the file's first bytes, whatever range they are asked in, and no more until release. So the
// beginning comes on every computer, and the whole file on none.
func (s *fileServer) hold(t *testing.T, first int64) (release func()) {
	gate := make(chan struct{})
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		plain.ServeHTTP(&heldWriter{w, r, gate, first}, r)
	})
	release = sync.OnceFunc(func() { close(gate) })
	t.Cleanup(release)
	return release
}

// heldWriter passes the file's first bytes and waits with the rest until the gate is closed.
type heldWriter struct {
	http.ResponseWriter
	r     *http.Request
	gate  chan struct{}
	first int64 // bytes from the file's beginning
}

func (h *heldWriter) WriteHeader(status int) {
	var from int64
	if _, err := fmt.Sscanf(h.Header().Get("Content-Range"), "bytes %d-", &from); err == nil {
		h.first -= from
	}
	h.ResponseWriter.WriteHeader(status)
}

func (h *heldWriter) Write(b []byte) (int, error) {
	n := int(max(0, min(int64(len(b)), h.first)))
	h.first -= int64(n)
	if _, err := h.ResponseWriter.Write(b[:n]); err != nil || n == len(b) {
		return n, err
	}
	_ = http.NewResponseController(h.ResponseWriter).Flush()
	select {
	case <-h.gate:
		m, err := h.ResponseWriter.Write(b[n:])
		h.first = 0
		return n + m, err
	case <-h.r.Context().Done():
		return n, h.r.Context().Err()
	}
}

func overwrite(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteAt([]byte("not the file's own bytes"), 70_000)
	must(t, errors.Join(err, f.Close()))
}

// TestPartFileThatIsNeverLeftAlone has a typed end.
func TestPartFileThatIsNeverLeftAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody do this to a file that is open")
	}
	data, sum := content(2<<20, 64)
	s := serve(t, data)
	q := openQueue(t, Config{Mark: func(path, _ string) error { return os.Truncate(path, 10) }})
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: t.TempDir(), Size: 2 << 20, SHA256: sum})[0]
	var f *fault.Error
	if err := wait(t, q, id); !errors.As(err, &f) || f.Code != "downloads.part-changed" || f.Kind != fault.Disk {
		t.Errorf("%v %v", err, q.Log(id))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
