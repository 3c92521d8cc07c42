package authority_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func TestRefreshTokenRotation(t *testing.T) {
	w := start(t, authority.Config{ReuseLeeway: -1})
	first := w.signIn(w.person("rita"))
	second := w.refreshWith(text(first, "refresh_token"))
	if text(second, "refresh_token") == "" || text(second, "refresh_token") == text(first, "refresh_token") {
		t.Fatal("a refresh gave no new refresh token")
	}
	if id := claimsOf(t, text(second, "id_token")); id["nonce"] != nil || id["sub"] != claimsOf(t, text(first, "id_token"))["sub"] {
		t.Fatalf("the ID token of a refresh says %v", id)
	}
	again := w.refreshWith(text(first, "refresh_token"))
	w.wantError(again, "invalid_grant")
	if !strings.Contains(text(again, "error_description"), "AADSTS50173") {
		t.Fatalf("reuse gives %s", text(again, "error_description"))
	}
	w.wantError(w.refreshWith(text(second, "refresh_token")), "invalid_grant") // the thief's copy ends with ours
	if c := w.Counts(); c.Reused != 1 || c.Revoked != 1 || c.Refreshes != 1 {
		t.Fatalf("counted %+v", c)
	}
}

func TestRefreshAfterLostReply(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	first := w.signIn(w.person("rita"))
	w.SetFault(authority.Fault{Kind: authority.LostReply, Endpoint: authority.TokenPoint, Times: 1})
	if resp, err := w.back.PostForm(authority.Origin+"/common/oauth2/v2.0/token", map[string][]string{"grant_type": {"refresh_token"},
		"client_id": {authority.ClientID}, "refresh_token": {text(first, "refresh_token")}}); err == nil {
		_ = resp.Body.Close()
		t.Fatal("the reply was not lost")
	}
	clock.Advance(30 * time.Second)
	second := w.refreshWith(text(first, "refresh_token"))
	third := w.refreshWith(text(second, "refresh_token"))
	if text(third, "access_token") == "" {
		t.Fatalf("after a lost reply: %s", text(second, "error_description")+text(third, "error_description"))
	}
	// From here on the first token is two behind: only a copy can be that old.
	w.wantError(w.refreshWith(text(first, "refresh_token")), "invalid_grant")
	w.wantError(w.refreshWith(text(third, "refresh_token")), "invalid_grant")
}

func TestRefreshTokenExpiresOrIsRevoked(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	old, revoked := w.signIn(w.person("rita")), w.signIn(w.person("nora"))
	w.RevokeSessions(authority.AddressNora)
	if body := w.refreshWith(text(revoked, "refresh_token")); !strings.Contains(text(body, "error_description"), "AADSTS50173") {
		t.Fatalf("after revoking: %s", text(body, "error_description"))
	}
	clock.Advance(90*24*time.Hour + time.Minute)
	if body := w.refreshWith(text(old, "refresh_token")); !strings.Contains(text(body, "error_description"), "AADSTS700082") {
		t.Fatalf("after 90 days: %s", text(body, "error_description"))
	}
	var tokenErr *authority.TokenError
	if _, err := w.Verify(t.Context(), text(old, "access_token")); !errors.As(err, &tokenErr) || !tokenErr.Expired {
		t.Fatalf("an old access token is %v", err)
	}
}

func TestCodeIsRedeemedOnce(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	v := visitor.New(w.person("rita"), nil)
	code := func() string { return w.visit(v, w.authorizeURL("common")).Answer.Get("code") }
	for number, changes := range map[string][]string{
		"501481": {"code_verifier", strings.Repeat("x", 50)}, "50148": {"code_verifier", "short"}, "70000": {"redirect_uri", "http://localhost:1"},
		"700016": {"client_id", "somebody"}, "70003": {"grant_type", "password"}, "500011": {"scope", "https://other.example/Read"},
	} {
		if body := w.redeem(code(), changes...); !strings.Contains(text(body, "error_description"), "AADSTS"+number+":") || text(body, "access_token") != "" {
			t.Errorf("%v gives %s", changes[0], text(body, "error_description"))
		}
	}
	late := code()
	clock.Advance(11 * time.Minute)
	if body := w.redeem(late); !strings.Contains(text(body, "error_description"), "AADSTS70008") {
		t.Errorf("a late code gives %s", text(body, "error_description"))
	}
	c := code()
	good := w.redeem(c)
	if body := w.redeem(c); !strings.Contains(text(body, "error_description"), "AADSTS54005") {
		t.Errorf("a code that comes again gives %s", text(body, "error_description"))
	}
	w.wantError(w.refreshWith(text(good, "refresh_token")), "invalid_grant")
}

func TestRollKeys(t *testing.T) {
	w := start(t, authority.Config{})
	before := w.signIn(w.person("rita"))
	if err := w.RollKeys(); err != nil {
		t.Fatal(err)
	}
	after := w.refreshWith(text(before, "refresh_token"))
	for _, body := range []map[string]any{before, after} {
		if _, err := w.Verify(t.Context(), text(body, "access_token")); err != nil {
			t.Fatal(err)
		}
	}
	if kid(t, text(before, "id_token")) == kid(t, text(after, "id_token")) {
		t.Fatal("the new key signs nothing")
	}
	published := w.keys()
	if len(published) != 2 || published[kid(t, text(before, "id_token"))] == nil || published[kid(t, text(after, "id_token"))] == nil {
		t.Fatalf("%d keys are published", len(published))
	}
}

func TestVerifyRefusals(t *testing.T) {
	w := start(t, authority.Config{})
	body := w.signIn(w.person("rita"))
	stranger := start(t, authority.Config{SigningKey: otherKey()})
	foreign := stranger.signIn(stranger.person("rita"))
	tok := text(body, "access_token")
	parts := strings.Split(tok, ".")
	for what, bad := range map[string]string{"an ID token": text(body, "id_token"), "a stranger's": text(foreign, "access_token"), "none": "", "cut": tok[:len(tok)-20],
		"unsigned": parts[0] + "." + parts[1] + ".", "mixed": parts[0] + "." + strings.Split(text(foreign, "access_token"), ".")[1] + "." + parts[2],
		"giant": strings.Repeat("a.", 20<<10)} {
		_, err := w.Verify(t.Context(), bad)
		var tokenErr *authority.TokenError
		if !errors.As(err, &tokenErr) || len(bad) > 20 && strings.Contains(err.Error(), bad[:20]) {
			t.Errorf("%s token: %v", what, err)
		}
	}
}
