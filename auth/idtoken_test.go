package auth

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

// forger changes the ID token in replies of the token endpoint, with the authority's own key in hand.
type forger struct {
	http.RoundTripper
	mu     sync.Mutex
	mutate func(head, body map[string]any) string // gives the token, or "" to sign what it has changed
}

func (f *forger) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := f.RoundTripper.RoundTrip(req)
	f.mu.Lock()
	mutate := f.mutate
	f.mu.Unlock()
	if err != nil || mutate == nil || !strings.HasSuffix(req.URL.Path, "/token") || res.StatusCode != http.StatusOK {
		return res, err
	}
	defer func() { _ = res.Body.Close() }()
	var doc map[string]any
	if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
		return nil, err
	}
	parts := strings.Split(doc["id_token"].(string), ".")
	head, body := decoded(parts[0]), decoded(parts[1])
	token := mutate(head, body)
	if token == "" {
		token = signed(head, body, testKey())
	}
	doc["id_token"] = token
	if token == "-" {
		delete(doc, "id_token")
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	return res, nil
}

func decoded(part string) map[string]any {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		panic(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		panic(err)
	}
	return m
}

func encoded(m map[string]any) string {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func signed(head, body map[string]any, key *rsa.PrivateKey) string {
	text := encoded(head) + "." + encoded(body)
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		panic(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(sig)
}

type mutation struct {
	name   string
	mutate func(head, body map[string]any) string
}

// claim sets one claim; nil removes it.
func claim(name string, value any) mutation {
	return mutation{"claim " + name, func(_, body map[string]any) string { put(body, name, value); return "" }}
}

func put(m map[string]any, name string, value any) {
	if value == nil {
		delete(m, name)
		return
	}
	m[name] = value
}

func named(name string, m mutation) mutation { m.name = name; return m }

// mutations are ID tokens that must be refused at a sign-in and at a refresh alike.
func mutations() []mutation {
	other := sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return key
	})
	unix := func(d time.Duration) int64 { return time.Now().Add(d).Unix() }
	resigned := func(f func(head, body map[string]any, token string) string) func(head, body map[string]any) string {
		return func(head, body map[string]any) string { return f(head, body, signed(head, body, testKey())) }
	}
	return []mutation{
		{"no token", func(_, _ map[string]any) string { return "-" }},
		{"one bit of the signature", resigned(func(_, _ map[string]any, token string) string {
			i := strings.LastIndex(token, ".") + 10
			c := byte('A')
			if token[i] == 'A' {
				c = 'B'
			}
			return token[:i] + string(c) + token[i+1:]
		})},
		{"no signature", resigned(func(_, _ map[string]any, token string) string { return token[:strings.LastIndex(token, ".")+1] })},
		{"claims changed after signing", resigned(func(head, body map[string]any, token string) string {
			changed := maps.Clone(body)
			changed["name"] = "Mallory"
			return encoded(head) + "." + encoded(changed) + token[strings.LastIndex(token, "."):]
		})},
		{"another key under the same kid", func(head, body map[string]any) string { return signed(head, body, other()) }},
		{"another key under its own kid", func(head, body map[string]any) string { head["kid"] = "mine"; return signed(head, body, other()) }},
		{"no kid", func(head, _ map[string]any) string { delete(head, "kid"); return "" }},
		{"empty kid", func(head, _ map[string]any) string { head["kid"] = ""; return "" }},
		{"its own key in the header", func(head, body map[string]any) string {
			head["jwk"] = map[string]any{"kty": "RSA", "e": "AQAB", "n": base64.RawURLEncoding.EncodeToString(other().N.Bytes())}
			return signed(head, body, other())
		}},
		{"alg none", func(head, body map[string]any) string {
			head["alg"] = "none"
			return encoded(head) + "." + encoded(body) + "."
		}},
		{"alg None", func(head, body map[string]any) string {
			head["alg"] = "None"
			return encoded(head) + "." + encoded(body) + "."
		}},
		{"alg HS256 with the public key", func(head, body map[string]any) string {
			head["alg"] = "HS256"
			text := encoded(head) + "." + encoded(body)
			mac := hmac.New(sha256.New, testKey().N.Bytes())
			mac.Write([]byte(text))
			return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
		}},
		{"alg RS512", func(head, _ map[string]any) string { head["alg"] = "RS512"; return "" }},
		{"alg PS256", func(head, _ map[string]any) string { head["alg"] = "PS256"; return "" }},
		{"a critical header nobody knows", func(head, _ map[string]any) string { head["crit"] = []string{"exp"}; head["exp"] = 1; return "" }},
		{"two parts", resigned(func(_, _ map[string]any, token string) string { return token[:strings.LastIndex(token, ".")] })},
		{"too long", func(_, body map[string]any) string { body["pad"] = strings.Repeat("p", maxIDToken); return "" }},
		named("another issuer", claim("iss", "https://evil.example/v2.0")),
		named("no issuer", claim("iss", nil)),
		named("issuer with a slash more", mutation{"", func(_, body map[string]any) string { body["iss"] = body["iss"].(string) + "/"; return "" }}),
		named("issuer of another tenant", mutation{"", func(_, body map[string]any) string { body["tid"] = authority.TenantContoso; return "" }}),
		named("tenant that is no id", mutation{"", func(_, body map[string]any) string {
			body["iss"] = strings.ReplaceAll(body["iss"].(string), body["tid"].(string), "x")
			body["tid"] = "x"
			return ""
		}}),
		named("no tenant", claim("tid", nil)),
		named("another audience", claim("aud", "99999999-9999-4999-8999-999999999999")),
		named("several audiences", claim("aud", []string{authority.ClientID, "another"})),
		named("no audience", claim("aud", nil)),
		named("empty audience", claim("aud", "")),
		named("expired", claim("exp", unix(-clockLeeway-time.Minute))),
		named("no expiry", claim("exp", nil)),
		named("expiry that is no number", claim("exp", "tomorrow")),
		named("not valid yet", claim("nbf", unix(clockLeeway+time.Minute))),
		named("issued in the future", claim("iat", unix(clockLeeway+time.Minute))),
		named("no subject", claim("sub", nil)),
		named("empty subject", claim("sub", "")),
	}
}

func TestMutatedIDTokenRefusedAtSignIn(t *testing.T) {
	r := newRig(t)
	f := &forger{RoundTripper: r.auth.BackChannel()}
	at := r.at("common")
	at.Channel = SampleChannel(f)
	signInOnly := []mutation{
		named("another nonce", claim("nonce", "another")), named("no nonce", claim("nonce", nil)), named("empty nonce", claim("nonce", "")),
	}
	all := append(mutations(), signInOnly...)
	for _, m := range all {
		f.mutate = m.mutate
		_, err := r.try(at, SignInOptions{}, r.script(authority.AddressRita, "work"))
		if err == nil {
			t.Errorf("%s: was accepted", m.name)
			continue
		}
		if k := fault.Of(err).Code; k != "auth.id-token" && k != "auth.authority-answer" {
			t.Errorf("%s: %s", m.name, k)
		}
		if r.ring.writes != 0 || len(r.List()) != 0 {
			t.Fatalf("%s: %d writes, %d accounts", m.name, r.ring.writes, len(r.List()))
		}
	}
	t.Logf("%d mutations refused at the sign-in, no write to the keyring", len(all))
}

func TestMutatedIDTokenRefusedAtRefresh(t *testing.T) {
	r := newRig(t)
	f := &forger{RoundTripper: r.auth.BackChannel()}
	at := r.at("common")
	at.Channel = SampleChannel(f)
	account := r.signIn("common", authority.AddressRita, "work")
	all := append(mutations(),
		named("another subject", claim("sub", "somebody-else")), named("another object", claim("oid", "00000000-0000-4000-8000-000000000001")),
		mutation{"another person of another tenant", func(_, body map[string]any) string {
			body["iss"] = strings.ReplaceAll(body["iss"].(string), body["tid"].(string), authority.TenantContoso)
			body["tid"] = authority.TenantContoso
			return ""
		}})
	before := r.ring.writes
	for _, m := range all {
		f.mutate = m.mutate
		r.clock.Advance(time.Second)
		_, err := r.RenewWithClaims(r.ctx(), at, account.ID, `{"access_token":{"x":null}}`)
		if err == nil {
			t.Errorf("%s: was accepted", m.name)
		}
		if r.ring.writes != before {
			t.Fatalf("%s: was stored", m.name)
		}
	}
	f.mutate = nil
	if _, err := r.RenewWithClaims(r.ctx(), at, account.ID, ""); err != nil {
		t.Log("afterwards: ", fault.Of(err).Code, "(the authority rotated the token away, as it should)")
	}
	t.Logf("%d mutations refused at the refresh, no write to the keyring", len(all))
}

func TestForgedIDTokenRefused(t *testing.T) {
	for _, kind := range authority.TokenFaults() {
		r := newRig(t)
		r.auth.SetFault(authority.Fault{Kind: kind})
		_, err := r.try(r.at("common"), SignInOptions{}, r.script(authority.AddressRita, "work"))
		if kind == authority.ChangedSubject {
			continue // at a sign-in there is no subject to compare with
		}
		if err == nil || r.ring.writes != 0 {
			t.Errorf("%s: %v, %d writes", kind, err, r.ring.writes)
		}
	}
}

func TestSigningKeysRollOver(t *testing.T) {
	r := newRig(t)
	r.signIn("common", authority.AddressRita, "work")
	if err := r.auth.RollKeys(); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(time.Minute)
	r.their.Advance(time.Minute)
	r.signIn("common", authority.AddressTwo, "work")
}

func TestTenantAuthorityRefusesOtherTenants(t *testing.T) {
	const work, elsewhere = "5a3b1e00-0000-4000-8000-00000000fab1", "5a3b1e00-0000-4000-8000-00000000c001"
	for _, c := range []struct {
		path, tenant string
		ok           bool
	}{
		{"common", work, true}, {"common", consumerTenant, true}, {"organizations", work, true}, {"organizations", consumerTenant, false},
		{"consumers", consumerTenant, true}, {"consumers", work, false}, {work, work, true}, {work, elsewhere, false}, {strings.ToUpper(work), work, true},
	} {
		at := Authority{URL: "https://login.example/" + c.path, ClientID: "c"}
		m := &metadata{Issuer: "https://login.example/{tenantid}/v2.0"}
		who := claims{TenantID: c.tenant}
		who.Issuer, who.Subject, who.Audience = "https://login.example/"+c.tenant+"/v2.0", "s", []string{"c"}
		if err := who.check(at, m, who.Issuer, signingKey{}); (err == nil) != c.ok {
			t.Errorf("%s with a person of %s: %v", c.path, c.tenant, err)
		}
		if err := who.check(at, m, who.Issuer, signingKey{Issuer: "https://login.example/" + elsewhere + "/v2.0"}); err == nil && c.tenant != elsewhere {
			t.Errorf("%s: a key of another issuer was taken", c.path)
		}
	}
}
