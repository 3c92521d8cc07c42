package auth

import (
	"context"
	"strings"
	"time"
)

const (
	tokenMargin  = 5 * time.Minute  // a token is not handed out when it has less left; MSAL's own margin
	renewalPause = time.Minute      // between two early renewals when the first did not succeed
	justRenewed  = 5 * time.Second  // a token this young is not renewed because a service refused it
	turnLimit    = 90 * time.Second // for the turn to refresh, when other processes refresh the same account
)

func (a Authority) scopeKey() string { return strings.Join(a.Scopes, " ") }

// Token returns an access token: from memory, or with one refresh. After the authority's refresh_in it returns
// the token that is still valid and renews it in the background.
func (a *Accounts) Token(ctx context.Context, authority Authority, accountID string) (Token, error) {
	if t, early, ok := a.cached(authority, accountID); ok {
		if early {
			a.renewEarly(authority, accountID)
		}
		return t, nil
	}
	return a.renew(ctx, authority, accountID, "", false)
}

// RenewWithClaims returns a token that was issued now: after a claims challenge, or (claims "") after a
// service refused the token that was still valid here.
func (a *Accounts) RenewWithClaims(ctx context.Context, authority Authority, accountID, claims string) (Token, error) {
	return a.renew(ctx, authority, accountID, claims, true)
}

// cached returns the token in memory, and whether the authority wants it renewed by now.
func (a *Accounts) cached(authority Authority, id string) (t Token, early, ok bool) {
	return a.roster.token(authority, id, a.cfg.Clock())
}

func (a *Accounts) renewEarly(authority Authority, id string) {
	a.life.start(func() {
		// The token in hand is still valid; when this does not succeed, the next minute tries again.
		_, _ = a.renew(a.life.ctx, authority, id, "", true)
	})
}

// renew joins the refresh that runs for this account, or starts it. A caller that leaves does not stop it
// for the others.
func (a *Accounts) renew(ctx context.Context, authority Authority, id, claims string, force bool) (Token, error) {
	if _, err := authority.check(); err != nil {
		return Token{}, err
	}
	if r, _, _ := a.roster.record(id); r == nil {
		if err := a.Ready(ctx); err != nil {
			return Token{}, err
		}
	}
	key := strings.Join([]string{id, authority.URL, authority.scopeKey(), claims}, "\n")
	if !a.life.begin() {
		return Token{}, faultClosed()
	}
	result := a.refreshing.DoChan(key, func() (any, error) { //nolint:contextcheck // a caller that leaves does not stop it
		ctx, cancel := context.WithTimeout(a.life.ctx, turnLimit+exchangeLimit)
		defer cancel()
		return a.refreshInTurn(ctx, authority, id, claims, force)
	})
	a.life.end()
	select {
	case r := <-result:
		if r.Err != nil {
			return Token{}, r.Err
		}
		return r.Val.(Token), nil
	case <-ctx.Done():
		return Token{}, faultStopped(ctx.Err(), "refresh")
	}
}
