package authority

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// signer makes the tokens that say who signed in, and checks them.
type signer struct {
	cfg    Config
	site   site
	random random
	state  *state
	app    *registration
	faults *faults
}

// accessToken returns the token for the program service.
func (s *signer) accessToken(u *user, f *family, scopes []string) string {
	c := s.commonClaims(u, f)
	c["aud"], c["azp"] = s.app.audience(), f.ClientID
	var scp []string
	for _, scope := range scopes {
		if _, name, ok := strings.Cut(scope, s.app.audience()+"/"); ok {
			scp = append(scp, name)
		}
	}
	c["scp"] = strings.Join(scp, " ")
	c["auth_time"] = f.SignedIn.Unix()
	c["amr"] = []string{"pwd"}
	if f.MFA {
		c["amr"] = []string{"pwd", "mfa"}
	}
	if f.MFA && len(f.Contexts) > 0 {
		c["acrs"] = f.Contexts
	}
	if len(f.Capabilities) > 0 {
		c["xms_cc"] = f.Capabilities
	}
	id, key := s.state.signingKey()
	return signJWT(id, key, c)
}

// idToken returns the token that tells the app who signed in. A refresh carries no nonce.
func (s *signer) idToken(u *user, f *family, nonce string) string {
	c := s.commonClaims(u, f)
	c["aud"] = f.ClientID
	if nonce != "" {
		c["nonce"] = nonce
	}
	if slices.Contains(f.Scopes, "email") {
		c["email"] = u.Address
	}
	id, key := s.state.signingKey()
	return s.sign(id, key, c)
}

func (s *signer) commonClaims(u *user, f *family) claims {
	now := s.cfg.Now()
	object, kind, _ := u.in(f.Realm)
	c := claims{"iss": s.site.issuer(f.Realm), "tid": f.Realm, "oid": object, "sub": pairwise(object, f.ClientID), "name": u.Name, "preferred_username": u.Address,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(s.cfg.AccessLifetime).Unix(), "ver": "2.0", "uti": s.random.secret(0)[:22], "acct": 0}
	if kind == Guest {
		c["acct"] = 1
		c["upn"] = strings.ReplaceAll(u.Address, "@", "_") + "#EXT#@contoso.example"
		c["idp"] = s.cfg.Origin + "/" + u.TenantID + "/"
		if u.Kind == Personal {
			c["idp"] = "live.com"
		}
	}
	return c
}

// pairwise returns the subject: the same for one person and one app, and of no use to another app.
func pairwise(object, client string) string {
	sum := sha256.Sum256([]byte(object + "\x00" + client))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// sign signs an ID token, or forges one when a fault is due.
func (s *signer) sign(id string, key *rsa.PrivateKey, c claims) string {
	if f := s.faults.due(func(f *Fault) bool { return slices.Contains(TokenFaults(), f.Kind) }); f != nil {
		return f.forge(forgery{id: id, key: key, claims: c, now: s.cfg.Now(), foreignIssuer: s.site.issuer(TenantFabrikam), client: s.cfg.ClientID})
	}
	return signJWT(id, key, c)
}
