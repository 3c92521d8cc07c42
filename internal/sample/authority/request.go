package authority

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// request is what the app asked for at the authorize or device endpoint.
type request struct {
	tenant      string // the path segment
	tenantID    string // "" when it means several
	client      string
	redirect    string
	mode        string // response_mode: query, fragment or form_post
	state       string
	hasState    bool
	nonce       string
	challenge   string // PKCE S256
	scopes      []string
	prompt      string
	hint        string
	claims      wanted
	correlation string
}

// wanted is what a claims parameter asks of the access token.
type wanted struct {
	contexts     []string // authentication contexts, "acrs"
	secondProof  bool     // a policy asks for a second proof
	capabilities []string // "xms_cc"
}

// registration is the app as it is registered here.
type registration struct {
	id        string
	scopes    []string // full names
	redirects []string
}

var challengeShape = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// parseAuthorize reads an authorization request, RFC 6749 section 4.1.1. onPage is trouble that must not be sent to the
// redirect URI, because that is not known to be the app's; toApp is trouble that the app is told.
func (app *registration) parseAuthorize(tenant string, q url.Values) (r request, onPage, toApp *Trouble) {
	r = request{tenant: tenant, client: q.Get("client_id"), redirect: q.Get("redirect_uri"), mode: q.Get("response_mode"), state: q.Get("state"),
		hasState: q.Has("state"), nonce: q.Get("nonce"), challenge: q.Get("code_challenge"), prompt: q.Get("prompt"), hint: q.Get("login_hint"),
		correlation: q.Get("client-request-id")}
	if r.mode == "" {
		r.mode = "query"
	}
	id, known := tenantNamed(tenant)
	r.tenantID = id
	switch {
	case !known:
		return r, trouble(90002), nil
	case r.client != app.id:
		return r, trouble(700016), nil
	case !app.redirectAllowed(r.redirect):
		return r, trouble(50011), nil
	case q.Get("response_type") == "":
		return r, nil, trouble(90014, "The missing field is response_type.")
	case q.Get("response_type") != "code":
		return r, nil, trouble(700054)
	case !slices.Contains([]string{"query", "form_post", "fragment"}, r.mode):
		r.mode = "query"
		return r, nil, trouble(90014, "The response_mode is not known.")
	case !challengeShape.MatchString(r.challenge) || q.Get("code_challenge_method") != "S256":
		return r, nil, trouble(9002325)
	case !slices.Contains([]string{"", "none", "login", "consent", "select_account", "create"}, r.prompt):
		return r, nil, trouble(90014, "The prompt is not known.")
	}
	var wrong *Trouble
	if r.scopes, wrong = app.parseScopes(q.Get("scope")); wrong != nil {
		return r, nil, wrong
	}
	var ok bool
	if r.claims, ok = parseClaims(q.Get("claims")); !ok {
		return r, nil, trouble(90014, "The claims cannot be read.")
	}
	return r, nil, nil
}

// parseDevice reads a device authorization request, RFC 8628 section 3.1.
func (app *registration) parseDevice(r *http.Request) (req request, wrong *Trouble) {
	tenant := r.PathValue("tenant")
	id, known := tenantNamed(tenant)
	req = request{tenant: tenant, tenantID: id, client: r.PostFormValue("client_id"), correlation: r.Header.Get("client-request-id")}
	switch {
	case !known:
		return req, trouble(90002)
	case req.client != app.id:
		return req, trouble(700016)
	}
	if req.scopes, wrong = app.parseScopes(r.PostFormValue("scope")); wrong != nil {
		return req, wrong
	}
	var ok bool
	if req.claims, ok = parseClaims(r.PostFormValue("claims")); !ok {
		return req, trouble(90014, "The claims cannot be read.")
	}
	return req, nil
}

// redirectAllowed compares with the registered redirects. As at Microsoft, the port of http://localhost is free
// (RFC 8252 section 7.3); nothing else is.
func (app *registration) redirectAllowed(redirect string) bool {
	u, err := url.Parse(redirect)
	if err != nil || u.User != nil || u.Fragment != "" || u.RawQuery != "" {
		return false
	}
	for _, registered := range app.redirects {
		want, err := url.Parse(registered)
		if err != nil || u.Scheme != want.Scheme || strings.TrimSuffix(u.Path, "/") != strings.TrimSuffix(want.Path, "/") {
			continue
		}
		if u.Host == want.Host || want.Host == "localhost" && u.Hostname() == "localhost" {
			return true
		}
	}
	return false
}

// oidcScopes need no registration.
var oidcScopes = []string{"openid", "profile", "email", "offline_access"}

func (app *registration) parseScopes(text string) ([]string, *Trouble) {
	scopes := strings.Fields(text)
	if len(scopes) == 0 {
		return nil, trouble(90014, "The missing field is scope.")
	}
	for _, s := range scopes {
		known := func(list []string) bool {
			return slices.ContainsFunc(list, func(k string) bool { return strings.EqualFold(k, s) })
		}
		if known(oidcScopes) || known(app.scopes) || strings.EqualFold(s, "User.Read") || strings.EqualFold(s, app.audience()+"/.default") {
			continue
		}
		if strings.HasPrefix(strings.ToLower(s), strings.ToLower(app.audience())+"/") || !strings.Contains(s, "/") {
			return nil, trouble(70011)
		}
		return nil, trouble(500011)
	}
	return scopes, nil
}

// audience returns the service that access tokens are for: the first scope's resource.
func (app *registration) audience() string {
	scope := app.scopes[0]
	return scope[:max(0, strings.LastIndex(scope, "/"))]
}

func parseClaims(text string) (w wanted, ok bool) {
	if text == "" {
		return w, true
	}
	type ask struct {
		Essential bool
		Value     any
		Values    []string
	}
	var c struct {
		AccessToken map[string]*ask `json:"access_token"`
	}
	if len(text) > 16<<10 || json.Unmarshal([]byte(text), &c) != nil {
		return w, false
	}
	for name, asked := range c.AccessToken {
		if asked == nil {
			continue
		}
		values := asked.Values
		if v, isText := asked.Value.(string); isText {
			values = append(values, v)
		}
		switch name {
		case "acrs":
			w.contexts = append(w.contexts, values...)
		case "capolids":
			w.secondProof = true
		case "xms_cc":
			w.capabilities = append(w.capabilities, values...)
		}
	}
	return w, true
}
