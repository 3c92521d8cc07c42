package auth

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/testing/secrettest"
)

func TestOriginOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://Program.Example/path?q=1":   "https://program.example",
		"https://program.example:443/":       "https://program.example",
		"https://program.example:8443":       "https://program.example:8443",
		"HTTPS://program.example":            "https://program.example",
		"http://127.0.0.1:4000/api":          "http://127.0.0.1:4000",
		"http://localhost:4000":              "http://localhost:4000",
		"http://[::1]:4000":                  "http://[::1]:4000",
		"https://[2001:db8::1]":              "https://[2001:db8::1]",
		"http://program.example":             "",
		"http://127.0.0.1.evil.example":      "",
		"https://user@program.example":       "",
		"https://program.example.":           "",
		"https://prögram.example":            "",
		"https://program.example%2f.evil.io": "",
		"sample:":                            "",
		"ftp://program.example":              "",
		"":                                   "",
	} {
		o, err := OriginOf(address)
		if o.String() != want || (err == nil) != (want != "") || o.IsZero() != (want == "") {
			t.Errorf("%q: %q, %v, want %q", address, o, err, want)
		}
	}
}

func TestOriginServesAPI(t *testing.T) {
	for _, c := range []struct {
		program, api string
		want         bool
	}{
		{"https://program.example", "https://program.example", true},
		{"https://program.example", "https://api.program.example", true},
		{"https://program.example", "https://notprogram.example", false},
		{"https://program.example", "https://program.example:8443", false},
		{"https://program.example", "https://evil.example", false},
		{"https://program.example", "http://127.0.0.1:4000", false},
		{"https://api.program.example", "https://program.example", false},
		{"https://192.0.2.1", "https://1.192.0.2.1", false},
		{"http://127.0.0.1:4000", "http://127.0.0.1:4001", false},
		{"http://127.0.0.1:4000", "http://127.0.0.1:4000", true},
	} {
		if got := mustOrigin(c.program).serves(mustOrigin(c.api)); got != c.want {
			t.Errorf("%s serves %s: %v", c.program, c.api, got)
		}
	}
	if SampleOrigin().serves(mustOrigin("https://program.example")) || !SampleOrigin().serves(sampleAPI) {
		t.Error("the sample program is on this computer")
	}
}

// remote returns the rig's authority as a real one: https, under a name that a network can have, without a channel.
func remote(t *testing.T) (*rig, func(origin string) Authority) {
	t.Helper()
	r := newRig(t, func(c *Config, a *authority.Config) {
		a.Origin = "https://login.example"
		a.BaseURL = func() string { return a.Origin }
	})
	_ = r.Close()
	r.cfg.Transport = r.tap
	r.open()
	return r, func(origin string) Authority {
		return Authority{Origin: mustOrigin(origin), Program: "program", URL: "https://login.example/common", ClientID: authority.ClientID,
			Scopes: []string{authority.Scope}}
	}
}

// keepAt makes an account at a program without the pages.
func (r *rig) keepAt(at Authority, id int) Account {
	r.t.Helper()
	rec := person1(id, secret(40, uint64(id)))
	rec.Origin, rec.Channel, rec.Authority, rec.ClientID = at.Origin.text, at.Channel.name, at.URL, at.ClientID
	rec.ID = accountID(rec)
	r.roster.signedIn(rec, at.scopeKey(), accessToken{value: "canary-" + at.Origin.text, issued: r.clock.Now(), expires: r.clock.Now().Add(hourAndMore)})
	account, ok := r.roster.account(rec.ID)
	if !ok {
		r.t.Fatal("it was not kept")
	}
	return account
}

// TestTokenStaysWithItsOrigin: a program that names another's authority, client id and scopes gets nothing of it, neither
// an account nor a token nor a request to the authority.
func TestTokenStaysWithItsOrigin(t *testing.T) {
	r, at := remote(t)
	account := r.keepAt(at("https://program.example"), 1)
	for _, hostile := range []string{"https://evil.example", "https://program.example:8443", "https://sub.program.example", "http://127.0.0.1:4000"} {
		if got := r.Of(at(hostile)); len(got) != 0 {
			t.Errorf("%s is offered %+v", hostile, got)
		}
		before := r.auth.Counts().Refreshes
		for what, ask := range map[string]func() (Token, error){
			"token":   func() (Token, error) { return r.Token(t.Context(), at(hostile), account.ID) },
			"renewal": func() (Token, error) { return r.RenewWithClaims(t.Context(), at(hostile), account.ID, "") },
		} {
			token, err := ask()
			if f := fault.Of(err); f == nil || f.Code != "auth.other-program" || token.value != "" {
				t.Errorf("%s: %s: %+v", hostile, what, f)
			}
		}
		if r.auth.Counts().Refreshes != before {
			t.Errorf("%s: a refresh token was used", hostile)
		}
	}
	none := at("https://program.example")
	none.Origin = Origin{}
	if _, err := r.Token(t.Context(), none, account.ID); fault.Of(err) == nil || len(r.Of(none)) != 0 {
		t.Error("a token for no origin at all")
	}
	token, err := r.Token(t.Context(), at("https://program.example"), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	for address, ok := range map[string]bool{"https://program.example/api/v1/status": true, "https://program.example:443/x": true,
		"https://evil.example/": false, "http://127.0.0.1:4000/": false, "https://api.program.example/": false, "https://program.example.evil.example/": false, "": false} {
		value, err := token.Bearer(address)
		if (err == nil) != ok || (value != "") != ok {
			t.Errorf("for %q: %v", address, err)
		}
	}
}

// TestAPIAtItsOwnOrigin: the token is for the API alone, and that is the program's own.
func TestAPIAtItsOwnOrigin(t *testing.T) {
	r, at := remote(t)
	there := at("https://program.example")
	there.API = mustOrigin("https://api.program.example")
	account := r.keepAt(there, 1)
	token, err := r.Token(t.Context(), there, account.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := token.Bearer("https://api.program.example/v1"); err != nil {
		t.Error(err)
	}
	if _, err := token.Bearer("https://program.example/"); err == nil {
		t.Error("the token is for the API alone")
	}
	there.API = mustOrigin("https://evil.example")
	if _, err := r.RenewWithClaims(t.Context(), there, account.ID, ""); fault.Of(err) == nil || fault.Of(err).Code != "auth.api-elsewhere" {
		t.Errorf("%v", err)
	}
	if _, err := r.SignIn(t.Context(), there, SignInOptions{}); fault.Of(err) == nil || fault.Of(err).Code != "auth.api-elsewhere" {
		t.Errorf("%v", err)
	}
}

// TestOneAccountAtTwoPrograms is two rows, each signed in by itself, each with an item of its own.
func TestOneAccountAtTwoPrograms(t *testing.T) {
	r, at := remote(t)
	one, two := r.keepAt(at("https://one.example"), 1), r.keepAt(at("https://two.example"), 1)
	if one.ID == two.ID || len(r.List()) != 2 || one.Origin == two.Origin {
		t.Fatalf("%+v", r.List())
	}
	if err := r.RetryKeyring(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{one.ID, two.ID} {
		if !slices.Contains(r.ring.names(), headName(id)) {
			t.Errorf("no item of its own: %v", r.ring.names())
		}
	}
	if err := r.SignOut(t.Context(), one.ID); err != nil {
		t.Fatal(err)
	}
	if l := r.Of(at("https://two.example")); len(l) != 1 || l[0].ID != two.ID {
		t.Fatalf("%+v", l)
	}
	_ = r.Close()
	r.open()
	if l := r.Of(at("https://two.example")); len(l) != 1 || len(r.Of(at("https://one.example"))) != 0 {
		t.Fatalf("%+v", l)
	}
}

// stealing notes what a hostile back channel is handed.
type stealing struct{ asked *[]string }

func (s stealing) RoundTrip(req *http.Request) (*http.Response, error) {
	*s.asked = append(*s.asked, req.URL.Path)
	return nil, http.ErrServerClosed
}

// TestChannelIsBoundToItsProgram: no program gets a refresh token by naming a back channel of its own.
func TestChannelIsBoundToItsProgram(t *testing.T) {
	r, at := remote(t)
	var asked []string
	real := at("http://127.0.0.1:4000") // a program on this computer with a real authority
	account := r.keepAt(real, 1)
	const sampleURL = "https://sample.program-connect.invalid/common"
	sample := r.keepAt(Authority{Origin: SampleOrigin(), API: sampleAPI, Channel: SampleChannel(r.tap), URL: sampleURL, ClientID: real.ClientID}, 2)
	hostile := func(o Origin, c Channel, url string) Authority {
		a := at("https://program.example")
		a.Origin, a.Channel, a.URL = o, c, url
		return a
	}
	local, far := mustOrigin("http://127.0.0.1:4000"), mustOrigin("https://evil.example")
	for name, a := range map[string]Authority{
		"the port taken over, a channel to a real authority": hostile(local, LoopbackChannel(local, stealing{&asked}), "https://login.example/common"),
		"a remote program with a channel":                    hostile(far, LoopbackChannel(far, stealing{&asked}), "https://sample.program-connect.invalid/common"),
		"a channel of another program":                       hostile(far, LoopbackChannel(local, stealing{&asked}), "https://sample.program-connect.invalid/common"),
		"the sample's channel elsewhere":                     hostile(local, SampleChannel(stealing{&asked}), "https://sample.program-connect.invalid/common"),
		"the sample's origin without its channel":            hostile(SampleOrigin(), Channel{}, "https://login.example/common"),
		"the sample's origin with another channel":           hostile(SampleOrigin(), LoopbackChannel(local, stealing{&asked}), "https://sample.program-connect.invalid/common"),
	} {
		for _, id := range []string{account.ID, sample.ID} {
			if _, err := r.RenewWithClaims(t.Context(), a, id, ""); fault.Of(err) == nil || fault.Of(err).Code != "auth.channel" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := r.SignIn(t.Context(), a, SignInOptions{}); fault.Of(err) == nil || fault.Of(err).Code != "auth.channel" {
			t.Errorf("%s: sign-in: %v", name, err)
		}
	}
	// A sample program in another process may have a channel, but the accounts of this process's sample are not its.
	a := hostile(local, LoopbackChannel(local, stealing{&asked}), sampleURL)
	for _, id := range []string{account.ID, sample.ID} {
		if _, err := r.RenewWithClaims(t.Context(), a, id, ""); fault.Of(err) == nil || fault.Of(err).Code != "auth.other-program" {
			t.Errorf("%v", err)
		}
	}
	if len(asked) != 0 {
		t.Errorf("the hostile channel was asked for %v", asked)
	}
	if _, err := r.SignIn(t.Context(), a, SignInOptions{}); err == nil || len(asked) == 0 {
		t.Error("a sample program that the person named has its channel")
	}
	// What the channel's authority says is not taken for what the real one says.
	if r.provider.directory.metadataAt(real.cacheKey(strings.TrimRight(sampleURL, "/"))) != nil {
		t.Error("metadata of a channel is shared")
	}
}

// TestTakeOverOfVersion01: accounts without an origin go to the program that used them, keep their ids, and work there
// alone; where that is not known, the person signs in anew.
func TestTakeOverOfVersion01(t *testing.T) {
	const rita, nora = "bf25bfff8a13280f11c0", "5db8a263d01c28aaced6"
	dir, k, now := compatHome(t)
	tap := &secrettest.Tap{Transport: stealing{new([]string)}}
	sample := Authority{Origin: SampleOrigin(), API: sampleAPI, Channel: SampleChannel(tap), Program: "sample",
		URL: "https://sample.program-connect.invalid/common", ClientID: "5a3b1e00-0000-4000-8000-00000000c0de"}
	open := func(known string) *Accounts {
		a, err := Open(Config{Dir: dir, Keyring: k, KeyringDeadline: patience, Clock: func() time.Time { return now },
			TakeOver: func(l Legacy) Origin {
				if l.ID == known && l.Program == "sample" {
					return SampleOrigin()
				}
				return Origin{}
			}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		if err := a.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := open(rita)
	if l := a.Of(sample); len(l) != 1 || l[0].ID != rita || l[0].Fault != nil || l[0].Origin != SampleOrigin() || !l[0].Stored {
		t.Fatalf("%+v", l)
	}
	unknown, _ := a.roster.account(nora)
	if unknown.Fault == nil || unknown.Fault.Code != "auth.origin-unknown" || len(a.List()) != 2 {
		t.Fatalf("%+v", a.List())
	}
	for _, id := range []string{rita, nora} {
		elsewhere := sample
		elsewhere.Origin, elsewhere.API = mustOrigin("http://127.0.0.1:4000"), Origin{}
		elsewhere.Channel = LoopbackChannel(elsewhere.Origin, tap)
		if _, err := a.Token(t.Context(), elsewhere, id); fault.Of(err) == nil || fault.Of(err).Code != "auth.other-program" {
			t.Errorf("%v", err)
		}
	}
	if _, err := a.Token(t.Context(), sample, nora); fault.Of(err) == nil || fault.Of(err).Kind != fault.SignIn {
		t.Errorf("%v", err)
	}
	_ = a.Close()
	items := maps.Clone(k.items)
	a = open("nobody") // it is in the item now, and nobody is asked
	if l := a.Of(sample); len(l) != 1 || l[0].ID != rita {
		t.Fatalf("%+v", l)
	}
	if !maps.Equal(items, k.items) {
		t.Error("it was written twice")
	}
	// Nora signs in anew at the sample: her row without a program is gone.
	old, _, _ := a.roster.record(nora)
	fresh := *old
	fresh.Origin, fresh.Channel = sample.Origin.text, sample.Channel.name
	fresh.ID = accountID(&fresh)
	a.roster.signedIn(&fresh, "", accessToken{})
	if err := a.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l := a.Of(sample); len(l) != 2 || len(a.List()) != 2 || k.items[DefaultService+"\n"+headName(nora)] != "" {
		t.Fatalf("%+v", a.List())
	}
}
