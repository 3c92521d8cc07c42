package authority_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/sample/authority"
)

// answer waits for what the app was told.
func (w *world) answer() url.Values {
	w.t.Helper()
	select {
	case v := <-w.answers:
		return v
	case <-time.After(patience):
		w.t.Fatal("the app was told nothing")
		return nil
	}
}

// mailed waits for a code in the mailbox.
func (w *world) mailed(address string) string {
	w.t.Helper()
	code := w.LastCode(address)
	if code == "" {
		w.t.Fatalf("no mail came to %s", address)
	}
	return code
}

// TestRealBrowserOnEveryPage drives Debian's chromium with keyboard and mouse, as a person would.
func TestRealBrowserOnEveryPage(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a while")
	}
	w := start(t, authority.Config{})
	c := openChromium(t)

	// No account yet: make one, verify the address, agree, and land in the app.
	c.open(w.authorizeURL("common"))
	c.at("address")
	c.click("Create one!")
	c.at("sign-up")
	c.fill("Your name", "Kim Sample")
	c.fill("Email address", "kim@outlook.example")
	c.fill("New password", "correct horse")
	c.enter()
	c.at("verify")
	c.fill("Code", w.mailed("kim@outlook.example"))
	c.enter()
	c.at("consent")
	c.click("Accept")
	c.atApp()
	body := w.redeem(w.answer().Get("code"))
	if who, err := w.Verify(t.Context(), text(body, "access_token")); err != nil || who.Name != "Kim Sample" || who.Kind != authority.Personal {
		t.Fatalf("the new account is %+v, %v", who, err)
	}

	// The browser remembers: no question at all, by query this time.
	c.open(w.authorizeURL("common", "response_mode", "query"))
	c.atApp()
	if w.answer().Get("code") == "" {
		t.Fatal("a remembered browser got no code")
	}

	// An existing account beside it, with a typing error in the password first.
	c.open(w.authorizeURL("common", "prompt", "select_account"))
	c.at("accounts")
	c.click("Use another account")
	c.at("address")
	c.fill("Email or phone", authority.AddressRita)
	c.enter()
	c.at("password")
	c.fill("Password", "wrong")
	c.enter()
	c.until("what was wrong", "document.querySelector('#notice') && document.querySelector('#notice').innerText.includes('50126')")
	c.fill("Password", authority.Password)
	c.click("Sign in")
	c.atApp()
	if w.answer().Get("code") == "" {
		t.Fatal("an existing account got no code")
	}

	// One address, two accounts.
	c.open(w.authorizeURL("common", "prompt", "login", "login_hint", authority.AddressTwo))
	c.at("which")
	c.click("Personal account")
	c.at("password")
	c.fill("Password", authority.Password)
	c.enter()
	c.atApp()
	if id := claimsOf(t, text(w.redeem(w.answer().Get("code")), "id_token")); id["oid"] != authority.ObjectTwoPersonal {
		t.Fatal("the other account signed in")
	}

	// The permission is refused: the app is told.
	c.open(w.authorizeURL("common", "prompt", "login", "login_hint", authority.AddressIvan))
	c.at("password")
	c.fill("Password", authority.Password)
	c.enter()
	c.at("consent")
	c.click("Cancel")
	c.atApp()
	if got := w.answer(); got.Get("error") != "access_denied" || got.Get("state") != "the-state" {
		t.Fatalf("after refusing, the app was told %s", got.Get("error"))
	}

	// A second proof, where Enter must not mean Cancel.
	c.open(w.authorizeURL("common", "prompt", "login", "login_hint", authority.AddressMia))
	c.at("password")
	c.fill("Password", authority.Password)
	c.enter()
	c.at("mfa")
	c.fill("Code", w.mailed(authority.AddressMia))
	c.enter()
	c.atApp()
	if w.answer().Get("code") == "" {
		t.Fatal("after the second proof there was no code")
	}

	// An error that stays on its page.
	c.open(w.authorizeURL("common", "prompt", "login", "login_hint", authority.TroubledAddress(50105)))
	c.at("password")
	c.fill("Password", authority.Password)
	c.enter()
	c.until("AADSTS50105", "document.querySelector('main').innerText.includes('AADSTS50105')")

	// A device code, typed by hand.
	d := w.startDevice()
	c.open(w.DeviceURL())
	c.at("code")
	c.fill("Code", text(d, "user_code"))
	c.enter()
	c.at("accounts")
	c.click("Rita Sample")
	c.at("confirm")
	c.click("Continue")
	c.at("done")
	if who, err := w.Verify(t.Context(), text(w.poll(d), "access_token")); err != nil || who.Address != authority.AddressRita {
		t.Fatalf("the device got %+v, %v", who, err)
	}

	// Signing out, with a word about the browser.
	c.open(w.LogoutURL())
	c.at("logout")
	c.click("Sign out of all")
	c.at("message")
	c.open(w.authorizeURL("common"))
	c.at("address")

	if len(w.answers) > 0 {
		t.Error("the app was told more than it asked")
	}
	if refused := c.refused(); len(refused) > 0 {
		t.Errorf("the pages ask for what their own policy forbids: %v", refused)
	}
}
