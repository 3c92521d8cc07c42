package service_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// constants returns the codes of package api with the pattern that stands beside each.
func constants(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../api/problem_codes.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil || v.Comment == nil || found[code] != "" {
				t.Fatalf("%s: %v, or without its pattern, or twice", v.Names[0].Name, err)
			}
			found[code] = strings.TrimSpace(v.Comment.Text())
		}
		return true
	})
	return found
}

func TestProblemCodesHaveTheirPatterns(t *testing.T) {
	known := constants(t)
	for code, p := range service.Problems() {
		if got := strings.TrimSpace(p.Title + " " + p.Detail); known[code] != got || p.Status < 400 || !strings.HasPrefix(p.Type, "urn:program-connect:problem:") {
			t.Errorf("%s says %q, and %q stands beside its constant", code, got, known[code])
		}
	}
	for code, message := range service.Fields() {
		if known[code] != message {
			t.Errorf("%s says %q, and %q stands beside its constant", code, message, known[code])
		}
	}
}

func TestOpenAPINamesEveryProblem(t *testing.T) {
	type named struct {
		Code        string `json:"const"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Type        string `json:"x-type"`
		Status      int    `json:"x-status"`
	}
	var doc struct {
		Components struct {
			Schemas struct {
				Problem struct {
					List []named `json:"oneOf"`
				} `json:"ProblemCode"`
				Field struct {
					List []named `json:"oneOf"`
				} `json:"FieldCode"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := jsonUnmarshal(newRig(t).get("/openapi.json").body, &doc); err != nil {
		t.Fatal(err)
	}
	described := map[string]service.ProblemPattern{}
	for _, n := range doc.Components.Schemas.Problem.List {
		described[n.Code] = service.ProblemPattern{Type: n.Type, Title: n.Title, Detail: n.Description, Status: n.Status}
	}
	if table := service.Problems(); !maps.Equal(described, table) {
		t.Errorf("described:\n%v\nmade:\n%v", described, table)
	}
	known := constants(t)
	for code := range service.Problems() {
		delete(known, code)
	}
	fields := map[string]string{}
	for _, n := range doc.Components.Schemas.Field.List {
		fields[n.Code] = n.Title
	}
	if !maps.Equal(fields, known) {
		t.Errorf("described:\n%v\nknown:\n%v", fields, known)
	}
}

// checkProblem asks that a problem is one of the table's, with values for every name in its pattern.
func checkProblem(t *testing.T, p api.Problem) {
	t.Helper()
	pattern, known := service.Problems()[p.Code]
	if !known || pattern.Type != p.Type || pattern.Status != p.Status || strings.Contains(p.Title+p.Detail, "{{.") && p.Values["reason"] == nil {
		t.Errorf("a problem that is not in the table: %+v", p)
	}
	checkValues(t, pattern.Title+pattern.Detail, p.Values)
	for _, f := range p.Fields {
		pattern, own := service.Fields()[f.Code]
		if own {
			checkValues(t, pattern, f.Values)
		}
		if f.Field == "" || f.Message == "" || strings.Contains(f.Message, "{{") {
			t.Errorf("a field that says too little: %+v", f)
		}
	}
}

func checkValues(t *testing.T, pattern string, values map[string]any) {
	t.Helper()
	for _, part := range strings.Split(pattern, "{{.")[1:] {
		name, _, _ := strings.Cut(part, "}}")
		if _, there := values[name]; !there {
			t.Errorf("%q lacks %s: %v", pattern, name, values)
		}
	}
	for name, value := range values {
		switch value.(type) {
		case string, float64, int64:
		default:
			t.Errorf("%s is a %T", name, value)
		}
	}
}

func TestProblemsCarryCodeAndValues(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.Open = func(p service.Identity) bool { return p.Name != "ivan" } })
	r.engagements()
	r.ready("anna")
	r.person("ivan")
	r.person("bert")
	header := func(name string, more ...string) []string {
		return append([]string{"Authorization", "Bearer token-" + name, "Content-Type", "application/json"}, more...)
	}
	for _, c := range []struct {
		method, path, body string
		header             []string
		code, field        string
		values             map[string]any
	}{
		{"GET", "/none", "", nil, api.CodeNotFound, "", nil},
		{"DELETE", "/api/v1/status", "", nil, api.CodeMethod, "", map[string]any{"allowed": "GET"}},
		{"GET", "/api/v1/status", "", nil, api.CodeSignIn, "", nil},
		{"GET", "/api/v1/packages", "", header("bert"), api.CodeRegister, "", nil},
		{"GET", "/api/v1/packages", "", header("ivan"), api.CodeProgramAccessNone, "", nil},
		{"POST", "/api/v1/registration", strings.Repeat("x", 70_000), header("bert"), api.CodeTooLarge, "", map[string]any{"limit": 65536.0}},
		{"POST", "/api/v1/registration", "{", header("bert"), api.CodeJSON, "", nil},
		{"POST", "/api/v1/verification/confirm", `{"code":"1"}`, header("bert"), api.CodeRegister, "", nil},
		{"POST", "/api/v1/verification", "", header("anna"), api.CodeVerified, "", nil},
		{"POST", "/api/v1/access-requests", `{"justification":""}`, header("ivan"), api.CodeFields, api.CodeFieldJustification, nil},
		{"POST", "/api/v1/access-requests", `{"justification":"` + strings.Repeat("x", 2001) + `"}`, header("ivan"), api.CodeFields, api.CodeFieldJustificationLong, map[string]any{"limit": 2000.0}},
		{"POST", "/api/v1/engagements/open/join", "", header("anna"), api.CodeTerms, "", map[string]any{"title": "Terms", "version": "1"}},
		{"POST", "/api/v1/engagements/approval/join", "", header("anna"), api.CodeAccessNone, "", map[string]any{"engagement": "approval"}},
		{"POST", "/api/v1/packages/approval-file/files/file.txt/link", "", header("anna"), api.CodeAccessNone, "", map[string]any{"engagement": "approval"}},
		{"GET", "/api/v1/engagements/main/form", "", header("anna"), api.CodeFeedbackOff, "", nil},
		{"POST", "/api/v1/agreements/eula/decisions", `{"sha256":"0"}`, header("anna"), api.CodeChanged, "", nil},
		{"POST", "/api/v1/agreements/eula/decisions", `{"sha256":"0","device":{"name":"` + strings.Repeat("x", 201) + `"}}`, header("anna"), api.CodeFields, api.CodeFieldDevice, map[string]any{"limit": 200.0}},
		{"GET", "/files/tools/tools.bin?u=x", "", nil, api.CodeLink, "", nil},
	} {
		p := r.send(c.method, c.path, c.body, c.header...).problem(t)
		values := p.Values
		if c.field != "" {
			values = p.Fields[0].Values
		}
		if p.Code != c.code || c.field != "" && p.Fields[0].Code != c.field || !maps.Equal(values, c.values) {
			t.Errorf("%s %s: %+v", c.method, c.path, p)
		}
	}
}

func TestAccessProblemNamesItsReason(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("anna")
	if err := r.service.Decline(ctx(t), "anna@people.example", "approval", "The {{.lab}} is full."); err != nil {
		t.Fatal(err)
	}
	_, err := c.Join(ctx(t), "approval")
	p := r.send("POST", "/api/v1/engagements/approval/join", "", "Authorization", "Bearer token-anna").problem(t)
	if p.Code != api.CodeAccessDeclined || p.Values["reason"] != "The {{.lab}} is full." || err == nil {
		t.Errorf("%+v", p)
	}
	if !slices.Contains(strings.Split(p.Detail, " The owner wrote: "), "The {{.lab}} is full.") {
		t.Error(p.Detail)
	}
}
