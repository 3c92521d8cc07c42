package downloads

import (
	"errors"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

// TestLinkThatRefusesRanges: any refusal of a range is followed by one plain request.
func TestLinkThatRefusesRanges(t *testing.T) {
	for _, status := range []int{400, 403, 404, 405, 406, 416, 500, 501, 0} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			data, sum := content(3<<20, 71)
			s := serve(t, data)
			s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
				switch {
				case r.Header.Get("Range") == "":
					plain.ServeHTTP(w, r)
				case status == 0:
					panic(http.ErrAbortHandler) // closes the connection
				default:
					http.Error(w, "no", status)
				}
			})
			q := openQueue(t, Config{})
			for _, spec := range []Spec{{Size: -1}, {Size: -1, SHA256: sum}} {
				spec.URL, spec.Dir = s.URL+"/file.bin", t.TempDir()
				id := add(t, q, spec)[0]
				if err := wait(t, q, id); err != nil {
					t.Fatal(err, q.Log(id))
				}
				arrived(t, filepath.Join(spec.Dir, "file.bin"), data)
			}
		})
	}
}

// TestLinkThatAllowsOneConnection: others are refused, and the one goes on.
func TestLinkThatAllowsOneConnection(t *testing.T) {
	for _, status := range []int{403, 404, 429, 503, 509, 0} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			data, sum := content(6<<20, 72)
			s := serve(t, data)
			var busy atomic.Int64
			s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
				defer busy.Add(-1)
				if busy.Add(1) == 1 {
					plain.ServeHTTP(w, r)
					return
				}
				if status == 0 {
					panic(http.ErrAbortHandler)
				}
				http.Error(w, "one at a time", status)
			})
			q := openQueue(t, Config{})
			for _, spec := range []Spec{{Size: -1}, {Size: -1, SHA256: sum}} {
				spec.URL, spec.Dir = s.URL+"/file.bin", t.TempDir()
				id := add(t, q, spec)[0]
				if err := wait(t, q, id); err != nil {
					t.Fatal(err, q.Log(id))
				}
				arrived(t, filepath.Join(spec.Dir, "file.bin"), data)
			}
		})
	}
}

// TestLinkThatWorksOnce: the first request is the download.
func TestLinkThatWorksOnce(t *testing.T) {
	data, _ := content(3<<20, 73)
	s := serve(t, data)
	var asked atomic.Int64
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		if asked.Add(1) > 1 {
			http.Error(w, "used", http.StatusGone)
			return
		}
		r.Header.Del("Range")
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{})
	dir := t.TempDir()
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1})[0]
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}

// TestNodesWithValidatorsOfTheirOwn: the same bytes under an ETag that differs by node.
func TestNodesWithValidatorsOfTheirOwn(t *testing.T) {
	data, sum := content(12<<20, 74)
	s := serve(t, data)
	var n atomic.Int64
	s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
		s.set(data, `"node-`+strconv.FormatInt(n.Add(1)%3, 10)+`"`)
		r.Header.Del("If-Range")
		plain.ServeHTTP(w, r)
	})
	q := openQueue(t, Config{})
	for _, spec := range []Spec{{Size: -1}, {Size: -1, SHA256: sum}} {
		spec.URL, spec.Dir = s.URL+"/file.bin", t.TempDir()
		id := add(t, q, spec)[0]
		if err := wait(t, q, id); err != nil {
			t.Fatal(err, q.Log(id))
		}
		arrived(t, filepath.Join(spec.Dir, "file.bin"), data)
	}
}

func TestContentEncodingThatIsTheFilesOwnForm(t *testing.T) {
	data, sum := content(100<<10, 75)
	for _, c := range []struct {
		encoding, name string
		proof, ok      bool
	}{
		{"gzip", "a.tar.gz", false, true}, {"x-gzip", "a.tgz", false, true}, {"gzip", "a.iso", false, false}, {"gzip", "a.iso", true, true},
		{"UTF-8", "a.txt", false, true}, {"binary", "a.bin", false, true}, {"none", "a.bin", false, true}, {"br", "a.bin", false, false},
	} {
		s := serve(t, data)
		s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
			w.Header().Set("Content-Encoding", c.encoding)
			w.Header().Set("Content-Type", "application/octet-stream")
			plain.ServeHTTP(w, r)
		})
		q := openQueue(t, Config{})
		spec := Spec{URL: s.URL + "/" + c.name, Dir: t.TempDir(), Size: -1}
		if c.proof {
			spec.SHA256 = sum
		}
		id := add(t, q, spec)[0]
		err := wait(t, q, id)
		if (err == nil) != c.ok {
			t.Errorf("%s of %s: %v", c.encoding, c.name, err)
		}
		if c.ok && err == nil {
			arrived(t, filepath.Join(spec.Dir, c.name), data)
		}
	}
}

func TestRedirects(t *testing.T) {
	data, _ := content(100<<10, 76)
	for name, c := range map[string]struct {
		hops   int
		source bool
		cookie bool
		ok     bool
	}{
		"ten of a link":            {hops: 10, ok: true},
		"eleven of a link":         {hops: 11},
		"five of a program":        {hops: 5, source: true, ok: true},
		"six of a program":         {hops: 6, source: true},
		"to itself, with a cookie": {cookie: true, ok: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, data)
			s.behave(func(w http.ResponseWriter, r *http.Request, plain http.Handler) {
				if c.cookie {
					if _, err := r.Cookie("seen"); err != nil {
						http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
						http.Redirect(w, r, r.URL.Path, http.StatusFound)
						return
					}
				} else if n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/")); n > 0 {
					http.Redirect(w, r, "/"+strconv.Itoa(n-1), http.StatusFound)
					return
				}
				plain.ServeHTTP(w, r)
			})
			q := openQueue(t, Config{Sources: func(SourceKey) Source {
				return source(func(SourceKey, Refresh) (Link, error) { return Link{URL: s.URL + "/" + strconv.Itoa(c.hops)}, nil })
			}})
			spec := Spec{URL: s.URL + "/" + strconv.Itoa(c.hops), Name: "file.bin", Dir: t.TempDir(), Size: -1}
			if c.source {
				spec.URL, spec.Source = "", "p/f"
			}
			id := add(t, q, spec)[0]
			if err := wait(t, q, id); (err == nil) != c.ok {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestRefusalThatIsMeant: one plain request more, and the typed reason.
func TestRefusalThatIsMeant(t *testing.T) {
	for status, code := range map[int]string{403: "downloads.forbidden", 404: "downloads.missing", 405: "downloads.status"} {
		s := serve(t, []byte("x"))
		s.behave(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			s.requests.Add(1)
			http.Error(w, "no", status)
		})
		q := openQueue(t, Config{})
		dir := t.TempDir()
		id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1})[0]
		var f *fault.Error
		if err := wait(t, q, id); !errors.As(err, &f) || f.Code != code {
			t.Errorf("%d: %v", status, err)
		}
		if n := s.requests.Load(); n > 2 {
			t.Errorf("%d: %d requests", status, n)
		}
	}
}
