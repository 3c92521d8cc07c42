package authority_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
)

// getJSON reads from the back channel, with a bearer token when there is one.
func (w *world) getJSON(path, bearer string) (status int, body map[string]any) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, authority.Origin+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	resp, err := w.back.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, body
}

func TestMetadata(t *testing.T) {
	w := start(t, authority.Config{})
	for tenant, issuer := range map[string]string{
		"common": "{tenantid}", "organizations": "{tenantid}", "consumers": authority.TenantPersonal,
		authority.TenantFabrikam: authority.TenantFabrikam, "fabrikam.example": authority.TenantFabrikam,
	} {
		status, m := w.getJSON("/"+tenant+"/v2.0/.well-known/openid-configuration", "")
		if status != http.StatusOK || text(m, "issuer") != w.Issuer(issuer) {
			t.Errorf("%s: %d, issuer %s", tenant, status, text(m, "issuer"))
		}
		for _, back := range []string{"token_endpoint", "jwks_uri", "userinfo_endpoint", "device_authorization_endpoint"} {
			if !strings.HasPrefix(text(m, back), authority.Origin+"/") {
				t.Errorf("%s: %s is %s", tenant, back, text(m, back))
			}
		}
		for _, front := range []string{"authorization_endpoint", "end_session_endpoint"} {
			if !strings.HasPrefix(text(m, front), w.pages.URL+"/sign-in/"+tenant+"/") {
				t.Errorf("%s: %s is %s", tenant, front, text(m, front))
			}
		}
	}
	if status, body := w.getJSON("/nobody.example/v2.0/.well-known/openid-configuration", ""); status != http.StatusBadRequest || text(body, "error") != "invalid_request" {
		t.Errorf("an unknown tenant: %d %s", status, text(body, "error"))
	}
}

func TestUserinfo(t *testing.T) {
	w := start(t, authority.Config{})
	body := w.signIn(w.person("rita"))
	status, info := w.getJSON("/oidc/userinfo", text(body, "access_token"))
	if status != http.StatusOK || info["sub"] != claimsOf(t, text(body, "id_token"))["sub"] || info["email"] != authority.AddressRita {
		t.Errorf("%d %v", status, info)
	}
	if status, _ := w.getJSON("/oidc/userinfo", text(body, "id_token")); status != http.StatusUnauthorized {
		t.Errorf("with an ID token: %d", status)
	}
}
