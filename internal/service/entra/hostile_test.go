package entra_test

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

var hostileEncoding = base64.RawURLEncoding

// raw signs any header and any claims with the authority's own key, so that nothing but the text itself is wrong.
func (e *authority) raw(header, claims string) string {
	e.t.Helper()
	signed := hostileEncoding.EncodeToString([]byte(header)) + "." + hostileEncoding.EncodeToString([]byte(claims))
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, e.key, crypto.SHA256, sum[:])
	if err != nil {
		e.t.Fatal(err)
	}
	return signed + "." + hostileEncoding.EncodeToString(signature)
}

// hostileClaims are tokens with the authority's signature and claims that must not be taken.
func (e *authority) hostileClaims() map[string]string {
	all := map[string]string{}
	kid := map[string]any{"kid": "k1"}
	now := e.now
	for name, values := range map[string][]any{
		"ver": {nil, "1.0", "", 2.0, "2.0.0"},
		"aud": {nil, "", "other", "API", []string{"api"}, []string{"api", "other"}, "api ", map[string]string{"a": "api"}},
		"iss": {nil, "", "https://login.test/", "https://login.test/" + tenantA, "https://login.test/" + tenantA + "/v2.0/", "https://LOGIN.test/" + tenantA + "/v2.0", "http://login.test/" + tenantA + "/v2.0",
			"https://login.test.evil.example/" + tenantA + "/v2.0", "https://sts.windows.net/" + tenantA + "/", "https://login.test/common/v2.0", []string{"https://login.test/" + tenantA + "/v2.0"}},
		"tid": {nil, "", "common", "organizations", strings.ToUpper("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"), "33333333-3333-3333-3333-333333333333", tenantA + "/../x", " " + tenantA, 7},
		"oid": {nil, "", "a.b", "a b", "a\nb", strings.Repeat("x", 65), 7, []string{"object"}},
		"scp": {nil, "", "Program", "Program.Access2", "program.access", "xProgram.Access", "Program.Access,other", []string{"Program.Access"}, 1},
		"exp": {nil, 0, now.Add(-time.Hour).Unix(), now.Add(-6 * time.Minute).Unix(), -1, "never", fmt.Sprint(now.Add(time.Hour).Unix())},
		"nbf": {now.Add(time.Hour).Unix(), now.Add(6 * time.Minute).Unix(), "soon"},
	} {
		for i, value := range values {
			c := maps.Clone(e.claims())
			if c[name] = value; value == nil {
				delete(c, name)
			}
			all[fmt.Sprintf("%s %d: %v", name, i, value)] = e.token(c, jose.RS256, kid)
		}
	}
	return all
}

// hostileHeaders are tokens with good claims, and headers or signatures that must not be taken.
func (e *authority) hostileHeaders() map[string]string {
	e.t.Helper()
	kid := map[string]any{"kid": "k1"}
	text, err := json.Marshal(e.claims())
	if err != nil {
		e.t.Fatal(err)
	}
	claims := string(text)
	good := e.token(e.claims(), jose.RS256, kid)
	parts := strings.Split(good, ".")
	all := map[string]string{}
	for _, algorithm := range []jose.SignatureAlgorithm{jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512} {
		all["signed by "+string(algorithm)] = e.token(e.claims(), algorithm, kid)
	}
	for _, header := range []string{`{"alg":"none","kid":"k1"}`, `{"alg":"None","kid":"k1"}`, `{"alg":"rs256","kid":"k1"}`, `{"alg":"","kid":"k1"}`, `{"kid":"k1"}`, `{"alg":"RS256"}`,
		`{"alg":"RS256","kid":""}`, `{"alg":"RS256","kid":"k2"}`, `{"alg":"RS256","kid":"../k1"}`, `{"alg":"RS256","kid":7}`, `{"alg":"RS256","kid":["k1"]}`, `{"alg":"ES256","kid":"k1"}`,
		`{"alg":"RS256","kid":"k1","crit":["exp"]}`, `{"alg":"RS256","kid":"k1","crit":["b64"],"b64":false}`, `{"alg":["RS256"],"kid":"k1"}`, `{"alg":"HS256","kid":"k1"}`, `[]`, `null`, `"RS256"`, `{`, ``} {
		all["header "+header] = e.raw(header, claims)
	}
	all["header none, no signature"] = hostileEncoding.EncodeToString([]byte(`{"alg":"none","kid":"k1"}`)) + "." + parts[1] + "."
	for _, body := range []string{``, `{}`, `null`, `[]`, `"x"`, claims + claims, claims[:len(claims)-1], strings.Replace(claims, `"oid"`, `"OID"`, 1), "\xff" + claims} {
		all["claims "+body] = e.raw(`{"alg":"RS256","kid":"k1"}`, body)
	}
	maps.Copy(all, e.confused(parts))
	signature, err := hostileEncoding.DecodeString(parts[2])
	if err != nil {
		e.t.Fatal(err)
	}
	for i, position := range []int{0, len(signature) / 2, len(signature) - 1} {
		changed := append([]byte(nil), signature...)
		changed[position] ^= 1
		all[fmt.Sprint("a bit of the signature ", i)] = parts[0] + "." + parts[1] + "." + hostileEncoding.EncodeToString(changed)
	}
	for name, token := range map[string]string{"empty": "", "a dot": ".", "dots": "..", "three dots": "...", "words": "not a token", "a part more": good + ".x", "a part less": parts[0] + "." + parts[1],
		"no signature": parts[0] + "." + parts[1] + ".", "half a signature": good[:len(good)-100], "zeros": parts[0] + "." + parts[1] + "." + hostileEncoding.EncodeToString(make([]byte, 256)),
		"a space before": " " + good, "a line end after": good + "\n", "in quotes": `"` + good + `"`, "padded": good + "==", "twice": good + good, "as JSON": `{"payload":"` + parts[1] + `"}`,
		"encrypted": parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[1] + "." + parts[2], "parts changed about": parts[1] + "." + parts[0] + "." + parts[2], "very long": strings.Repeat("a", 1<<20)} {
		all[name] = token
	}
	return all
}

// confused are tokens whose HMAC was made with what everybody knows of the authority's key.
func (e *authority) confused(parts []string) map[string]string {
	e.t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&e.key.PublicKey)
	if err != nil {
		e.t.Fatal(err)
	}
	all := map[string]string{}
	for form, secret := range map[string][]byte{"DER": der, "PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), "modulus": e.key.N.Bytes(),
		"modulus as text": []byte(hostileEncoding.EncodeToString(e.key.N.Bytes())), "nothing": nil} {
		for name, algorithm := range map[string]func() hash.Hash{"HS256": sha256.New, "HS512": sha512.New} {
			signed := hostileEncoding.EncodeToString([]byte(`{"alg":"`+name+`","kid":"k1"}`)) + "." + parts[1]
			mac := hmac.New(algorithm, secret)
			_, _ = mac.Write([]byte(signed))
			all[name+" with the key's "+form] = signed + "." + hostileEncoding.EncodeToString(mac.Sum(nil))
		}
	}
	return all
}

// TestHostileTokens takes none of more than 80 tokens, each wrong in one way alone, and the good one that they were made of.
func TestHostileTokens(t *testing.T) {
	e, v := newAuthority(t)
	all := e.hostileClaims()
	maps.Copy(all, e.hostileHeaders())
	if len(all) < 80 {
		t.Fatalf("only %d tokens", len(all))
	}
	for name, token := range all {
		if p, err := v.Verify(context.Background(), token); err == nil || p.ObjectID != "" || p.TenantID != "" {
			t.Errorf("%s was taken: %+v", name, p)
		}
	}
	if p, err := v.Verify(context.Background(), e.token(e.claims(), jose.RS256, map[string]any{"kid": "k1"})); err != nil || p.ObjectID != "object" {
		t.Errorf("the good one: %+v %v", p, err)
	}
	t.Logf("%d tokens", len(all))
}
