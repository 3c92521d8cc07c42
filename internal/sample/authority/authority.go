package authority

import (
	"context"
	"net/http"
	"sync"
)

// Authority is one embedded authority. Make it with New; every method may be called from any goroutine.
//
// Its parts have one lock: whoever answers a request takes it, and for what another process may change too, a turn at the
// state. The functions of the parts are called with it held. Faults and mails have locks of their own.
type Authority struct {
	site   site
	mu     sync.Mutex // guards the parts below
	state  *state
	people *directory
	signer *signer
	tokens *tokenEndpoint

	faults *faults
	mail   *mailbox
	pages  http.Handler
	back   http.Handler
}

// New opens an authority over cfg.Dir, or in memory. Its error is about the folder or a damaged state file.
func New(cfg Config) (*Authority, error) {
	cfg = cfg.withDefaults()
	st, err := openState(cfg.Dir)
	if err != nil {
		return nil, err
	}
	if err := st.firstKey(cfg); err != nil {
		return nil, err
	}
	a := &Authority{site: site{cfg}, state: st, faults: &faults{}}
	rnd := random{cfg.Rand}
	app := &registration{id: cfg.ClientID, scopes: cfg.Scopes, redirects: cfg.RedirectURIs}
	refusals := &refusals{now: cfg.Now, random: rnd}
	tries := &tries{now: cfg.Now, byKey: map[string]*attempts{}}
	codes := &codes{now: cfg.Now, random: rnd, grants: map[string]*grant{}}
	devices := &devices{cfg: cfg, random: rnd, app: app, byCode: map[string]*device{}}
	a.people = &directory{state: st, random: rnd}
	a.mail = &mailbox{now: cfg.Now, tell: cfg.Mail, shown: cfg.Mailbox}
	a.signer = &signer{cfg: cfg, site: a.site, random: rnd, state: st, app: app, faults: a.faults}
	a.tokens = &tokenEndpoint{cfg: cfg, random: rnd, state: st, people: a.people, app: app, refusals: refusals,
		signer: a.signer, codes: codes, devices: devices}
	browsers := &browsers{now: cfg.Now, state: st, people: a.people}
	signIns := &signIns{cfg: cfg, random: rnd, state: st, app: app, people: a.people, browsers: browsers, tries: tries, mail: a.mail,
		codes: codes, refusals: refusals, faults: a.faults, byID: map[string]*flow{}}
	front := &pages{site: a.site, random: rnd, app: app, people: a.people, browsers: browsers, tries: tries, mail: a.mail,
		signIns: signIns, devices: devices, enter: a.enter}
	a.pages = front.routes()
	endpoints := &endpoints{site: a.site, state: st, app: app, refusals: refusals, tokens: a.tokens, devices: devices,
		enter: a.enter, verify: a.Verify}
	a.back = endpoints.routes()
	return a, nil
}

// Pages returns the handler for the browser: mount it at the path of Config.BaseURL. It refuses hosts that are not loopback.
func (a *Authority) Pages() http.Handler { return a.pages }

// BackChannel returns the transport for MSAL, and for whoever reads the keys: it answers under Config.Origin, in process.
func (a *Authority) BackChannel() http.RoundTripper {
	return backChannel{origin: a.site.cfg.Origin, back: a.back, faults: a.faults}
}

// BackHandler returns a handler of what BackChannel answers, for tests with several processes over TLS. Faults apply too.
func (a *Authority) BackHandler() http.Handler { return a.faults.handler(a.back) }

// URL returns the authority's address for MSAL: tenant is "common", "organizations", "consumers", a tenant id or a domain.
func (a *Authority) URL(tenant string) string { return a.site.cfg.Origin + "/" + tenant }

// Issuer returns the issuer of tokens for the tenant id.
func (a *Authority) Issuer(tenantID string) string { return a.site.issuer(tenantID) }

// LogoutURL returns the page that ends the browser's sessions.
func (a *Authority) LogoutURL() string { return a.site.base() + "/common/oauth2/v2.0/logout" }

// DeviceURL returns the page that asks for a device code.
func (a *Authority) DeviceURL() string { return a.site.deviceURL() }

// MailboxURL returns the page with the mails of the sample.
func (a *Authority) MailboxURL() string { return a.site.base() + "/mailbox" }

// Mail returns the messages sent since the start, oldest first.
func (a *Authority) Mail() []Message { return a.mail.all() }

// LastCode returns the code in the newest message to the address, or "".
func (a *Authority) LastCode(address string) string { return a.mail.lastCode(address) }

// SetFault adds a fault. The latest that fits strikes.
func (a *Authority) SetFault(f Fault) { a.faults.set(f) }

// ClearFaults ends all faults.
func (a *Authority) ClearFaults() { a.faults.clear() }

// Counts returns what happened since the start.
func (a *Authority) Counts() Counts {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.tokens.counts
}

// Verify checks an access token for the service: signature, issuer, audience and times. Its error is a *TokenError.
func (a *Authority) Verify(ctx context.Context, bearer string) (Identity, error) {
	if err := ctx.Err(); err != nil {
		return Identity{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.catchUp() // the token may be signed with a key of another process
	return a.signer.verify(bearer)
}

// RevokeSessions ends every refresh token of the person at this address, as an administrator would: the next
// refresh is refused with AADSTS50173. Access tokens given out before live on; the service may challenge them.
func (a *Authority) RevokeSessions(address string) {
	defer a.enter()()
	for _, f := range a.state.Families {
		if u := a.people.user(f.TenantID, f.ObjectID); u != nil && sameAddress(u.Address, address) {
			f.Revoked = 50173
		}
	}
	a.state.keep()
}

// RollKeys makes a new signing key that is used from now on; the old ones stay in the JWKS.
func (a *Authority) RollKeys() error {
	key, err := newKey()
	if err != nil {
		return err
	}
	defer a.enter()()
	a.state.addKey(key, a.site.cfg.Now())
	return a.state.save()
}

// enter takes the authority's lock and its turn at the state; leave ends both.
func (a *Authority) enter() (leave func()) {
	a.mu.Lock()
	end := a.state.turn()
	return func() {
		end()
		a.mu.Unlock()
	}
}
