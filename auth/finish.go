package auth

import (
	"context"
	"errors"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
)

// finish turns the authority's answer into an account: exchange the code, check the ID token, and only
// then keep anything.
func (t *Attempt) finish(got answer) (Account, error) {
	a, p := t.accounts, t.accounts.provider
	if got.err != "" {
		d := refusal("authorize", got.err, got.suberror, got.description)
		return Account{}, p.refused(t.authority, d)
	}
	ctx, cancel := context.WithTimeout(t.ctx, exchangeLimit)
	defer cancel()
	u, err := t.authority.check()
	if err != nil {
		return Account{}, err
	}
	c, box := p.newCall(t.authority, u, "token"), &cacheBox{}
	client, err := p.client(t.authority, t.metadata, c, box)
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
		return Account{}, p.explain(t.authority, c)
	}
	return a.welcome(ctx, t.authority, t.metadata, p.grantOf(res, box, ""), expected{nonce: &t.request.nonce}, c)
}

// welcome checks a grant and keeps its account. It is the one way in for a new sign-in.
func (a *Accounts) welcome(ctx context.Context, authority Authority, m *metadata, g grant, want expected, c *call) (Account, error) {
	who, err := a.provider.checkIDToken(ctx, authority, m, g.idToken, want)
	if err != nil {
		return Account{}, a.provider.idTokenFault(ctx, authority, err, c)
	}
	if g.refresh == "" || g.home == "" {
		return Account{}, faultAnswer(a.provider.detailsFor(authority, "token", errNoRefresh))
	}
	if ctx.Err() != nil {
		return Account{}, faultStopped(ctx.Err(), "token")
	}
	r := identify(authority, who, g, a.cfg.Clock())
	a.roster.signedIn(r, authority.scopeKey(), a.tokenOf(g))
	// The keyring may be slow, locked or absent. The sign-in stands in memory meanwhile.
	err = a.keeper.briefly(context.WithoutCancel(ctx), a.keeper.writeNow(r.ID, false)) //nolint:contextcheck // a job outlives whoever asked for it
	if errors.Is(err, errTooMany) {
		a.roster.drop(r.ID)
		return Account{}, faultTooMany()
	}
	account, _ := a.roster.account(r.ID)
	a.cfg.Log.Info("signed in", "account", r.ID, "kind", r.Kind, "stored", account.Stored)
	return account, nil
}

var errNoRefresh = errors.New("the authority gave no refresh token")

func (a *Accounts) tokenOf(g grant) accessToken {
	return accessToken{value: g.access, issued: a.cfg.Clock(), expires: g.expires, renewAt: g.renewAt}
}
