package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

const (
	maxReply     = 256 << 10        // bytes of any reply of the authority
	replyTimeout = 20 * time.Second // for one request of the back channel, from dial to the last byte
)

// What can be wrong with a reply before anybody looks into it.
var (
	errForeignHost = errors.New("the authority pointed to another host")
	errRedirect    = errors.New("the authority answered with a redirect")
	errTooLarge    = errors.New("the authority's reply was too large")
	errNotJSON     = errors.New("the authority's reply was not JSON")
	errUnreachable = errors.New("the authority could not be reached")
)

// newTransport is the default carrier of the back channel.
func newTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxResponseHeaderBytes = 64 << 10
	t.ResponseHeaderTimeout = replyTimeout
	t.MaxConnsPerHost = 8
	t.IdleConnTimeout = 30 * time.Second
	return t
}

// call is one operation on the back channel: the HTTP client that MSAL is given, and the memory of what
// went wrong, since MSAL's own errors quote whole replies and are never looked at.
//
// It reaches the authority's host alone, over https alone, follows no redirect, and reads 256 KiB at most.
type call struct {
	host     string
	stage    string
	client   *http.Client
	metadata []byte // answers the metadata request without the network; nil: fetch
	pace     *pacer // set while a device code is polled

	mu      sync.Mutex
	details *Details  // the last refusal
	fault   error     // the last trouble before there was a reply to read
	date    time.Time // the authority's clock, from the last reply
}

func newCall(authority *url.URL, stage string, rt http.RoundTripper) *call {
	return &call{host: authority.Host, stage: stage, client: &http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do sends one request of MSAL.
func (c *call) Do(req *http.Request) (*http.Response, error) {
	if c.metadata != nil && req.Method == http.MethodGet && strings.HasSuffix(req.URL.Path, metadataPath) {
		return reply(req, http.StatusOK, c.metadata), nil
	}
	if c.pace != nil && req.Method == http.MethodPost {
		return c.pace.poll(req, c.send)
	}
	return c.send(req)
}

// CloseIdleConnections is part of MSAL's interface; the transport outlives the call.
func (c *call) CloseIdleConnections() {}

// send sends one request, reads the whole reply, and remembers what the authority refused.
func (c *call) send(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" || !strings.EqualFold(req.URL.Host, c.host) {
		return nil, c.failed(errForeignHost)
	}
	ctx, cancel := context.WithTimeout(req.Context(), replyTimeout)
	defer cancel()
	res, err := c.client.Do(req.WithContext(ctx))
	if err != nil {
		if cause := req.Context().Err(); cause != nil {
			return nil, c.failed(cause)
		}
		var known *fault.Error
		if errors.As(err, &known) { // the transport says more: a proxy that refuses is one
			return nil, c.failed(known)
		}
		return nil, c.failed(errUnreachable)
	}
	defer func() { _ = res.Body.Close() }()
	c.remember(res)
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		return nil, c.failed(errRedirect)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxReply+1))
	switch {
	case req.Context().Err() != nil:
		return nil, c.failed(req.Context().Err())
	case err != nil:
		return nil, c.failed(errUnreachable)
	case len(body) > maxReply:
		return nil, c.failed(errTooLarge)
	case !json.Valid(body):
		return nil, c.failed(errNotJSON)
	}
	c.judge(res.StatusCode, body)
	out := reply(req, res.StatusCode, body)
	out.Header = res.Header
	return out, nil
}

// remember keeps the authority's clock, to tell a wrong token from a wrong clock here.
func (c *call) remember(res *http.Response) {
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		c.mu.Lock()
		c.date = date
		c.mu.Unlock()
	}
}

// judge remembers a refusal; a good reply clears what was remembered before.
func (c *call) judge(status int, body []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault, c.details = nil, nil
	if status != http.StatusOK {
		c.details = parseRefusal(c.stage, status, body)
	}
}

func (c *call) failed(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault, c.details = err, nil
	return err
}

// trouble is what the last request came to: a refusal, or what stood in the way of a reply, or neither
// (then MSAL itself did not accept a reply that looked well).
func (c *call) trouble() (*Details, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.details, c.fault
}

func (c *call) authorityClock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.date
}

// get reads one JSON document of the authority, e.g. its keys.
func (c *call) get(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, c.failed(errForeignHost)
	}
	res, err := c.send(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, c.failed(errNotJSON)
	}
	return io.ReadAll(res.Body)
}

func reply(req *http.Request, status int, body []byte) *http.Response {
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(bytes.NewReader(body)), Request: req,
	}
}
