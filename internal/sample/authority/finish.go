package authority

import (
	"net/url"
	"time"
)

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

// finish gives the app a code, or the device its grant.
func (a *Authority) finish(f *flow) {
	realm := f.req.tenantID
	if realm == "" {
		realm = f.user.TenantID
	}
	now := a.cfg.Now()
	g := &grant{tenantID: f.user.TenantID, objectID: f.user.ObjectID, realm: realm, client: f.req.client, scopes: f.req.scopes,
		redirect: f.req.redirect, challenge: f.req.challenge, nonce: f.req.nonce, signedIn: f.signedIn, mfa: f.mfa, consented: f.consented,
		claims: f.req.claims, expires: now.Add(codeLifetime)}
	if f.device != nil {
		f.device.grant = g
		f.end = &ending{message: "done"}
		return
	}
	for hash, old := range a.codes {
		if now.After(old.expires) || len(a.codes) >= maxFlows {
			delete(a.codes, hash)
		}
	}
	code := "1." + a.random.secret(600)
	a.codes[hashed(code)] = g
	f.end = &ending{params: a.answer(f, url.Values{"code": {code}, "session_state": {f.id[:22]}})}
}

// endWith tells the app, or the device, why there is no code.
func (a *Authority) endWith(f *flow, t *Trouble) {
	if f.device != nil {
		f.device.refuse(t)
		f.end = &ending{message: "declined"}
		return
	}
	v := url.Values{"error": {t.OAuth}, "error_description": {a.describe(t, f.req.correlation)}}
	if t.SubError != "" {
		v.Set("suberror", t.SubError)
	}
	if t.Where == OnConsent || t.Where == OnMFA {
		v.Set("error_subcode", "cancel")
	}
	f.end = &ending{params: a.answer(f, v)}
}

// answer adds what every answer to the app carries.
func (a *Authority) answer(f *flow, v url.Values) url.Values {
	if f.req.hasState {
		v.Set("state", f.req.state)
	}
	a.spoilAnswer(v)
	return v
}

// describe is error_description: Microsoft's words come with ids that its support can find again.
func (a *Authority) describe(t *Trouble, correlation string) string {
	if correlation == "" {
		correlation = a.random.guid()
	}
	return t.Description() + " Trace ID: " + a.random.guid() + " Correlation ID: " + correlation + " Timestamp: " + a.cfg.Now().UTC().Format("2006-01-02 15:04:05Z")
}
