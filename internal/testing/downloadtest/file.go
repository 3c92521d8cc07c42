package downloadtest

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Validator is the kind of validator that a server sends with a file (RFC 9110, section 8.8).
type Validator string

// The kinds of validator.
const (
	Strong   Validator = "strong"        // a strong ETag and a date
	Weak     Validator = "weak"          // a weak ETag and a date
	DateOnly Validator = "last-modified" // a date only
	None     Validator = "none"          // neither
)

// File is a handler that serves one content by the rules, with ranges and If-Range, unless a field says otherwise.
// Its fields are set before it is handed to a server.
type File struct {
	Content     *Content
	Validator   Validator // "" is Strong
	Version     int       // part of the validator: another version, another validator
	ContentType string
	NoRanges    bool // ranges are answered with 200
	NoHead      bool // HEAD is refused, as signed links do
	NoLength    bool // chunked, without a length

	// Intercept, when set, may answer instead of the file: it returns whether to go on.
	Intercept func(w http.ResponseWriter, r *http.Request) bool
	// BeforeChunk, when set, is called before each chunk of a body leaves, with its offset in the file. It may block.
	// An error breaks the connection.
	BeforeChunk func(r *http.Request, offset int64) error

	Requests atomic.Int64 // requests for this file
	Sent     atomic.Int64 // bytes of its bodies handed to the kernel
	server   *Server
}

var chunks = sync.Pool{New: func() any { chunk := make([]byte, 128<<10); return &chunk }}

// ETag returns the entity tag of the file, "" when it has none.
func (f *File) ETag() string {
	tag := fmt.Sprintf(`"%x-%d"`, f.Content.Seed, f.Version)
	switch f.Validator {
	case Weak:
		return "W/" + tag
	case DateOnly, None:
		return ""
	default:
		return tag
	}
}

// Modified returns the file's date: another version, another date, each long past.
func (f *File) Modified() time.Time {
	return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(time.Duration(f.Version) * time.Hour)
}

// SetValidators writes the validators into header.
func (f *File) SetValidators(header http.Header) {
	if tag := f.ETag(); tag != "" {
		header.Set("ETag", tag)
	}
	if f.Validator != None {
		header.Set("Last-Modified", f.Modified().Format(http.TimeFormat))
	}
}

// ServeHTTP answers as RFC 9110 asks.
func (f *File) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.Requests.Add(1)
	if f.Intercept != nil && !f.Intercept(w, r) {
		return
	}
	header := w.Header()
	f.SetValidators(header)
	contentType := f.ContentType
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	header.Set("Content-Type", contentType)
	if r.Method == http.MethodHead && f.NoHead {
		http.Error(w, "this link is for GET", http.StatusForbidden)
		return
	}
	if !f.NoRanges {
		header.Set("Accept-Ranges", "bytes")
	}
	start, end, status := f.rangeOf(r)
	switch status {
	case http.StatusRequestedRangeNotSatisfiable:
		header.Set("Content-Range", fmt.Sprintf("bytes */%d", f.Content.Size))
		w.WriteHeader(status)
		return
	case http.StatusPartialContent:
		header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, end-1, f.Content.Size))
	}
	if !f.NoLength {
		header.Set("Content-Length", strconv.FormatInt(end-start, 10))
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		f.Send(w, r, start, end)
	}
}

// rangeOf returns the bytes to send and the status to send them with.
func (f *File) rangeOf(r *http.Request) (start, end int64, status int) {
	size := f.Content.Size
	asked := r.Header.Get("Range")
	if asked == "" || f.NoRanges || !f.ifRange(r) {
		return 0, size, http.StatusOK
	}
	start, end, understood := ParseRange(asked, size)
	switch {
	case !understood:
		return 0, size, http.StatusOK
	case start >= size:
		return 0, 0, http.StatusRequestedRangeNotSatisfiable
	default:
		return start, end, http.StatusPartialContent
	}
}

// ifRange reports whether the range may be served: a weak tag never matches (RFC 9110, section 13.1.5).
func (f *File) ifRange(r *http.Request) bool {
	condition := r.Header.Get("If-Range")
	switch {
	case condition == "":
		return true
	case strings.HasPrefix(condition, `"`):
		return condition == f.ETag()
	case strings.HasPrefix(condition, "W/"):
		return false
	default:
		return f.Validator != None && condition == f.Modified().Format(http.TimeFormat)
	}
}

// ParseRange reads a Range header with one range for a file of size bytes; end is exclusive.
func ParseRange(header string, size int64) (start, end int64, understood bool) {
	first, last, found := strings.Cut(strings.TrimPrefix(header, "bytes="), "-")
	if !found || !strings.HasPrefix(header, "bytes=") || strings.Contains(header, ",") {
		return 0, 0, false
	}
	if first == "" {
		n, err := strconv.ParseInt(last, 10, 64)
		return max(size-n, 0), size, err == nil
	}
	start, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	if last == "" {
		return start, size, true
	}
	end, err = strconv.ParseInt(last, 10, 64)
	return start, min(end+1, size), err == nil
}

// Send writes the bytes of the content from start to end into the body.
func (f *File) Send(w io.Writer, r *http.Request, start, end int64) {
	chunk := chunks.Get().(*[]byte)
	defer chunks.Put(chunk)
	for at := start; at < end; {
		part := (*chunk)[:min(int64(len(*chunk)), end-at)]
		if f.BeforeChunk != nil {
			if err := f.BeforeChunk(r, at); err != nil {
				panic(http.ErrAbortHandler) // net/http's own way to break a connection
			}
		}
		n, err := f.Content.ReadAt(part, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return
		}
		sent, err := w.Write(part[:n])
		f.count(sent)
		if err != nil || sent == 0 {
			return
		}
		at += int64(sent)
	}
}

func (f *File) count(n int) {
	f.Sent.Add(int64(n))
	if f.server != nil {
		f.server.Sent.Add(int64(n))
	}
}

// Server returns the server that serves this file, nil before Handle.
func (f *File) Server() *Server { return f.server }

func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
