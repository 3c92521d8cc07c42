// Package secrettest lets tests search for secrets that got out: the real ones of the run, not made-up marks.
//
// A Tap stands in the way between the app and its authority and notes each token, code and verifier that passes.
// At the end of a test whatever a person, a file or a log could have got is held against them. It is for tests only.
package secrettest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Tap notes every secret that passes through a back channel. Its methods may be called from any goroutine.
type Tap struct {
	Transport http.RoundTripper

	mu      sync.Mutex
	secrets map[string]bool
}

const (
	shortest = 16        // in characters: what is shorter may stand somewhere by chance
	longest  = 256 << 10 // in bytes: a reply that is longer holds no token that anybody reads
)

// Keep notes secrets that went another way, such as a code in the browser.
func (t *Tap) Keep(secrets ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.secrets == nil {
		t.secrets = map[string]bool{}
	}
	for _, secret := range secrets {
		if len(secret) >= shortest {
			t.secrets[secret] = true
		}
	}
}

// Count is how many secrets were noted.
func (t *Tap) Count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.secrets)
}

// Found gives the lengths of the secrets that a text holds; never the secrets.
func (t *Tap) Found(text string) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found []int
	for secret := range t.secrets {
		if strings.Contains(text, secret) {
			found = append(found, len(secret))
		}
	}
	return found
}

// RoundTrip passes a request on and notes what it and its answer hold.
func (t *Tap) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		raw, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		form, _ := url.ParseQuery(string(raw))
		for _, name := range []string{"code", "code_verifier", "refresh_token", "device_code"} {
			t.Keep(form.Get(name))
		}
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(raw))
	}
	res, err := t.Transport.RoundTrip(req)
	if err != nil || !strings.HasSuffix(req.URL.Path, "/token") && !strings.HasSuffix(req.URL.Path, "/devicecode") || res.ContentLength > longest {
		return res, err
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		return res, nil
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, longest))
	if err != nil {
		res.Body = io.NopCloser(broken{bytes.NewReader(raw), err})
		return res, nil
	}
	var doc map[string]any
	if json.Unmarshal(raw, &doc) == nil {
		for _, name := range []string{"access_token", "refresh_token", "id_token", "device_code"} {
			v, _ := doc[name].(string)
			t.Keep(v)
		}
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(raw), res.Body), res.Body}
	return res, nil
}

// broken is a reply that breaks off.
type broken struct {
	io.Reader
	err error
}

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = b.err
	}
	return n, err
}
