package authority

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Authority is one embedded authority. Make it with New; every method may be called from any goroutine.
type Authority struct {
	cfg    Config
	random random
	pages  http.Handler
	back   http.Handler

	mu      sync.Mutex // guards everything below
	state   *state
	mail    []Message
	flows   map[string]*flow   // sign-ins under way, by their id
	codes   map[string]*grant  // authorization codes not yet redeemed, by hash
	devices map[string]*device // device codes, by hash
	tries   map[string]*tries  // wrong passwords and codes, by account
	faults  []*Fault
	counts  Counts
}

// Counts is what happened since the start; tests read it.
type Counts struct {
	Codes      int // authorization codes redeemed
	Refreshes  int // refresh tokens honoured
	Reused     int // used refresh tokens that came again, honoured or not
	Revoked    int // families revoked because of that
	Polls      int // device polls
	FastPolls  int // device polls that came before their time
	MinPollGap time.Duration
}

// New opens an authority over cfg.Dir, or in memory. Its error is about the folder or a damaged state file.
func New(cfg Config) (*Authority, error) {
	a := &Authority{cfg: cfg.withDefaults(), flows: map[string]*flow{}, codes: map[string]*grant{},
		devices: map[string]*device{}, tries: map[string]*tries{}}
	a.random = random{a.cfg.Rand}
	st, err := openState(a.cfg.Dir)
	if err != nil {
		return nil, err
	}
	a.state = st
	defer st.turn()()
	if len(st.Keys) == 0 {
		key := a.cfg.SigningKey
		if key == nil {
			if key, err = newKey(); err != nil {
				return nil, err
			}
		}
		st.addKey(key, a.cfg.Now())
		if err := st.save(); err != nil {
			return nil, err
		}
	}
	a.pages = a.pageRoutes()
	a.back = a.backRoutes()
	return a, nil
}

// Pages answers the browser: mount it at the path of Config.BaseURL. It refuses hosts that are not loopback.
func (a *Authority) Pages() http.Handler { return a.pages }

// BackChannel is the transport for MSAL, and for whoever reads the keys: it answers under Config.Origin, in process.
func (a *Authority) BackChannel() http.RoundTripper { return backChannel{a} }

// BackHandler serves what BackChannel answers, for tests with several processes over TLS. Fault switches apply too.
func (a *Authority) BackHandler() http.Handler { return a.faulty(a.back) }

// URL is the authority's address for MSAL: tenant is "common", "organizations", "consumers", a tenant id or a domain.
func (a *Authority) URL(tenant string) string { return a.cfg.Origin + "/" + tenant }

// Issuer is the issuer of tokens for the tenant id.
func (a *Authority) Issuer(tenantID string) string { return a.cfg.Origin + "/" + tenantID + "/v2.0" }

// LogoutURL is the page that ends the browser's sessions.
func (a *Authority) LogoutURL() string { return a.base() + "/common/oauth2/v2.0/logout" }

// DeviceURL is the page that asks for a device code.
func (a *Authority) DeviceURL() string { return a.base() + "/device" }

// MailboxURL is the page with the mails of the sample.
func (a *Authority) MailboxURL() string { return a.base() + "/mailbox" }

// Counts tells what happened since the start.
func (a *Authority) Counts() Counts {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.counts
}

// Verify checks an access token for the service: signature, issuer, audience and times. Its error is a *TokenError.
func (a *Authority) Verify(ctx context.Context, bearer string) (Identity, error) {
	if err := ctx.Err(); err != nil {
		return Identity{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.catchUp() // the token may be signed with a key of another process
	return a.verifyAccess(bearer)
}

// RevokeSessions ends every refresh token of the person at this address, as an administrator would: the next
// refresh is refused with AADSTS50173. Access tokens given out before live on; the service may challenge them.
func (a *Authority) RevokeSessions(address string) {
	defer a.enter()()
	for _, f := range a.state.Families {
		if u := a.user(f.TenantID, f.ObjectID); u != nil && sameAddress(u.Address, address) {
			f.Revoked = 50173
		}
	}
	a.save()
}

// RollKeys makes a new signing key that is used from now on; the old ones stay in the JWKS.
func (a *Authority) RollKeys() error {
	key, err := newKey()
	if err != nil {
		return err
	}
	defer a.enter()()
	a.state.addKey(key, a.cfg.Now())
	return a.state.save()
}

// enter takes the authority's lock and, for what another process may change too, its turn at the state; what it gives ends both.
func (a *Authority) enter() (leave func()) {
	a.mu.Lock()
	end := a.state.turn()
	return func() {
		end()
		a.mu.Unlock()
	}
}

// save writes the state. A folder that cannot be written leaves the authority working from memory: it is the
// sample's, and the next save tries again.
func (a *Authority) save() { _ = a.state.save() }
