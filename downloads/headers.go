package downloads

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// contentRange reads "bytes 0-99/1234"; total is -1 for "*".
func contentRange(s string) (from, to, total int64, ok bool) {
	s, ok = strings.CutPrefix(strings.TrimSpace(s), "bytes ")
	if !ok {
		return 0, 0, 0, false
	}
	span, all, ok1 := strings.Cut(s, "/")
	first, last, ok2 := strings.Cut(span, "-")
	if !ok1 || !ok2 {
		return 0, 0, 0, false
	}
	from, err1 := natural(first)
	to, err2 := natural(last)
	total = -1
	var err3 error
	if all != "*" {
		total, err3 = natural(all)
	}
	if err1 != nil || err2 != nil || err3 != nil || to < from || total >= 0 && to >= total {
		return 0, 0, 0, false
	}
	return from, to + 1, total, true
}

// unsatisfied reads the "bytes */1234" of a 416.
func unsatisfied(s string) (total int64, ok bool) {
	s, ok = strings.CutPrefix(strings.TrimSpace(s), "bytes */")
	if !ok {
		return 0, false
	}
	total, err := natural(s)
	return total, err == nil
}

// natural reads digits and nothing else: ParseInt would take "+5" too.
func natural(s string) (int64, error) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseInt(s, 10, 64)
}

// retryAfter reads both forms of Retry-After (RFC 9110, 10.2.3), 0 when there is none.
func retryAfter(h http.Header, now time.Time, most time.Duration) time.Duration {
	s := h.Get("Retry-After")
	if s == "" {
		return 0
	}
	if n, err := natural(strings.TrimSpace(s)); err == nil {
		if n > int64(most/time.Second) {
			return most
		}
		return time.Duration(n) * time.Second
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), most)
}

// isPage reports whether an answer is a web page although the file's name does not say it should be one.
func isPage(h http.Header, name string) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind != "text/html" && kind != "application/xhtml+xml" {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".mht", ".php", ".aspx", "":
		return false
	}
	return true
}

// isProblem reports whether an answer is a problem document (RFC 9457).
func isProblem(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "application/problem+json")
}
