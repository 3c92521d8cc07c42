package auth

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

// later moves both clocks, so that tokens grow old.
func (r *rig) later(d time.Duration) {
	r.clock.Advance(d)
	r.their.Advance(d)
}

func TestTokenRefreshesOnce(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	r.later(2 * time.Hour)
	var wg sync.WaitGroup
	values := make([]string, 50)
	for i := range values {
		wg.Go(func() {
			token, err := r.Token(r.ctx(), r.at("common"), account.ID)
			if err != nil {
				t.Error(err)
			}
			values[i] = token.value
		})
	}
	wg.Wait()
	for _, v := range values {
		if v == "" || v != values[0] {
			t.Fatal("not everyone got the same token")
		}
	}
	if c := r.auth.Counts(); c.Refreshes != 1 || c.Reused != 0 {
		t.Fatalf("%+v", c)
	}
}

func TestRenewOnceForAllCallers(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	r.later(time.Minute)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := r.RenewWithClaims(r.ctx(), r.at("common"), account.ID, ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if c := r.auth.Counts(); c.Refreshes != 1 {
		t.Fatalf("%+v", c)
	}
}

func TestEarlyRenewalKeepsValidToken(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	before, err := r.Token(r.ctx(), r.at("common"), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.later(40 * time.Minute) // refresh_in is half an hour, the token lives for one
	r.auth.SetFault(authority.Fault{Kind: authority.ServerError, Endpoint: authority.TokenPoint})
	for range 10 {
		token, err := r.Token(r.ctx(), r.at("common"), account.ID)
		if err != nil || token.value != before.value {
			t.Fatalf("%v", err)
		}
	}
	r.auth.ClearFaults()
	r.later(2 * time.Minute)
	deadline := time.Now().Add(patience)
	for {
		token, err := r.Token(r.ctx(), r.at("common"), account.ID)
		if err != nil {
			t.Fatal(err)
		}
		if token.value != before.value {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the token was never renewed")
		}
	}
	if c := r.auth.Counts(); c.Refreshes != 1 {
		t.Fatalf("%+v", c)
	}
}

func TestRefreshOutlivesItsCaller(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	r.later(2 * time.Hour)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := r.Token(ctx, r.at("common"), account.ID)
	if err != nil && fault.Of(err).Kind != fault.Interrupted {
		t.Fatal(err)
	}
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
	if c := r.auth.Counts(); c.Refreshes != 1 || c.Reused != 0 {
		t.Fatalf("%+v", c)
	}
}

func TestRevokedSession(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	r.auth.RevokeSessions(account.Address)
	r.later(2 * time.Hour)
	_, err := r.Token(r.ctx(), r.at("common"), account.ID)
	f := fault.Of(err)
	if f.Kind != fault.SignIn || f.Guide != "session-ended" || f.Code != "auth.session-ended" {
		t.Fatalf("%+v", f)
	}
	l := r.List()
	if len(l) != 1 || l[0].Fault == nil {
		t.Fatalf("%+v", l)
	}
	if again := r.signIn("common", authority.AddressRita, "work"); again.ID != account.ID || again.Fault != nil {
		t.Fatalf("%+v", again)
	}
}

func TestRefreshTokenUsedOnceOverProcesses(t *testing.T) {
	r := newRig(t, func(_ *Config, a *authority.Config) { a.ReuseLeeway = -1 })
	account := r.signIn("common", authority.AddressRita, "work")
	first := r.Accounts
	r.open()
	second := r.Accounts
	for i := range 6 {
		r.later(2 * time.Hour)
		var wg sync.WaitGroup
		for _, a := range []*Accounts{first, second} {
			wg.Go(func() {
				if _, err := a.Token(r.ctx(), r.at("common"), account.ID); err != nil {
					t.Errorf("round %d: %v %v", i, err, DetailsOf(err))
				}
			})
		}
		wg.Wait()
	}
	if c := r.auth.Counts(); c.Reused != 0 || c.Refreshes != 12 {
		t.Fatalf("%+v", c)
	}
}

func TestNetworkCutAnywhere(t *testing.T) {
	for _, kind := range []authority.FaultKind{authority.Refused, authority.Cut, authority.EmptyReply, authority.HTMLPage, authority.ServerError,
		authority.Throttled, authority.Redirected, authority.InvalidJSON} {
		for _, point := range []authority.Endpoint{authority.MetadataPoint, authority.KeysPoint, authority.TokenPoint, authority.DevicePoint} {
			r := newRig(t)
			r.auth.SetFault(authority.Fault{Kind: kind, Endpoint: point, To: "https://evil.example/", Canary: "canary-reply-7f3a"})
			var err error
			if point == authority.DevicePoint {
				_, err = r.SignInWithCode(r.ctx(), r.at("common"), SignInOptions{}, func(DeviceCode) {})
			} else {
				_, err = r.try(r.at("common"), SignInOptions{}, r.script(authority.AddressRita, "work"))
			}
			r.note(err)
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Network || f.Guide == "" || len(i18n.Strings(f.Steps)) == 0 {
				t.Errorf("%s at %s: %+v", kind, point, f)
			}
			if r.ring.writes != 0 {
				t.Errorf("%s at %s: something was stored", kind, point)
			}
			r.auth.ClearFaults()
			r.later(time.Minute)
			r.signIn("common", authority.AddressRita, "work")
		}
	}
}

func TestRefreshReplyLost(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	r.later(2 * time.Hour)
	r.auth.SetFault(authority.Fault{Kind: authority.LostReply, Endpoint: authority.TokenPoint, Times: 1})
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); fault.Of(err) == nil || fault.Of(err).Kind != fault.Network {
		t.Fatalf("%v", err)
	}
	if l := r.List(); len(l) != 1 || l[0].Fault != nil {
		t.Fatalf("%+v", l)
	}
	if _, err := r.Token(r.ctx(), r.at("common"), account.ID); err != nil {
		t.Fatal(err)
	}
}

func TestAuthorityPointingElsewhere(t *testing.T) {
	for _, name := range []string{"token_endpoint", "jwks_uri", "authorization_endpoint", "issuer", "end_session_endpoint"} {
		r := newRig(t)
		at := r.at("common")
		var foreign atomic.Int32
		at.Channel = SampleChannel(rewriting{at.Channel.transport, name, &foreign})
		_, err := r.SignIn(r.ctx(), at, SignInOptions{})
		if f := fault.Of(err); f == nil || f.Code != "auth.authority-answer" || !errors.Is(err, errForeignHost) || foreign.Load() != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
