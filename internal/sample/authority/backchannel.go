package authority

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// backChannel runs the endpoints in process.
type backChannel struct {
	origin string
	back   http.Handler
	faults *faults
}

// RoundTrip answers requests to Config.Origin and refuses all others: there is no network behind it.
func (b backChannel) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if origin := r.URL.Scheme + "://" + r.URL.Host; !strings.EqualFold(origin, b.origin) {
		return nil, fmt.Errorf("no such host behind the sample authority: %s", r.URL.Host)
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "127.0.0.1:0"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	struck := b.faults.strike(in)
	if struck != nil && struck.Kind != LostReply {
		return struck.respond(in)
	}
	rec := &recorder{head: http.Header{}, status: http.StatusOK}
	b.back.ServeHTTP(rec, in)
	if struck != nil {
		return nil, errCut
	}
	return response(r, rec.status, rec.head, io.NopCloser(&rec.body), int64(rec.body.Len())), nil
}

func response(r *http.Request, status int, head http.Header, body io.ReadCloser, length int64) *http.Response {
	return &http.Response{Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: head, Body: body, ContentLength: length, Request: r}
}

// recorder keeps one small reply.
type recorder struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.head }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
