package auth

import (
	"context"
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	clockLeeway    = 5 * time.Minute // Microsoft's own tolerance
	consumerTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
	maxIDToken     = 64 << 10
)

// Why an ID token was refused. The texts are for logs: they hold nothing of the token.
var (
	errIDMissing   = errors.New("there was no ID token")
	errIDForm      = errors.New("the ID token is not a signed RS256 token")
	errIDKey       = errors.New("the ID token names no key of the authority")
	errIDSignature = errors.New("the ID token's signature does not match")
	errIDIssuer    = errors.New("the ID token is of another issuer")
	errIDAudience  = errors.New("the ID token is for another application")
	errIDTime      = errors.New("the ID token is not valid at this time")
	errIDNonce     = errors.New("the ID token is of another sign-in")
	errIDSubject   = errors.New("the ID token is of another person")
)

// claims are what this package reads of an ID token.
type claims struct {
	jwt.Claims
	Nonce      string `json:"nonce"`
	Name       string `json:"name"`
	Username   string `json:"preferred_username"`
	UPN        string `json:"upn"`
	UniqueName string `json:"unique_name"`
	Email      string `json:"email"`
	TenantID   string `json:"tid"`
	ObjectID   string `json:"oid"`
	Provider   string `json:"idp"`
	TenantName string `json:"tenant_display_name"`
	AcctGuest  *int   `json:"acct"` // Microsoft's optional claim: 0 member, 1 guest
	Hint       string `json:"login_hint"`
}

// expected is what an ID token has to hold.
type expected struct {
	nonce   *string // nil: the flow has none (device code, refresh)
	subject *claims // the person of before; nil at a sign-in
}

// checkIDToken checks an ID token as OpenID Connect Core 1.0 section 3.1.3.7 asks, which MSAL leaves to the
// application. Nothing of the reply may be stored before it has passed.
func (p *provider) checkIDToken(ctx context.Context, authority Authority, m *metadata, raw string, want expected) (*claims, error) {
	if raw == "" {
		return nil, errIDMissing
	}
	if len(raw) > maxIDToken {
		return nil, errIDForm
	}
	token, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(token.Headers) != 1 || token.Headers[0].KeyID == "" {
		return nil, errIDForm
	}
	key, err := p.keyFor(ctx, authority, m, token.Headers[0].KeyID)
	if err != nil {
		return nil, err
	}
	var c claims
	if err := token.Claims(key.Key, &c); err != nil {
		return nil, errIDSignature
	}
	issuer := strings.ReplaceAll(m.Issuer, "{tenantid}", c.TenantID)
	if err := c.check(authority, m, issuer, key); err != nil {
		return nil, err
	}
	if err := c.checkTime(p.clock()); err != nil {
		return nil, err
	}
	if want.nonce != nil && subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(*want.nonce)) != 1 {
		return nil, errIDNonce
	}
	if s := want.subject; s != nil && (c.Subject != s.Subject || c.TenantID != s.TenantID || c.ObjectID != s.ObjectID) {
		return nil, errIDSubject
	}
	return &c, nil
}

// check compares issuer and audience.
func (c *claims) check(authority Authority, m *metadata, issuer string, key signingKey) error {
	templated := strings.Contains(m.Issuer, "{tenantid}")
	if templated && !isGUID(c.TenantID) {
		return errIDIssuer
	}
	if c.Issuer == "" || c.Issuer != issuer || c.Subject == "" {
		return errIDIssuer
	}
	if key.Issuer != "" && strings.ReplaceAll(key.Issuer, "{tenantid}", c.TenantID) != issuer {
		return errIDIssuer
	}
	personal := strings.EqualFold(c.TenantID, consumerTenant)
	switch tenant := tenantOf(authority); {
	case tenant == "organizations" && personal, tenant == "consumers" && !personal,
		isGUID(tenant) && !strings.EqualFold(c.TenantID, tenant):
		return errIDIssuer
	}
	if len(c.Audience) != 1 || c.Audience[0] != authority.ClientID {
		return errIDAudience
	}
	return nil
}

func (c *claims) checkTime(now time.Time) error {
	if c.Expiry == nil || now.After(c.Expiry.Time().Add(clockLeeway)) {
		return errIDTime
	}
	if c.NotBefore != nil && now.Add(clockLeeway).Before(c.NotBefore.Time()) {
		return errIDTime
	}
	if c.IssuedAt != nil && now.Add(clockLeeway).Before(c.IssuedAt.Time()) {
		return errIDTime
	}
	return nil
}

// keyFor finds the key that a token names; keys roll over, so an unknown one is asked for once more.
func (p *provider) keyFor(ctx context.Context, authority Authority, m *metadata, id string) (signingKey, error) {
	for _, fresh := range []bool{false, true} {
		set, err := p.keysOf(ctx, authority, m, fresh)
		if err != nil {
			return signingKey{}, err
		}
		for _, k := range set.keys {
			if k.KeyID == id {
				return k, nil
			}
		}
	}
	return signingKey{}, errIDKey
}

// idTokenFault says what a refused ID token means. A wrong clock here is the usual cause of a token that is
// not valid now; the authority's own clock tells.
func (p *provider) idTokenFault(ctx context.Context, authority Authority, err error, c *call) error {
	if errors.Is(err, errIDTime) {
		if there := c.authorityClock(); !there.IsZero() {
			if off := p.clock().Sub(there); off.Abs() > clockLeeway {
				return faultClock(p.detailsFor(authority, "id-token", err), off)
			}
		}
	}
	if d := DetailsOf(err); d != nil {
		return err // the keys could not be fetched: a fault already
	}
	if ctx.Err() != nil {
		return faultStopped(ctx.Err(), "id-token")
	}
	p.log.Warn("ID token refused", "why", err)
	return faultIDToken(p.detailsFor(authority, "id-token", err))
}

// usable reports whether a key of a JWKS can check RS256.
func usable(k jose.JSONWebKey) bool {
	key, ok := k.Key.(*rsa.PublicKey)
	return ok && key.N.BitLen() >= 2048 && k.KeyID != "" && (k.Use == "" || k.Use == "sig") &&
		(k.Algorithm == "" || k.Algorithm == string(jose.RS256))
}

func isGUID(s string) bool { return len(s) == 36 && correlationID.FindString(s) == s }

// tenantOf is the first path segment of the authority: a tenant's id or domain, or organizations,
// consumers or common.
func tenantOf(authority Authority) string {
	u, err := url.Parse(authority.URL)
	if err != nil {
		return ""
	}
	tenant, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	return strings.ToLower(tenant)
}
