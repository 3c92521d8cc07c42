package downloads

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// TestFileWhoseEndNobodyTells: where the connection's end alone says where the file ends, it may be cut, and that is said.
func TestFileWhoseEndNobodyTells(t *testing.T) {
	data, sum := content(300<<10, 99)
	for name, c := range map[string]struct {
		head    string
		body    []byte
		sum     string
		openEnd bool
	}{
		"only the connection's end": {"", data, "", true},
		"a hash":                    {"", data, sum, false},
		"a length":                  {fmt.Sprintf("Content-Length: %d\r\n", len(data)), data, "", false},
		"chunks":                    {"Transfer-Encoding: chunked\r\n", append(fmt.Appendf(nil, "%x\r\n", len(data)), append(append([]byte{}, data...), "\r\n0\r\n\r\n"...)...), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				conn, out := hijack(t, w)
				defer func() { _ = conn.Close() }()
				_, _ = out.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n" + c.head + "\r\n")
				_, _ = out.Write(c.body)
				_ = out.Flush()
			}))
			defer s.Close()
			home := t.TempDir()
			q := openQueue(t, Config{Dir: home})
			dir := t.TempDir()
			id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1, SHA256: c.sum})[0]
			if err := wait(t, q, id); err != nil {
				t.Fatal(err)
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
			e := q.Snapshot().Entry(id)
			lines := q.Log(id)
			if last := lines[len(lines)-1].Text; e.OpenEnd != c.openEnd || strings.Contains(last, "may be cut") != c.openEnd {
				t.Errorf("OpenEnd is %t, the log says %q", e.OpenEnd, last)
			}
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
			if e := openQueue(t, Config{Dir: home}).Snapshot().Entry(id); e.OpenEnd != c.openEnd {
				t.Errorf("after a restart OpenEnd is %t", e.OpenEnd)
			}
		})
	}
}

func hijack(t *testing.T, w http.ResponseWriter) (net.Conn, *bufio.ReadWriter) {
	conn, out, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
	}
	return conn, out
}
