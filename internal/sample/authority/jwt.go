package authority

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

type claims map[string]any

// signJWT makes a compact RS256 token, RFC 7515.
func signJWT(id string, key *rsa.PrivateKey, c claims) string {
	head := segment(map[string]string{"typ": "JWT", "alg": "RS256", "kid": id})
	signed := head + "." + segment(c)
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		return "" // cannot happen with a key of 2,048 bits
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(sig)
}

func segment(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "" // cannot happen: claims are strings, numbers and lists of them
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// verifyAccess is called with the lock held.
func (a *Authority) verifyAccess(bearer string) (Identity, error) {
	no := func(why string) (Identity, error) { return Identity{}, &TokenError{Reason: why} }
	parts := strings.Split(bearer, ".")
	if len(bearer) > 16<<10 || len(parts) != 3 {
		return no("it is not a signed token")
	}
	var head struct{ Alg, Kid string }
	if !decodeSegment(parts[0], &head) || head.Alg != "RS256" {
		return no("it is not signed with RS256")
	}
	key, ok := a.state.priv[head.Kid]
	if !ok {
		return no("its key is not known")
	}
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return no("its signature does not match")
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], sig) != nil {
		return no("its signature does not match")
	}
	var c struct {
		Iss, Aud, Tid, Oid, Name, Azp string
		Address                       string `json:"preferred_username"`
		Iat, Nbf, Exp                 int64
		AuthTime                      int64    `json:"auth_time"`
		Acct                          int      `json:"acct"`
		Acrs, Amr                     []string `json:",omitempty"`
		Capabilities                  []string `json:"xms_cc"`
	}
	if !decodeSegment(parts[1], &c) {
		return no("its claims cannot be read")
	}
	now := a.cfg.Now().Unix()
	switch {
	case c.Iss != a.Issuer(c.Tid):
		return no("it comes from another authority")
	case c.Aud != a.audience():
		return no("it is for another service")
	case now < c.Nbf-300:
		return no("it is not valid yet")
	case now >= c.Exp:
		return Identity{}, &TokenError{Reason: "it has expired", Expired: true}
	}
	id := Identity{TenantID: c.Tid, ObjectID: c.Oid, Name: c.Name, Address: c.Address, Kind: kindOf(c.Tid, c.Acct == 1), Contexts: c.Acrs,
		IssuedAt: time.Unix(c.Iat, 0), SignedIn: time.Unix(c.AuthTime, 0), ClientID: c.Azp}
	for _, m := range c.Amr {
		id.MFA = id.MFA || m == "mfa"
	}
	for _, m := range c.Capabilities {
		id.CanHandle = id.CanHandle || strings.EqualFold(m, "CP1")
	}
	return id, nil
}

func decodeSegment(s string, v any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	return err == nil && json.Unmarshal(raw, v) == nil
}

func kindOf(tenantID string, guest bool) Kind {
	switch {
	case guest:
		return Guest
	case tenantID == TenantPersonal:
		return Personal
	default:
		return Work
	}
}
