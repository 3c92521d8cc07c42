package downloadtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// lengthFaults misbehave about how much comes.
func lengthFaults() []ServerFault {
	head := func(f *File, r *http.Request, length string) []string {
		start, end, ranged := asked(r, f)
		lines := []string{"HTTP/1.1 200 OK"}
		if ranged {
			lines = []string{"HTTP/1.1 206 Partial Content", "Content-Range: " + contentRange(start, end, f.Content.Size)}
		}
		lines = append(lines, "Content-Type: application/octet-stream", "Accept-Ranges: bytes", "Connection: close")
		if tag := f.ETag(); tag != "" {
			lines = append(lines, "ETag: "+tag)
		}
		if length != "" {
			lines = append(lines, "Content-Length: "+length)
		}
		return lines
	}
	raw := func(length func(n int64) string, share func(n int64) int64) func(http.ResponseWriter, *http.Request, *File) {
		return func(w http.ResponseWriter, r *http.Request, f *File) {
			f.Requests.Add(1)
			start, end, _ := asked(r, f)
			Raw(w, head(f, r, length(end-start)), func(out io.Writer) { f.Send(out, r, start, start+share(end-start)) })
		}
	}
	exact := func(n int64) string { return fmt.Sprint(n) }
	none := func(int64) string { return "" }
	whole := func(n int64) int64 { return n }
	half := func(n int64) int64 { return n / 2 }
	return []ServerFault{
		{Name: "the body breaks off half way, always", Outcome: MayChoose, Serve: raw(exact, half)},
		{Name: "the body breaks off without one byte", Outcome: MustRefuse, Serve: raw(exact, func(int64) int64 { return 0 })},
		{Name: "Content-Length below what is sent", Outcome: MayChoose, Serve: raw(func(n int64) string { return fmt.Sprint(n - 7) }, whole)},
		{Name: "Content-Length above what is sent", Outcome: MayChoose, Serve: raw(func(n int64) string { return fmt.Sprint(n + 7) }, whole)},
		{Name: "closed at the end, no length", Outcome: MustFinish, Serve: raw(none, whole)},
		{Name: "closed half way, no length", Outcome: MayChoose, Serve: raw(none, half)},
		{Name: "chunked, no length", Outcome: MustFinish, Serve: chunkedBody},
		{Name: "chunked, no length, no ranges, no validator", Outcome: MustFinish, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			w.WriteHeader(http.StatusOK)
			f.Send(w, r, 0, f.Content.Size)
		}},
		{Name: "endless body without a length", Outcome: MayChoose, Serve: endlessBody},
		{Name: "endless body of other bytes", Outcome: MustRefuse, Hash: true, Serve: func(w http.ResponseWriter, _ *http.Request, _ *File) {
			w.WriteHeader(http.StatusOK)
			endless(w)
		}},
		{Name: "a length of 8 EiB", Outcome: MayChoose, Serve: raw(func(int64) string { return "9223372036854775807" }, whole)},
		{Name: "a negative length", Outcome: MustRefuse, Serve: raw(func(int64) string { return "-1" }, whole)},
		{Name: "two lengths that differ", Outcome: MustRefuse, Serve: raw(func(n int64) string { return fmt.Sprintf("%d\r\nContent-Length: %d", n, n+1) }, whole)},
		{Name: "a length that is no number", Outcome: MustRefuse, Serve: raw(func(int64) string { return "some" }, whole)},
		{Name: "broken chunks", Outcome: MustRefuse, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			Raw(w, append(head(f, r, ""), "Transfer-Encoding: chunked"), func(out io.Writer) { _, _ = io.WriteString(out, "zzzz\r\nnot a chunk\r\n") })
		}},
		{Name: "one byte short, told as such", Outcome: MustRefuse, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			(&File{Content: NewContent(f.Content.Seed, f.Content.Size-1), server: f.server}).ServeHTTP(w, r)
		}},
		{Name: "one byte long, told as such", Outcome: MustRefuse, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			(&File{Content: NewContent(f.Content.Seed, f.Content.Size+1), server: f.server}).ServeHTTP(w, r)
		}},
	}
}

// endless writes until the client leaves.
func endless(w io.Writer) {
	zeros := make([]byte, 64<<10)
	for {
		if _, err := w.Write(zeros); err != nil {
			return
		}
	}
}

// signInPage is what a network shows that wants a sign-in first.
const signInPage = "<!DOCTYPE html><html><title>Sign in to this network</title><form>...</form></html>"

// contentFaults send something else than the file.
func contentFaults() []ServerFault {
	return []ServerFault{
		{Name: "gzip that nobody asked for", Outcome: MayChoose, Serve: gzipBody},
		{Name: "a gzip bomb", Outcome: MustRefuse, Serve: gzipBomb},
		{Name: "Content-Encoding br over plain bytes", Outcome: MayChoose, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			w.Header().Set("Content-Encoding", "br")
			f.ServeHTTP(w, r)
		}},
		{Name: "a sign-in page with 200", Outcome: MustRefuse, Serve: func(w http.ResponseWriter, _ *http.Request, _ *File) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, signInPage)
		}},
		{Name: "a sign-in page inside a right-looking range", Outcome: MustRefuse, Serve: pageInRange},
		{Name: "one byte of the file is wrong", Outcome: MustRefuse, Hash: true, Serve: oneWrongByte},
		{Name: "another file of the same size", Outcome: MustRefuse, Hash: true, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			(&File{Content: NewContent(f.Content.Seed+1, f.Content.Size), server: f.server}).ServeHTTP(w, r)
		}},
		{Name: "file names that climb and lie", Outcome: MustFinish, Serve: func(w http.ResponseWriter, r *http.Request, f *File) {
			w.Header().Set("Content-Disposition", "attachment; filename=\"../../../etc/passwd\"; filename*=UTF-8''..%2F%E2%80%AEfdp.exe")
			f.ServeHTTP(w, r)
		}},
		{Name: "100 B/s", Outcome: MayChoose, Hangs: true, Endless: true, Serve: hundredBytesASecond},
		{Name: "silence after half of each large body", Outcome: MayChoose, Hangs: true, Serve: silentAfterHalf},
	}
}

// chunkedBody sends the bytes in chunks, without a length.
func chunkedBody(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := partial(w, r, f, func(h http.Header, _, _ int64) { h.Del("Content-Length") })
	f.Send(w, r, start, end)
}

// endlessBody sends the right bytes and goes on.
func endlessBody(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := partial(w, r, f, func(h http.Header, _, _ int64) { h.Del("Content-Length") })
	f.Send(w, r, start, end)
	endless(w)
}

// gzipBody compresses the file.
func gzipBody(w http.ResponseWriter, _ *http.Request, f *File) {
	f.SetValidators(w.Header())
	w.Header().Set("Content-Encoding", "gzip")
	zip := gzip.NewWriter(w)
	_, _ = io.Copy(zip, f.Content.Reader())
	_ = zip.Close()
}

// gzipBomb sends little that becomes very much.
func gzipBomb(w http.ResponseWriter, _ *http.Request, f *File) {
	f.SetValidators(w.Header())
	w.Header().Set("Content-Encoding", "gzip")
	var member bytes.Buffer // of many: to compress 256 MiB for each request would keep a processor busy for seconds
	zip := gzip.NewWriter(&member)
	_, _ = zip.Write(make([]byte, 1<<20))
	_ = zip.Close()
	for range 256 {
		if _, err := w.Write(member.Bytes()); err != nil {
			return
		}
	}
}

// pageInRange sends a page in the size of the range.
func pageInRange(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := partial(w, r, f, func(h http.Header, _, _ int64) { h.Set("Content-Type", "text/html") })
	_, _ = io.WriteString(w, strings.Repeat(signInPage, int(end-start)/len(signInPage)+1)[:end-start])
}

// oneWrongByte turns a bit in the first third of the file.
func oneWrongByte(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := partial(w, r, f, nil)
	at := f.Content.Size / 3
	if start <= at && at < end {
		f.Send(w, r, start, at)
		var one [1]byte
		_, _ = f.Content.ReadAt(one[:], at)
		one[0] ^= 0x40
		_, _ = w.Write(one[:])
		start = at + 1
	}
	f.Send(w, r, start, end)
}

// hundredBytesASecond sends so slowly that no test sees its end.
func hundredBytesASecond(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := partial(w, r, f, nil)
	flush := http.NewResponseController(w)
	ticker := time.NewTicker(time.Second / 10)
	defer ticker.Stop()
	for at := start; at < end; at += 10 {
		f.Send(w, r, at, min(at+10, end))
		if flush.Flush() != nil {
			return
		}
		select {
		case <-ticker.C:
		case <-r.Context().Done():
			return
		case <-f.server.Closed():
			return
		}
	}
}

// silentAfterHalf stops in the middle of a body and keeps the connection.
func silentAfterHalf(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := partial(w, r, f, nil)
	if end-start < 256<<10 {
		f.Send(w, r, start, end)
		return
	}
	f.Send(w, r, start, start+(end-start)/2)
	_ = http.NewResponseController(w).Flush()
	hang(r, f)
}
