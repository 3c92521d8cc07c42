package authority

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

// accessClaims is what an access token says, as far as a service needs it.
type accessClaims struct {
	Iss, Aud, Tid, Oid, Name, Azp string
	Address                       string `json:"preferred_username"`
	Iat, Nbf, Exp                 int64
	AuthTime                      int64    `json:"auth_time"`
	Acct                          int      `json:"acct"`
	Acrs, Amr                     []string `json:",omitempty"`
	Capabilities                  []string `json:"xms_cc"`
}

// verify checks an access token and returns whom it speaks for.
func (s *signer) verify(bearer string) (Identity, error) {
	c, err := s.checkSignature(bearer)
	if err == nil {
		err = s.checkClaims(c)
	}
	if err != nil {
		return Identity{}, err
	}
	return Identity{
		TenantID: c.Tid, ObjectID: c.Oid, Name: c.Name, Address: c.Address, Kind: kindOf(c.Tid, c.Acct == 1), Contexts: c.Acrs,
		IssuedAt: time.Unix(c.Iat, 0), SignedIn: time.Unix(c.AuthTime, 0), ClientID: c.Azp, MFA: slices.Contains(c.Amr, "mfa"),
		CanHandle: slices.ContainsFunc(c.Capabilities, func(m string) bool { return strings.EqualFold(m, "CP1") }),
	}, nil
}

// checkSignature returns what a token says once its signature holds.
func (s *signer) checkSignature(bearer string) (accessClaims, error) {
	var c accessClaims
	parts := strings.Split(bearer, ".")
	if len(bearer) > 16<<10 || len(parts) != 3 {
		return c, &TokenError{Reason: "it is not a signed token"}
	}
	var head struct{ Alg, Kid string }
	if !decodeSegment(parts[0], &head) || head.Alg != "RS256" {
		return c, &TokenError{Reason: "it is not signed with RS256"}
	}
	key, ok := s.state.priv[head.Kid]
	if !ok {
		return c, &TokenError{Reason: "its key is not known"}
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err != nil || rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], signature) != nil {
		return c, &TokenError{Reason: "its signature does not match"}
	}
	if !decodeSegment(parts[1], &c) {
		return c, &TokenError{Reason: "its claims cannot be read"}
	}
	return c, nil
}

// checkClaims returns why a well-signed token is not good here and now.
func (s *signer) checkClaims(c accessClaims) error {
	now := s.cfg.Now().Unix()
	switch {
	case c.Iss != s.site.issuer(c.Tid):
		return &TokenError{Reason: "it comes from another authority"}
	case c.Aud != s.app.audience():
		return &TokenError{Reason: "it is for another service"}
	case now < c.Nbf-300:
		return &TokenError{Reason: "it is not valid yet"}
	case now >= c.Exp:
		return &TokenError{Reason: "it has expired", Expired: true}
	}
	return nil
}
