package client

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"github.com/programconnect/programconnect/internal/api"
)

// call is one request to the API.
type call struct {
	method string
	path   []string // segments, escaped by send
	query  url.Values
	in     any    // JSON body, when not nil
	body   []byte // raw body, when in is nil
	kind   string // content type of body
	header http.Header
	out    api.Answer // filled from the answer, when not nil
}

// do sends a call. A 401 with a claims challenge goes to TokenFunc once; a 401 without asks it once for another token.
func (c *Client) do(ctx context.Context, k call) error {
	if c.fault != nil {
		return c.fault
	}
	if err := k.encode(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	address, err := c.address(k)
	if err != nil {
		return err
	}
	token, err := c.token(ctx, address, "", false)
	if err != nil {
		return err
	}
	answer, err := c.send(ctx, k, address, token)
	if err != nil {
		return err
	}
	if answer.StatusCode == http.StatusUnauthorized && c.options.Token != nil {
		claims := claimsChallenge(answer.Header)
		discard(answer)
		if token, err = c.token(ctx, address, claims, claims == ""); err != nil {
			return err
		}
		if answer, err = c.send(ctx, k, address, token); err != nil { //nolint:bodyclose // discard below closes it
			return err
		}
	}
	defer discard(answer)
	return read(answer, k.out, c.local)
}

// encode makes the call's JSON its body.
func (k *call) encode() error {
	if k.in == nil {
		return nil
	}
	text, err := api.Encode(k.in)
	if err != nil {
		return encodeFault(err)
	}
	k.body, k.kind = text, "application/json"
	return nil
}

func (c *Client) token(ctx context.Context, address, claims string, renew bool) (string, error) {
	if c.options.Token == nil {
		return "", nil
	}
	return c.options.Token(ctx, address, claims, renew)
}

// address returns the address of a call. A segment that no path can hold names nothing at the program.
func (c *Client) address(k call) (string, error) {
	address := c.base.JoinPath() // a copy
	for _, segment := range k.path {
		if segment == "" || segment == "." || segment == ".." {
			return "", notFound()
		}
		address.RawPath = address.EscapedPath() + "/" + url.PathEscape(segment)
		address.Path += "/" + segment
	}
	address.RawQuery = k.query.Encode()
	return address.String(), nil
}

func (c *Client) send(ctx context.Context, k call, address, token string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, k.method, address, bytes.NewReader(k.body))
	if err != nil {
		return nil, addressFault(noAddress())
	}
	for name, values := range k.header {
		request.Header[name] = values
	}
	request.Header.Set("Accept", "application/json, "+api.ProblemType)
	request.Header.Set("Accept-Encoding", "identity")
	setIf(request.Header, "Content-Type", k.kind)
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

// fetch sends a call and returns what it answered.
func fetch[T any, A interface {
	*T
	api.Answer
}](ctx context.Context, c *Client, k call) (T, error) {
	var out T
	k.out = A(&out)
	if err := c.do(ctx, k); err != nil {
		var none T
		return none, err
	}
	return out, nil
}
