package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service/authority"
)

// tap notes every secret that passes through the back channel, so that each test can search for them at its end.
type tap struct {
	http.RoundTripper
	mu      sync.Mutex
	secrets map[string]bool
}

func (s *tap) keep(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.secrets == nil {
		s.secrets = map[string]bool{}
	}
	for _, v := range secrets {
		if len(v) >= 16 {
			s.secrets[v] = true
		}
	}
}

func (s *tap) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		raw, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		form, _ := url.ParseQuery(string(raw))
		for _, name := range []string{"code", "code_verifier", "refresh_token", "device_code"} {
			s.keep(form.Get(name))
		}
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(raw))
	}
	res, err := s.RoundTripper.RoundTrip(req)
	if err != nil || !strings.HasSuffix(req.URL.Path, "/token") && !strings.HasSuffix(req.URL.Path, "/devicecode") || res.ContentLength > maxReply {
		return res, err
	}
	if ct := res.Header.Get("Content-Type"); !strings.HasPrefix(ct, "application/json") {
		return res, nil
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxReply))
	if err != nil {
		res.Body = io.NopCloser(broken{bytes.NewReader(raw), err})
		return res, nil
	}
	var doc map[string]any
	if json.Unmarshal(raw, &doc) == nil {
		for _, name := range []string{"access_token", "refresh_token", "id_token", "device_code"} {
			v, _ := doc[name].(string)
			s.keep(v)
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

func (r *rig) note(err error) {
	if err != nil {
		r.errs = append(r.errs, err)
	}
}

// searchForSecrets runs at the end of every test that has a rig: no token, code or verifier stands in a log,
// an error, a snapshot or a file.
func (r *rig) searchForSecrets() {
	_ = r.Close()
	var places []string
	places = append(places, r.log.String(), fmt.Sprintf("%v %+v %#v", r.Snapshot(), r.Snapshot(), r.Snapshot()))
	for _, err := range r.errs {
		for e := err; e != nil; e = errors.Unwrap(e) {
			places = append(places, fmt.Sprintf("%v %+v %#v", e, e, e))
		}
		places = append(places, fault.Of(err).Text())
	}
	_ = filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			raw, _ := os.ReadFile(path)
			places = append(places, path+string(raw))
		}
		return nil
	})
	r.tap.mu.Lock()
	defer r.tap.mu.Unlock()
	for _, place := range places {
		if strings.Contains(place, "canary") {
			r.t.Errorf("a canary got out: %.200s", place)
		}
		for s := range r.tap.secrets {
			if strings.Contains(place, s) {
				r.t.Errorf("a secret of %d characters got out", len(s))
			}
		}
	}
}

func TestAReplyThatHoldsTokensIsNeverQuoted(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	if len(r.tap.secrets) < 6 {
		t.Fatalf("the tap saw %d secrets", len(r.tap.secrets))
	}
	for _, kind := range []authority.FaultKind{authority.InvalidJSON, authority.HTMLPage, authority.ServerError} {
		for _, point := range []authority.Endpoint{authority.TokenPoint, authority.MetadataPoint, authority.KeysPoint} {
			r.auth.SetFault(authority.Fault{Kind: kind, Endpoint: point, Canary: "canary-token-in-a-broken-reply"})
			_, err := r.try(r.at("common"), SignInOptions{}, r.script(authority.AddressRita, "work"))
			r.note(err)
			r.later(hourAndMore)
			_, err = r.Token(r.ctx(), r.at("common"), account.ID)
			if err == nil && point == authority.TokenPoint {
				t.Errorf("%s at %s was taken", kind, point)
			}
			r.note(err)
			r.auth.ClearFaults()
		}
	}
}

func TestAGiantReplyCostsFourMiBAtMost(t *testing.T) {
	for _, point := range []authority.Endpoint{authority.MetadataPoint, authority.KeysPoint, authority.TokenPoint, authority.DevicePoint} {
		r := newRig(t)
		r.auth.SetFault(authority.Fault{Kind: authority.GiantPage, Endpoint: point})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var err error
		switch point {
		case authority.DevicePoint:
			_, err = r.SignInWithCode(r.ctx(), r.at("common"), SignInOptions{}, func(DeviceCode) {})
		default:
			_, err = r.try(r.at("common"), SignInOptions{}, r.script(authority.AddressRita, "work"))
		}
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		f := fault.Of(err)
		if f == nil || f.Code != "auth.authority-answer" || len([]rune(f.Error())) > 400 {
			t.Errorf("%s: %+v", point, f)
		}
		t.Logf("%s: %.1f MiB allocated in all, %d characters shown", point, float64(allocated)/(1<<20), len([]rune(f.Error())))
		if allocated > 4<<20 {
			t.Errorf("%s: %d bytes allocated", point, allocated)
		}
	}
}
