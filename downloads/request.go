package downloads

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// A request is one GET for some bytes of the file. This file sends it and follows redirects; response.go reads what
// comes back and decides what it means.

// How many redirects are followed for one request: of a program, whose token must not be sent around, and of a link.
const (
	programHops = 5
	linkHops    = 10
)

// request is one GET, to one mirror, for the bytes [from, to) of the file when ranged, else for all of it.
type request struct {
	mirror   *mirror
	from, to int64
	ranged   bool
	cond     string // If-Range; "": none
}

// remote is the file on the server: what is known of it, and where it is asked for. All workers of a run share it.
type remote struct {
	env   *environment
	spec  Spec
	name  string
	proof bool // a SHA-256 is known: it decides what is right
	links *links
	note  func(string) // adds a line to the entry's log

	size   int64       // -1: not known; set by the first answer at the latest
	single atomic.Bool // it can't be had in ranges
	begun  atomic.Bool // the first answer was accepted
}

// noRanges remembers that this server can't do ranges for this file.
func (f *remote) noRanges() { f.single.Store(true) }

// started reports whether bytes of this run were accepted already: then an answer that does not fit is a bad answer of
// the server, not news about the file.
func (f *remote) started() bool { return f.begun.Load() }

// linkError says that the link is no good any more; giveUp follows if a fresh one is not, either.
type linkError struct {
	why    Refresh
	giveUp *outcome
}

func (*linkError) Error() string { return "the link must be renewed" }

// ask sends one request and returns the checked answer.
func (f *remote) ask(ctx context.Context, m *mirror, from, to int64, ranged bool) (*answer, error) {
	r := request{mirror: m, from: from, to: to, ranged: ranged}
	if val, seen, plain := m.validator(); ranged && seen && !plain {
		r.cond = val.ifRange()
	}
	resp, err := f.send(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := f.checkResponse(r, resp)
	if err == nil {
		return a, nil
	}
	discard(resp)
	if errors.Is(err, errAskPlain) {
		m.askPlain()
		return f.ask(ctx, m, from, to, ranged)
	}
	return nil, err
}

// send sends a request and follows redirects by hand: the token goes to its own origin only, and nothing goes to an
// address that is not https (or loopback).
func (f *remote) send(ctx context.Context, r request) (*http.Response, error) {
	m := r.mirror
	u := m.target()
	for hop := 0; ; hop++ {
		resp, err := f.roundTrip(r.build(ctx, u))
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
		m.keepCookies(u, resp)
		discard(resp)
		if hop == f.mostHops() {
			return nil, redirectFault(m.url.Host, becauseRedirectsAgain())
		}
		u = next
	}
}

// mostHops returns how many redirects are followed.
func (f *remote) mostHops() int {
	if f.links.source == nil {
		return linkHops
	}
	return programHops
}

// build returns the HTTP request to an address that the mirror's own led to.
func (r request) build(ctx context.Context, u *url.URL) *http.Request {
	req := (&http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: make(http.Header, 8),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}).WithContext(ctx)
	if origin(u) == r.mirror.origin {
		for k, v := range r.mirror.header {
			req.Header[k] = v
		}
	}
	r.mirror.addCookies(req)
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set("User-Agent", "ProgramConnect")
	if r.ranged {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", r.from, r.to-1))
	}
	if r.cond != "" {
		req.Header.Set("If-Range", r.cond)
	}
	return req
}

// roundTrip bounds the time until an answer begins.
func (f *remote) roundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	timer := time.AfterFunc(f.env.tuning.HeaderTimeout, func() { cancel(errNoAnswer) })
	resp, err := f.env.http.roundTrip(req.WithContext(ctx))
	timer.Stop()
	if err != nil {
		cancel(nil)
		return nil, err
	}
	resp.Body = &cancelBody{resp.Body, cancel}
	return resp, nil
}

var errNoAnswer = errors.New("no answer in time")

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

// redirect returns where an answer sends us: nil when it does not.
func redirect(resp *http.Response, from *url.URL) (*url.URL, *outcome) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	next, err := from.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" {
		return nil, redirectFault(from.Host, becauseRedirectsNowhere())
	}
	if why := checkAddress(next); !why.IsZero() {
		return nil, redirectFault(from.Host, why)
	}
	if from.Scheme == "https" && next.Scheme != "https" {
		return nil, redirectFault(from.Host, addressNotEncrypted())
	}
	next.Fragment = ""
	return next, nil
}

// discard reads the rest of a small answer, so that its connection can be used again.
func discard(resp *http.Response) {
	if resp.ContentLength >= 0 && resp.ContentLength <= 4<<10 {
		_, _ = io.CopyN(io.Discard, resp.Body, resp.ContentLength+1)
	}
	_ = resp.Body.Close()
}
