package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
)

// request is what belongs to one authorization request and must come back, or be proved, at its end.
type request struct {
	state     string
	nonce     string
	verifier  string // PKCE (RFC 7636); never leaves this process before the code is exchanged
	challenge string
}

func newRequest(random io.Reader) (request, error) {
	var b [96]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return request{}, err
	}
	text := base64.RawURLEncoding.EncodeToString
	r := request{state: text(b[:32]), nonce: text(b[32:64]), verifier: text(b[64:])}
	s := sha256.Sum256([]byte(r.verifier))
	r.challenge = text(s[:])
	return r, nil
}

// SignIn starts a sign-in in the browser. ctx bounds the start alone (the authority's metadata is fetched);
// the attempt then lives until it is done, cancelled, five minutes old, or Accounts is closed.
func (a *Accounts) SignIn(ctx context.Context, authority Authority, opts SignInOptions) (*Attempt, error) {
	ctx, cancel := a.life.join(ctx)
	defer cancel()
	m, err := a.provider.metadataOf(ctx, authority, 0)
	if err != nil {
		return nil, err
	}
	req, err := newRequest(a.cfg.Rand)
	if err != nil {
		return nil, faultRandom()
	}
	rec, err := newReceiver(req.state, a.showPage) //nolint:contextcheck // its port outlives the call that opens it
	if err != nil {
		return nil, faultPort()
	}
	address, err := a.provider.pageURL(ctx, authority, m, opts, req, rec.redirectURI())
	if err != nil {
		rec.close(false) //nolint:contextcheck // closing is not given up
		return nil, err
	}
	return a.attempt(authority, m, opts, req, rec, address) //nolint:contextcheck // the attempt outlives the call that begins it
}

// pageURL is the address of the authority's page, made by MSAL and completed with what MSAL leaves out:
// state, PKCE, nonce and form_post, which keeps the code out of addresses and histories.
func (p *provider) pageURL(
	ctx context.Context, authority Authority, m *metadata, opts SignInOptions, req request, redirect string,
) (string, error) {
	u, err := authority.check()
	if err != nil {
		return "", err
	}
	c := p.newCall(authority, u, "authorize")
	client, err := p.client(authority, m, c, &cacheBox{})
	if err != nil {
		return "", faultAddress()
	}
	var more []public.AuthCodeURLOption
	if opts.LoginHint != "" {
		more = append(more, public.WithLoginHint(opts.LoginHint))
	}
	if opts.Claims != "" {
		more = append(more, public.WithClaims(opts.Claims))
	}
	address, err := client.AuthCodeURL(ctx, authority.ClientID, redirect, authority.pageScopes(), more...)
	if err != nil {
		return "", p.explain(authority, c)
	}
	page, err := url.Parse(address)
	if err != nil {
		return "", faultAddress()
	}
	q := page.Query()
	q.Set("state", req.state)
	q.Set("nonce", req.nonce)
	q.Set("code_challenge", req.challenge)
	q.Set("code_challenge_method", "S256")
	q.Set("response_mode", "form_post")
	if prompt := opts.prompt(); prompt != "" {
		q.Set("prompt", prompt)
	}
	page.RawQuery = q.Encode()
	return page.String(), nil
}

// prompt lets the person choose an account, unless an address or a prompt was asked for.
func (o SignInOptions) prompt() string {
	if o.Prompt == "" && o.LoginHint == "" {
		return "select_account"
	}
	return o.Prompt
}

// SignOutPage is the authority's page that signs the account out of the browser as well.
func (a *Accounts) SignOutPage(authority Authority, account Account) string {
	u, err := authority.check()
	if err != nil {
		return ""
	}
	page := u.JoinPath("/oauth2/v2.0/logout")
	if m := a.provider.directory.metadataAt(authority.cacheKey(strings.TrimRight(authority.URL, "/"))); m != nil && m.EndSession != "" {
		if known, err := url.Parse(m.EndSession); err == nil {
			page = known
		}
	} else if authority.Channel.name != "" {
		return "" // a sample program has shown no page yet, and its name is not on any network
	}
	q := page.Query()
	q.Set("client_id", authority.ClientID)
	if rec, _, _ := a.roster.record(account.ID); rec != nil && rec.Hint != "" {
		q.Set("logout_hint", rec.Hint)
	}
	page.RawQuery = q.Encode()
	return page.String()
}

const exchangeLimit = 45 * time.Second // for a code or refresh token until it is a checked account
