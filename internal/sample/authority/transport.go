package authority

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// giant is how long a giant page is by default: the size that was seen to cost 1.6 GiB of memory.
const giant = 200 << 20

// peekGrant returns the grant type of a form and leaves the body to be read again.
func peekGrant(r *http.Request) string {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if err != nil {
		return ""
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return ""
	}
	return form.Get("grant_type")
}

// respond plays a fault of the transport in place of the endpoint.
func (f *Fault) respond(r *http.Request) (*http.Response, error) {
	text := func(status int, kind, body string) (*http.Response, error) {
		return response(r, status, http.Header{"Content-Type": {kind}}, io.NopCloser(strings.NewReader(body)), int64(len(body))), nil
	}
	switch f.Kind {
	case Redirected:
		resp := response(r, http.StatusTemporaryRedirect, http.Header{"Location": {f.To}}, http.NoBody, 0)
		return resp, nil
	case HTMLPage:
		return text(http.StatusOK, "text/html; charset=utf-8", "<!doctype html><title>Welcome to the hotel</title><p>Accept our terms to go online. "+f.Canary)
	case ServerError:
		return text(http.StatusInternalServerError, "text/html; charset=utf-8", "<!doctype html><title>Oops</title><p>Something broke. "+f.Canary)
	case Throttled:
		resp, err := text(http.StatusTooManyRequests, "application/json", `{"error":"temporarily_unavailable","error_description":"AADSTS50196: Too many requests."}`)
		resp.Header.Set("Retry-After", "7")
		return resp, err
	case EmptyReply:
		return text(http.StatusOK, "application/json", "")
	case InvalidJSON:
		return text(http.StatusOK, "application/json", fmt.Sprintf(`{"access_token":"%s","refresh_token":"%s","id_token":`, f.Canary, f.Canary))
	case GiantPage:
		size := f.Size
		if size == 0 {
			size = giant
		}
		return response(r, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, io.NopCloser(io.LimitReader(filler{}, size)), -1), nil
	case Hangs:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case Drips:
		return response(r, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, &dripping{ctx: r.Context(), every: f.every()}, -1), nil
	case Cut:
		body := io.NopCloser(io.MultiReader(strings.NewReader(`{"access_token":"`), broken{}))
		return response(r, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, body, 4096), nil
	case Refused:
		return nil, fmt.Errorf("dial tcp: %w", syscall.ECONNREFUSED)
	}
	return nil, errCut
}

func (f *Fault) every() time.Duration {
	if f.Every == 0 {
		return 100 * time.Millisecond
	}
	return f.Every
}

// errCut is what a reader sees when the connection breaks off.
var errCut = errors.New("connection reset by peer")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errCut }

// filler is spaces without end: valid JSON as far as it goes.
type filler struct{}

func (filler) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// dripping returns one byte at a time until the caller gives up.
type dripping struct {
	ctx   context.Context
	every time.Duration
}

func (d *dripping) Read(p []byte) (int, error) {
	t := time.NewTimer(d.every)
	defer t.Stop()
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-t.C:
		p[0] = ' '
		return 1, nil
	}
}

func (d *dripping) Close() error { return nil }

// handler plays the transport's faults on a real connection.
func (fs *faults) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := fs.strike(r)
		if f == nil {
			next.ServeHTTP(w, r)
			return
		}
		if f.Kind == LostReply {
			next.ServeHTTP(&recorder{head: http.Header{}}, r)
			panic(http.ErrAbortHandler)
		}
		resp, err := f.respond(r)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer func() { _ = resp.Body.Close() }()
		for k, v := range resp.Header {
			w.Header()[k] = v
		}
		w.WriteHeader(resp.StatusCode)
		if _, err := io.Copy(w, resp.Body); err != nil {
			panic(http.ErrAbortHandler)
		}
	})
}
