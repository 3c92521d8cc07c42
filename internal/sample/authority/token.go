package authority

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// tokenEndpoint exchanges codes and refresh tokens for tokens.
type tokenEndpoint struct {
	cfg      Config
	random   random
	state    *state
	people   *directory
	app      *registration
	refusals *refusals
	signer   *signer
	codes    *codes
	devices  *devices
	counts   Counts
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

var verifierShape = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// answer is the token endpoint, RFC 6749 section 3.2.
func (e *tokenEndpoint) answer(w http.ResponseWriter, r *http.Request) {
	if _, known := tenantNamed(r.PathValue("tenant")); !known {
		e.refuse(w, r, trouble(90002))
		return
	}
	if r.PostFormValue("client_id") != e.app.id {
		e.refuse(w, r, trouble(700016))
		return
	}
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		e.redeemCode(w, r)
	case "refresh_token":
		e.refresh(w, r)
	case "urn:ietf:params:oauth:grant-type:device_code", "device_code":
		e.redeemDevice(w, r)
	case "":
		e.refuse(w, r, trouble(900144, "The missing parameter is grant_type."))
	default:
		e.refuse(w, r, trouble(70003))
	}
}

// redeemCode exchanges an authorization code once. A code that comes again revokes what it was given (RFC 6749 section 4.1.2).
func (e *tokenEndpoint) redeemCode(w http.ResponseWriter, r *http.Request) {
	hash := hashed(r.PostFormValue("code"))
	g := e.codes.grants[hash]
	verifier := r.PostFormValue("code_verifier")
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	switch {
	case g == nil || g.redirect != r.PostFormValue("redirect_uri"):
		e.refuse(w, r, trouble(70000))
	case g.redeemed:
		if f := e.state.Families[g.family]; f != nil {
			f.Revoked = 50173
			e.state.keep()
		}
		e.refuse(w, r, trouble(54005))
	case e.cfg.Now().After(g.expires):
		e.refuse(w, r, trouble(70008))
	case !verifierShape.MatchString(verifier):
		e.refuse(w, r, trouble(50148))
	case subtle.ConstantTimeCompare([]byte(challenge), []byte(g.challenge)) != 1:
		delete(e.codes.grants, hash)
		e.refuse(w, r, trouble(501481))
	default:
		g.redeemed = true
		if e.grantTokens(w, r, g) {
			e.counts.Codes++
		}
	}
}

// grantTokens answers with a new family of tokens; false when the person's trouble shows here.
func (e *tokenEndpoint) grantTokens(w http.ResponseWriter, r *http.Request, g *grant) bool {
	u := e.people.user(g.tenantID, g.objectID)
	if u == nil {
		e.refuse(w, r, trouble(70000))
		return false
	}
	if t := u.Trouble; t != nil && t.Where == OnToken && !mended(t, g.mfa, g.consented) {
		e.refuse(w, r, t)
		return false
	}
	f := &family{ID: e.random.secret(0), TenantID: g.tenantID, ObjectID: g.objectID, Realm: g.realm, ClientID: g.client, Scopes: g.scopes,
		SignedIn: g.signedIn, MFA: g.mfa, Contexts: g.claims.contexts, Capabilities: g.claims.capabilities}
	g.family = f.ID
	return e.reply(w, r, u, f, g.nonce)
}

// mended reports whether the person has done what the trouble asked for.
func mended(t *Trouble, mfa, consented bool) bool {
	return t.Claims != "" && mfa || t.Code == 65001 && consented
}

// reply sends tokens for a family, and starts or rotates its refresh token when the app asked for offline access.
func (e *tokenEndpoint) reply(w http.ResponseWriter, r *http.Request, u *user, f *family, nonce string) bool {
	scopes := f.Scopes
	if asked := r.PostFormValue("scope"); asked != "" {
		list, wrong := e.app.parseScopes(asked)
		if wrong != nil {
			e.refuse(w, r, wrong)
			return false
		}
		for _, s := range list {
			if !slices.ContainsFunc(scopes, func(k string) bool { return strings.EqualFold(k, s) }) {
				scopes = append(slices.Clone(scopes), s)
			}
		}
	}
	life := int(e.cfg.AccessLifetime.Seconds())
	body := map[string]any{
		"token_type": "Bearer", "scope": strings.Join(scopes, " "), "expires_in": life, "ext_expires_in": life, "refresh_in": life / 2,
		"access_token": e.signer.accessToken(u, f, scopes),
		"client_info":  segment(map[string]string{"uid": u.ObjectID, "utid": u.TenantID}),
	}
	if slices.Contains(scopes, "openid") {
		body["id_token"] = e.signer.idToken(u, f, nonce)
	}
	if slices.Contains(scopes, "offline_access") {
		body["refresh_token"] = e.rotate(f)
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

func (e *tokenEndpoint) refuse(w http.ResponseWriter, r *http.Request, t *Trouble) {
	e.refusals.write(w, r, t)
}
