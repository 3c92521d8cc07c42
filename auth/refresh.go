package auth

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/programconnect/programconnect/internal/fault"
)

// refreshInTurn refreshes one account while nobody else does, in any process.
func (a *Accounts) refreshInTurn(ctx context.Context, authority Authority, id, claims string, force bool) (Token, error) {
	if !a.life.begin() {
		return Token{}, faultClosed()
	}
	defer a.life.end()
	// 1. The turn. Whoever had it before may have left a token that will do.
	unlock, err := lockFile(ctx, a.cfg.Dir, "account-"+fileSafe(id)+".lock", turnLimit)
	if err != nil {
		if a.life.ctx.Err() != nil {
			return Token{}, faultClosed()
		}
		return Token{}, faultBusy(err)
	}
	defer unlock()
	if t, ok := a.goodEnough(authority, id, claims, force); ok {
		return t, nil
	}
	// 2. The refresh token of this moment: another process may have used the one in memory.
	r, generation, err := a.currentRecord(ctx, authority, id)
	if err != nil {
		return Token{}, err
	}
	// 3. The exchange, and the checks, before anything is kept.
	g, err := a.provider.exchange(ctx, authority, r, claims)
	if err != nil {
		a.lapsed(id, r, err)
		return Token{}, err
	}
	// 4. Keep: memory first, then the keyring.
	return a.keepRenewed(ctx, authority, r, generation, g)
}

// goodEnough is a token in memory that fits: any valid one, or with force one that is seconds old.
func (a *Accounts) goodEnough(authority Authority, id, claims string, force bool) (Token, bool) {
	t, _, ok := a.cached(authority, id)
	if !ok || !force {
		return t, ok
	}
	issued, known := a.roster.issued(authority, id)
	return t, known && claims == "" && a.cfg.Clock().Sub(issued) < justRenewed
}

// currentRecord reads the account anew where the keyring holds it: another process may have used its refresh token. A
// keyring that does not answer soon is not waited for, since the account is known here.
func (a *Accounts) currentRecord(ctx context.Context, authority Authority, id string) (*record, int, error) {
	r, stored, generation := a.roster.record(id)
	if r == nil || stored {
		wait := a.keeper.briefly
		if r == nil {
			wait = a.keeper.do
		}
		fresh, err := a.keeper.read(ctx, id, wait)
		switch {
		case err == nil:
			r = a.roster.adopt(fresh)
		case errors.Is(err, ErrNotInKeyring):
			a.roster.drop(id)
			return nil, 0, faultSignedOut()
		case r == nil && errors.Is(err, ErrDamaged):
			return nil, 0, faultSignedOut()
		case r == nil:
			return nil, 0, a.kept(ctx, err)
		}
	}
	if !authority.owns(r) {
		return nil, 0, faultForeign()
	}
	return r, generation, nil
}

// exchange uses the refresh token, and checks that the answer is for the same person.
func (p *provider) exchange(ctx context.Context, authority Authority, r *record, claims string) (grant, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeLimit)
	defer cancel()
	authority = authority.forTenantOf(r)
	u, err := authority.check()
	if err != nil {
		return grant{}, err
	}
	m, err := p.metadataOf(ctx, authority, metadataAge)
	if err != nil {
		return grant{}, err
	}
	c, box := p.newCall(authority, u, "refresh"), boxWith(u.Host, r)
	client, err := p.client(authority, m, c, box)
	if err != nil {
		return grant{}, faultAddress()
	}
	opts := []public.AcquireSilentOption{public.WithSilentAccount(public.Account{HomeAccountID: r.Home, Environment: u.Host})}
	if claims != "" {
		opts = append(opts, public.WithClaims(claims))
	}
	res, err := client.AcquireTokenSilent(ctx, authority.tokenScopes(), opts...)
	if err != nil {
		return grant{}, p.explain(authority, c)
	}
	g := p.grantOf(res, box, r.Refresh)
	want := expected{subject: r.asClaims()}
	if g.home != r.Home {
		err = errIDSubject
	} else {
		_, err = p.checkIDToken(ctx, authority, m, g.idToken, want)
	}
	if err != nil {
		return grant{}, p.idTokenFault(ctx, authority, err, c)
	}
	return g, nil
}

// forTenantOf is the authority that refreshes an account: a guest's tokens come from the directory that
// invited them, and common or organizations would give those of their own.
func (a Authority) forTenantOf(r *record) Authority {
	if tenant := tenantOf(a); r.Kind == Guest && (tenant == "common" || tenant == "organizations") && isGUID(r.TenantID) {
		if u, err := url.Parse(a.URL); err == nil {
			u.Path = "/" + r.TenantID
			a.URL = u.String()
		}
	}
	return a
}

// keepRenewed keeps the rotated refresh token and the new access token.
func (a *Accounts) keepRenewed(ctx context.Context, authority Authority, r *record, generation int, g grant) (Token, error) {
	next := *r
	next.Refresh = g.refresh
	out := a.roster.renewed(&next, generation, authority.scopeKey(), a.tokenOf(g))
	if out.gone {
		return Token{}, faultSignedOut()
	}
	if !out.kept { // signed in anew meanwhile: that token is as good
		t, _, ok := a.cached(authority, r.ID)
		if !ok {
			return Token{}, faultSignedOut()
		}
		return t, nil
	}
	if out.owed {
		// The old refresh token may be dead by now, so this write is not given up when the caller leaves.
		err := a.keeper.briefly(context.WithoutCancel(ctx), a.keeper.writeNow(r.ID, out.held)) //nolint:contextcheck // a job outlives whoever asked for it
		if errors.Is(err, ErrNotInKeyring) {
			return Token{}, faultSignedOut()
		}
	}
	return Token{value: g.access, to: authority.api(), Expires: g.expires, Account: out.after}, nil
}

// lapsed remembers that an account has to sign in again; the account and everything queued for it stay.
func (a *Accounts) lapsed(id string, r *record, err error) {
	d := DetailsOf(err)
	ends := []string{"invalid_grant", "interaction_required", "login_required", "consent_required"}
	if d == nil || !slices.Contains(ends, d.OAuth) || d.Claims != "" {
		return
	}
	a.roster.lapsed(id, r.Refresh, fault.Of(err))
}

// asClaims is the person that a later ID token must still be about.
func (r *record) asClaims() *claims {
	c := &claims{TenantID: r.TenantID, ObjectID: r.ObjectID}
	c.Subject = r.Subject
	return c
}

// fileSafe keeps an id of anywhere from naming another folder.
func fileSafe(id string) string {
	return strings.Map(func(r rune) rune {
		if (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') {
			return r
		}
		return '_'
	}, id)
}
