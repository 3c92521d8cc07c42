package authority

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// The functions of this file are called with the lock held.

// accessToken makes the token for the program service.
func (a *Authority) accessToken(u *user, f *family, scopes []string) string {
	c := a.commonClaims(u, f)
	c["aud"], c["azp"] = a.audience(), f.ClientID
	var scp []string
	for _, s := range scopes {
		if _, name, ok := strings.Cut(s, a.audience()+"/"); ok {
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
	id, key := a.state.signer()
	return signJWT(id, key, c)
}

// idToken makes the token that tells the app who signed in. A refresh carries no nonce.
func (a *Authority) idToken(u *user, f *family, nonce string) string {
	c := a.commonClaims(u, f)
	c["aud"] = f.ClientID
	if nonce != "" {
		c["nonce"] = nonce
	}
	if slices.Contains(f.Scopes, "email") {
		c["email"] = u.Address
	}
	id, key := a.state.signer()
	return a.spoilToken(id, key, c)
}

func (a *Authority) commonClaims(u *user, f *family) claims {
	now := a.cfg.Now()
	object, kind, _ := u.in(f.Realm)
	c := claims{"iss": a.Issuer(f.Realm), "tid": f.Realm, "oid": object, "sub": pairwise(object, f.ClientID), "name": u.Name, "preferred_username": u.Address,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(a.cfg.AccessLifetime).Unix(), "ver": "2.0", "uti": a.random.secret(0)[:22], "acct": 0}
	if kind == Guest {
		c["acct"] = 1
		c["upn"] = strings.ReplaceAll(u.Address, "@", "_") + "#EXT#@contoso.example"
		c["idp"] = a.cfg.Origin + "/" + u.TenantID + "/"
		if u.Kind == Personal {
			c["idp"] = "live.com"
		}
	}
	return c
}

// pairwise is the subject: the same for one person and one app, and of no use to another app.
func pairwise(object, client string) string {
	sum := sha256.Sum256([]byte(object + "\x00" + client))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
