package auth

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
)

// grant is what one reply of the token endpoint gave. It lives in memory until it was checked.
type grant struct {
	idToken string
	access  string
	expires time.Time
	renewAt time.Time // refresh_in; zero when the authority named none
	refresh string
	home    string
}

// client makes an MSAL client for one operation. Its cache is a box in memory: it starts with what the
// operation needs and is thrown away after it, so a damaged or foreign cache can never stand in the way.
func (p *provider) client(authority Authority, m *metadata, c *call, box *cacheBox) (public.Client, error) {
	c.metadata = m.raw
	return public.New(authority.ClientID,
		public.WithAuthority(strings.TrimRight(authority.URL, "/")),
		public.WithInstanceDiscovery(false),
		public.WithHTTPClient(c),
		public.WithCache(box),
		public.WithClientCapabilities([]string{"CP1"}))
}

// cacheBox is MSAL's cache for one operation. It is MSAL's one way to hand over a refresh token.
type cacheBox struct {
	load  []byte
	saved []byte
}

// Replace hands MSAL what the operation starts with.
func (b *cacheBox) Replace(_ context.Context, c cache.Unmarshaler, _ cache.ReplaceHints) error {
	if b.load == nil {
		return nil
	}
	return c.Unmarshal(b.load)
}

// Export takes what MSAL ends with.
func (b *cacheBox) Export(_ context.Context, c cache.Marshaler, _ cache.ExportHints) (err error) {
	b.saved, err = c.Marshal()
	return err
}

// cacheContract is the part of MSAL's cache format (the unified schema) that holds a refresh token.
type cacheContract struct {
	RefreshToken map[string]cachedRefresh `json:"RefreshToken"`
	AppMetadata  map[string]cachedApp     `json:"AppMetadata"`
}

type cachedRefresh struct {
	Home        string `json:"home_account_id"`
	Environment string `json:"environment"`
	Type        string `json:"credential_type"`
	ClientID    string `json:"client_id"`
	Secret      string `json:"secret"`
}

type cachedApp struct {
	ClientID    string `json:"client_id"`
	Environment string `json:"environment"`
}

// boxWith is a cache that holds one refresh token and nothing else, so that MSAL has to use it.
func boxWith(host string, r *record) *cacheBox {
	key := strings.ToLower(strings.Join([]string{r.Home, host, "RefreshToken", r.ClientID}, "-"))
	app := strings.ToLower(strings.Join([]string{"AppMetaData", host, r.ClientID}, "-"))
	load, err := json.Marshal(cacheContract{
		RefreshToken: map[string]cachedRefresh{key: {r.Home, host, "RefreshToken", r.ClientID, r.Refresh}},
		AppMetadata:  map[string]cachedApp{app: {r.ClientID, host}},
	})
	if err != nil {
		panic("auth: " + err.Error()) // strings always marshal
	}
	return &cacheBox{load: load}
}

// refreshToken finds the refresh token of the account in what MSAL saved; a new one wins over old.
func (b *cacheBox) refreshToken(home, old string) string {
	var c cacheContract
	if json.Unmarshal(b.saved, &c) != nil {
		return old
	}
	for _, r := range c.RefreshToken {
		if r.Home == home && r.Secret != "" && r.Secret != old {
			return r.Secret
		}
	}
	return old
}

// grantOf reads what MSAL gave. Times are turned to the injected clock: MSAL reads the computer's own.
func (p *provider) grantOf(res public.AuthResult, box *cacheBox, old string) grant {
	now, msalNow := p.clock(), time.Now()
	g := grant{
		idToken: res.IDToken.RawToken, access: res.AccessToken, home: res.Account.HomeAccountID,
		expires: now.Add(res.ExpiresOn.Sub(msalNow)), refresh: box.refreshToken(res.Account.HomeAccountID, old),
	}
	if on := res.Metadata.RefreshOn; !on.IsZero() {
		g.renewAt = now.Add(on.Sub(msalNow))
	}
	return g
}

// tokenScopes are the scopes to name at the token endpoint; MSAL adds openid, profile and offline_access.
func (a Authority) tokenScopes() []string {
	if len(a.Scopes) == 0 {
		return []string{"openid"}
	}
	return a.Scopes
}

// pageScopes are the scopes to name at the authorization endpoint, where MSAL adds none.
func (a Authority) pageScopes() []string {
	scopes := append([]string(nil), a.Scopes...)
	for _, s := range []string{"openid", "profile", "offline_access"} {
		if !contains(scopes, s) {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if strings.EqualFold(v, s) {
			return true
		}
	}
	return false
}
