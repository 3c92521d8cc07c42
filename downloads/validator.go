package downloads

import (
	"net/http"
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

// known reports whether the answer that it was read from said anything about its version.
func (v validator) known() bool { return v != validator{} }

// ifRange returns the value to send; "" when the validator is not strong.
func (v validator) ifRange() string {
	if !v.Strong {
		return ""
	}
	if v.ETag != "" {
		return v.ETag
	}
	return v.Modified
}

// same reports whether the other answer is provably of the same version.
func (v validator) same(other validator) bool {
	if !v.Strong {
		return false
	}
	if v.ETag != "" {
		return v.ETag == other.ETag
	}
	return other.ETag == "" && v.Modified == other.Modified
}
