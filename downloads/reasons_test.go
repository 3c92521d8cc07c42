package downloads

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// TestProxyIsNamed: a proxy that refuses or is down is said to be it, not the server behind it.
func TestProxyIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		status int // 0: nobody listens
		code   string
		stops  bool
	}{
		"sign-in": {407, "downloads.proxy", true}, "refused": {403, "downloads.proxy", true},
		"bad gateway": {502, "downloads.proxy", false}, "down": {0, "downloads.proxy-down", false},
	} {
		t.Run(name, func(t *testing.T) {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(c.status) }))
			defer proxy.Close()
			if c.status == 0 {
				proxy.Close()
			}
			address, err := url.Parse(proxy.URL)
			must(t, err)
			q := openQueue(t, Config{HTTP: NewTransport(http.ProxyURL(address)), Settings: Settings{Tries: 1}, Tuning: Tuning{Backoff: time.Hour, MaxBackoff: time.Hour, NetworkWait: time.Hour}})
			id := add(t, q, Spec{URL: "https://host.example/file.bin", Dir: t.TempDir(), Size: -1})[0]
			e := until(t, q, func(s *Snapshot) bool { e := s.Entry(id); return e.Fault != nil && s.Running == 0 }).Entry(id)
			if e.Fault.Code != c.code || (e.State == Stopped) != c.stops {
				t.Errorf("%s: %s %v", e.State, e.Fault.Code, e.Fault)
			}
			if said := e.Fault.Title.String() + e.Fault.Cause.String(); !strings.Contains(said, address.Host) {
				t.Errorf("the proxy is not named: %s", said)
			}
		})
	}
}

// TestDiskErrorsHaveTheirReason covers what a test can't bring about everywhere.
func TestDiskErrorsHaveTheirReason(t *testing.T) {
	for code, c := range map[string]struct {
		err  error
		next State
	}{
		"downloads.quota":          {platform.ErrQuota, Waiting},
		"downloads.too-many-files": {syscall.EMFILE, Waiting},
		"downloads.file-too-big":   {syscall.EFBIG, Stopped},
		"downloads.path-too-long":  {syscall.ENAMETOOLONG, Stopped},
		"downloads.read-only":      {syscall.EROFS, Waiting},
		"downloads.no-folder":      {errNoFolder, Stopped},
	} {
		o := diskFault(&os.PathError{Op: "write", Path: "/folder/file", Err: c.err}, "/folder")
		if o.fault.Code != code || o.next != c.next || !errors.Is(o.fault, c.err) {
			t.Errorf("%s: %s, %s", code, o.fault.Code, o.next)
		}
	}
	// On Windows this is also the number of a path that is not there: a disk that is unplugged is waited for.
	through, next := "downloads.no-folder", Stopped
	if errors.Is(syscall.ENOTDIR, fs.ErrNotExist) {
		through, next = "downloads.folder-gone", Waiting
	}
	if o := diskFault(&os.PathError{Op: "open", Path: "/folder/file", Err: syscall.ENOTDIR}, "/folder"); o.fault.Code != through || o.next != next {
		t.Errorf("%s: %s, %s", through, o.fault.Code, o.next)
	}
}

// TestPathThatIsTooLong stops with its reason.
func TestPathThatIsTooLong(t *testing.T) {
	q := openQueue(t, Config{})
	id := add(t, q, Spec{URL: "https://host.example/file.bin", Dir: filepath.Join(t.TempDir(), strings.Repeat("x", 300)), Size: -1})[0]
	var f *fault.Error
	if err := wait(t, q, id); !errors.As(err, &f) || f.Code != "downloads.path-too-long" {
		t.Error(err)
	}
}

// TestNeighbourIsAskedForTime: a 429 to one download does not end another that flows from the same host.
func TestNeighbourIsAskedForTime(t *testing.T) {
	data, sum := content(8<<20, 95)
	s := serve(t, data)
	gate := make(chan struct{})
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if r.URL.Path == "/busy" {
			w.Header().Set("Retry-After", "3600")
			http.Error(w, "later", http.StatusTooManyRequests)
			return
		}
		plain.ServeHTTP(&heldWriter{w, r, gate, 1 << 20}, r)
	})
	q := openQueue(t, Config{})
	dir := t.TempDir()
	// One connection: what the gate lets through is then the beginning of the file, however slow the computer is.
	flows := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum, Connections: 1})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(flows).Done >= 512<<10 })
	busy := add(t, q, Spec{URL: s.URL + "/busy", Dir: t.TempDir(), Size: -1})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(busy).Fault != nil })
	close(gate)
	if err := wait(t, q, flows); err != nil {
		t.Fatal(err, q.Log(flows))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

// TestAddAfterRefusalGoesOn: the same spec again takes up the part that came before a refusal in the middle of the file.
func TestAddAfterRefusalGoesOn(t *testing.T) {
	const size = 4 << 20
	data, sum := content(size, 96)
	s := serve(t, data)
	var refuses atomic.Bool
	refuses.Store(true)
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if refuses.Load() && !strings.HasPrefix(r.Header.Get("Range"), "bytes=0-") {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{})
	spec := Spec{URL: s.URL + "/file.bin", Dir: t.TempDir(), Size: size, SHA256: sum, Connections: 1}
	id := add(t, q, spec)[0]
	if err := wait(t, q, id); err == nil {
		t.Fatal("it was not refused")
	}
	stopped := q.Snapshot().Entry(id)
	if stopped.Committed == 0 {
		t.Fatalf("nothing is kept: %+v", stopped)
	}
	refuses.Store(false)
	again := add(t, q, spec)[0]
	if err := wait(t, q, again); err != nil {
		t.Fatal(err, q.Log(again))
	}
	arrived(t, filepath.Join(spec.Dir, "file.bin"), data)
	if e := q.Snapshot().Entry(again); again != id || e.Fetched-stopped.Fetched != size-stopped.Committed {
		t.Errorf("entry %d after %d: %d bytes were fetched behind %d", again, id, e.Fetched-stopped.Fetched, stopped.Committed)
	}
}

// TestMissingFileLeavesNoPart: nothing lies in the folder after a 404.
func TestMissingFileLeavesNoPart(t *testing.T) {
	s := serve(t, nil)
	s.behave(func(w http.ResponseWriter, r *http.Request, _ http.Handler) { http.NotFound(w, r) })
	q := openQueue(t, Config{})
	dir := t.TempDir()
	if err := wait(t, q, add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1})...); err == nil {
		t.Fatal("it is said to be done")
	}
	must(t, q.Close()) // the run has ended then, and with it what it puts away
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestNameOfTheFinalAddress: a link that redirects names the file where it ends.
func TestNameOfTheFinalAddress(t *testing.T) {
	data, _ := content(1000, 97)
	s := serve(t, data)
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if r.URL.Path == "/fwlink" {
			http.Redirect(w, r, "/files/setup-1.2.zip?sig=1", http.StatusFound)
			return
		}
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{})
	dir := t.TempDir()
	if err := wait(t, q, add(t, q, Spec{URL: s.URL + "/fwlink", Dir: dir, Size: -1})...); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "setup-1.2.zip"), data)
}

// TestAddressThatCanNotBeUsedIsToldWhy: a name or password in it, and escapes that are none.
func TestAddressThatCanNotBeUsedIsToldWhy(t *testing.T) {
	q := openQueue(t, Config{})
	for address, c := range map[string]struct{ says, not string }{
		"https://name@host.example/x":        {"without the name and the password", "https address"},
		"http://name:secret@host.example/x":  {"without the name and the password", "https address"},
		"https://name:secret@host.example/x": {"holds a name or a password", "secret"},
		"https://host.example/100%":          {"%25", "https address"},
		"https://host.example/a%zzb":         {"%zz", "https address"},
		"https://host.example/%e":            {"%e", "https address"},
	} {
		_, err := q.Add(t.Context(), Spec{URL: address, Dir: t.TempDir()})
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Usage {
			t.Errorf("%s: %v", address, err)
			continue
		}
		said := f.Title.String() + " " + strings.Join(i18n.Strings(f.Steps), " ")
		if !strings.Contains(said, c.says) || strings.Contains(said, c.not) {
			t.Errorf("%s: %s", address, said)
		}
	}
}
