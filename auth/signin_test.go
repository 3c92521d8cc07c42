package auth

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func TestSignIn(t *testing.T) {
	r := newRig(t)
	began := time.Now()
	account := r.signIn("common", authority.AddressRita, "work")
	t.Logf("sign-in without the human: %v", time.Since(began))
	if account.Address != authority.AddressRita || account.Kind != Work || !account.Stored || account.Program != "sample" {
		t.Fatalf("%+v", account)
	}
	token, err := r.Token(r.ctx(), r.at("common"), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	who, err := r.auth.Verify(r.ctx(), token.value)
	if err != nil || who.Address != authority.AddressRita || !who.CanHandle {
		t.Fatalf("the service sees %+v, %v", who, err)
	}
	if c := r.auth.Counts(); c.Refreshes != 0 {
		t.Fatalf("a fresh token was refreshed %d times", c.Refreshes)
	}
}

func TestAuthorizationRequest(t *testing.T) {
	r := newRig(t)
	a, err := r.SignIn(r.ctx(), r.at("organizations"), SignInOptions{LoginHint: "rita@fabrikam.example", Prompt: "login"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Cancel()
	u, err := url.Parse(a.URL())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{"response_type": "code", "response_mode": "form_post", "code_challenge_method": "S256",
		"prompt": "login", "login_hint": "rita@fabrikam.example", "client_id": authority.ClientID} {
		if q.Get(name) != want {
			t.Errorf("%s is %q", name, q.Get(name))
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(q.Get(name)) != 43 {
			t.Errorf("%s has %d characters", name, len(q.Get(name)))
		}
	}
	if !strings.Contains(q.Get("claims"), "CP1") || !strings.HasPrefix(q.Get("redirect_uri"), "http://localhost:") {
		t.Errorf("claims %q, redirect %q", q.Get("claims"), q.Get("redirect_uri"))
	}
	for _, s := range []string{"openid", "profile", "offline_access", authority.Scope} {
		if !contains(strings.Fields(q.Get("scope")), s) {
			t.Errorf("the scope %s is missing", s)
		}
	}
	if strings.Contains(a.URL(), a.request.verifier) {
		t.Error("the verifier left the process")
	}
}

func TestPersonalWorkAndGuestAccounts(t *testing.T) {
	r := newRig(t)
	personal := r.signIn("common", authority.AddressTwo, "personal")
	work := r.signIn("common", authority.AddressTwo, "work")
	guest := r.signIn(authority.TenantContoso, authority.AddressGus, "")
	home := r.signIn("common", authority.AddressGus, "")
	again := r.signIn(authority.TenantFabrikam, authority.AddressGus, "")
	if personal.Kind != Personal || work.Kind != Work || guest.Kind != Guest || home.Kind != Work {
		t.Fatalf("kinds: %s %s %s %s", personal.Kind, work.Kind, guest.Kind, home.Kind)
	}
	if personal.Address != work.Address || personal.ID == work.ID {
		t.Fatal("one address with two accounts is shown as two")
	}
	if again.ID != home.ID {
		t.Fatal("a sign-in through the tenant made a duplicate")
	}
	if guest.Organisation != "contoso.example" || work.Organisation != "fabrikam.example" || personal.Organisation != "" {
		t.Fatalf("organizations: %q %q %q", guest.Organisation, work.Organisation, personal.Organisation)
	}
	if n := len(r.List()); n != 4 {
		t.Fatalf("%d accounts", n)
	}
	r.clock.Advance(2 * time.Hour)
	r.their.Advance(2 * time.Hour)
	for _, account := range r.List() {
		token, err := r.Token(r.ctx(), r.at("common"), account.ID)
		if err != nil {
			t.Fatalf("%s %s: %v %v", account.Kind, account.Address, err, DetailsOf(err))
		}
		who, err := r.auth.Verify(r.ctx(), token.value)
		if err != nil || who.TenantID != account.TenantID || string(who.Kind) != string(account.Kind) {
			t.Fatalf("%s: the token speaks for %+v (%v)", account.Kind, who, err)
		}
	}
}

func TestAccountsAfterRestart(t *testing.T) {
	r := newRig(t)
	before := r.signIn("common", authority.AddressRita, "work")
	_ = r.Close()
	r.open()
	list := r.List()
	if len(list) != 1 || list[0].ID != before.ID || list[0].Address != before.Address || list[0].Name != before.Name {
		t.Fatalf("%+v", list)
	}
	if _, err := r.Token(r.ctx(), r.at("common"), before.ID); err != nil {
		t.Fatal(err)
	}
	if c := r.auth.Counts(); c.Refreshes != 1 {
		t.Fatalf("%d refreshes", c.Refreshes)
	}
}

func TestAccountsOfAnotherAuthority(t *testing.T) {
	r := newRig(t, func(c *Config, _ *authority.Config) { c.Transport = refuse{t} })
	account := r.signIn("common", authority.AddressRita, "work")
	other := Authority{Origin: mustOrigin("https://hosted.example"), Program: "hosted", URL: "https://login.microsoftonline.com/common",
		ClientID: "11111111-2222-4333-8444-555555555555"}
	if n := len(r.Of(other)); n != 0 {
		t.Fatalf("%d accounts offered", n)
	}
	if n := len(r.Of(r.at("organizations"))); n != 1 {
		t.Fatalf("%d accounts of the sample's own", n)
	}
	_, err := r.Token(r.ctx(), other, account.ID)
	if f := fault.Of(err); f.Code != "auth.other-program" || f.Kind != fault.SignIn {
		t.Fatalf("%+v", f)
	}
}

func TestSignInWithCode(t *testing.T) {
	r := newRig(t, func(_ *Config, a *authority.Config) { a.DeviceInterval = time.Second })
	shown := 0
	account, err := r.SignInWithCode(r.ctx(), r.at("common"), SignInOptions{}, func(c DeviceCode) {
		shown++
		if said := c.Message.String(); !strings.Contains(said, "somebody sent") || !strings.Contains(said, c.UserCode) {
			t.Errorf("no word on phishing in %q", c.Message)
		}
		s := r.script(authority.AddressRita, "work")
		s.UserCode = c.UserCode
		if out, err := visitor.New(s, nil).Visit(r.ctx(), c.VerificationURL); err != nil || out.End != visitor.Done {
			t.Errorf("%v %v %s", err, out.End, out.Text)
		}
	})
	if err != nil || account.Address != authority.AddressRita || shown != 1 {
		t.Fatalf("%+v, %v, shown %d", account, err, shown)
	}
	if c := r.auth.Counts(); c.FastPolls != 0 {
		t.Fatalf("%+v", c)
	}
}

func TestSignInWithCodeDeclined(t *testing.T) {
	r := newRig(t, func(_ *Config, a *authority.Config) { a.DeviceInterval = time.Second })
	_, err := r.SignInWithCode(r.ctx(), r.at("common"), SignInOptions{}, func(c DeviceCode) {
		s := r.script(authority.AddressRita, "work")
		s.UserCode, s.Decline = c.UserCode, true
		if _, err := visitor.New(s, nil).Visit(r.ctx(), c.VerificationURL); err != nil {
			t.Error(err)
		}
	})
	if f := fault.Of(err); f.Code != "auth.device-declined" || f.Guide != "device-code" {
		t.Fatalf("%+v", f)
	}
}

func TestClaimsChallenge(t *testing.T) {
	r := newRig(t)
	address := authority.TroubledAddress(50076)
	account := r.signIn("common", address, "work")
	r.clock.Advance(2 * time.Hour)
	r.their.Advance(2 * time.Hour)
	_, err := r.Token(r.ctx(), r.at("common"), account.ID)
	f, d := fault.Of(err), DetailsOf(err)
	if d == nil || f.Guide != "mfa" || f.Kind != fault.SignIn || d.Claims == "" {
		t.Fatalf("%+v %+v", f, d)
	}
	again, err := r.try(r.at("common"), SignInOptions{LoginHint: address, Claims: d.Claims}, r.script(address, "work"))
	if err != nil || again.ID != account.ID {
		t.Fatalf("%+v %v", again, err)
	}
	if _, err := r.RenewWithClaims(r.ctx(), r.at("common"), account.ID, ""); err != nil {
		t.Fatal(err)
	}
}

func TestSignOutOne(t *testing.T) {
	r := newRig(t)
	rita := r.signIn("common", authority.AddressRita, "work")
	two := r.signIn("common", authority.AddressTwo, "work")
	if err := r.SignOut(r.ctx(), rita.ID); err != nil {
		t.Fatal(err)
	}
	if l := r.List(); len(l) != 1 || l[0].ID != two.ID {
		t.Fatalf("%+v", l)
	}
	_, err := r.Token(r.ctx(), r.at("common"), rita.ID)
	if f := fault.Of(err); f.Code != "auth.signed-out" {
		t.Fatalf("%+v", f)
	}
	if page := r.SignOutPage(r.at("common"), rita); !strings.HasPrefix(page, r.pages.URL) {
		t.Fatalf("the sign-out page is %q", page)
	}
	if err := r.SignOutAll(r.ctx()); err != nil {
		t.Fatal(err)
	}
	if names := r.ring.names(); len(names) != 1 || names[0] != indexName {
		t.Fatalf("left in the keyring: %v", names)
	}
}

func TestSignOutInAnotherProcess(t *testing.T) {
	r := newRig(t)
	rita := r.signIn("common", authority.AddressRita, "work")
	first := r.Accounts
	r.open()
	if err := r.SignOut(r.ctx(), rita.ID); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(time.Minute)
	_, err := first.RenewWithClaims(r.ctx(), r.at("common"), rita.ID, "")
	if f := fault.Of(err); f.Code != "auth.signed-out" {
		t.Fatalf("%+v", f)
	}
	if n := len(first.List()); n != 0 {
		t.Fatalf("%d accounts", n)
	}
}

func TestSignInWithWrongClock(t *testing.T) {
	for _, off := range []time.Duration{26 * time.Hour, -26 * time.Hour} {
		r := newRig(t)
		r.clock.Advance(off)
		at := r.at("common")
		at.Channel = SampleChannel(dated{at.Channel.transport})
		_, err := r.try(at, SignInOptions{}, r.script(authority.AddressRita, "work"))
		if f := fault.Of(err); f.Code != "auth.clock" || f.Guide != "clock" || !strings.Contains(f.Cause.String(), "26 hours") {
			t.Fatalf("%+v", f)
		}
		if r.ring.writes != 0 {
			t.Fatal("something was stored")
		}
	}
}

// dated gives replies the date that a server gives them.
type dated struct{ http.RoundTripper }

func (d dated) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := d.RoundTripper.RoundTrip(req)
	if err == nil {
		res.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	return res, err
}

func TestSignInWithoutKeyring(t *testing.T) {
	r := newRig(t, func(c *Config, _ *authority.Config) { c.Keyring = absent{} })
	account := r.signIn("common", authority.AddressRita, "work")
	s := r.Snapshot()
	if s.Storage != InMemory || s.Fault == nil || s.Fault.Guide != "no-keyring" || account.Stored {
		t.Fatalf("%+v %v", s, s.Fault)
	}
	r.clock.Advance(2 * time.Hour)
	r.their.Advance(2 * time.Hour)
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
	if err := r.SignOut(r.ctx(), account.ID); err != nil {
		t.Fatal(err)
	}
	if n := len(r.List()); n != 0 {
		t.Fatalf("%d accounts", n)
	}
}

// absent is a computer without a keyring.
type absent struct{ Keyring }

func (absent) Probe(context.Context) error { return ErrNoKeyring }
