package entra_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/entra"
)

// authority is an authority that serves metadata and keys, and makes tokens.
type authority struct {
	t       *testing.T
	key     *rsa.PrivateKey
	issuer  string // of the key
	fetches int
	down    bool
	now     time.Time
	hang    chan struct{} // when set, the authority answers when it is closed
	tenant  string        // in its address; empty: common
	whole   string        // issuer in its metadata; empty: of every tenant
}

const tenantA = "22222222-2222-2222-2222-222222222222"

func (e *authority) RoundTrip(q *http.Request) (*http.Response, error) {
	if e.down {
		return nil, errors.New("down")
	}
	if e.hang != nil {
		select {
		case <-e.hang:
		case <-q.Context().Done():
			return nil, q.Context().Err()
		}
	}
	var body any
	switch q.URL.String() {
	case "https://login.test/" + cmp.Or(e.tenant, "common") + "/v2.0/.well-known/openid-configuration":
		body = map[string]string{"jwks_uri": "https://login.test/common/keys", "issuer": cmp.Or(e.whole, "https://login.test/{tenantid}/v2.0")}
	case "https://login.test/common/keys":
		e.fetches++
		public := jose.JSONWebKey{Key: &e.key.PublicKey}
		text, err := public.MarshalJSON()
		if err != nil {
			return nil, err
		}
		var k map[string]string
		if err := json.Unmarshal(text, &k); err != nil {
			return nil, err
		}
		k["kid"], k["use"], k["issuer"] = "k1", "sig", e.issuer
		body = map[string]any{"keys": []any{k}}
	default:
		return nil, errors.New("another address")
	}
	text, err := json.Marshal(body)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(text))}, err
}

func (e *authority) claims() map[string]any {
	return map[string]any{"ver": "2.0", "iss": "https://login.test/" + tenantA + "/v2.0", "aud": "api", "tid": tenantA, "oid": "object", "name": "Anna",
		"preferred_username": "anna@people.example", "scp": "other Program.Access", "exp": e.now.Add(time.Hour).Unix(), "nbf": e.now.Add(-time.Minute).Unix()}
}

func (e *authority) token(claims map[string]any, algorithm jose.SignatureAlgorithm, header map[string]any) string {
	e.t.Helper()
	options := &jose.SignerOptions{}
	for name, value := range header {
		options.WithHeader(jose.HeaderKey(name), value)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: e.key}, options)
	if err != nil {
		e.t.Fatal(err)
	}
	text, err := json.Marshal(claims)
	if err != nil {
		e.t.Fatal(err)
	}
	signed, err := signer.Sign(text)
	if err != nil {
		e.t.Fatal(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		e.t.Fatal(err)
	}
	return compact
}

func newAuthority(t *testing.T) (*authority, *entra.Verifier) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	e := &authority{t: t, key: key, issuer: "https://login.test/{tenantid}/v2.0", now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	return e, entra.New(entra.Config{Authority: "https://login.test/common", Audience: "api", Scope: "Program.Access", HTTP: e, Clock: func() time.Time { return e.now }})
}

func TestVerifyNamesThePerson(t *testing.T) {
	e, v := newAuthority(t)
	p, err := v.Verify(context.Background(), e.token(e.claims(), jose.RS256, map[string]any{"kid": "k1"}))
	if err != nil || p.ID() != tenantA+".object" || p.Kind != "work" || p.Address != "anna@people.example" {
		t.Fatalf("%+v %v", p, err)
	}
	guest := e.claims()
	guest["acct"] = 1
	if p, err = v.Verify(context.Background(), e.token(guest, jose.RS256, map[string]any{"kid": "k1"})); err != nil || p.Kind != "guest" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestVerifyRefusesTokens(t *testing.T) {
	e, v := newAuthority(t)
	kid := map[string]any{"kid": "k1"}
	change := func(name string, value any) string {
		c := maps.Clone(e.claims())
		if c[name] = value; value == nil {
			delete(c, name)
		}
		return e.token(c, jose.RS256, kid)
	}
	good := e.token(e.claims(), jose.RS256, kid)
	parts := strings.Split(good, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"k1"}`)) + "." + parts[1] + "."
	other, _ := newAuthority(t)
	for name, token := range map[string]string{
		"version 1": change("ver", "1.0"), "another audience": change("aud", "other"), "two audiences": change("aud", []string{"api"}),
		"another issuer": change("iss", "https://evil.test/"+tenantA+"/v2.0"), "issuer of another tenant": change("iss", "https://login.test/33333333-3333-3333-3333-333333333333/v2.0"),
		"no tenant": change("tid", nil), "a tenant that is no GUID": change("tid", "common"), "no object": change("oid", nil), "an object with a dot": change("oid", "a.b"),
		"no scope": change("scp", nil), "another scope": change("scp", "Program.Accessories"), "expired": change("exp", e.now.Add(-3*time.Minute).Unix()),
		"no expiry": change("exp", nil), "not yet": change("nbf", e.now.Add(3*time.Minute).Unix()),
		"PS256": e.token(e.claims(), jose.PS256, kid), "no kid": e.token(e.claims(), jose.RS256, nil), "alg none": none,
		"another key": other.token(e.claims(), jose.RS256, kid), "a key of its own": e.token(e.claims(), jose.RS256, map[string]any{"kid": "x", "jwk": map[string]string{"kty": "RSA"}}),
		"changed claims": parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{}`)) + "." + parts[2], "nothing": "", "dots": "..", "words": "not a token",
	} {
		if p, err := v.Verify(context.Background(), token); err == nil || p.ObjectID != "" {
			t.Errorf("%s was taken", name)
		}
	}
	if _, err := v.Verify(context.Background(), good); err != nil {
		t.Error(err)
	}
}

func TestKeyOfOneTenantSignsForNoOther(t *testing.T) {
	e, v := newAuthority(t)
	e.issuer = "https://login.test/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"
	if _, err := v.Verify(context.Background(), e.token(e.claims(), jose.RS256, map[string]any{"kid": "k1"})); err == nil {
		t.Error("the key of personal accounts signed for an organisation")
	}
}

func TestKeysAreFetchedAtMostOnceAMinute(t *testing.T) {
	e, v := newAuthority(t)
	for range 20 {
		if _, err := v.Verify(context.Background(), e.token(e.claims(), jose.RS256, map[string]any{"kid": "junk"})); err == nil {
			t.Fatal("taken")
		}
	}
	if e.fetches != 1 {
		t.Errorf("%d fetches", e.fetches)
	}
	e.now = e.now.Add(61 * time.Second)
	if _, err := v.Verify(context.Background(), e.token(e.claims(), jose.RS256, map[string]any{"kid": "junk"})); err == nil || e.fetches != 2 {
		t.Errorf("%d fetches: %v", e.fetches, err)
	}
	e.down = true
	e.now = e.now.Add(25 * time.Hour)
	if _, err := v.Verify(context.Background(), e.token(e.claims(), jose.RS256, map[string]any{"kid": "k1"})); err != nil {
		t.Errorf("known keys serve on while the authority is away: %v", err)
	}
	fresh, w := newAuthority(t)
	fresh.down = true
	if _, err := w.Verify(context.Background(), fresh.token(fresh.claims(), jose.RS256, map[string]any{"kid": "k1"})); !errors.Is(err, service.ErrVerifierDown) {
		t.Errorf("no keys at all: %v", err)
	}
}

// TestKnownKeysNeverWaitForTheAuthority has one unknown kid start a fetch from an authority that hangs.
func TestKnownKeysNeverWaitForTheAuthority(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, v := newAuthority(t)
		good := e.token(e.claims(), jose.RS256, map[string]any{"kid": "k1"})
		junk := e.token(e.claims(), jose.RS256, map[string]any{"kid": "junk"})
		if _, err := v.Verify(t.Context(), good); err != nil {
			t.Fatal(err)
		}
		e.hang = make(chan struct{})
		e.now = e.now.Add(61 * time.Second)
		unknown := make(chan error)
		go func() {
			_, err := v.Verify(t.Context(), junk)
			unknown <- err
		}()
		synctest.Wait() // the fetch hangs, and so does the one who caused it
		started := time.Now()
		for range 20 {
			if _, err := v.Verify(t.Context(), good); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(started); waited != 0 {
			t.Errorf("known keys waited %v", waited)
		}
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := v.Verify(impatient, junk); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("an unknown key whose request ended: %v", err)
		}
		close(e.hang)
		if err := <-unknown; err == nil || e.fetches != 2 {
			t.Errorf("%d fetches: %v", e.fetches, err)
		}
	})
}

func TestOldKeysServeWhileNewOnesAreFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, v := newAuthority(t)
		kid := map[string]any{"kid": "k1"}
		if _, err := v.Verify(t.Context(), e.token(e.claims(), jose.RS256, kid)); err != nil {
			t.Fatal(err)
		}
		e.hang = make(chan struct{})
		e.now = e.now.Add(25 * time.Hour)
		for range 3 {
			if _, err := v.Verify(t.Context(), e.token(e.claims(), jose.RS256, kid)); err != nil {
				t.Fatal(err)
			}
		}
		close(e.hang)
		synctest.Wait()
		if e.fetches != 2 {
			t.Errorf("%d fetches", e.fetches)
		}
		replaced := e.token(e.claims(), jose.RS256, kid)
		next, _ := newAuthority(t)
		e.key = next.key
		e.now = e.now.Add(25 * time.Hour)
		_, _ = v.Verify(t.Context(), replaced) // has the keys fetched
		synctest.Wait()
		if _, err := v.Verify(t.Context(), replaced); err == nil {
			t.Error("a key that the authority has replaced still counts")
		}
		if _, err := v.Verify(t.Context(), e.token(e.claims(), jose.RS256, kid)); err != nil {
			t.Errorf("the new key: %v", err)
		}
	})
}

// TestVerifyKeepsToTheSettings gives every kind of program the tokens of every kind of account, all signed by the same keys.
func TestVerifyKeepsToTheSettings(t *testing.T) {
	const (
		tenantB  = "33333333-3333-3333-3333-333333333333"
		personal = "9188040d-6c67-4c5b-b112-36a304b66dad"
		issuerA  = "https://login.test/" + tenantA + "/v2.0"
	)
	tokens := map[string]map[string]any{
		"own": {"tid": tenantA}, "own guest": {"tid": tenantA, "acct": 1}, "other": {"tid": tenantB}, "other guest": {"tid": tenantB, "acct": 1},
		"personal": {"tid": personal}, "own in capitals": {"tid": "ABCDEF00-0000-0000-0000-000000000000"}, "common": {"tid": "common"}, "organizations": {"tid": "organizations"},
		"pattern": {"tid": "{tenantid}"}, "path": {"tid": tenantA + "/../" + tenantB},
	}
	e, _ := newAuthority(t)
	compact := map[string]string{}
	for name, change := range tokens {
		c := e.claims()
		maps.Copy(c, change)
		c["iss"] = "https://login.test/" + c["tid"].(string) + "/v2.0"
		compact[name] = e.token(c, jose.RS256, map[string]any{"kid": "k1"})
	}
	for _, c := range []struct{ tenant, whole, accounts, taken string }{
		{"common", "", "", "own, own guest, other, other guest, personal"},
		{"common", "", "any", "own, own guest, other, other guest, personal"},
		{"common", "", "work", "own, own guest, other, other guest"},
		{"common", "", "personal", "personal"},
		{"common", "", "anybody", ""},
		{"organizations", "", "any", "own, own guest, other, other guest"},
		{"organizations", "", "personal", ""},
		{"consumers", "https://login.test/" + personal + "/v2.0", "any", "personal"},
		{"consumers", "", "work", ""},
		{tenantA, issuerA, "any", "own, own guest"},
		{tenantA, issuerA, "work", "own, own guest"},
		{tenantA, "", "work", "own, own guest"},
		{tenantA, "https://login.test/" + tenantB + "/v2.0", "work", ""},
		{tenantA, "https://evil.test/{tenantid}/v2.0", "work", "own, own guest"}, // the token's own issuer is compared too
		{"contoso.example", issuerA, "work", "own, own guest"},
		{"contoso.example", "", "work", ""},
	} {
		e.tenant, e.whole = c.tenant, c.whole
		v := entra.New(entra.Config{Authority: "https://login.test/" + c.tenant, Audience: "api", Scope: "Program.Access", Accounts: c.accounts, HTTP: e,
			Clock: func() time.Time { return e.now }})
		taken := strings.Split(c.taken, ", ")
		for name, token := range compact {
			_, err := v.Verify(t.Context(), token)
			if got, want := err == nil, slices.Contains(taken, name); got != want {
				t.Errorf("at %s with accounts %q a token %q: taken %v", c.tenant, c.accounts, name, got)
			}
		}
	}
}
