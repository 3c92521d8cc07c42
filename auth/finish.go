package auth

import (
	"context"
	"errors"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
)

// finish turns the authority's answer into an account: exchange the code, check the ID token, and only
// then keep anything.
func (t *Attempt) finish(got answer) (Account, error) {
	a := t.accounts
	if got.err != "" {
		d := refusal("authorize", got.err, got.suberror, got.description)
		return Account{}, a.faultRefused(t.authority, d)
	}
	ctx, cancel := context.WithTimeout(t.ctx, exchangeLimit)
	defer cancel()
	u, err := parseAuthority(t.authority)
	if err != nil {
		return Account{}, err
	}
	c, box := a.newCall(t.authority, u, "token"), &cacheBox{}
	client, err := a.client(t.authority, t.metadata, c, box)
	if err != nil {
		return Account{}, faultAddress()
	}
	opts := []public.AcquireByAuthCodeOption{public.WithChallenge(t.request.verifier)}
	if t.opts.Claims != "" {
		opts = append(opts, public.WithClaims(t.opts.Claims))
	}
	res, err := client.AcquireTokenByAuthCode(ctx, got.code, t.receiver.redirectURI(), t.authority.tokenScopes(), opts...)
	if err != nil {
		if t.ctx.Err() != nil {
			return Account{}, t.ended()
		}
		return Account{}, a.explain(t.authority, c)
	}
	return a.welcome(ctx, t.authority, t.metadata, a.grantOf(res, box, ""), expected{nonce: &t.request.nonce}, c)
}

// welcome checks a grant and keeps its account. It is the one way in for a new sign-in.
func (a *Accounts) welcome(ctx context.Context, authority Authority, m *metadata, g grant, want expected, c *call) (Account, error) {
	who, err := a.checkIDToken(ctx, authority, m, g.idToken, want)
	if err != nil {
		return Account{}, a.idTokenFault(ctx, authority, err, c)
	}
	if g.refresh == "" || g.home == "" {
		return Account{}, faultAnswer(a.detailsFor(authority, "token", errNoRefresh))
	}
	if ctx.Err() != nil {
		return Account{}, faultStopped(ctx.Err(), "token")
	}
	r := identify(authority, who, g, a.now())
	var account Account
	a.change(func() {
		p := a.people[r.ID]
		if p == nil {
			p = &person{}
			a.people[r.ID] = p
		}
		p.record, p.stored, p.held, p.fault = r, false, false, nil
		p.signIns++
		p.tokens = map[string]accessToken{authority.scopeKey(): a.tokenOf(g)}
		delete(a.leaving, r.ID)
	})
	// The keyring may be slow, locked or absent. The sign-in stands in memory meanwhile.
	err = a.storePerson(context.WithoutCancel(ctx), r.ID, false)
	if errors.Is(err, errTooMany) {
		a.change(func() { delete(a.people, r.ID) })
		return Account{}, faultTooMany()
	}
	a.noteKeyring(err)
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := a.people[r.ID]; p != nil {
		account = p.account()
	}
	a.cfg.Log.Info("signed in", "account", r.ID, "kind", r.Kind, "stored", account.Stored)
	return account, nil
}

var errNoRefresh = errors.New("the authority gave no refresh token")

func (a *Accounts) tokenOf(g grant) accessToken {
	return accessToken{value: g.access, issued: a.now(), expires: g.expires, renewAt: g.renewAt}
}

// idTokenFault says what a refused ID token means. A wrong clock here is the usual cause of a token that is
// not valid now; the authority's own clock tells.
func (a *Accounts) idTokenFault(ctx context.Context, authority Authority, err error, c *call) error {
	if errors.Is(err, errIDTime) {
		if there := c.authorityClock(); !there.IsZero() {
			if off := a.now().Sub(there); off.Abs() > clockLeeway {
				return faultClock(a.detailsFor(authority, "id-token", err), off)
			}
		}
	}
	if d := DetailsOf(err); d != nil {
		return err // the keys could not be fetched: a fault already
	}
	if ctx.Err() != nil {
		return faultStopped(ctx.Err(), "id-token")
	}
	a.cfg.Log.Warn("ID token refused", "why", err)
	return faultIDToken(a.detailsFor(authority, "id-token", err))
}

// detailsFor makes details for trouble that this package found itself.
func (a *Accounts) detailsFor(authority Authority, stage string, err error) *Details {
	return &Details{Stage: stage, Time: a.now(), Tenant: tenantOf(authority), err: err}
}

// explain turns what the call remembers into a fault. MSAL's error is not asked: its text may hold tokens.
func (a *Accounts) explain(authority Authority, c *call) error {
	d, err := c.trouble()
	switch {
	case d != nil:
		return a.faultRefused(authority, d)
	case errors.Is(err, context.Canceled):
		return faultStopped(context.Canceled, c.stage)
	case err == nil:
		return faultAnswer(a.detailsFor(authority, c.stage, errUnexpected))
	case errors.Is(err, errUnreachable), errors.Is(err, context.DeadlineExceeded):
		return faultNetwork(a.detailsFor(authority, c.stage, err))
	default:
		return faultAnswer(a.detailsFor(authority, c.stage, err))
	}
}

var errUnexpected = errors.New("the authority's reply did not hold what it should")

// faultRefused completes the details of a refusal and makes its fault.
func (a *Accounts) faultRefused(authority Authority, d *Details) error {
	d.Tenant = tenantOf(authority)
	if d.Time.IsZero() {
		d.Time = a.now().Truncate(time.Second)
	}
	guide := a.cfg.GuideFor(d.Number)
	if guide == "" {
		guide = guideOfNumber(d.Number)
	}
	a.cfg.Log.Info("sign-in refused", "stage", d.Stage, "error", d.OAuth, "suberror", d.Suberror, "number", d.Number, "correlation", d.Correlation)
	return refusalFault(d, guide)
}
