package authority

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// endpoints are what apps call.
type endpoints struct {
	site     site
	state    *state
	app      *registration
	refusals *refusals
	tokens   *tokenEndpoint
	devices  *devices
	enter    func() (leave func())
	verify   func(ctx context.Context, bearer string) (Identity, error)
}

// locked answers with the authority's lock held.
func (e *endpoints) locked(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		defer e.enter()()
		h(w, r)
	}
}

// routes returns the endpoints under the names that they have at Microsoft.
func (e *endpoints) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", e.metadata)
	mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", e.locked(e.publishKeys))
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", e.locked(e.tokens.answer))
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/devicecode", e.locked(e.deviceCode))
	mux.HandleFunc("/oidc/userinfo", e.userinfo)
	mux.HandleFunc("GET /common/discovery/instance", e.instance)
	return http.MaxBytesHandler(mux, 64<<10)
}

// metadata is OpenID Connect Discovery 1.0. As at Microsoft the issuer is a template where the path means several tenants.
func (e *endpoints) metadata(w http.ResponseWriter, r *http.Request) {
	tenant := r.PathValue("tenant")
	id, known := tenantNamed(tenant)
	if !known {
		e.refusals.write(w, r, trouble(90002))
		return
	}
	issuer := e.site.issuer("{tenantid}")
	if id != "" {
		issuer = e.site.issuer(id)
	}
	tenant = url.PathEscape(tenant)
	back, front := e.site.cfg.Origin+"/"+tenant, e.site.base()+"/"+tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer": issuer, "authorization_endpoint": front + "/oauth2/v2.0/authorize", "token_endpoint": back + "/oauth2/v2.0/token",
		"device_authorization_endpoint": back + "/oauth2/v2.0/devicecode", "jwks_uri": back + "/discovery/v2.0/keys",
		"userinfo_endpoint": e.site.cfg.Origin + "/oidc/userinfo", "end_session_endpoint": front + "/oauth2/v2.0/logout",
		"response_types_supported": []string{"code"}, "response_modes_supported": []string{"query", "fragment", "form_post"},
		"scopes_supported": oidcScopes, "subject_types_supported": []string{"pairwise"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported": []string{"S256"}, "token_endpoint_auth_methods_supported": []string{"none"},
		"grant_types_supported":      []string{"authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"},
		"claims_supported":           []string{"sub", "iss", "aud", "exp", "iat", "nbf", "nonce", "name", "preferred_username", "oid", "tid", "email"},
		"claims_parameter_supported": true, "request_uri_parameter_supported": false,
	})
}

// instance answers instance discovery, should an app ask for it.
func (e *endpoints) instance(w http.ResponseWriter, _ *http.Request) {
	host := strings.TrimPrefix(e.site.cfg.Origin, "https://")
	writeJSON(w, http.StatusOK, map[string]any{"tenant_discovery_endpoint": e.site.cfg.Origin + "/common/v2.0/.well-known/openid-configuration",
		"metadata": []any{map[string]any{"preferred_network": host, "preferred_cache": host, "aliases": []string{host}}}})
}

func (e *endpoints) publishKeys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"keys": e.state.jwks()})
}

// userinfo is OpenID Connect Core 1.0 section 5.3.
func (e *endpoints) userinfo(w http.ResponseWriter, r *http.Request) {
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	id, err := e.verify(r.Context(), bearer)
	if err != nil {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"sub": pairwise(id.ObjectID, id.ClientID), "name": id.Name, "email": id.Address})
}

// deviceCode is the device authorization endpoint, RFC 8628 section 3.1.
func (e *endpoints) deviceCode(w http.ResponseWriter, r *http.Request) {
	req, wrong := e.app.parseDevice(r)
	if wrong != nil {
		e.refusals.write(w, r, wrong)
		return
	}
	code, d := e.devices.add(req)
	writeJSON(w, http.StatusOK, map[string]any{
		"user_code": d.userCode, "device_code": code, "verification_uri": e.site.deviceURL(),
		"expires_in": int(e.site.cfg.DeviceLifetime.Seconds()), "interval": int(e.site.cfg.DeviceInterval.Seconds()),
		"message": "To sign in, use a web browser to open the page " + e.site.deviceURL() + " and enter the code " + d.userCode + " to authenticate.",
	})
}
