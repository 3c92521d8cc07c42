package authority

import (
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"
)

// forgery is a good ID token before it is spoiled.
type forgery struct {
	id            string // of the key
	key           *rsa.PrivateKey
	claims        claims
	now           time.Time
	foreignIssuer string
	client        string
}

// forge returns an ID token with the fault in it.
func (f *Fault) forge(t forgery) string {
	switch f.Kind {
	case ForgedSignature:
		return turnBit(signJWT(t.id, t.key, t.claims))
	case UnknownKey, StolenKeyID:
		foreign, err := newKey()
		if err != nil {
			return ""
		}
		id := t.id
		if f.Kind == UnknownKey {
			id = keyID(foreign)
		}
		return signJWT(id, foreign, t.claims)
	case AlgNone:
		return segment(map[string]string{"typ": "JWT", "alg": "none"}) + "." + segment(t.claims) + "."
	case AlgHS256:
		signed := segment(map[string]string{"typ": "JWT", "alg": "HS256", "kid": t.id}) + "." + segment(t.claims)
		mac := hmac.New(sha256.New, t.key.N.Bytes())
		_, _ = mac.Write([]byte(signed))
		return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	case NoIDToken:
		return ""
	case NotAToken:
		return "canary-not-a-token"
	}
	f.spoilClaims(t)
	return signJWT(t.id, t.key, t.claims)
}

// turnBit changes the signature of a token.
func turnBit(token string) string {
	changed := []byte(token)
	at := len(changed) - 100
	if changed[at] == 'A' {
		changed[at] = 'B'
	} else {
		changed[at] = 'A'
	}
	return string(changed)
}

// spoilClaims changes what a well-signed token says.
func (f *Fault) spoilClaims(t forgery) {
	c := t.claims
	times := func(from, to time.Duration) {
		c["iat"] = t.now.Add(from).Unix()
		c["nbf"] = t.now.Add(from).Unix()
		c["exp"] = t.now.Add(to).Unix()
	}
	switch f.Kind {
	case WrongIssuer:
		c["iss"] = strings.Replace(t.foreignIssuer, "https://", "https://evil.", 1)
	case WrongTenant:
		c["tid"] = TenantWoodgrove
	case WrongAudience:
		c["aud"] = "5a3b1e00-0000-4000-8000-00000000bad0"
	case ManyAudiences:
		c["aud"] = []any{c["aud"], "5a3b1e00-0000-4000-8000-00000000bad0"}
	case ExpiredToken:
		times(-26*time.Hour, -25*time.Hour)
	case NoExpiry:
		delete(c, "exp")
	case NotYetValid:
		times(25*time.Hour, 26*time.Hour)
	case WrongNonce:
		c["nonce"] = "somebody-elses-nonce"
	case NoNonce:
		delete(c, "nonce")
	case ChangedSubject:
		c["oid"], c["sub"], c["name"] = ObjectOle, pairwise(ObjectOle, t.client), "Mallory"
	case NoSubject:
		delete(c, "sub")
	}
}
