package service

import (
	"context"
	"crypto/rsa"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api/client"
)

// Entra reads access tokens of Microsoft Entra ID: version 2 only, RS256 only, keys by the authority's JWKS alone.
type Entra struct {
	Authority string            // e.g. https://login.microsoftonline.com/common; its issuer is https://HOST/{tid}/v2.0
	Audience  string            // the API's application id
	Scope     string            // that scp must hold, e.g. Program.Access
	HTTP      http.RoundTripper // nil: program.NewTransport()
	Clock     func() time.Time  // nil: time.Now

	mu      sync.Mutex
	keys    map[string]entraKey
	fetched time.Time // of keys
	asked   time.Time // of the last fetch, good or not
}

type entraKey struct {
	public *rsa.PublicKey
	issuer string // of the JWKS: a key of one tenant signs for no other
}

// unknownKeyPause is how long a kid that nobody knows asks for no new keys.
const unknownKeyPause = 60 * time.Second

// personalTenant is the tenant of Microsoft accounts.
const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

var guid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

var errToken = errors.New("service: the token is not good here")

// claims are those of an access token, version 2.0.
type claims struct {
	Version  string  `json:"ver"`
	Issuer   string  `json:"iss"`
	Audience string  `json:"aud"`
	Tenant   string  `json:"tid"`
	Object   string  `json:"oid"`
	Name     string  `json:"name"`
	Address  string  `json:"preferred_username"`
	Scopes   string  `json:"scp"`
	Expires  float64 `json:"exp"`
	NotYet   float64 `json:"nbf"`
	Idp      string  `json:"idp"`
	Account  float64 `json:"acct"` // 1: a guest
}

// Verify reads one token.
func (e *Entra) Verify(ctx context.Context, bearer string) (Identity, error) {
	signed, err := jose.ParseSignedCompact(bearer, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(signed.Signatures) != 1 || strings.Count(bearer, ".") != 2 {
		return Identity{}, errToken
	}
	header := signed.Signatures[0].Protected
	if header.KeyID == "" { // jku, x5u and jwk are read by nobody: the key comes from the authority
		return Identity{}, errToken
	}
	k, err := e.key(ctx, header.KeyID)
	if err != nil {
		return Identity{}, err
	}
	text, err := signed.Verify(k.public)
	if err != nil {
		return Identity{}, errToken
	}
	var c claims
	if err := json.Unmarshal(text, &c); err != nil {
		return Identity{}, errToken
	}
	if err := e.check(c, k); err != nil {
		return Identity{}, err
	}
	return Identity{TenantID: c.Tenant, ObjectID: c.Object, Name: c.Name, Address: c.Address, Kind: kindOf(c)}, nil
}

func (e *Entra) check(c claims, k entraKey) error {
	now, leeway := e.now(), 2*time.Minute
	host, _ := splitAuthority(e.Authority)
	switch {
	case c.Version != "2.0", c.Audience != e.Audience, e.Audience == "":
		return errToken
	case !guid.MatchString(c.Tenant), c.Object == "", len(c.Object) > 64, strings.ContainsAny(c.Object, ". \n"):
		return errToken
	case c.Issuer != host+"/"+c.Tenant+"/v2.0":
		return errToken
	case k.issuer != "" && strings.ReplaceAll(k.issuer, "{tenantid}", c.Tenant) != c.Issuer:
		return errToken
	case c.Expires == 0, now.After(time.Unix(int64(c.Expires), 0).Add(leeway)), now.Add(leeway).Before(time.Unix(int64(c.NotYet), 0)):
		return errToken
	}
	for scope := range strings.FieldsSeq(c.Scopes) {
		if scope == e.Scope {
			return nil
		}
	}
	return errToken
}

func kindOf(c claims) string {
	switch {
	case c.Tenant == personalTenant:
		return "personal"
	case c.Account == 1:
		return "guest"
	}
	return "work"
}

// splitAuthority parts "https://host/tenant".
func splitAuthority(authority string) (host, tenant string) {
	rest := strings.TrimPrefix(strings.TrimSuffix(authority, "/"), "https://")
	host, tenant, _ = strings.Cut(rest, "/")
	return "https://" + host, tenant
}

func (e *Entra) now() time.Time {
	if e.Clock == nil {
		return time.Now()
	}
	return e.Clock()
}

// key gives the key of a kid. An unknown kid, or keys older than a day, fetch them again, but never within the pause.
func (e *Entra) key(ctx context.Context, kid string) (entraKey, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	k, known := e.keys[kid]
	stale := now.Sub(e.fetched) > 24*time.Hour
	if (!known || stale) && (e.asked.IsZero() || now.Sub(e.asked) >= unknownKeyPause) {
		e.asked = now
		if keys, err := e.fetch(ctx); err == nil {
			e.keys, e.fetched = keys, now
			k, known = keys[kid]
		}
	}
	switch {
	case known:
		return k, nil
	case e.keys == nil:
		return entraKey{}, ErrVerifierDown
	}
	return entraKey{}, errToken
}

// fetch reads the JWKS that the authority's metadata names, on the authority's own host.
func (e *Entra) fetch(ctx context.Context) (map[string]entraKey, error) {
	host, _ := splitAuthority(e.Authority)
	var meta struct {
		JWKS string `json:"jwks_uri"`
	}
	if err := e.get(ctx, strings.TrimSuffix(e.Authority, "/")+"/v2.0/.well-known/openid-configuration", &meta); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(meta.JWKS, host+"/") {
		return nil, errToken
	}
	var set struct {
		Keys []struct {
			Kind   string `json:"kty"`
			Use    string `json:"use"`
			ID     string `json:"kid"`
			N      string `json:"n"`
			E      string `json:"e"`
			Issuer string `json:"issuer"`
		} `json:"keys"`
	}
	if err := e.get(ctx, meta.JWKS, &set); err != nil {
		return nil, err
	}
	keys := map[string]entraKey{}
	for _, k := range set.Keys {
		if k.Kind != "RSA" || k.ID == "" || k.Use != "" && k.Use != "sig" {
			continue
		}
		text, err := json.Marshal(map[string]string{"kty": k.Kind, "n": k.N, "e": k.E})
		if err != nil {
			continue
		}
		var parsed jose.JSONWebKey
		if err := parsed.UnmarshalJSON(text); err != nil {
			continue
		}
		if public, ok := parsed.Key.(*rsa.PublicKey); ok && public.N.BitLen() >= 2048 {
			keys[k.ID] = entraKey{public, k.Issuer}
		}
	}
	if len(keys) == 0 {
		return nil, errToken
	}
	return keys, nil
}

func (e *Entra) get(ctx context.Context, address string, out any) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if !strings.HasPrefix(address, "https://") {
		return errToken
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	transport := e.HTTP
	if transport == nil {
		own := client.NewTransport()
		defer own.CloseIdleConnections()
		transport = own
	}
	answer, err := (&http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return errToken
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}
