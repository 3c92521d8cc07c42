package downloads

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/programconnect/programconnect/downloads/internal/filename"
	"github.com/programconnect/programconnect/internal/fault"
)

// Everything a server says is held against what was asked and what is known of the file; an answer that does not fit is
// not used. checkResponse is the way in.

// answer is a checked answer: its body is the bytes [from, to) of the file, to -1 when the end is not known.
type answer struct {
	body     io.ReadCloser
	from, to int64
	total    int64 // of the file; -1: not known
	whole    bool  // an answer without a range
	told     bool  // the answer's length was told
	openEnd  bool  // nothing but the end of the connection says where it ends
	val      validator
	name     string // the file's name, as the server says or the address where redirects ended; "": neither. Not to be trusted.
}

// end returns where the useful bytes of an answer end, when those up to most were asked for.
func (a *answer) end(most int64) int64 {
	if a.to < 0 || a.to > most {
		return most
	}
	return a.to
}

// errAskWhole says: ask again, without a range. errAskPlain says: ask again, without If-Range.
var (
	errAskWhole = errors.New("ask without a range")
	errAskPlain = errors.New("ask without a condition")
)

// checkResponse checks one response to a request.
func (f *remote) checkResponse(r request, resp *http.Response) (*answer, error) {
	host := r.mirror.target().Host
	switch code := resp.StatusCode; {
	case code == http.StatusPartialContent && r.ranged, code == http.StatusOK:
	case code == http.StatusPartialContent:
		return nil, badAnswer(host, becausePartForWhole(), nil)
	case code == http.StatusRequestedRangeNotSatisfiable && r.ranged:
		return nil, f.rangeRefused(r, resp)
	default:
		return nil, f.refused(r, resp)
	}
	if !f.ownForm(resp) {
		return nil, encodedFault(host)
	}
	if isPage(resp.Header, f.name) {
		return nil, &linkError{RefreshExpired, pageFault(host)}
	}
	switch {
	case resp.StatusCode == http.StatusPartialContent:
		return f.checkPart(r, resp)
	case r.ranged:
		return f.wholeForPart(r, resp)
	}
	return f.checkWhole(r, resp)
}

// ownForm reports whether an answer holds the file itself: not compressed for the way, or in the form that the file has
// by its name. Where a hash is known, that decides.
func (f *remote) ownForm(resp *http.Response) bool {
	switch e := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); e {
	case "", "identity", "none", "binary", "utf-8", "utf8":
		return !resp.Uncompressed
	case "gzip", "x-gzip":
		name := strings.ToLower(f.name)
		return !resp.Uncompressed && (f.proof || strings.HasSuffix(name, "gz"))
	}
	return !resp.Uncompressed && f.proof
}

// checkWhole checks a 200 to a request without a range.
func (f *remote) checkWhole(r request, resp *http.Response) (*answer, error) {
	n := resp.ContentLength
	if f.size >= 0 && n >= 0 && n != f.size {
		return nil, f.otherLength(r.mirror, n)
	}
	total := f.size
	if n >= 0 {
		total = n
	}
	val := readValidator(resp.Header)
	r.mirror.learn(val)
	// Without a known length the body may be longer than the file: the reader of it checks.
	openEnd := total < 0 && resp.ProtoMajor == 1 && len(resp.TransferEncoding) == 0
	return &answer{body: resp.Body, to: total, total: total, whole: true, told: n >= 0, openEnd: openEnd, val: val, name: nameOf(r, resp)}, nil
}

// checkPart checks a 206: it must be what was asked for, of the file we know.
func (f *remote) checkPart(r request, resp *http.Response) (*answer, error) {
	host := r.mirror.target().Host
	first, last, total, ok := contentRange(resp.Header.Get("Content-Range"))
	switch {
	case !ok || len(resp.Header.Values("Content-Range")) > 1:
		return nil, badAnswer(host, becauseRangeUnclear(), nil)
	case first != r.from || last > r.to:
		return nil, badAnswer(host, becauseOtherRange(), nil)
	case resp.ContentLength >= 0 && resp.ContentLength != last-first:
		return nil, badAnswer(host, becauseRangeLength(), nil)
	case f.size >= 0 && total >= 0 && total != f.size:
		return nil, f.otherLength(r.mirror, total)
	case f.size < 0 && total < 0:
		f.noRanges()
		return nil, errAskWhole
	}
	got := readValidator(resp.Header)
	if err := f.sameVersion(r.mirror, got); err != nil {
		return nil, err
	}
	r.mirror.learn(got)
	if total < 0 {
		total = f.size
	}
	return &answer{body: resp.Body, from: first, to: last, total: total, val: got, name: nameOf(r, resp)}, nil
}

// sameVersion holds the validator of a part against the one that is known. Where a hash decides in the end, another one
// is only noted.
func (f *remote) sameVersion(m *mirror, got validator) error {
	val, seen, _ := m.validator()
	if !seen || val.same(got) || !val.Strong && !got.Strong && val == got {
		return nil
	}
	if f.proof {
		f.note("the validator changed; the hash decides")
		return nil
	}
	// Servers behind one name may each have a validator of their own for the same bytes: the next answer is a whole one.
	f.noRanges()
	return changedFault(becauseOtherVersionTold())
}

// wholeForPart decides what a 200 to a range means: another version, a server that takes a right If-Range for a wrong
// one, or one without ranges.
func (f *remote) wholeForPart(r request, resp *http.Response) (*answer, error) {
	host := r.mirror.target().Host
	if r.cond != "" {
		// Some servers answer 200 to an If-Range that is right. Without it, the validator of the 206 decides.
		val, _, _ := r.mirror.validator()
		if now := readValidator(resp.Header); !f.proof && now.Strong && !val.same(now) {
			f.noRanges()
			return nil, changedFault(becauseOtherVersion())
		}
		return nil, errAskPlain
	}
	if n := resp.ContentLength; f.size >= 0 && n >= 0 && n != f.size {
		if f.proof {
			return nil, lengthFault(host, f.size, n)
		}
		return nil, changedFault(becauseOtherLength())
	}
	if f.started() {
		return nil, badAnswer(host, becauseWholeForPart(), nil)
	}
	f.noRanges()
	if r.from == 0 {
		return f.checkWhole(r, resp) // the first request is the download, also where a link works once
	}
	return nil, fromZero(noRangesFault())
}

// otherLength follows from a length that is not the file's.
func (f *remote) otherLength(m *mirror, n int64) error {
	if f.links.others(m) {
		f.note("a mirror has a file of another length and is not used")
		f.links.drop(m)
		return again(otherMirrorFault(m.url.Host))
	}
	if f.spec.Size >= 0 || f.proof {
		return &linkError{RefreshExpired, lengthFault(m.url.Host, f.size, n)}
	}
	return changedFault(becauseOtherLength())
}

// rangeRefused decides what a 416 means: an empty file, a file that is whole already, or another version.
func (f *remote) rangeRefused(r request, resp *http.Response) error {
	total, ok := unsatisfied(resp.Header.Get("Content-Range"))
	switch {
	case f.started():
		return badAnswer(r.mirror.url.Host, becauseEndsEarlier(), nil)
	case r.from == 0:
		f.noRanges()
		return errAskWhole
	case ok && f.size >= 0 && total != f.size:
		return f.otherLength(r.mirror, total)
	}
	// Nothing here proves that what lies on the disk is right: start again, without ranges.
	f.noRanges()
	return changedFault(becausePartMissing())
}

// refused types every other status. A refusal that the program's own reader knows keeps that reader's words; a link that
// may have expired is asked for again first.
func (f *remote) refused(r request, resp *http.Response) error {
	m, code := r.mirror, resp.StatusCode
	host := m.target().Host
	var typed *outcome
	if code == http.StatusUnauthorized || code == http.StatusForbidden || isProblem(resp.Header) {
		if known := f.refusal(resp); known != nil {
			typed = refused(known)
		}
	}
	if m.target() != m.url && code >= 400 && code < 500 { // where a redirect led to may have expired
		m.resolve(nil)
		return again(movedFault())
	}
	switch {
	case code == http.StatusUnauthorized:
		return f.unauthorised(host, typed)
	case typed != nil && (typed.fault.Kind != fault.Permission || code == http.StatusForbidden):
		return typed
	case code == http.StatusForbidden:
		return &linkError{RefreshExpired, forbiddenFault(host, f.links.source == nil).asRefusal()}
	case code == http.StatusNotFound || code == http.StatusGone:
		if typed == nil {
			typed = missingFault(host, code).asRefusal()
		}
		return &linkError{RefreshExpired, typed}
	case code < 400:
		return badAnswer(host, becauseStatus(code), nil)
	}
	after := retryAfter(resp.Header, f.env.now(), f.env.tuning.MaxRetryAfter)
	if after > 0 && (code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable) {
		f.env.hosts.leaveAlone(hostPort(m.target()), f.env.now().Add(after))
	}
	return statusFault(host, code, after).asRefusal()
}

// unauthorised decides what a 401 means: a token to renew or, for a link without one, that it needs a sign-in.
func (f *remote) unauthorised(host string, typed *outcome) error {
	switch {
	case f.links.source == nil && typed == nil:
		return forbiddenFault(host, true)
	case f.links.source == nil:
		return typed
	case typed == nil:
		typed = waitFor(WaitSignIn, unauthorisedFault())
	case typed.fault.Kind != fault.SignIn:
		return typed
	}
	return &linkError{RefreshUnauthorised, typed}
}

// refusal asks Config.Refusal to read a refusal, with a bounded body.
func (f *remote) refusal(resp *http.Response) *fault.Error {
	if f.env.refusal == nil {
		return nil
	}
	bounded := *resp
	bounded.Body = io.NopCloser(io.LimitReader(resp.Body, 64<<10))
	return f.env.refusal(&bounded)
}

// nameOf returns the name that a response gives the file, or the address where redirects ended.
func nameOf(r request, resp *http.Response) string {
	if name := filename.FromDisposition(resp.Header.Get("Content-Disposition")); name != "" {
		return name
	}
	if u := r.mirror.target(); u != r.mirror.url {
		return filename.FromAddress(u.String())
	}
	return ""
}
