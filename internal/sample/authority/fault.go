package authority

import (
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// FaultKind is one way in which an authority, or the network before it, can misbehave.
type FaultKind string

// Faults of the ID token. They strike at the token endpoint.
const (
	ForgedSignature FaultKind = "forged-signature" // one bit of the signature is turned
	UnknownKey      FaultKind = "unknown-key"      // signed by a key that is not in the JWKS, under its own kid
	StolenKeyID     FaultKind = "stolen-key-id"    // signed by a foreign key under the kid of a published one
	AlgNone         FaultKind = "alg-none"
	AlgHS256        FaultKind = "alg-hs256" // keyed with the public modulus
	WrongIssuer     FaultKind = "wrong-issuer"
	WrongTenant     FaultKind = "wrong-tenant" // issuer and tid disagree
	WrongAudience   FaultKind = "wrong-audience"
	ManyAudiences   FaultKind = "many-audiences" // aud is a list
	ExpiredToken    FaultKind = "expired-token"
	NoExpiry        FaultKind = "no-expiry"
	NotYetValid     FaultKind = "not-yet-valid"
	WrongNonce      FaultKind = "wrong-nonce"
	NoNonce         FaultKind = "no-nonce"
	ChangedSubject  FaultKind = "changed-subject" // sub, oid and name of somebody else
	NoSubject       FaultKind = "no-subject"
	NoIDToken       FaultKind = "no-id-token" // the reply has none
	NotAToken       FaultKind = "not-a-token" // the id_token is not three segments of JSON
)

// Faults of the answer to the app, through the browser.
const (
	WrongState FaultKind = "wrong-state"
	NoState    FaultKind = "no-state"
	WrongCode  FaultKind = "wrong-code" // a code that the token endpoint does not know
)

// Faults of the transport. They strike at Fault.Endpoint.
const (
	Redirected  FaultKind = "redirected"   // 307 to Fault.To
	HTMLPage    FaultKind = "html-page"    // 200 and a page, as a captive portal does
	GiantPage   FaultKind = "giant-page"   // Fault.Size bytes, 200 MiB by default
	InvalidJSON FaultKind = "invalid-json" // broken JSON that holds Fault.Canary where the tokens would be
	Hangs       FaultKind = "hangs"        // nothing comes until the caller gives up
	Drips       FaultKind = "drips"        // one byte each Fault.Every, without end
	Cut         FaultKind = "cut"          // the reply breaks off in the middle
	Refused     FaultKind = "refused"      // no connection
	ServerError FaultKind = "server-error" // 500 with a page
	Throttled   FaultKind = "throttled"    // 429 with Retry-After: 7
	EmptyReply  FaultKind = "empty-reply"  // 200 and nothing
	LostReply   FaultKind = "lost-reply"   // the request is carried out and its reply never arrives
)

// Endpoint names where a fault of the transport strikes.
type Endpoint string

// The endpoints of the back channel.
const (
	AnyEndpoint   Endpoint = ""
	MetadataPoint Endpoint = "metadata"
	KeysPoint     Endpoint = "keys"
	TokenPoint    Endpoint = "token"
	DevicePoint   Endpoint = "devicecode"
	UserinfoPoint Endpoint = "userinfo"
)

// Fault is a switch for tests.
type Fault struct {
	Kind     FaultKind
	Endpoint Endpoint      // for faults of the transport; "" strikes everywhere
	Grant    string        // only at the token endpoint, only this grant_type ("refresh_token"); "" strikes at all
	Skip     int           // lets so many requests pass first
	Times    int           // strikes so often, then stops; 0: until ClearFaults
	To       string        // for Redirected
	Canary   string        // for InvalidJSON, HTMLPage, ServerError
	Size     int64         // for GiantPage
	Every    time.Duration // for Drips; 0: 100 ms

	struck int
}

// SetFault adds a fault. The latest that fits strikes.
func (a *Authority) SetFault(f Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults = append(a.faults, &f)
}

// ClearFaults ends all faults.
func (a *Authority) ClearFaults() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults = nil
}

// TokenFaults lists every fault of the ID token: each must be refused by an app that checks. The last two of the
// nonce are no fault at a refresh, which carries none.
func TokenFaults() []FaultKind {
	return []FaultKind{ForgedSignature, UnknownKey, StolenKeyID, AlgNone, AlgHS256, WrongIssuer, WrongTenant, WrongAudience, ManyAudiences,
		ExpiredToken, NoExpiry, NotYetValid, ChangedSubject, NoSubject, NoIDToken, NotAToken, WrongNonce, NoNonce}
}

// TransportFaults lists every fault of the transport.
func TransportFaults() []FaultKind {
	return []FaultKind{Redirected, HTMLPage, GiantPage, InvalidJSON, Hangs, Drips, Cut, Refused, ServerError, Throttled, EmptyReply, LostReply}
}

// due takes the latest fault for which want says yes. It is called with the lock held.
func (a *Authority) due(want func(*Fault) bool) *Fault {
	for _, f := range slices.Backward(a.faults) {
		if !want(f) || f.Times > 0 && f.struck >= f.Times+f.Skip {
			continue
		}
		f.struck++
		if f.struck > f.Skip {
			return f
		}
	}
	return nil
}

// spoilToken signs an ID token, or forges one when a fault is due.
func (a *Authority) spoilToken(id string, key *rsa.PrivateKey, c claims) string {
	f := a.due(func(f *Fault) bool { return slices.Contains(TokenFaults(), f.Kind) })
	if f == nil {
		return signJWT(id, key, c)
	}
	switch f.Kind {
	case ForgedSignature:
		tok := []byte(signJWT(id, key, c))
		at := len(tok) - 100
		if tok[at] == 'A' {
			tok[at] = 'B'
		} else {
			tok[at] = 'A'
		}
		return string(tok)
	case UnknownKey, StolenKeyID:
		foreign, err := newKey()
		if err != nil {
			return ""
		}
		if f.Kind == UnknownKey {
			id = keyID(foreign)
		}
		return signJWT(id, foreign, c)
	case AlgNone:
		return segment(map[string]string{"typ": "JWT", "alg": "none"}) + "." + segment(c) + "."
	case AlgHS256:
		signed := segment(map[string]string{"typ": "JWT", "alg": "HS256", "kid": id}) + "." + segment(c)
		mac := hmac.New(sha256.New, key.N.Bytes())
		_, _ = mac.Write([]byte(signed))
		return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	case NoIDToken:
		return ""
	case NotAToken:
		return "canary-not-a-token"
	}
	f.spoilClaims(c, a)
	return signJWT(id, key, c)
}

// spoilClaims changes what a well-signed token says.
func (f *Fault) spoilClaims(c claims, a *Authority) {
	now := a.cfg.Now()
	switch f.Kind {
	case WrongIssuer:
		c["iss"] = strings.Replace(a.Issuer(TenantFabrikam), "https://", "https://evil.", 1)
	case WrongTenant:
		c["tid"] = TenantWoodgrove
	case WrongAudience:
		c["aud"] = "5a3b1e00-0000-4000-8000-00000000bad0"
	case ManyAudiences:
		c["aud"] = []any{c["aud"], "5a3b1e00-0000-4000-8000-00000000bad0"}
	case ExpiredToken:
		c["iat"], c["nbf"], c["exp"] = now.Add(-26*time.Hour).Unix(), now.Add(-26*time.Hour).Unix(), now.Add(-25*time.Hour).Unix()
	case NoExpiry:
		delete(c, "exp")
	case NotYetValid:
		c["iat"], c["nbf"], c["exp"] = now.Add(25*time.Hour).Unix(), now.Add(25*time.Hour).Unix(), now.Add(26*time.Hour).Unix()
	case WrongNonce:
		c["nonce"] = "somebody-elses-nonce"
	case NoNonce:
		delete(c, "nonce")
	case ChangedSubject:
		c["oid"], c["sub"], c["name"] = ObjectOle, pairwise(ObjectOle, a.cfg.ClientID), "Mallory"
	case NoSubject:
		delete(c, "sub")
	}
}

// spoilAnswer changes the answer to the app when a fault is due.
func (a *Authority) spoilAnswer(v url.Values) {
	f := a.due(func(f *Fault) bool { return f.Kind == WrongState || f.Kind == NoState || f.Kind == WrongCode })
	switch {
	case f == nil:
	case f.Kind == WrongState:
		v.Set("state", "somebody-elses-state")
	case f.Kind == NoState:
		v.Del("state")
	case v.Has("code"):
		v.Set("code", "1."+a.random.secret(600))
	}
}

// strike takes the transport's fault that is due for a request.
func (a *Authority) strike(r *http.Request) *Fault {
	at := endpointOf(r.URL.Path)
	grant := ""
	if at == TokenPoint {
		grant = peekGrant(r)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	f := a.due(func(f *Fault) bool {
		return slices.Contains(TransportFaults(), f.Kind) && (f.Endpoint == AnyEndpoint || f.Endpoint == at) && (f.Grant == "" || f.Grant == grant)
	})
	if f == nil {
		return nil
	}
	struck := *f
	return &struck
}

func endpointOf(path string) Endpoint {
	switch {
	case strings.HasSuffix(path, "/openid-configuration"):
		return MetadataPoint
	case strings.HasSuffix(path, "/keys"):
		return KeysPoint
	case strings.HasSuffix(path, "/token"):
		return TokenPoint
	case strings.HasSuffix(path, "/devicecode"):
		return DevicePoint
	case strings.HasSuffix(path, "/userinfo"):
		return UserinfoPoint
	}
	return "other"
}
