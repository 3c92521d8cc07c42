package downloads

import (
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// TestCopiesOfALink has the addresses of a link fail in turn: the others deliver the file, and no other link is asked for.
func TestCopiesOfALink(t *testing.T) {
	data, sum := content(12<<20, 8)
	status := func(code int) func(http.ResponseWriter, *http.Request, http.Handler) {
		return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { http.Error(w, "no", code) }
	}
	for name, c := range map[string]struct {
		first, second func(http.ResponseWriter, *http.Request, http.Handler)
		size          int64
	}{
		"the first is away":             {first: status(http.StatusServiceUnavailable), size: 12 << 20},
		"the first is away, small file": {first: status(http.StatusBadGateway), size: 100 << 10},
		"the first breaks off":          {first: func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }, size: 12 << 20},
		"the second lacks the file":     {second: status(http.StatusNotFound), size: 12 << 20},
		"the second refuses the link":   {second: status(http.StatusForbidden), size: 12 << 20},
		"the second has other trouble":  {second: status(http.StatusInternalServerError), size: 12 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			part, hash := data, sum
			if c.size < int64(len(data)) {
				part, hash = content(int(c.size), 8)
			}
			first, second := serve(t, part), serve(t, part)
			if c.first != nil {
				first.behave(c.first)
			}
			if c.second != nil {
				second.behave(c.second)
			}
			var links atomic.Int64
			q := openQueue(t, Config{Sources: func(SourceKey) Source {
				return source(func(SourceKey, Refresh) (Link, error) {
					links.Add(1)
					return Link{URL: first.URL + "/x", Mirrors: []string{second.URL + "/x"}}, nil
				})
			}})
			dir := t.TempDir()
			id := add(t, q, Spec{Source: "p/f", Name: "file.bin", Dir: dir, Size: c.size, SHA256: hash})[0]
			if err := wait(t, q, id); err != nil {
				t.Fatal(err, q.Log(id))
			}
			arrived(t, filepath.Join(dir, "file.bin"), part)
			if links.Load() > 1 {
				t.Errorf("%d links were asked for", links.Load())
			}
		})
	}
}
