package downloadtest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// Outcome is what a client must make of a fault.
type Outcome string

// The outcomes. A client never has a third way: the wrong file.
const (
	MustFinish Outcome = "must finish"          // odd, but the right bytes can be had
	MustRefuse Outcome = "must refuse"          // the right bytes cannot be had: a typed reason
	MayChoose  Outcome = "may finish or refuse" // either the right file or a typed reason
)

// ServerFault is one way in which a server misbehaves about a file.
type ServerFault struct {
	Name    string
	Outcome Outcome
	Hash    bool   // only a hash can find it out: without one nothing proves what is right
	Hangs   bool   // it holds connections open without bytes: a client needs its stall times
	Endless bool   // so slow that a test can't see its end: the client must only say so
	Twin    uint64 // without a hash, the content whose seed is larger by this is as right; 0: none
	Serve   func(w http.ResponseWriter, r *http.Request, f *File)
}

// Handler returns a handler that serves f with this fault on a server.
func (l ServerFault) Handler(s *Server, f *File) http.Handler {
	f.server = s
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			f.ServeHTTP(w, r) // a client that asks for HEAD first meets the fault at its GET
			return
		}
		l.Serve(w, r, f)
	})
}

// ServerFaults returns all of them. other is another origin, to which some of them send the client.
func ServerFaults(other *Server) []ServerFault {
	var faults []ServerFault
	faults = append(faults, rangeFaults()...)
	faults = append(faults, lengthFaults()...)
	faults = append(faults, contentFaults()...)
	faults = append(faults, redirectFaults(other)...)
	faults = append(faults, statusFaults()...)
	faults = append(faults, protocolFaults()...)
	return append(faults, validatorFaults()...)
}

// asked returns the range of the request, and whether it asked for one.
func asked(r *http.Request, f *File) (start, end int64, ranged bool) {
	start, end, ranged = ParseRange(r.Header.Get("Range"), f.Content.Size)
	if !ranged {
		return 0, f.Content.Size, false
	}
	return min(start, f.Content.Size), end, true
}

// partial writes the head of a 206 for what was asked, after change has broken it.
func partial(w http.ResponseWriter, r *http.Request, f *File, change func(h http.Header, start, end int64)) (start, end int64, ranged bool) {
	start, end, ranged = asked(r, f)
	f.Requests.Add(1)
	header := w.Header()
	f.SetValidators(header)
	header.Set("Accept-Ranges", "bytes")
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Length", fmt.Sprint(end-start))
	status := http.StatusOK
	if ranged {
		header.Set("Content-Range", contentRange(start, end, f.Content.Size))
		status = http.StatusPartialContent
	}
	if change != nil {
		change(header, start, end)
	}
	w.WriteHeader(status)
	return start, end, ranged
}

func contentRange(start, end, size int64) string {
	return fmt.Sprintf("bytes %d-%d/%d", start, end-1, size)
}

// Raw takes the connection over and writes head (lines without their ends), then lets body write.
// The connection closes afterwards.
func Raw(w http.ResponseWriter, head []string, body func(w io.Writer)) {
	conn := hijack(w)
	if conn == nil {
		return
	}
	defer func() { _ = conn.Close() }()
	out := bufio.NewWriterSize(conn, 64<<10)
	_, _ = out.WriteString(strings.Join(head, "\r\n") + "\r\n\r\n")
	if out.Flush() != nil {
		return
	}
	if body != nil {
		body(conn)
	}
}

// hijack takes the connection over; nil when it is gone already.
func hijack(w http.ResponseWriter) net.Conn {
	hijacker, can := w.(http.Hijacker)
	if !can {
		return nil
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		return nil
	}
	return conn
}

// hang holds the request until the client or the server leaves.
func hang(r *http.Request, f *File) {
	select {
	case <-r.Context().Done():
	case <-f.server.Closed():
	}
}
