package auth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// deviceStub is an authority that answers polls by a script, and notes when they came.
type deviceStub struct {
	t        *testing.T
	interval int
	expires  int
	script   []string // "pending", "slow_down", "lost", "ok", or an OAuth error; the last one repeats
	polls    []time.Time
	asked    time.Time
}

const (
	stubClient = "5a3b1e00-0000-4000-8000-00000000c0de"
	stubTenant = "5a3b1e00-0000-4000-8000-00000000fab1"
	stubOrigin = "https://stub.program-connect.invalid"
)

func (s *deviceStub) RoundTrip(req *http.Request) (*http.Response, error) {
	answer := func(status int, v any) (*http.Response, error) {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		return reply(req, status, raw), nil
	}
	base := stubOrigin + "/" + stubTenant
	switch {
	case strings.HasSuffix(req.URL.Path, metadataPath):
		return answer(200, map[string]any{"issuer": base + "/v2.0", "authorization_endpoint": base + "/authorize",
			"token_endpoint": base + "/oauth2/v2.0/token", "jwks_uri": base + "/keys"})
	case strings.HasSuffix(req.URL.Path, "/keys"):
		return answer(200, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "kid": "k", "use": "sig", "alg": "RS256", "e": "AQAB",
			"n": base64.RawURLEncoding.EncodeToString(testKey().N.Bytes())}}})
	case strings.HasSuffix(req.URL.Path, "/devicecode"):
		s.asked = time.Now()
		return answer(200, map[string]any{"device_code": "device-code-of-the-stub", "user_code": "ABCD-1234", "verification_uri": "https://stub.example/device",
			"expires_in": s.expires, "interval": s.interval, "message": "message"})
	}
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if form, _ := url.ParseQuery(string(raw)); form.Get("device_code") != "device-code-of-the-stub" {
		s.t.Errorf("polled with %v", form)
	}
	s.polls = append(s.polls, time.Now())
	next := s.script[min(len(s.polls), len(s.script))-1]
	switch next {
	case "pending":
		return answer(400, map[string]any{"error": "authorization_pending"})
	case "lost":
		return nil, errors.New("connection reset by peer")
	case "ok":
		now := time.Now().Unix()
		token := signed(map[string]any{"alg": "RS256", "typ": "JWT", "kid": "k"}, map[string]any{"iss": base + "/v2.0", "aud": stubClient, "sub": "subject",
			"tid": stubTenant, "oid": "5a3b1e00-0000-4000-8000-000000000002", "preferred_username": "rita@fabrikam.example", "exp": now + 3600, "iat": now, "nbf": now}, testKey())
		info := base64.RawURLEncoding.EncodeToString([]byte(`{"uid":"5a3b1e00-0000-4000-8000-000000000002","utid":"` + stubTenant + `"}`))
		return answer(200, map[string]any{"access_token": "access", "refresh_token": "refresh", "id_token": token, "client_info": info, "expires_in": 3600, "token_type": "Bearer"})
	default:
		return answer(400, map[string]any{"error": next})
	}
}

// run signs in with a code in a bubble of its own time.
func (s *deviceStub) run(t *testing.T, check func(Account, error)) {
	t.Helper()
	testKey() // made outside of the bubble
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s.t = t
		a, err := Open(Config{Dir: dir, Keyring: newRing(), Transport: s})
		if err != nil {
			t.Fatal(err)
		}
		at := Authority{Origin: mustOrigin("https://program.example"), Program: "stub", URL: stubOrigin + "/" + stubTenant, ClientID: stubClient}
		account, err := a.SignInWithCode(context.Background(), at, SignInOptions{}, func(DeviceCode) {})
		if e := a.Close(); e != nil {
			t.Error(e)
		}
		check(account, err)
	})
}

// gaps gives the times between polls, the first from the moment the code was given.
func (s *deviceStub) gaps() (gaps []time.Duration) {
	last := s.asked
	for _, p := range s.polls {
		gaps, last = append(gaps, p.Sub(last)), p
	}
	return gaps
}

func TestDevicePollsKeepToTheServersInterval(t *testing.T) {
	s := &deviceStub{interval: 7, expires: 900, script: []string{"pending", "pending", "slow_down", "pending", "slow_down", "pending", "ok"}}
	s.run(t, func(account Account, err error) {
		if err != nil || account.Address != "rita@fabrikam.example" {
			t.Fatalf("%+v %v %v", account, err, DetailsOf(err))
		}
	})
	for i, least := range []time.Duration{7, 7, 7, 12, 12, 17, 17} {
		if g := s.gaps()[i]; g < least*time.Second || g > (least+6)*time.Second {
			t.Errorf("poll %d came after %v, not before %d s", i, g, least)
		}
	}
}

func TestDeviceCodeEndsAfterManyLostPolls(t *testing.T) {
	s := &deviceStub{interval: 5, expires: 900, script: []string{"lost", "pending", "lost", "lost", "ok"}}
	s.run(t, func(_ Account, err error) {
		if err != nil {
			t.Fatal(err)
		}
	})
	dead := &deviceStub{interval: 5, expires: 900, script: []string{"lost"}}
	dead.run(t, func(_ Account, err error) {
		if f := fault.Of(err); f == nil || f.Code != "auth.network" {
			t.Fatalf("%+v", f)
		}
	})
	if len(dead.polls) != maxLostPolls+1 {
		t.Fatalf("%d polls of a dead network", len(dead.polls))
	}
}

func TestDeviceCodeExpiredOrDeclined(t *testing.T) {
	for script, code := range map[string]string{"pending": "auth.device-expired", "expired_token": "auth.device-expired",
		"authorization_declined": "auth.device-declined", "access_denied": "auth.declined", "bad_verification_code": "auth.device-expired"} {
		s := &deviceStub{interval: 5, expires: 60, script: []string{script}}
		s.run(t, func(_ Account, err error) {
			if f := fault.Of(err); f == nil || f.Code != code || f.Guide == "" {
				t.Errorf("%s: %+v", script, f)
			}
		})
	}
}

func TestDevicePollsDefaultInterval(t *testing.T) {
	s := &deviceStub{interval: 0, expires: 900, script: []string{"pending", "pending", "ok"}}
	s.run(t, func(_ Account, err error) {
		if err != nil {
			t.Fatal(err)
		}
	})
	for i, g := range s.gaps() {
		if g < defaultInterval {
			t.Errorf("poll %d came after %v", i, g)
		}
	}
}

func TestDeviceCodeCancel(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(context.Background())
	began := time.Now()
	_, err := r.SignInWithCode(ctx, r.at("common"), SignInOptions{}, func(DeviceCode) { began = time.Now(); cancel() })
	measured(t, "cancelled", began, 250*time.Millisecond)
	if f := fault.Of(err); f.Kind != fault.Interrupted {
		t.Fatalf("%+v", f)
	}
}
