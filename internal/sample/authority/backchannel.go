package authority

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// backRoutes are the endpoints that apps call, as Microsoft names them.
func (a *Authority) backRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", a.metadata)
	mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", a.publishKeys)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", a.token)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/devicecode", a.deviceCode)
	mux.HandleFunc("/oidc/userinfo", a.userinfo)
	mux.HandleFunc("GET /common/discovery/instance", a.instance)
	return http.MaxBytesHandler(mux, 64<<10)
}

// metadata is OpenID Connect Discovery 1.0. As at Microsoft the issuer is a template where the path means several tenants.
func (a *Authority) metadata(w http.ResponseWriter, r *http.Request) {
	tenant := r.PathValue("tenant")
	id, known := tenantNamed(tenant)
	if !known {
		a.refuse(w, r, trouble(90002))
		return
	}
	issuer := a.Issuer("{tenantid}")
	if id != "" {
		issuer = a.Issuer(id)
	}
	tenant = url.PathEscape(tenant)
	back, front := a.cfg.Origin+"/"+tenant, a.base()+"/"+tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer": issuer, "authorization_endpoint": front + "/oauth2/v2.0/authorize", "token_endpoint": back + "/oauth2/v2.0/token",
		"device_authorization_endpoint": back + "/oauth2/v2.0/devicecode", "jwks_uri": back + "/discovery/v2.0/keys",
		"userinfo_endpoint": a.cfg.Origin + "/oidc/userinfo", "end_session_endpoint": front + "/oauth2/v2.0/logout",
		"response_types_supported": []string{"code"}, "response_modes_supported": []string{"query", "fragment", "form_post"},
		"scopes_supported": oidcScopes, "subject_types_supported": []string{"pairwise"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported": []string{"S256"}, "token_endpoint_auth_methods_supported": []string{"none"},
		"grant_types_supported":      []string{"authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"},
		"claims_supported":           []string{"sub", "iss", "aud", "exp", "iat", "nbf", "nonce", "name", "preferred_username", "oid", "tid", "email"},
		"claims_parameter_supported": true, "request_uri_parameter_supported": false,
	})
}

// instance answers instance discovery, should an app ask for it.
func (a *Authority) instance(w http.ResponseWriter, _ *http.Request) {
	host := strings.TrimPrefix(a.cfg.Origin, "https://")
	writeJSON(w, http.StatusOK, map[string]any{"tenant_discovery_endpoint": a.cfg.Origin + "/common/v2.0/.well-known/openid-configuration",
		"metadata": []any{map[string]any{"preferred_network": host, "preferred_cache": host, "aliases": []string{host}}}})
}

func (a *Authority) publishKeys(w http.ResponseWriter, _ *http.Request) {
	defer a.enter()()
	writeJSON(w, http.StatusOK, map[string]any{"keys": a.state.jwks()})
}

// userinfo is OpenID Connect Core 1.0 section 5.3.
func (a *Authority) userinfo(w http.ResponseWriter, r *http.Request) {
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	id, err := a.Verify(r.Context(), bearer)
	if err != nil {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"sub": pairwise(id.ObjectID, id.ClientID), "name": id.Name, "email": id.Address})
}

// backChannel runs the endpoints in process.
type backChannel struct{ a *Authority }

// RoundTrip answers requests to Config.Origin and refuses all others: there is no network behind it.
func (b backChannel) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if origin := r.URL.Scheme + "://" + r.URL.Host; !strings.EqualFold(origin, b.a.cfg.Origin) {
		return nil, fmt.Errorf("no such host behind the sample authority: %s", r.URL.Host)
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "127.0.0.1:0"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	struck := b.a.strike(in)
	if struck != nil && struck.Kind != LostReply {
		return struck.respond(in)
	}
	rec := &recorder{head: http.Header{}, status: http.StatusOK}
	b.a.back.ServeHTTP(rec, in)
	if struck != nil {
		return nil, errCut
	}
	return response(r, rec.status, rec.head, io.NopCloser(&rec.body), int64(rec.body.Len())), nil
}

func response(r *http.Request, status int, head http.Header, body io.ReadCloser, length int64) *http.Response {
	return &http.Response{Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: head, Body: body, ContentLength: length, Request: r}
}

// recorder keeps one small reply.
type recorder struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.head }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
