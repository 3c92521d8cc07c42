package downloads_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// TestTooManyOpenFiles: a process that may open nothing more, or one to eight files more, says so, whether it is a folder,
// a file or a connection that can't be opened; and goes on by itself when it may.
func TestTooManyOpenFiles(t *testing.T) {
	content := downloadtest.NewContent(97, 3<<20)
	data := content.Bytes()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "file.bin", time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	process, err := downloadtest.Start(t.Context(), fewFilesRole, job{Home: t.TempDir(), Specs: []downloads.Spec{{URL: server.URL, Dir: dir, Size: int64(len(data)), SHA256: content.SHA256()}}})
	if err != nil {
		t.Fatal(err)
	}
	const code = "downloads.too-many-files"
	seen := map[string]int{}
	for free := range mostFree + 1 {
		var found []string
		line, more := <-process.Lines
		if !more {
			t.Fatal("the process ended: ", process.Finish())
		}
		if err := json.Unmarshal(line, &found); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d files more: %v", free, found)
		for _, what := range found {
			seen[what]++
		}
		got, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(free), "file.bin"))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("with %d files more the file has %d bytes in the end: %v", free, len(got), err)
		}
	}
	if err := process.Finish(); err != nil {
		t.Error(err)
	}
	for what := range seen {
		if what != code+" disk" && what != code+" network" {
			t.Errorf("a reason was %s", what)
		}
	}
	if seen[code+" disk"] == 0 || seen[code+" network"] == 0 {
		t.Errorf("not both were brought about, that a file and that a connection can't be opened: %v", seen)
	}
}

const (
	fewFilesRole = "few files"
	mostFree     = 8
)

// playFewFiles downloads the file again and again, each time with one more file that it may open at first. For each it
// writes the reasons that were given before it was allowed more.
func playFewFiles(in io.Reader, out io.Writer) error {
	var told job
	if err := json.NewDecoder(in).Decode(&told); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	transport := downloads.NewTransport(nil)
	transport.DisableKeepAlives = true // each time it must connect
	queue, err := downloads.Open(ctx, downloads.Config{Dir: told.Home, HTTP: transport, Settings: downloads.Settings{Connections: 2, Tries: 100},
		Tuning: downloads.Tuning{Backoff: 5 * time.Millisecond, DiskWait: 20 * time.Millisecond, NetworkWait: 20 * time.Millisecond}})
	if err != nil {
		return err
	}
	for free := range mostFree + 1 {
		spec := told.Specs[0]
		spec.URL += "/file.bin"
		spec.Dir = filepath.Join(spec.Dir, fmt.Sprint(free))
		if err := os.Mkdir(spec.Dir, 0o755); err != nil {
			return err
		}
		taken, err := takeFiles(free)
		if err != nil {
			return err
		}
		found, err := fetchWithFew(ctx, queue, spec, func() { closeAll(taken) })
		if err != nil {
			return err
		}
		if err := json.NewEncoder(out).Encode(found); err != nil {
			return err
		}
	}
	return queue.Close()
}

// fetchWithFew downloads a file. When a reason is seen why it does not come, allow is called.
func fetchWithFew(ctx context.Context, queue *downloads.Queue, spec downloads.Spec, allow func()) (found []string, err error) {
	defer allow()
	ids, err := queue.Add(ctx, spec)
	if err != nil {
		return nil, err
	}
	for {
		e := queue.Snapshot().Entry(ids[0])
		if e.State == downloads.Done {
			return found, queue.Wait(ctx, ids...)
		}
		if f := e.Fault; f != nil {
			if what := f.Code + " " + string(f.Kind); !slices.Contains(found, what) {
				found = append(found, what)
			}
			allow()
		}
		select {
		case <-queue.Changed():
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), fmt.Errorf("it is %s: %w", e.State, e.Fault))
		}
	}
}

// takeFiles lets this process open so many files more and no others.
func takeFiles(free int) ([]*os.File, error) {
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 128, Max: 128}); err != nil {
		return nil, err
	}
	var taken []*os.File
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			if !errors.Is(err, unix.EMFILE) {
				return nil, err
			}
			break
		}
		taken = append(taken, f)
	}
	closeAll(taken[len(taken)-free:])
	return taken[:len(taken)-free], nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close() // one that is closed already is fine
	}
}
