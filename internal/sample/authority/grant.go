package authority

import "time"

// grant is what an authorization code or a confirmed device code stands for.
type grant struct {
	tenantID, objectID string // of the account at home
	realm              string // the tenant signed in to
	client             string
	scopes             []string
	redirect           string
	challenge          string
	nonce              string
	signedIn           time.Time
	mfa, consented     bool
	claims             wanted
	expires            time.Time
	family             string // of the refresh tokens given for it; set once redeemed
	redeemed           bool
}

const codeLifetime = 10 * time.Minute

// codes is the authorization codes that may still be redeemed, by their hash.
type codes struct {
	now    func() time.Time
	random random
	grants map[string]*grant
}

// add returns a new code for a grant.
func (c *codes) add(g *grant) string {
	now := c.now()
	for hash, old := range c.grants {
		if now.After(old.expires) || len(c.grants) >= maxFlows {
			delete(c.grants, hash)
		}
	}
	code := "1." + c.random.secret(600)
	c.grants[hashed(code)] = g
	return code
}
