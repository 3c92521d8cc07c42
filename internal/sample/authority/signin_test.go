package authority_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func TestEveryPersonSignsIn(t *testing.T) {
	w := start(t, authority.Config{})
	for _, p := range authority.People() {
		for _, mode := range []string{"form_post", "query"} {
			out := w.visit(visitor.New(w.script(p), nil), w.authorizeURL("common", "response_mode", mode))
			if out.End != visitor.AtApp || out.Answer.Get("state") != "the-state" || out.AppCode != http.StatusOK {
				t.Fatalf("%s by %s: %s after %v: %s", p.Key, mode, out.End, out.Pages, out.Text)
			}
			body := w.redeem(out.Answer.Get("code"))
			id := claimsOf(t, text(body, "id_token"))
			if id["oid"] != p.ObjectID || id["tid"] != p.TenantID || id["nonce"] != "the-nonce" || id["aud"] != authority.ClientID ||
				id["preferred_username"] != p.Address || id["iss"] != w.Issuer(p.TenantID) {
				t.Fatalf("%s: the ID token says %v", p.Key, id)
			}
			who, err := w.Verify(t.Context(), text(body, "access_token"))
			if err != nil || who.ObjectID != p.ObjectID || who.Kind != p.Kind || who.MFA != p.MFA {
				t.Fatalf("%s: the service is told %+v, %v", p.Key, who, err)
			}
			if n := len(text(body, "refresh_token")); n < 1200 || n > 1300 {
				t.Fatalf("a refresh token has %d characters, Microsoft's about 1,200", n)
			}
		}
	}
}

func TestConsentIsAskedOnce(t *testing.T) {
	w := start(t, authority.Config{})
	nora := w.person("nora")
	first := w.visit(visitor.New(nora, nil), w.authorizeURL("common"))
	again := w.visit(visitor.New(nora, nil), w.authorizeURL("common"))
	asked := w.visit(visitor.New(nora, nil), w.authorizeURL("common", "prompt", "consent"))
	if !slices.Contains(first.Pages, "consent") || slices.Contains(again.Pages, "consent") || !slices.Contains(asked.Pages, "consent") {
		t.Fatalf("consent: first %v, again %v, prompt=consent %v", first.Pages, again.Pages, asked.Pages)
	}
}

func TestBrowserSessionReplacesPassword(t *testing.T) {
	w := start(t, authority.Config{})
	v := visitor.New(w.person("rita"), nil)
	for _, step := range []struct {
		prompt string
		pages  []string
	}{
		{"", []string{"address", "password", "return"}},
		{"", []string{"return"}},
		{"select_account", []string{"accounts", "return"}},
		{"login", []string{"address", "password", "return"}},
		{"none", []string{"return"}},
	} {
		if out := w.visit(v, w.authorizeURL("common", "prompt", step.prompt)); !slices.Equal(out.Pages, step.pages) || out.Answer.Get("code") == "" {
			t.Fatalf("prompt=%q showed %v, not %v; %v", step.prompt, out.Pages, step.pages, out.Answer.Get("error"))
		}
	}
	mia := v.With(w.person("mia"))
	if out := w.visit(mia, w.authorizeURL("common", "prompt", "select_account")); !slices.Equal(out.Pages, []string{"accounts", "address", "password", "mfa", "return"}) {
		t.Fatalf("another account showed %v", out.Pages)
	}
	if out := w.visit(mia, w.authorizeURL("common")); !slices.Equal(out.Pages, []string{"accounts", "return"}) {
		t.Fatalf("two sessions showed %v", out.Pages)
	}
	if out := w.visit(v, w.authorizeURL("common", "login_hint", authority.AddressRita)); !slices.Equal(out.Pages, []string{"return"}) {
		t.Fatalf("a hint for a session showed %v", out.Pages)
	}
}

func TestPromptNoneNeverShowsAPage(t *testing.T) {
	w := start(t, authority.Config{})
	for _, c := range []struct{ key, before, want, code string }{
		{"rita", "", "login_required", "50058"},
		{"mia", "cancel", "interaction_required", "50076"},
		{"ivan", "decline", "consent_required", "65001"},
	} {
		script := w.person(c.key)
		script.CancelMFA, script.Decline = true, true
		v := visitor.New(script, nil)
		if c.before != "" {
			w.visit(v, w.authorizeURL("common"))
		}
		out := w.visit(v, w.authorizeURL("common", "prompt", "none"))
		if !slices.Equal(out.Pages, []string{"return"}) || out.Answer.Get("error") != c.want || !strings.Contains(out.Answer.Get("error_description"), "AADSTS"+c.code+":") {
			t.Fatalf("%s: %v %s %s", c.key, out.Pages, out.Answer.Get("error"), out.Answer.Get("error_description"))
		}
	}
}

func TestAddressWithTwoAccounts(t *testing.T) {
	w := start(t, authority.Config{})
	for key, object := range map[string]string{"sam-work": authority.ObjectTwoWork, "sam-personal": authority.ObjectTwoPersonal} {
		out := w.visit(visitor.New(w.person(key), nil), w.authorizeURL("common"))
		if !slices.Contains(out.Pages, "which") {
			t.Fatalf("%s was not asked: %v", key, out.Pages)
		}
		if id := claimsOf(t, text(w.redeem(out.Answer.Get("code")), "id_token")); id["oid"] != object {
			t.Fatalf("%s got another account", key)
		}
	}
	for tenant, object := range map[string]string{"organizations": authority.ObjectTwoWork, "consumers": authority.ObjectTwoPersonal} {
		out := w.visit(visitor.New(w.person("sam-work"), nil), w.authorizeURL(tenant))
		if slices.Contains(out.Pages, "which") {
			t.Fatalf("%s takes one kind only, and asked: %v", tenant, out.Pages)
		}
		if id := claimsOf(t, text(w.redeem(out.Answer.Get("code")), "id_token")); id["oid"] != object {
			t.Fatalf("%s gave another account", tenant)
		}
	}
}

func TestGuestKeepsTheHomeAccount(t *testing.T) {
	w := start(t, authority.Config{})
	for key, home := range map[string]string{"gus": authority.ObjectGus, "pat": authority.ObjectPat} {
		script := w.person(key)
		out := w.visit(visitor.New(script, nil), w.authorizeURL("contoso.example"))
		body := w.redeem(out.Answer.Get("code"))
		who, err := w.Verify(t.Context(), text(body, "access_token"))
		if err != nil || who.Kind != authority.Guest || who.TenantID != authority.TenantContoso {
			t.Fatalf("%s at Contoso is %+v, %v", key, who, err)
		}
		info := claimsOf(t, "."+text(body, "client_info")+".")
		if info["uid"] != home {
			t.Fatalf("%s: client_info names %v", key, info)
		}
	}
	out := w.visit(visitor.New(w.person("rita"), nil), w.authorizeURL(authority.TenantContoso))
	if out.End != visitor.AtPage || out.Code != 50020 {
		t.Fatalf("somebody who is no guest ended %s with %d", out.End, out.Code)
	}
}

func TestSignUp(t *testing.T) {
	dir := t.TempDir()
	w := start(t, authority.Config{Dir: dir})
	script := visitor.Script{SignUp: true, Name: "Zoë Müller", Address: "zoe@outlook.example", Password: "correct horse", Code: w.code}
	v := visitor.New(script, nil)
	out := w.visit(v, w.authorizeURL("common"))
	if !slices.Equal(out.Pages, []string{"address", "sign-up", "verify", "consent", "return"}) {
		t.Fatalf("making an account showed %v: %s", out.Pages, out.Text)
	}
	body := w.redeem(out.Answer.Get("code"))
	who, err := w.Verify(t.Context(), text(body, "access_token"))
	if err != nil || who.Kind != authority.Personal || who.Name != "Zoë Müller" {
		t.Fatalf("the new account is %+v, %v", who, err)
	}

	second := start(t, authority.Config{Dir: dir}) // another start, another port
	script.SignUp = false
	out = second.visit(visitor.New(script, nil), second.authorizeURL("common"))
	if !slices.Equal(out.Pages, []string{"address", "password", "return"}) {
		t.Fatalf("after a restart: %v: %s", out.Pages, out.Text)
	}
	if again := second.refreshWith(text(body, "refresh_token")); text(again, "access_token") == "" {
		t.Fatalf("after a restart the refresh token gives %s", text(again, "error_description"))
	}
	if again, err := second.Verify(t.Context(), text(body, "access_token")); err != nil || again.ObjectID != who.ObjectID {
		t.Fatalf("after a restart the access token is %+v, %v", again, err)
	}
}

func TestSignUpRefusals(t *testing.T) {
	w := start(t, authority.Config{})
	for what, s := range map[string]visitor.Script{
		"already used":   {Name: "R", Address: authority.AddressNora, Password: "long enough"},
		"work or school": {Name: "R", Address: "new@fabrikam.example", Password: "long enough"},
		"8 characters":   {Name: "R", Address: "new@outlook.example", Password: "short"},
		"format someone": {Name: "R", Address: "Name <new@outlook.example>", Password: "long enough"},
		"your name":      {Address: "new@outlook.example", Password: "long enough"},
	} {
		s.SignUp = true
		if out := w.visit(visitor.New(s, nil), w.authorizeURL("common", "prompt", "create")); out.End != visitor.AtForm || !strings.Contains(out.Text, what) {
			t.Errorf("%s: ended %s: %s", what, out.End, out.Text)
		}
	}
	if len(w.Mail()) != 0 {
		t.Error("a mail went out for an account that cannot be")
	}
}

func TestWrongPasswordsLockTheAccount(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	wrong := w.person("rita")
	wrong.Password = "wrong"
	for range 9 {
		if out := w.visit(visitor.New(wrong, nil), w.authorizeURL("common")); out.Code != 50126 || out.End != visitor.AtForm {
			t.Fatalf("a wrong password ended %s with %d", out.End, out.Code)
		}
	}
	if out := w.visit(visitor.New(wrong, nil), w.authorizeURL("common")); out.Code != 50053 {
		t.Fatalf("the tenth wrong password gave %d", out.Code)
	}
	if out := w.visit(visitor.New(w.person("rita"), nil), w.authorizeURL("common")); out.Code != 50053 {
		t.Fatalf("the right password at a locked account gave %d", out.Code)
	}
	clock.Advance(2 * 60e9)
	if out := w.visit(visitor.New(w.person("rita"), nil), w.authorizeURL("common")); out.End != visitor.AtApp {
		t.Fatalf("after the lock: %s", out.Text)
	}
}
