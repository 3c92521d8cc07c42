package downloads

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// validator is what tells one version of a file from another (RFC 9110, 8.8).
type validator struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"` // Last-Modified
	Strong   bool   `json:"strong,omitempty"`   // usable in If-Range: proves that bytes belong together
}

// readValidator reads an answer's validator. A Last-Modified is strong only when it lay a minute before the
// answer: a file may change twice within the second that it can tell (RFC 9110, 8.8.2.2).
func readValidator(h http.Header) validator {
	v := validator{ETag: h.Get("ETag"), Modified: h.Get("Last-Modified")}
	if v.ETag != "" {
		v.Strong = len(v.ETag) >= 2 && v.ETag[0] == '"' && v.ETag[len(v.ETag)-1] == '"'
		return v
	}
	modified, err1 := http.ParseTime(v.Modified)
	date, err2 := http.ParseTime(h.Get("Date"))
	v.Strong = err1 == nil && err2 == nil && date.Sub(modified) >= time.Minute
	return v
}

// ifRange is the value to send; "" when the validator is not strong.
func (v validator) ifRange() string {
	if !v.Strong {
		return ""
	}
	if v.ETag != "" {
		return v.ETag
	}
	return v.Modified
}

// same tells whether the other answer is provably of the same version.
func (v validator) same(other validator) bool {
	if !v.Strong {
		return false
	}
	if v.ETag != "" {
		return v.ETag == other.ETag
	}
	return other.ETag == "" && v.Modified == other.Modified
}

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

// isPage tells whether an answer is a web page although the file's name does not say it should be one.
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

// dispositionName reads the name of a Content-Disposition (RFC 6266); "" when there is none. It is what the server says
// and must be made legal.
func dispositionName(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return path.Base(strings.ReplaceAll(params["filename"], "\\", "/"))
}
