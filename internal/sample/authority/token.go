package authority

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

var verifierShape = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// token answers the token endpoint.
func (a *Authority) token(w http.ResponseWriter, r *http.Request) {
	defer a.enter()()
	if _, known := tenantNamed(r.PathValue("tenant")); !known {
		a.refuse(w, r, trouble(90002))
		return
	}
	if r.PostFormValue("client_id") != a.cfg.ClientID {
		a.refuse(w, r, trouble(700016))
		return
	}
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		a.redeemCode(w, r)
	case "refresh_token":
		a.refresh(w, r)
	case "urn:ietf:params:oauth:grant-type:device_code", "device_code":
		a.redeemDevice(w, r)
	case "":
		a.refuse(w, r, trouble(900144, "The missing parameter is grant_type."))
	default:
		a.refuse(w, r, trouble(70003))
	}
}

// redeemCode exchanges an authorization code once. A code that comes again revokes what it was given (RFC 6749 section 4.1.2).
func (a *Authority) redeemCode(w http.ResponseWriter, r *http.Request) {
	hash := hashed(r.PostFormValue("code"))
	g := a.codes[hash]
	verifier := r.PostFormValue("code_verifier")
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	switch {
	case g == nil || g.redirect != r.PostFormValue("redirect_uri"):
		a.refuse(w, r, trouble(70000))
	case g.redeemed:
		if f := a.state.Families[g.family]; f != nil {
			f.Revoked = 50173
			a.save()
		}
		a.refuse(w, r, trouble(54005))
	case a.cfg.Now().After(g.expires):
		a.refuse(w, r, trouble(70008))
	case !verifierShape.MatchString(verifier):
		a.refuse(w, r, trouble(50148))
	case subtle.ConstantTimeCompare([]byte(challenge), []byte(g.challenge)) != 1:
		delete(a.codes, hash)
		a.refuse(w, r, trouble(501481))
	default:
		g.redeemed = true
		if a.grantTokens(w, r, g) {
			a.counts.Codes++
		}
	}
}

// grantTokens answers with a new family of tokens; false when the grant's person is in trouble at this place.
func (a *Authority) grantTokens(w http.ResponseWriter, r *http.Request, g *grant) bool {
	u := a.user(g.tenantID, g.objectID)
	if u == nil {
		a.refuse(w, r, trouble(70000))
		return false
	}
	if t := u.Trouble; t != nil && t.Where == OnToken && !mended(t, g.mfa, g.consented) {
		a.refuse(w, r, t)
		return false
	}
	f := &family{ID: a.random.secret(0), TenantID: g.tenantID, ObjectID: g.objectID, Realm: g.realm, ClientID: g.client, Scopes: g.scopes,
		SignedIn: g.signedIn, MFA: g.mfa, Contexts: g.claims.contexts, Capabilities: g.claims.capabilities}
	g.family = f.ID
	return a.reply(w, r, u, f, g.nonce)
}

// mended tells whether the person has done what the trouble asked for.
func mended(t *Trouble, mfa, consented bool) bool {
	return t.Claims != "" && mfa || t.Code == 65001 && consented
}

// reply sends tokens for a family, and starts or rotates its refresh token when the app asked for offline access.
func (a *Authority) reply(w http.ResponseWriter, r *http.Request, u *user, f *family, nonce string) bool {
	scopes := f.Scopes
	if asked := r.PostFormValue("scope"); asked != "" {
		list, wrong := a.parseScopes(asked)
		if wrong != nil {
			a.refuse(w, r, wrong)
			return false
		}
		for _, s := range list {
			if !slices.ContainsFunc(scopes, func(k string) bool { return strings.EqualFold(k, s) }) {
				scopes = append(slices.Clone(scopes), s)
			}
		}
	}
	life := int(a.cfg.AccessLifetime.Seconds())
	body := map[string]any{
		"token_type": "Bearer", "scope": strings.Join(scopes, " "), "expires_in": life, "ext_expires_in": life, "refresh_in": life / 2,
		"access_token": a.accessToken(u, f, scopes),
		"client_info":  segment(map[string]string{"uid": u.ObjectID, "utid": u.TenantID}),
	}
	if slices.Contains(scopes, "openid") {
		body["id_token"] = a.idToken(u, f, nonce)
	}
	if slices.Contains(scopes, "offline_access") {
		body["refresh_token"] = a.rotate(f)
	}
	writeJSON(w, http.StatusOK, body)
	return true
}

// family is what all refresh tokens descend from that were given for one sign-in.
type family struct {
	ID                 string
	TenantID, ObjectID string // of the account at home
	Realm              string // the tenant signed in to
	ClientID           string
	Scopes             []string
	SignedIn           time.Time
	MFA                bool     `json:",omitempty"`
	Contexts           []string `json:",omitempty"`
	Capabilities       []string `json:",omitempty"`
	Current, Previous  string   // hashes of the newest refresh token and the one before it
	Rotated, Expires   time.Time
	Revoked            int `json:",omitempty"` // the AADSTS number that a refresh is refused with

	again bool // the token being exchanged was used before, and is honoured once more
}

// refuse answers with an OAuth error as Microsoft shapes it.
func (a *Authority) refuse(w http.ResponseWriter, r *http.Request, t *Trouble) {
	correlation := r.Header.Get("client-request-id")
	if correlation == "" {
		correlation = a.random.guid()
	}
	oauth := t.OAuth
	if oauth == "" {
		oauth = "invalid_request"
	}
	body := map[string]any{"error": oauth, "error_description": a.describe(t, correlation), "error_codes": []int{t.Code},
		"timestamp": a.cfg.Now().UTC().Format("2006-01-02 15:04:05Z"), "trace_id": a.random.guid(), "correlation_id": correlation}
	if t.SubError != "" {
		body["suberror"] = t.SubError
	}
	if t.Claims != "" {
		body["claims"] = t.Claims
	}
	writeJSON(w, http.StatusBadRequest, body)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the reader has gone away
}
