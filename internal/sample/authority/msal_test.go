package authority_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// msal is Microsoft's own client library, with nothing behind it but the back channel.
func (w *world) msal(tenant string) public.Client {
	w.t.Helper()
	c, err := public.New(authority.ClientID, public.WithAuthority(w.URL(tenant)), public.WithInstanceDiscovery(false),
		public.WithHTTPClient(&http.Client{Transport: w.BackChannel()}), public.WithClientCapabilities([]string{"CP1"}))
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// msalURL is what MSAL asks for, and what it leaves to the app.
func (w *world) msalURL(c public.Client, opts ...public.AuthCodeURLOption) string {
	w.t.Helper()
	raw, err := c.AuthCodeURL(w.t.Context(), authority.ClientID, w.redirect(), []string{authority.Scope, "openid", "profile", "offline_access"}, opts...)
	if err != nil {
		w.t.Fatal(err)
	}
	u, err := url.Parse(raw)
	if err != nil {
		w.t.Fatal(err)
	}
	q := u.Query()
	for k, v := range map[string]string{"state": "s", "nonce": "n", "code_challenge": challengeOf(verifier), "code_challenge_method": "S256", "response_mode": "form_post"} {
		q.Set(k, v)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func TestMSALSignInAndRefresh(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	for _, tenant := range []string{"common", "organizations", authority.TenantFabrikam} {
		c := w.msal(tenant)
		out := w.visit(visitor.New(w.person("rita"), nil), w.msalURL(c, public.WithLoginHint(authority.AddressRita)))
		res, err := c.AcquireTokenByAuthCode(t.Context(), out.Answer.Get("code"), w.redirect(), []string{authority.Scope}, public.WithChallenge(verifier))
		if err != nil {
			t.Fatalf("%s: MSAL did not take the reply: %v", tenant, err)
		}
		if res.Account.HomeAccountID != authority.ObjectRita+"."+authority.TenantFabrikam || res.Account.PreferredUsername != authority.AddressRita ||
			len(res.DeclinedScopes) > 0 || res.Metadata.RefreshOn.IsZero() {
			t.Fatalf("%s: MSAL understood %+v, declined %v, refresh %v", tenant, res.Account, res.DeclinedScopes, res.Metadata.RefreshOn)
		}
		who, err := w.Verify(t.Context(), res.AccessToken)
		if err != nil || !who.CanHandle {
			t.Fatalf("%s: the service is told %+v, %v", tenant, who, err)
		}
		silent, err := c.AcquireTokenSilent(t.Context(), []string{authority.Scope}, public.WithSilentAccount(res.Account))
		if err != nil || silent.AccessToken != res.AccessToken {
			t.Fatalf("%s: the cached token was not used: %v", tenant, err)
		}
		before := w.Counts().Refreshes
		renewed, err := c.AcquireTokenSilent(t.Context(), []string{authority.Scope}, public.WithSilentAccount(res.Account), public.WithClaims(`{"access_token":{"nbf":{"essential":true,"value":"1"}}}`))
		if err != nil || renewed.AccessToken == res.AccessToken || w.Counts().Refreshes != before+1 {
			t.Fatalf("%s: a claims challenge made no new token: %v", tenant, err)
		}
	}
}

func TestMSALClaimsChallenge(t *testing.T) {
	w := start(t, authority.Config{})
	c := w.msal("common")
	v := visitor.New(w.person("rita"), nil)
	out := w.visit(v, w.msalURL(c))
	res, err := c.AcquireTokenByAuthCode(t.Context(), out.Answer.Get("code"), w.redirect(), []string{authority.Scope}, public.WithChallenge(verifier))
	if err != nil {
		t.Fatal(err)
	}
	const challenge = `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`
	if _, err := c.AcquireTokenSilent(t.Context(), []string{authority.Scope}, public.WithSilentAccount(res.Account), public.WithClaims(challenge)); err == nil {
		t.Fatal("a second proof was not needed")
	}
	out = w.visit(v, w.msalURL(c, public.WithClaims(challenge)))
	res, err = c.AcquireTokenByAuthCode(t.Context(), out.Answer.Get("code"), w.redirect(), []string{authority.Scope}, public.WithChallenge(verifier), public.WithClaims(challenge))
	if err != nil {
		t.Fatal(err)
	}
	who, err := w.Verify(t.Context(), res.AccessToken)
	if err != nil || !who.MFA || len(who.Contexts) != 1 || who.Contexts[0] != "c1" {
		t.Fatalf("after the second proof the service is told %+v, %v; pages %v", who, err, out.Pages)
	}
}

func TestMSALDeviceCode(t *testing.T) {
	w := start(t, authority.Config{DeviceInterval: time.Second})
	c := w.msal("common")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	d, err := c.AcquireTokenByDeviceCode(ctx, []string{authority.Scope})
	if err != nil {
		t.Fatal(err)
	}
	if d.Result.VerificationURL != w.DeviceURL() || d.Result.Interval != 1 || len(d.Result.UserCode) != 9 {
		t.Fatalf("MSAL understood %s, %d s, a code of %d", d.Result.VerificationURL, d.Result.Interval, len(d.Result.UserCode))
	}
	script := w.person("mia")
	script.UserCode = d.Result.UserCode
	if out := w.visit(visitor.New(script, nil), d.Result.VerificationURL); out.End != visitor.Done {
		t.Fatalf("ended %s after %v", out.End, out.Pages)
	}
	res, err := d.AuthenticationResult(ctx)
	if err != nil || res.Account.PreferredUsername != authority.AddressMia {
		t.Fatalf("MSAL got %+v, %v", res.Account, err)
	}
}

func TestMSALGuest(t *testing.T) {
	w := start(t, authority.Config{})
	homes := map[string]bool{}
	for _, tenant := range []string{"common", authority.TenantContoso} {
		c := w.msal(tenant)
		out := w.visit(visitor.New(w.person("gus"), nil), w.msalURL(c))
		res, err := c.AcquireTokenByAuthCode(t.Context(), out.Answer.Get("code"), w.redirect(), []string{authority.Scope}, public.WithChallenge(verifier))
		if err != nil {
			t.Fatal(err)
		}
		homes[res.Account.HomeAccountID] = true
	}
	if len(homes) != 1 {
		t.Fatalf("one person is %d accounts", len(homes))
	}
}

func TestMSALUnknownTenant(t *testing.T) {
	w := start(t, authority.Config{})
	c := w.msal("nobody.example")
	if _, err := c.AuthCodeURL(t.Context(), authority.ClientID, w.redirect(), []string{authority.Scope}); err == nil || !strings.Contains(err.Error(), "AADSTS90002") {
		t.Fatalf("discovery of an unknown tenant gave %v", err)
	}
}
