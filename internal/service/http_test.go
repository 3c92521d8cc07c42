package service_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

func TestRequestJSONRules(t *testing.T) {
	r := newRig(t)
	r.person("anna")
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"a name twice":       {`{"code":"1","code":"2"}`, 400},
		"a capital":          {`{"Code":"1"}`, 400},
		"a capital deep in":  {`{"code":"1","x":[{"Y":1}]}`, 400},
		"33 levels":          {`{"x":` + strings.Repeat("[", 33) + strings.Repeat("]", 33) + `}`, 400},
		"something after it": {`{"code":"1"} {}`, 400},
		"cut short":          {`{"code":"1`, 400},
		"another type":       {`{"code":1}`, 400},
		"broken UTF-8":       {"{\"code\":\"\xff\"}", 400},
		"too much":           {`{"code":"` + strings.Repeat("1", 70_000) + `"}`, 413},
		"nothing":            {``, 400},
	} {
		a := r.send("POST", "/api/v1/verification/confirm", c.body, "Authorization", "Bearer token-anna", "Content-Type", "application/json")
		if a.status != c.status {
			t.Errorf("%s: %d", name, a.status)
		}
		a.problem(t)
	}
	if a := r.send("POST", "/api/v1/verification/confirm", `{"code":"1"}`, "Authorization", "Bearer token-anna"); a.status != 415 {
		t.Errorf("no content type: %d", a.status)
	}
}

func TestProblemDetailsOfUnknownAddresses(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.Hosts = []string{"127.0.0.1"} })
	r.person("anna")
	for _, c := range []struct {
		method, path string
		status       int
		header       []string
	}{
		{"GET", "/", 404, nil},
		{"GET", "/api/v1/none", 404, nil},
		{"DELETE", "/api/v1/status", 405, nil},
		{"GET", "/api/v1/status", 401, nil},
		{"GET", "/api/v1/status", 401, []string{"Authorization", "Basic eDp5"}},
		{"GET", "/api/v1/status", 401, []string{"Authorization", "Bearer wrong"}},
		{"GET", "/healthz", 421, []string{"Host", "evil.example"}},
		{"GET", "/files/none/none", 403, nil}, // as of a file that is there: without a link nothing is said of either
	} {
		a := r.send(c.method, c.path, "", c.header...)
		if a.status != c.status {
			t.Errorf("%s %s: %d", c.method, c.path, a.status)
		}
		if a.problem(t).Instance == "" || a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %s: no number, or sniffing allowed", c.method, c.path)
		}
		if a.status == 401 && !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s %s: no challenge", c.method, c.path)
		}
		if a.status == 405 && a.header.Get("Allow") != "GET" {
			t.Errorf("Allow: %q", a.header.Get("Allow"))
		}
	}
}

func TestClaimsChallenge(t *testing.T) {
	r := newRig(t)
	r.person("anna")
	r.claims = `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`
	var asked atomic.Int64
	c := client.NewClient(client.Options{Address: r.server.URL, Token: func(_ context.Context, _, claims string, renew bool) (string, error) {
		asked.Add(1)
		if claims == r.claims && !renew {
			return "token-anna+claims", nil
		}
		return "token-anna", nil
	}})
	if _, err := c.Status(ctx(t)); err != nil || asked.Load() != 2 {
		t.Errorf("asked %d times: %v", asked.Load(), err)
	}
	_, err := client.NewClient(client.Options{Address: r.server.URL, Token: func(context.Context, string, string, bool) (string, error) { return "token-none", nil }}).Status(ctx(t))
	_ = refused(t, err, fault.SignIn, "program.sign-in")
}

func TestOpenAPINamesEveryRoute(t *testing.T) {
	r := newRig(t)
	a := r.get("/openapi.json")
	var doc struct {
		OpenAPI    string                               `json:"openapi"`
		Paths      map[string]map[string]map[string]any `json:"paths"`
		Components struct {
			Schemas   map[string]any `json:"schemas"`
			Responses map[string]any `json:"responses"`
		} `json:"components"`
	}
	if err := jsonUnmarshal(a.body, &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Fatal(doc.OpenAPI, err)
	}
	var described, served []string
	for path, methods := range doc.Paths {
		for method, operation := range methods {
			described = append(described, strings.ToUpper(method)+" "+path)
			if operation["operationId"] == "" || operation["responses"] == nil {
				t.Errorf("%s %s says too little", method, path)
			}
		}
	}
	served = append(served, service.Routes()...)
	slices.Sort(described)
	slices.Sort(served)
	if !slices.Equal(described, served) {
		t.Errorf("described:\n%s\nserved:\n%s", strings.Join(described, "\n"), strings.Join(served, "\n"))
	}
	for _, part := range strings.Split(a.body, `"$ref": "#/components/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		kind, name, _ := strings.Cut(name, "/")
		if kind == "schemas" && doc.Components.Schemas[name] == nil || kind == "responses" && doc.Components.Responses[name] == nil {
			t.Errorf("%s %s is named but not there", kind, name)
		}
	}
}

func TestNoSecretIsLogged(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, link := r.ready("canary")
	r.get(link.URL)
	r.get(link.URL + "0")
	r.get("/api/v1/status", "Authorization", "Bearer secret-canary")
	_, _ = c.VerifyEmail(ctx(t), r.code("canary@people.example"))
	text := r.log.String()
	if !strings.Contains(text, "route=/api/v1/status") {
		t.Fatal("nothing is logged")
	}
	_, query, _ := strings.Cut(link.URL, "?")
	for _, secret := range []string{"token-canary", "secret-canary", query, link.URL[len(link.URL)-20:], r.code("canary@people.example"), "canary@people.example"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds a secret of %d characters", len(secret))
		}
	}
}

func TestPanicIsAnsweredWithoutItsText(t *testing.T) {
	r := newRig(t, func(c *service.Config) {
		c.Verifier = service.VerifierFunc(func(context.Context, string) (service.Identity, error) { panic("inner secret") })
	})
	a := r.get("/api/v1/status", "Authorization", "Bearer x")
	if a.status != http.StatusInternalServerError || strings.Contains(a.body, "inner") || strings.Contains(r.log.String(), "inner") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestProgramDescription(t *testing.T) {
	r := newRig(t)
	p, err := client.Discover(ctx(t), r.server.URL, nil)
	if err != nil || p.ID != "test" || p.API != r.server.URL+"/api/v1" || len(p.Keys) != 1 || p.Kind != api.KindHosted {
		t.Errorf("%+v %v", p, err)
	}
}
