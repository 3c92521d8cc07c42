package downloads

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// maxHops is how many redirects are followed for one request.
const maxHops = 5

// answer is a checked answer: its body is the bytes [from, to) of the file, to -1 when the end is not known.
type answer struct {
	body     io.ReadCloser
	from, to int64
	total    int64 // of the file; -1: not known
	whole    bool  // an answer without a range
	told     bool  // the answer's length was told
	val      validator
	name     string // the file's name, as the server says; not to be trusted
}

// needLink says that the link is no good any more; giveUp follows if a fresh one is not, either.
type needLink struct {
	why    Refresh
	giveUp *outcome
}

func (*needLink) Error() string { return "the link must be renewed" }

// ask sends one GET, for the bytes [from, to) when ranged, and checks the answer against what is known of the file.
func (t *transfer) ask(ctx context.Context, m *mirror, from, to int64, ranged bool) (*answer, error) {
	val, seen, plain := m.validator()
	var rng, cond string
	if ranged {
		rng = fmt.Sprintf("bytes=%d-%d", from, to-1)
		if seen && !plain {
			cond = val.ifRange()
		}
	}
	resp, err := t.roundTrip(ctx, m, rng, cond)
	if err != nil {
		return nil, err
	}
	a, err := t.judge(m, resp, from, to, ranged)
	if err == nil {
		return a, nil
	}
	if resp.StatusCode == http.StatusOK && cond != "" && errors.Is(err, errWholeAnswer) {
		// Some servers answer 200 to an If-Range that is right. Without it, the validator of the 206 decides.
		discard(resp)
		if !t.proof && readValidator(resp.Header).Strong && !val.same(readValidator(resp.Header)) {
			return nil, changedFault("The server says that it has another version now.")
		}
		m.mu.Lock()
		m.plain = true
		m.mu.Unlock()
		return t.ask(ctx, m, from, to, ranged)
	}
	discard(resp)
	if errors.Is(err, errWholeAnswer) {
		return nil, t.wholeInstead(m, resp, from)
	}
	return nil, err
}

// errWholeAnswer says that a range was asked for and the whole file was answered.
var errWholeAnswer = errors.New("the whole file instead of a range")

// wholeInstead decides what a 200 to a range means.
func (t *transfer) wholeInstead(m *mirror, resp *http.Response, from int64) error {
	host := m.target().Host
	if n := resp.ContentLength; t.size >= 0 && n >= 0 && n != t.size {
		if t.proof {
			return lengthFault(host, t.size, n)
		}
		return changedFault("Its length is another now.")
	}
	if t.started() {
		return badAnswer(host, "It sent the whole file where a part was asked for.", nil)
	}
	t.noRanges()
	if from == 0 {
		return errAskWhole
	}
	o := changedFault("")
	o.fault.Code, o.fault.Title = "downloads.no-ranges", i18n.Verbatim("The server can't go on in the middle of a file, so it starts again.")
	o.fault.Safe = i18n.Verbatim("What came so far could not be used.")
	return o
}

// errAskWhole says: ask again, without a range.
var errAskWhole = fmt.Errorf("ask without a range")

// roundTrip sends the request and follows redirects by hand: the token goes to its own origin only, and
// nothing goes to an address that is not https (or loopback).
func (t *transfer) roundTrip(ctx context.Context, m *mirror, rng, cond string) (*http.Response, error) {
	u := m.target()
	for hop := 0; ; hop++ {
		req := (&http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: make(http.Header, 8), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}).WithContext(ctx)
		if origin(u) == m.origin {
			for k, v := range m.header {
				req.Header[k] = v
			}
		}
		req.Header.Set("Accept-Encoding", "identity")
		req.Header.Set("User-Agent", "ProgramConnect")
		if rng != "" {
			req.Header.Set("Range", rng)
		}
		if cond != "" {
			req.Header.Set("If-Range", cond)
		}
		resp, err := t.send(req)
		if err != nil {
			m.resolve(nil)
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			return nil, networkFault(err, u.Host)
		}
		next, o := redirect(resp, u)
		if o != nil {
			discard(resp)
			return nil, o
		}
		if next == nil {
			if hop > 0 && resp.StatusCode < 300 {
				m.resolve(u)
			}
			return resp, nil
		}
		discard(resp)
		if hop == maxHops {
			return nil, redirectFault(m.url.Host, "It redirects again and again.")
		}
		u = next
	}
}

// send bounds the time until an answer begins.
func (t *transfer) send(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	timer := time.AfterFunc(t.q.tuning.HeaderTimeout, func() { cancel(errNoAnswer) })
	resp, err := t.q.http.RoundTrip(req.WithContext(ctx))
	timer.Stop()
	if err != nil {
		cancel(nil)
		return nil, err
	}
	resp.Body = &cancelBody{resp.Body, cancel}
	return resp, nil
}

var errNoAnswer = fmt.Errorf("no answer in time")

// cancelBody ends its request's context when it is closed.
type cancelBody struct {
	io.ReadCloser
	cancel context.CancelCauseFunc
}

func (b *cancelBody) Close() error {
	err := b.ReadCloser.Close()
	b.cancel(nil)
	return err
}

// redirect tells where an answer sends us: nil when it does not.
func redirect(resp *http.Response, from *url.URL) (*url.URL, *outcome) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	next, err := from.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" {
		return nil, redirectFault(from.Host, "It does not say where to.")
	}
	if why := checkAddress(next); why != "" {
		return nil, redirectFault(from.Host, why)
	}
	if from.Scheme == "https" && next.Scheme != "https" {
		return nil, redirectFault(from.Host, "The address is not encrypted (http).")
	}
	next.Fragment = ""
	return next, nil
}

// discard gives the rest of a small answer its end, so that its connection can be used again.
func discard(resp *http.Response) {
	if resp.ContentLength >= 0 && resp.ContentLength <= 4<<10 {
		_, _ = io.CopyN(io.Discard, resp.Body, resp.ContentLength+1)
	}
	_ = resp.Body.Close()
}

// refusal asks Config.Refusal to read a refusal, with a bounded body.
func (t *transfer) refusal(resp *http.Response) *fault.Error {
	if t.q.cfg.Refusal == nil {
		return nil
	}
	bounded := *resp
	bounded.Body = io.NopCloser(io.LimitReader(resp.Body, 64<<10))
	return t.q.cfg.Refusal(&bounded)
}

// isProblem tells whether an answer is a problem document (RFC 9457).
func isProblem(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "application/problem+json")
}

// end is where the useful bytes of an answer end, when those up to most were asked for.
func (a *answer) end(most int64) int64 {
	if a.to < 0 || a.to > most {
		return most
	}
	return a.to
}
