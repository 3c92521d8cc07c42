package client

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// answering serves one answer after the other, the last one again and again.
func answering(t *testing.T, answers ...func(http.ResponseWriter, *http.Request)) (*Client, *[]string) {
	t.Helper()
	var tokens []string
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		answers[min(n, len(answers)-1)](w, r)
		n++
	}))
	t.Cleanup(server.Close)
	c := NewClient(Options{Address: server.URL, Token: func(_ context.Context, _, claims string, renew bool) (string, error) {
		switch {
		case claims != "":
			return "claims:" + claims, nil
		case renew:
			return "renewed", nil
		}
		return "first", nil
	}})
	return c, &tokens
}

func refusing(header string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", header)
		w.Header().Set("Content-Type", api.ProblemType)
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"type":"`+api.ProblemSignIn+`","title":"t","status":401}`)
	}
}

func status(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"account":{"id":"x","name":"","address":"","kind":""},"email_verified":false,"agreements":[],"access":{"state":"none"},"invitations":[],"time":"2026-01-01T00:00:00Z","unknown":1}`)
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	c, tokens := answering(t, refusing("Bearer"), status)
	if s, err := c.Status(t.Context()); err != nil || s.Account.ID != "x" || strings.Join(*tokens, " ") != "Bearer first Bearer renewed" {
		t.Errorf("%v %v", *tokens, err)
	}
	c, tokens = answering(t, refusing("Bearer"))
	_, err := c.Status(t.Context())
	if !fault.Is(err, fault.SignIn) || len(*tokens) != 2 {
		t.Errorf("%v %v", *tokens, err)
	}
}

func TestClaimsChallengeReachesTokenFunc(t *testing.T) {
	want := `{"access_token":{"nbf":{"essential":true}}}`
	for _, header := range []string{
		`Bearer realm="", authorization_uri="https://x/y,z=\"q\"", error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(want)) + `"`,
		`bearer claims=` + base64.RawURLEncoding.EncodeToString([]byte(want)) + `, error="insufficient_claims"`,
	} {
		c, tokens := answering(t, refusing(header), status)
		if _, err := c.Status(t.Context()); err != nil || (*tokens)[1] != "Bearer claims:"+want {
			t.Errorf("%v %v", *tokens, err)
		}
	}
	c, tokens := answering(t, refusing(`Basic claims="e30="`), status)
	if _, err := c.Status(t.Context()); err != nil || (*tokens)[1] != "Bearer renewed" {
		t.Errorf("%v %v", *tokens, err)
	}
}

func TestTokenGoesToTheProgramAlone(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("asked with %q", r.Header.Get("Authorization")) }))
	defer other.Close()
	c, _ := answering(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	if _, err := c.Status(t.Context()); !fault.Is(err, fault.Network) {
		t.Error(err)
	}
	for _, address := range []string{"http://program.example", "ftp://x", "https://user@program.example", "https://program.example/path", ""} {
		if _, err := NewClient(Options{Address: address, HTTP: http.NewFileTransport(http.Dir("/"))}).Status(t.Context()); !fault.Is(err, fault.Usage) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAnswerThatIsNotTheProgramsIsAFault(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"a login page": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html>secret-canary")
		},
		"a name twice": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"email_verified":false,"email_verified":true}`)
		},
		"a capital": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"Email_verified":true}`)
		},
		"too much": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `"`+strings.Repeat("x", api.MaxJSON)+`"`)
		},
		"too deep": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, strings.Repeat("[", 1000))
		},
		"an error page": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "secret-canary", http.StatusBadGateway) },
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{`)
		},
	} {
		c, _ := answering(t, answer)
		_, err := c.Status(t.Context())
		f := fault.Of(err)
		if f.Kind != fault.Network || f.Code != "program.answer" || strings.Contains(f.Text(), "canary") {
			t.Errorf("%s: %s %s", name, f.Code, f.Text())
		}
	}
	c := NewClient(Options{Address: "http://127.0.0.1:1"})
	if _, err := c.Status(t.Context()); !fault.Is(err, fault.Network) {
		t.Errorf("nobody there: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Status(cancelled); !fault.Is(err, fault.Interrupted) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestUntrustedCertificateHasItsOwnFault(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(status))
	defer server.Close()
	_, err := NewClient(Options{Address: server.URL}).Status(t.Context())
	if f := fault.Of(err); f.Code != "program.tls" {
		t.Errorf("%s %v", f.Code, err)
	}
}

func TestDiscoverRefusesAddressesThatMayNotBeUsed(t *testing.T) {
	base := `{"id":"x","name":"X","kind":"hosted","client_id":"c","scopes":["s"],"keys":[]`
	for name, c := range map[string]struct {
		body string
		fine bool
	}{
		"good":                     {base + `,"api":"OWN/v1","authority":"https://login.example/common"}`, true},
		"an API of somebody else":  {base + `,"api":"https://api.example/v1","authority":"https://login.example/common"}`, false},
		"an API on another port":   {base + `,"api":"http://127.0.0.1:1/v1","authority":"https://login.example/common"}`, false},
		"an API over http":         {base + `,"api":"http://api.example/v1","authority":"https://login.example/common"}`, false},
		"an authority over http":   {base + `,"api":"OWN/v1","authority":"http://login.example/common"}`, false},
		"an authority with a user": {base + `,"api":"OWN/v1","authority":"https://a@login.example/common"}`, false},
		"nothing":                  {`{}`, false},
		"an address with a query":  {base + `,"api":"OWN/v1?x=1","authority":"https://login.example/common"}`, false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, strings.ReplaceAll(c.body, "OWN", "http://"+r.Host))
		}))
		_, err := Discover(t.Context(), server.URL+"/.well-known/program-connect", nil)
		if (err == nil) != c.fine {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
	for address, want := range map[string]string{
		"program.example": "https://program.example", " https://Program.example/ ": "https://Program.example", //nolint:gocritic // as it is pasted
		"127.0.0.1:80": "http://127.0.0.1:80", "localhost:8080": "http://localhost:8080", "http://program.example": "", "https://": "",
		"javascript:alert(1)": "", "https://x/#y": "", "": "",
	} {
		if got, _ := CleanAddress(address); got != want {
			t.Errorf("%q became %q", address, got)
		}
	}
}

func TestAuthorityTransportIsForTheSampleAlone(t *testing.T) {
	fine := api.Program{Kind: api.KindSample, Address: "http://127.0.0.1:1", SampleAuthority: "http://127.0.0.1:1/authority", Authority: "https://sample.invalid/common"}
	if AuthorityTransport(fine, nil) == nil {
		t.Error("the sample program has none")
	}
	for name, change := range map[string]func(*api.Program){
		"a hosted program":      func(p *api.Program) { p.Kind = api.KindHosted },
		"another computer":      func(p *api.Program) { p.Address = "https://program.example" },
		"another port":          func(p *api.Program) { p.SampleAuthority = "http://127.0.0.1:2/authority" },
		"Microsoft's authority": func(p *api.Program) { p.Authority = "https://login.microsoftonline.com/common" },
		"none":                  func(p *api.Program) { p.SampleAuthority = "" },
	} {
		p := fine
		change(&p)
		if AuthorityTransport(p, nil) != nil {
			t.Errorf("%s may", name)
		}
	}
}

func TestCheckReceipt(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys := []api.Key{{ID: "k", Algorithm: "Ed25519", PublicKey: public}}
	r := api.Receipt{Number: 1, Program: "p", Account: "a.b", Agreement: "eula", SHA256: api.TextHash("text"), Decision: api.Accepted, Time: time.Now(), Previous: api.FirstPrevious, KeyID: "k"}
	r.Hash = r.ContentHash()
	r.Signature = ed25519.Sign(private, r.SignedBytes())
	if err := api.CheckReceipt(r, keys); err != nil {
		t.Fatal(err)
	}
	text, err := api.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	var back api.Receipt
	if err := api.Decode(strings.NewReader(string(text)), 0, &back); err != nil || api.CheckReceipt(back, keys) != nil {
		t.Errorf("after a round trip: %v", err)
	}
	for name, change := range map[string]func(*api.Receipt){
		"decision": func(r *api.Receipt) { r.Decision = api.Declined }, "time": func(r *api.Receipt) { r.Time = r.Time.Add(1) }, "number": func(r *api.Receipt) { r.Number++ },
		"text": func(r *api.Receipt) { r.SHA256 = api.TextHash("other") }, "device": func(r *api.Receipt) { r.Device.Name = "x" }, "previous": func(r *api.Receipt) { r.Previous = r.Hash },
		"key": func(r *api.Receipt) { r.KeyID = "other" }, "signature": func(r *api.Receipt) { r.Signature = make([]byte, 64) }, "broken text": func(r *api.Receipt) { r.Title = "\xff" },
		"all of it, without the key": func(r *api.Receipt) { r.Decision = api.Declined; r.Hash = r.ContentHash() },
	} {
		changed := r
		change(&changed)
		if err := api.CheckReceipt(changed, keys); !fault.Is(err, fault.Verification) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if api.CheckReceipt(r, nil) == nil {
		t.Error("without a key")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":[{"b":1}]}`, `{"A":1}`, `[[[`, `"`, `{"account":{"id":"x"}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		var s api.Status
		if err := api.Decode(strings.NewReader(text), 1<<16, &s); err == nil {
			_ = api.NextStep(s)
		} else if errors.Is(err, io.ErrUnexpectedEOF) && text == "" {
			return
		}
	})
}
