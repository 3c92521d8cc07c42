package client

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// TokenFunc gives the access token of the person at the program. claims is a claims challenge as the service sent it, to be
// handed to the authority, or empty. renew asks for a token other than the one given last, which the service refused.
type TokenFunc func(ctx context.Context, claims string, renew bool) (string, error)

// Options are what a Client needs.
type Options struct {
	Address  string            // the program's address; only https, or http to this computer
	API      string            // Program.API; empty: Address + "/api/v1"
	HTTP     http.RoundTripper // nil: NewTransport()
	Token    TokenFunc         // nil: no request is signed in
	Agent    string            // User-Agent, e.g. "pconnect 0.1.0"
	Language string            // Accept-Language, e.g. "fi"
	Timeout  time.Duration     // of one call; 0: 60 s
}

// Client talks to one program's service for one person. It is safe for use by several goroutines at once.
type Client struct {
	options Options
	base    *url.URL
	fault   error // of the address; every call gives it
	http    *http.Client
}

// NewClient makes a client. An address that can't be used is told by the first call.
func NewClient(o Options) *Client {
	if o.HTTP == nil {
		o.HTTP = NewTransport()
	}
	if o.Timeout <= 0 {
		o.Timeout = 60 * time.Second
	}
	c := &Client{options: o, http: &http.Client{Transport: o.HTTP, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if o.API == "" {
		address, err := CleanAddress(o.Address)
		if err != nil {
			c.fault = err
			return c
		}
		o.API = address + "/api/v1"
	}
	base, err := url.Parse(strings.TrimSuffix(o.API, "/"))
	if err != nil || base.Host == "" || !urlcheck.Secure(base) {
		c.fault = addressFault("Only https is used, so that nobody on the way can read or change anything.")
		return c
	}
	c.base = base
	return c
}

// call is one request to the API.
type call struct {
	method string
	path   []string // segments, escaped by send
	query  url.Values
	in     any    // JSON body, when not nil
	body   []byte // raw body, when in is nil
	kind   string // content type of body
	header http.Header
	out    any // filled from the answer, when not nil
}

// do sends a call. A 401 with a claims challenge goes to TokenFunc once; a 401 without asks it once for another token.
func (c *Client) do(ctx context.Context, k call) error {
	if c.fault != nil {
		return c.fault
	}
	body, kind := k.body, k.kind
	if k.in != nil {
		text, err := api.Encode(k.in)
		if err != nil {
			return &fault.Error{Kind: fault.Usage, Code: "program.encode", Title: i18n.Verbatim("This can't be sent."), Cause: i18n.Verbatim("It holds characters that are no text."), Safe: i18n.Verbatim("Nothing was sent."), Err: err}
		}
		body, kind = text, "application/json"
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	token, err := c.token(ctx, "", false)
	if err != nil {
		return err
	}
	answer, err := c.send(ctx, k, token, body, kind)
	if err != nil {
		return err
	}
	if answer.StatusCode == http.StatusUnauthorized && c.options.Token != nil {
		claims := claimsChallenge(answer.Header)
		discard(answer)
		if token, err = c.token(ctx, claims, claims == ""); err != nil {
			return err
		}
		if answer, err = c.send(ctx, k, token, body, kind); err != nil { //nolint:bodyclose // discard below closes it
			return err
		}
	}
	defer discard(answer)
	return read(answer, k.out)
}

func (c *Client) token(ctx context.Context, claims string, renew bool) (string, error) {
	if c.options.Token == nil {
		return "", nil
	}
	return c.options.Token(ctx, claims, renew)
}

func (c *Client) send(ctx context.Context, k call, token string, body []byte, kind string) (*http.Response, error) {
	address := c.base.JoinPath() // a copy
	for _, segment := range k.path {
		if segment == "" || segment == "." || segment == ".." {
			return nil, notFound()
		}
		address.RawPath = address.EscapedPath() + "/" + url.PathEscape(segment)
		address.Path += "/" + segment
	}
	address.RawQuery = k.query.Encode()
	request, err := http.NewRequestWithContext(ctx, k.method, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, addressFault("It is not an address such as https://program.example.com.")
	}
	for name, values := range k.header {
		request.Header[name] = values
	}
	request.Header.Set("Accept", "application/json, "+api.ProblemType)
	request.Header.Set("Accept-Encoding", "identity")
	setIf(request.Header, "Content-Type", kind)
	setIf(request.Header, "User-Agent", c.options.Agent)
	setIf(request.Header, "Accept-Language", c.options.Language)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, transportFault(err)
	}
	return answer, nil
}

func setIf(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// read takes an answer apart: the value asked for, or the fault of its problem details.
func read(answer *http.Response, out any) error {
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if answer.StatusCode >= 200 && answer.StatusCode < 300 {
		if out == nil || answer.StatusCode == http.StatusNoContent {
			return nil
		}
		if kind != "application/json" || answer.Header.Get("Content-Encoding") != "" {
			return strangeAnswer(answer, nil)
		}
		if err := api.Decode(answer.Body, api.MaxJSON, out); err != nil {
			return strangeAnswer(answer, err)
		}
		return nil
	}
	problem := &api.Problem{}
	if kind != api.ProblemType || api.Decode(answer.Body, 256<<10, problem) != nil {
		return strangeAnswer(answer, nil)
	}
	problem.Status = answer.StatusCode
	f := problem.Fault()
	if f.RetryAfter == 0 {
		f.RetryAfter = retryAfter(answer.Header.Get("Retry-After"))
	}
	f.RetryAfter = min(f.RetryAfter, time.Hour)
	return f
}

// retryAfter reads seconds; the service never sends the form with a date.
func retryAfter(text string) time.Duration {
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600)) * time.Second
}

// strangeAnswer is for whatever is not an answer of a program service: a login page of a network, a proxy's page, a broken body.
func strangeAnswer(answer *http.Response, err error) error {
	if err != nil && isTimeout(err) {
		return transportFault(err)
	}
	f := &fault.Error{Kind: fault.Network, Code: "program.answer", Title: i18n.Verbatim("The answer is not the program's."),
		Cause: i18n.Verbatim("Something between here and the program answered in its place, or the answer was cut short (status " + strconv.Itoa(answer.StatusCode) + ")."),
		Safe:  i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("If this network wants you to sign in, open any web page and do so."), i18n.Verbatim("Try again.")}, Guide: "network", Err: err}
	if answer.StatusCode == http.StatusUnauthorized {
		f.Kind, f.Code, f.Guide = fault.SignIn, "program.sign-in", "sign-in-again"
	}
	f.RetryAfter = retryAfter(answer.Header.Get("Retry-After"))
	return f
}

func notFound() error {
	return (&api.Problem{Type: api.ProblemNotFound, Status: http.StatusNotFound, Title: "There is no such thing at this program."}).Fault()
}

func discard(answer *http.Response) {
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10)
	_ = answer.Body.Close()
}

// fetch sends a call and gives what it answered.
func fetch[T any](ctx context.Context, c *Client, k call) (T, error) {
	var out T
	k.out = &out
	err := c.do(ctx, k)
	return out, err
}
