package authority_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

var otherKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func kid(t *testing.T, token string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
	if err != nil {
		t.Fatal(err)
	}
	var head struct{ Alg, Kid string }
	if err := json.Unmarshal(raw, &head); err != nil {
		t.Fatal(err)
	}
	return head.Kid
}

// keys reads the JWKS as an app does.
func (w *world) keys() map[string]*rsa.PublicKey {
	w.t.Helper()
	resp, err := w.back.Get(authority.Origin + "/common/discovery/v2.0/keys")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var set struct {
		Keys []struct{ Kid, N, E, Alg, Use, Kty string }
	}
	if err := json.NewDecoder(resp.Body).Decode(&set); err != nil {
		w.t.Fatal(err)
	}
	keys := map[string]*rsa.PublicKey{}
	for _, k := range set.Keys {
		n, errN := base64.RawURLEncoding.DecodeString(k.N)
		e, errE := base64.RawURLEncoding.DecodeString(k.E)
		if errN != nil || errE != nil || k.Alg != "RS256" || k.Kty != "RSA" || k.Use != "sig" {
			w.t.Fatal("a published key cannot be read")
		}
		keys[k.Kid] = &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	}
	return keys
}

// sound checks an ID token as OpenID Connect Core 1.0 section 3.1.3.7 asks an app to.
func (w *world) sound(token, nonce, oid string) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	key := w.keys()[kid(w.t, token)]
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err != nil || key == nil || rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], sig) != nil {
		return false
	}
	c := claimsOf(w.t, token)
	tid, _ := c["tid"].(string)
	exp, _ := c["exp"].(float64)
	nbf, _ := c["nbf"].(float64)
	now := float64(time.Now().Unix())
	return c["iss"] == w.Issuer(tid) && c["aud"] == authority.ClientID && now < exp && now > nbf-300 && c["nonce"] == nonce && c["sub"] != nil && c["oid"] == oid
}

func TestTokenFaultsAreDetectable(t *testing.T) {
	w := start(t, authority.Config{})
	v := visitor.New(w.person("rita"), nil)
	token := func() string {
		return text(w.redeem(w.visit(v, w.authorizeURL("common")).Answer.Get("code")), "id_token")
	}
	if !w.sound(token(), "the-nonce", authority.ObjectRita) {
		t.Fatal("a good token is not sound")
	}
	for _, kind := range authority.TokenFaults() {
		w.SetFault(authority.Fault{Kind: kind, Times: 1})
		if w.sound(token(), "the-nonce", authority.ObjectRita) {
			t.Errorf("%s cannot be told from a good one", kind)
		}
		if !w.sound(token(), "the-nonce", authority.ObjectRita) {
			t.Errorf("%s struck twice", kind)
		}
	}
}

func TestAnswerFaults(t *testing.T) {
	w := start(t, authority.Config{})
	v := visitor.New(w.person("rita"), nil)
	for kind, good := range map[authority.FaultKind]func(state, code string) bool{
		authority.WrongState: func(state, _ string) bool { return state != "the-state" && state != "" },
		authority.NoState:    func(state, _ string) bool { return state == "" },
		authority.WrongCode:  func(_, code string) bool { return text(w.redeem(code), "error") == "invalid_grant" },
	} {
		w.SetFault(authority.Fault{Kind: kind, Times: 1})
		if out := w.visit(v, w.authorizeURL("common")); !good(out.Answer.Get("state"), out.Answer.Get("code")) {
			t.Errorf("%s did not strike", kind)
		}
	}
}

func TestTransportFaults(t *testing.T) {
	a, err := authority.New(authority.Config{SigningKey: signingKey()})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		for _, kind := range authority.TransportFaults() {
			a.SetFault(authority.Fault{Kind: kind, Endpoint: authority.KeysPoint, Times: 1, To: "https://evil.example/token", Canary: "canary-7", Size: 3 << 20})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			status, n, head, err := get(ctx, a.BackChannel(), "/common/discovery/v2.0/keys")
			cancel()
			broke := []authority.FaultKind{authority.Hangs, authority.Drips, authority.Cut, authority.Refused, authority.LostReply}
			if want := slices.Contains(broke, kind); want != (err != nil) {
				t.Errorf("%s: error %v", kind, err)
			}
			wantStatus := map[authority.FaultKind]int{authority.Redirected: 307, authority.ServerError: 500, authority.Throttled: 429, authority.HTMLPage: 200, authority.InvalidJSON: 200,
				authority.EmptyReply: 200, authority.GiantPage: 200}[kind]
			if err == nil && status != wantStatus {
				t.Errorf("%s: status %d", kind, status)
			}
			if kind == authority.GiantPage && n != 3<<20 || kind == authority.Redirected && head.Get("Location") != "https://evil.example/token" {
				t.Errorf("%s: %d bytes to %q", kind, n, head.Get("Location"))
			}
			if status, _, _, err := get(t.Context(), a.BackChannel(), "/common/discovery/v2.0/keys"); status != 200 || err != nil {
				t.Errorf("%s struck twice", kind)
			}
		}
	})
}

func get(ctx context.Context, rt http.RoundTripper, path string) (status int, n int64, head http.Header, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, authority.Origin+path, nil)
	if err != nil {
		return 0, 0, nil, err
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return 0, 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	n, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, n, resp.Header, err
}

func TestBackHandlerFaults(t *testing.T) {
	var srv *httptest.Server
	handler := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { srv.Config.Handler.ServeHTTP(rw, r) })
	srv = httptest.NewTLSServer(handler)
	defer srv.Close()
	a, err := authority.New(authority.Config{SigningKey: signingKey(), Origin: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	srv.Config.Handler = a.BackHandler()
	for _, path := range []string{"/common/v2.0/.well-known/openid-configuration", "/common/discovery/v2.0/keys"} {
		resp, err := srv.Client().Get(srv.URL + path)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(path, err)
		}
		_ = resp.Body.Close()
		a.SetFault(authority.Fault{Kind: authority.Refused, Times: 2}) // a client tries a GET twice
		if resp, err := srv.Client().Get(srv.URL + path); err == nil {
			_ = resp.Body.Close()
			t.Fatal("the fault did not strike")
		}
		a.ClearFaults()
	}
}

func TestBackChannelRefusesOtherHosts(t *testing.T) {
	w := start(t, authority.Config{})
	for _, address := range []string{"https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration", "http://sample.program-connect.invalid/common/discovery/v2.0/keys"} {
		resp, err := w.back.Get(address)
		if err == nil {
			_ = resp.Body.Close()
			t.Errorf("%s was answered", address)
		}
	}
}
