package downloads

import (
	"net/http"
	"strings"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// judge checks one answer. Everything a server says is held against what was asked and what is known of the
// file; an answer that does not fit is not used.
func (t *transfer) judge(m *mirror, resp *http.Response, from, to int64, ranged bool) (*answer, error) {
	host := m.target().Host
	switch code := resp.StatusCode; {
	case code == http.StatusPartialContent && ranged, code == http.StatusOK:
	case code == http.StatusPartialContent:
		return nil, badAnswer(host, "It sent a part where the whole file was asked for.", nil)
	case code == http.StatusRequestedRangeNotSatisfiable && ranged:
		return nil, t.judge416(m, resp, from)
	default:
		return nil, t.judgeRefusal(m, resp)
	}
	if e := resp.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") || resp.Uncompressed {
		return nil, encodedFault(host)
	}
	if isPage(resp.Header, t.wanted()) {
		return nil, &needLink{RefreshExpired, pageFault(host)}
	}
	if resp.StatusCode == http.StatusOK {
		if ranged {
			return nil, errWholeAnswer
		}
		return t.judgeWhole(m, resp)
	}
	return t.judgePart(m, resp, from, to)
}

// judgeWhole checks a 200 to a request without a range.
func (t *transfer) judgeWhole(m *mirror, resp *http.Response) (*answer, error) {
	n := resp.ContentLength
	if t.size >= 0 && n >= 0 && n != t.size {
		return nil, t.otherLength(m, n)
	}
	total := t.size
	if n >= 0 {
		total = n
	}
	val := readValidator(resp.Header)
	m.learn(val)
	// Without a known length the body may be longer than the file: the reader of it checks.
	return &answer{body: resp.Body, from: 0, to: total, total: total, whole: true, told: n >= 0, val: val, name: dispositionName(resp.Header)}, nil
}

// judgePart checks a 206: it must be what was asked for, of the file we know.
func (t *transfer) judgePart(m *mirror, resp *http.Response, from, to int64) (*answer, error) {
	host := m.target().Host
	first, last, total, ok := contentRange(resp.Header.Get("Content-Range"))
	switch {
	case !ok || len(resp.Header.Values("Content-Range")) > 1:
		return nil, badAnswer(host, "It does not say properly which part it sends.", nil)
	case first != from || last > to:
		return nil, badAnswer(host, "It sent another part than was asked for.", nil)
	case resp.ContentLength >= 0 && resp.ContentLength != last-first:
		return nil, badAnswer(host, "The length of the part does not match.", nil)
	case t.size >= 0 && total >= 0 && total != t.size:
		return nil, t.otherLength(m, total)
	case t.size < 0 && total < 0:
		t.noRanges()
		return nil, errAskWhole
	}
	got := readValidator(resp.Header)
	if val, seen, _ := m.validator(); seen && !val.same(got) && (val.Strong || got.Strong || val != got) {
		if !t.proof {
			if got == (validator{}) {
				t.noRanges() // it tells the version of whole answers only
			}
			return nil, changedFault("The server tells of another version now.")
		}
		t.note("the validator changed; the hash decides")
	}
	m.learn(got)
	if total < 0 {
		total = t.size
	}
	return &answer{body: resp.Body, from: first, to: last, total: total, val: got, name: dispositionName(resp.Header)}, nil
}

// otherLength follows from a length that is not the file's.
func (t *transfer) otherLength(m *mirror, n int64) error {
	if t.links.others(m) {
		t.note("a mirror has a file of another length and is not used")
		t.links.drop(m)
		return again(&fault.Error{Kind: fault.Network, Code: "downloads.mirror", Title: i18n.Verbatim(m.url.Host + " has another file."), Safe: i18n.Verbatim(keptText),
			Steps: []i18n.Text{i18n.Verbatim("Nothing: another server is used.")}})
	}
	if t.spec.Size >= 0 || t.proof {
		return &needLink{RefreshExpired, lengthFault(m.url.Host, t.size, n)}
	}
	return changedFault("Its length is another now.")
}

// judge416 decides what "no such range" means: an empty file, a file that is whole already, or another version.
func (t *transfer) judge416(m *mirror, resp *http.Response, from int64) error {
	total, ok := unsatisfied(resp.Header.Get("Content-Range"))
	switch {
	case t.started():
		return badAnswer(m.url.Host, "It says that the file ends earlier than it said before.", nil)
	case from == 0:
		t.noRanges()
		return errAskWhole
	case ok && t.size >= 0 && total != t.size:
		return t.otherLength(m, total)
	}
	// Nothing here proves that what lies on the disk is right: start again, without ranges.
	t.noRanges()
	o := changedFault("The server does not have the part that is missing.")
	return o
}

// judgeRefusal types every other status.
func (t *transfer) judgeRefusal(m *mirror, resp *http.Response) error {
	host, code := m.target().Host, resp.StatusCode
	var typed *outcome
	if code == 401 || code == 403 || isProblem(resp.Header) {
		if f := t.refusal(resp); f != nil {
			typed = refused(f)
		}
	}
	if m.target() != m.url && code >= 400 && code < 500 { // the place a redirect led to may have expired
		m.resolve(nil)
		return again(&fault.Error{Kind: fault.Network, Code: "downloads.moved", Title: i18n.Verbatim("The file has moved."), Safe: i18n.Verbatim(keptText), Steps: []i18n.Text{i18n.Verbatim("Nothing: it is asked for again.")}})
	}
	fresh := t.links.source != nil
	switch {
	case code == 401 && fresh:
		if typed == nil || typed.fault.Kind == fault.SignIn {
			if typed == nil {
				typed = waitFor(WaitSignIn, unauthorisedFault())
			}
			return &needLink{RefreshUnauthorised, typed}
		}
		return typed
	case code == 401:
		if typed != nil {
			return typed
		}
		return forbiddenFault(host, true)
	case typed != nil && typed.fault.Kind != fault.Permission:
		return typed
	case code == 403 && typed != nil:
		return typed
	case code == 403:
		return &needLink{RefreshExpired, forbiddenFault(host, !fresh)}
	case code == 404 || code == 410:
		if typed == nil {
			typed = missingFault(host, code)
		}
		return &needLink{RefreshExpired, typed}
	}
	after := retryAfter(resp.Header, t.q.now(), t.q.tuning.MaxRetryAfter)
	if after > 0 && (code == 429 || code == 503) {
		t.q.hosts.leaveAlone(hostPort(m.target()), t.q.now().Add(after))
	}
	if code < 400 {
		return badAnswer(host, "Its status is "+http.StatusText(code)+".", nil)
	}
	return statusFault(host, code, after)
}

// others tells whether another mirror than m is alive.
func (l *links) others(m *mirror) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, x := range l.mirrors {
		x.mu.Lock()
		ok := x != m && !x.dropped
		x.mu.Unlock()
		if ok {
			return true
		}
	}
	return false
}

// wanted is the name that the address or the spec gives the file, before it was made legal.
func (t *transfer) wanted() string { return t.name }

func (t *transfer) note(text string) { t.q.noteLine(t.it, text) }
