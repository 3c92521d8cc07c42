// Package entra reads access tokens of Microsoft Entra ID for the program service.
//
// It promises that:
//   - a token counts only when everything in it is right: version 2.0, RS256, signature, issuer, audience, times, tenant, object
//     id and scope; a key that the token itself names or carries is never used;
//   - it counts only for a tenant that the authority's address names and a kind of account that the settings take;
//   - keys come from the authority's own host, over https, without following redirects, at most once in 60 seconds;
//   - nobody waits for the authority whose key is known: keys that are a day old are fetched beside, and serve on while the
//     authority is away.
//
// It holds no token and logs nothing.
//
// Start reading at Verifier.Verify; keys.go fetches the keys.
package entra

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/service"
)

// Config is what a Verifier needs.
type Config struct {
	Authority string            // e.g. https://login.microsoftonline.com/common; its issuer is https://HOST/{tid}/v2.0
	Audience  string            // the API's application id
	Scope     string            // that scp must hold, e.g. Program.Access
	Accounts  string            // whose tokens count: api.Program.Accounts; empty: any that the authority signs in
	HTTP      http.RoundTripper // for the authority's keys
	Clock     func() time.Time  // nil: time.Now
}

// Verifier reads tokens of one authority for one program. It implements service.Verifier.
type Verifier struct {
	config Config
	keys   *keyring
}

// New returns a verifier.
func New(c Config) *Verifier {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	return &Verifier{config: c, keys: &keyring{authority: c.Authority, http: c.HTTP, now: c.Clock}}
}

// personalTenant is the tenant of Microsoft accounts.
const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// leeway is by how much clocks may differ.
const leeway = 2 * time.Minute

var guid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// compact matches the form of a signed token (RFC 7515, section 7.1).
var compact = regexp.MustCompile(`^[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\z`)

var errToken = errors.New("entra: the token is not good here")

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
	Account  float64 `json:"acct"` // 1: a guest
}

// Verify reads one token.
func (v *Verifier) Verify(ctx context.Context, bearer string) (service.Identity, error) {
	if !compact.MatchString(bearer) { // the library skips white space
		return service.Identity{}, errToken
	}
	signed, err := jose.ParseSignedCompact(bearer, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(signed.Signatures) != 1 || strings.Count(bearer, ".") != 2 {
		return service.Identity{}, errToken
	}
	header := signed.Signatures[0].Protected
	if header.KeyID == "" { // jku, x5u and jwk are read by nobody: the key comes from the authority
		return service.Identity{}, errToken
	}
	k, err := v.keys.key(ctx, header.KeyID)
	if err != nil {
		return service.Identity{}, err
	}
	text, err := signed.Verify(k.public)
	if err != nil {
		return service.Identity{}, errToken
	}
	var c claims
	if err := json.Unmarshal(text, &c); err != nil {
		return service.Identity{}, errToken
	}
	if err := v.check(c, k); err != nil {
		return service.Identity{}, err
	}
	return service.Identity{TenantID: c.Tenant, ObjectID: c.Object, Name: c.Name, Address: c.Address, Kind: c.kind()}, nil
}

// check compares the claims with what they must be.
func (v *Verifier) check(c claims, k key) error {
	now := v.config.Clock()
	switch {
	case c.Version != "2.0", c.Audience != v.config.Audience, c.Audience == "":
		return errToken
	case !guid.MatchString(c.Tenant), c.Object == "", len(c.Object) > 64, strings.ContainsAny(c.Object, ". \n"):
		return errToken
	case c.Issuer != origin(v.config.Authority)+"/"+c.Tenant+"/v2.0":
		return errToken
	case !v.admits(c.Tenant, k):
		return errToken
	case k.issuer != "" && strings.ReplaceAll(k.issuer, tenantPattern, c.Tenant) != c.Issuer:
		return errToken
	case c.Expires == 0, now.After(time.Unix(int64(c.Expires), 0).Add(leeway)), now.Add(leeway).Before(time.Unix(int64(c.NotYet), 0)):
		return errToken
	}
	for scope := range strings.FieldsSeq(c.Scopes) {
		if scope == v.config.Scope {
			return nil
		}
	}
	return errToken
}

// admits reports whether the settings take tokens of a tenant: the tenant in the authority's address, the one in its metadata, and
// the kinds of account. Whoever signs in elsewhere has tokens with the same audience, whose signature is as good.
func (v *Verifier) admits(tenant string, k key) bool {
	personal := tenant == personalTenant
	switch v.config.Accounts {
	case "", "any":
	case "work":
		if personal {
			return false
		}
	case "personal":
		if !personal {
			return false
		}
	default:
		return false
	}
	if !strings.Contains(k.whole, tenantPattern) && k.whole != origin(v.config.Authority)+"/"+tenant+"/v2.0" {
		return false
	}
	switch named := tenantOf(v.config.Authority); {
	case named == "common":
		return true
	case named == "organizations":
		return !personal
	case named == "consumers":
		return personal
	case guid.MatchString(named):
		return tenant == named
	}
	return !strings.Contains(k.whole, tenantPattern) // a domain: the metadata say which tenant it is
}

// tenantPattern stands for a tenant in what an authority of many says.
const tenantPattern = "{tenantid}"

// tenantOf returns the tenant that an authority's address names, in lower case.
func tenantOf(authority string) string {
	named := strings.TrimPrefix(strings.TrimPrefix(authority, origin(authority)), "/")
	named, _, _ = strings.Cut(named, "/")
	return strings.ToLower(named)
}

// kind returns the kind of account that the claims speak of.
func (c claims) kind() string {
	switch {
	case c.Tenant == personalTenant:
		return "personal"
	case c.Account == 1:
		return "guest"
	}
	return "work"
}

// origin returns the origin of an authority such as "https://host/tenant".
func origin(authority string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(authority, "https://"), "/")
	return "https://" + host
}
