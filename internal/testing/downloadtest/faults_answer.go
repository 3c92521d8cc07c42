package downloadtest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// redirectFaults send the client elsewhere. None of the targets may see its token.
func redirectFaults(other *Server) []ServerFault {
	to := func(target func(r *http.Request) string) func(http.ResponseWriter, *http.Request, *File) {
		return func(w http.ResponseWriter, r *http.Request, _ *File) {
			w.Header()["Location"] = []string{target(r)}
			w.WriteHeader(http.StatusFound)
		}
	}
	return []ServerFault{
		{Name: "redirect to itself for ever", Outcome: MustRefuse, Serve: to(func(r *http.Request) string { return r.URL.Path })},
		{Name: "redirects that never repeat", Outcome: MustRefuse, Serve: to(func(r *http.Request) string { return r.URL.Path + "?n=" + fmt.Sprint(time.Now().UnixNano()) })},
		{Name: "redirect to another origin that has the file", Outcome: MayChoose, Serve: to(func(r *http.Request) string { return other.URL + r.URL.Path })},
		{Name: "redirect to another origin that has another file", Outcome: MustRefuse, Hash: true, Serve: to(func(*http.Request) string { return other.URL + "/other" })},
		{Name: "redirect to plain http of a name on the network", Outcome: MustRefuse, Serve: to(func(r *http.Request) string { return "http://download.example.invalid" + r.URL.Path })},
		{Name: "redirect to a file on this computer", Outcome: MustRefuse, Serve: to(func(*http.Request) string { return "file:///etc/passwd" })},
		{Name: "redirect with a user name in it", Outcome: MayChoose, Serve: to(func(r *http.Request) string {
			return strings.Replace(other.URL, "://", "://name:word@", 1) + r.URL.Path
		})},
		{Name: "redirect to nowhere", Outcome: MustRefuse, Serve: to(func(*http.Request) string { return "" })},
		{Name: "redirect to what is no address", Outcome: MustRefuse, Serve: to(func(*http.Request) string { return "http://[::1:bad/%zz" })},
		{Name: "redirect of 60 KiB", Outcome: MustRefuse, Serve: to(func(r *http.Request) string { return r.URL.Path + "?" + strings.Repeat("a", 60<<10) })},
	}
}

// statusFaults answer with statuses that mean something else than they should.
func statusFaults() []ServerFault {
	status := func(code int, headers ...string) func(http.ResponseWriter, *http.Request, *File) {
		return func(w http.ResponseWriter, _ *http.Request, _ *File) {
			for i := 0; i+1 < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(code)
		}
	}
	// once answers every second request with this status, the others with the file.
	once := func(code int, headers ...string) func(http.ResponseWriter, *http.Request, *File) {
		return func(w http.ResponseWriter, r *http.Request, f *File) {
			if f.Requests.Add(1)%2 == 1 {
				status(code, headers...)(w, r, f)
				return
			}
			f.ServeHTTP(w, r)
		}
	}
	return []ServerFault{
		{Name: "204 for the file", Outcome: MustRefuse, Serve: status(http.StatusNoContent)},
		{Name: "304 that nobody asked for", Outcome: MustRefuse, Serve: status(http.StatusNotModified)},
		{Name: "404 always", Outcome: MustRefuse, Serve: status(http.StatusNotFound)},
		{Name: "410 always", Outcome: MustRefuse, Serve: status(http.StatusGone)},
		{Name: "401 always", Outcome: MustRefuse, Serve: status(http.StatusUnauthorized, "WWW-Authenticate", "Bearer")},
		{Name: "407 from no proxy", Outcome: MustRefuse, Serve: status(http.StatusProxyAuthRequired)},
		{Name: "500 always", Outcome: MustRefuse, Serve: status(http.StatusInternalServerError)},
		{Name: "503 with a Retry-After of 3,000 years", Outcome: MustRefuse, Serve: status(http.StatusServiceUnavailable, "Retry-After", "99999999999")},
		{Name: "503 with a Retry-After in the past", Outcome: MustRefuse, Serve: status(http.StatusServiceUnavailable, "Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT")},
		{Name: "429 with a negative Retry-After", Outcome: MustRefuse, Serve: status(http.StatusTooManyRequests, "Retry-After", "-5")},
		{Name: "500 to every second request", Outcome: MayChoose, Serve: once(http.StatusInternalServerError)},
		{Name: "429 to every second request", Outcome: MayChoose, Serve: once(http.StatusTooManyRequests, "Retry-After", "0")},
		{Name: "a status of 999", Outcome: MustRefuse, Serve: status(999)},
		{Name: "HEAD refused, GET served", Outcome: MustFinish, Serve: func(w http.ResponseWriter, r *http.Request, f *File) { f.ServeHTTP(w, r) }},
		{Name: "a cookie of 30 KiB with each answer", Outcome: MustFinish, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			w.Header().Set("Set-Cookie", "a="+strings.Repeat("b", 30<<10))
			f.ServeHTTP(w, r)
		}},
	}
}

// protocolFaults break HTTP itself.
func protocolFaults() []ServerFault {
	onWire := func(text string) func(http.ResponseWriter, *http.Request, *File) {
		return func(w http.ResponseWriter, _ *http.Request, _ *File) {
			if conn := hijack(w); conn != nil {
				_, _ = io.WriteString(conn, text)
				_ = conn.Close()
			}
		}
	}
	return []ServerFault{
		{Name: "1 MiB of headers", Outcome: MustRefuse, Serve: func(w http.ResponseWriter, _ *http.Request, _ *File) {
			Raw(w, []string{"HTTP/1.1 200 OK", "X-Long: " + strings.Repeat("a", 1<<20)}, nil)
		}},
		{Name: "headers that never end", Outcome: MustRefuse, Serve: endlessHeaders},
		{Name: "no HTTP at all", Outcome: MustRefuse, Serve: onWire("SSH-2.0-OpenSSH_9.2\r\n")},
		{Name: "an empty answer", Outcome: MustRefuse, Serve: onWire("")},
		{Name: "a hundred early hints first", Outcome: MayChoose, Serve: earlyHints},
		{Name: "reset after a few bytes", Outcome: MayChoose, Serve: resetAfterStart},
		{Name: "a black hole", Outcome: MustRefuse, Hangs: true, Serve: func(_ http.ResponseWriter, r *http.Request, f *File) { hang(r, f) }},
		{Name: "half a header, then silence", Outcome: MustRefuse, Hangs: true, Serve: halfHeader},
	}
}

// validatorFaults misbehave about the version.
func validatorFaults() []ServerFault {
	return []ServerFault{
		{Name: "another ETag with every answer, same bytes", Outcome: MayChoose, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			r.Header.Del("If-Range")
			tag := fmt.Sprintf(`"turning-%d"`, f.Requests.Load())
			f.ServeHTTP(&retag{ResponseWriter: w, tag: tag}, r)
		}},
		{Name: "one ETag for two files in turn", Outcome: MayChoose, Hash: true, Serve: twoFilesInTurn},
		{Name: "If-Range ignored, ETag of another version", Outcome: MayChoose, Twin: 9, Serve: anotherVersion},
		{Name: "an ETag of 30 KiB", Outcome: MayChoose, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			r.Header.Del("If-Range")
			f.ServeHTTP(&retag{ResponseWriter: w, tag: `"` + strings.Repeat("e", 30<<10) + `"`}, r)
		}},
		{Name: "an ETag without quotes", Outcome: MayChoose, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			r.Header.Del("If-Range")
			f.ServeHTTP(&retag{ResponseWriter: w, tag: `no-quotes`}, r)
		}},
		{Name: "200 to every If-Range, same ETag", Outcome: MustFinish, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			if r.Header.Get("If-Range") != "" {
				r.Header.Del("Range")
			}
			f.ServeHTTP(w, r)
		}},
	}
}

// retag puts another ETag on an answer.
type retag struct {
	http.ResponseWriter
	tag string
}

func (t *retag) WriteHeader(status int) {
	t.Header().Set("ETag", t.tag)
	t.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (t *retag) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// endlessHeaders sends headers until the client leaves.
func endlessHeaders(w http.ResponseWriter, _ *http.Request, _ *File) {
	if conn := hijack(w); conn != nil {
		defer func() { _ = conn.Close() }()
		line := []byte(strings.Repeat("X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 100))
		_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
		for err == nil {
			_, err = conn.Write(line)
		}
	}
}

// earlyHints sends a hundred informational answers first.
func earlyHints(w http.ResponseWriter, r *http.Request, f *File) {
	w.Header().Set("Link", "</x>; rel=preload")
	for range 100 {
		w.WriteHeader(http.StatusEarlyHints)
	}
	w.Header().Del("Link")
	f.ServeHTTP(w, r)
}

// resetAfterStart resets the connection after 1,000 bytes.
func resetAfterStart(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := asked(r, f)
	conn := hijack(w)
	if conn == nil {
		return
	}
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 206 Partial Content\r\nContent-Range: %s\r\nContent-Length: %d\r\nETag: %s\r\n\r\n",
		contentRange(start, end, f.Content.Size), end-start, f.ETag())
	f.Send(conn, r, start, min(start+1000, end))
	if tcp, is := conn.(*net.TCPConn); is {
		_ = tcp.SetLinger(0) // close with a reset
	}
	_ = conn.Close()
}

// halfHeader stops in the middle of a header.
func halfHeader(w http.ResponseWriter, _ *http.Request, f *File) {
	conn := hijack(w)
	if conn == nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Le")
	gone := make(chan struct{})
	go func() { // a read ends when the client closes
		defer close(gone)
		_, _ = io.Copy(io.Discard, conn)
	}()
	select {
	case <-gone:
	case <-f.server.Closed():
	}
}

// anotherVersion sends another version from the second range on.
func anotherVersion(w http.ResponseWriter, r *http.Request, f *File) {
	r.Header.Del("If-Range")
	if _, _, ranged := asked(r, f); !ranged || f.Requests.Load() == 0 {
		f.ServeHTTP(w, r)
		return
	}
	f.Requests.Add(1)
	(&File{Content: NewContent(f.Content.Seed+9, f.Content.Size), Version: 9, server: f.server}).ServeHTTP(w, r)
}

// twoFilesInTurn sends two contents in turn under one ETag.
func twoFilesInTurn(w http.ResponseWriter, r *http.Request, f *File) {
	content := f.Content
	if f.Requests.Add(1)%2 == 0 {
		content = NewContent(f.Content.Seed+9, f.Content.Size)
	}
	file := &File{Content: content, server: f.server}
	file.ServeHTTP(&retag{ResponseWriter: w, tag: `"always"`}, r)
}
