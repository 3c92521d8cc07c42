package guide_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/guide"
)

// without are the codes of faults that no guide goes further than: what the fault itself says is all there is to do. Faults of the
// kinds usage and interrupted need none: the field or the flag is named, or the person stopped it.
var without = map[string]string{
	"unexpected":                  "nobody knows what it is; the log goes with the feedback",
	"timeout":                     "of a context, whatever it was for",
	"auth.random":                 "the computer must be restarted",
	"downloads.tail":              "the bytes are fetched again by themselves",
	"downloads.part-changed":      "the part file is fetched again by itself",
	"downloads.file-gone":         "the person moved the file; it is downloaded again by one press",
	"downloads.no-source":         "the program that the entry belongs to was taken from the list",
	"feedback.sending":            "the item is on its way; it ends by itself",
	"pconnect.not-accepted":       "the person said no; the command to say yes stands in the fault",
	"pconnect.read":               "the path is named; reading is all that is asked of it",
	"ui.verify-file":              "the path is named; reading is all that is asked of it",
	"program.region":              "the country of the registration decides, and the fault names it",
	"pconnect.no-mail":            "of the demonstration only",
	"pconnect.no-installer":       "of the demonstration only",
	"pconnect.waiting":            "carries the guide of the fault that it waits for",
	"program.quota":               "the time to wait is in the fault",
	"program.not-found":           "an id that the program does not have, or has no more",
	"program.fields":              "the field is named",
	"session.reveal":              "the folder is named and can be opened by hand",
	"ui.reveal":                   "the folder is named and can be opened by hand",
	"ui.reveal-gone":              "the person moved the file",
	"session.policy":              "the administrator's file is named, with its line",
	"session.policy-stranger":     "the file is named; an administrator looks at it",
	"session.fixed":               "the administrator fixed it; nobody else can change it",
	"session.program-not-allowed": "the administrator fixed it; nobody else can change it",
	"downloads.closed":            "the app ends",
	"downloads.too-many-files":    "it is tried again by itself",
	"app.no-opengl":               "there is no window to show a guide in; the message names the ways out",
	"publisher-name.taken":        "a field's code, which the form shows at the name",
}

// ours are the areas whose faults reach owners of a service and developers, who have documents in place of guides.
var ours = []string{"service.", "sample.", "wire.encode"}

// found is a fault as it is written in the source.
type found struct{ code, guide, kind, at string }

type reader struct {
	files     *token.FileSet
	constants map[string]string // the values of string constants by name
	faults    []found
}

// text returns the value of a string literal or of a constant's name.
func (r *reader) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.Ident:
		return r.constants[e.Name]
	case *ast.SelectorExpr:
		return r.constants[e.Sel.Name]
	}
	return ""
}

func (r *reader) constant(n ast.Node) bool {
	if spec, ok := n.(*ast.ValueSpec); ok {
		for i, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING && i < len(spec.Names) {
				r.constants[spec.Names[i].Name] = r.text(literal)
			}
		}
	}
	return true
}

// function takes in the faults that one function makes: codes and guides stand in a literal or are set afterwards. A guide that is set
// without a code counts for every code of the function that has none, or for all where each has one.
func (r *reader) function(body ast.Node) {
	var pairs, alone []found
	var guides []string
	take := func(at token.Pos, fields map[string]ast.Expr) {
		f := found{code: r.text(fields["code"]), guide: r.text(fields["guide"]), at: r.files.Position(at).String()}
		if kind, ok := fields["kind"].(*ast.SelectorExpr); ok {
			f.kind = kind.Sel.Name
		}
		switch {
		case f.code != "" && f.guide != "":
			pairs = append(pairs, f)
		case f.code != "":
			alone = append(alone, f)
		case f.guide != "":
			guides = append(guides, f.guide)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		fields := map[string]ast.Expr{}
		switch n := n.(type) {
		case *ast.CompositeLit:
			for _, element := range n.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					if name, ok := pair.Key.(*ast.Ident); ok {
						fields[strings.ToLower(name.Name)] = pair.Value
					}
				}
			}
			_, titled := fields["title"]
			_, kind := fields["kind"]
			if titled || kind {
				take(n.Pos(), fields)
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if to, ok := left.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
					fields[strings.ToLower(to.Sel.Name)] = n.Rhs[i]
				}
			}
			take(n.Pos(), fields)
		}
		return true
	})
	of := alone
	if len(alone) == 0 {
		of = pairs
	}
	for _, one := range guides {
		for _, f := range of {
			f.guide = one
			r.faults = append(r.faults, f)
		}
	}
	if len(guides) == 0 {
		r.faults = append(r.faults, alone...)
	}
	r.faults = append(r.faults, pairs...)
}

// faults returns every fault of the source, and those of the program's problem details.
func faults(t *testing.T) []found {
	t.Helper()
	r := &reader{files: token.NewFileSet(), constants: map[string]string{}}
	var parsed []*ast.File
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == "gallery" {
			return filepath.SkipDir // what it shows are examples
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(r.files, path, nil, parser.SkipObjectResolution)
		parsed = append(parsed, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range parsed {
		ast.Inspect(file, r.constant)
	}
	for _, file := range parsed {
		for _, declaration := range file.Decls {
			r.function(declaration)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.constants)) {
		if kind, ok := strings.CutPrefix(r.constants[name], "urn:program-connect:problem:"); ok && kind != "" {
			f := (&api.Problem{Type: r.constants[name], Title: "x"}).Fault()
			r.faults = append(r.faults, found{code: f.Code, guide: f.Guide, kind: strings.ToUpper(string(f.Kind[:1])) + string(f.Kind[1:]), at: name})
		}
	}
	return slices.DeleteFunc(r.faults, func(f found) bool {
		return !strings.ContainsAny(f.code, ".") && f.code != "unexpected" && f.code != "timeout"
	})
}

func TestEveryFaultLeadsToTheGuideThatClaimsItsCode(t *testing.T) {
	all := faults(t)
	if len(all) < 120 {
		t.Fatalf("only %d faults were found in the source", len(all))
	}
	guided := map[string]bool{}
	known := map[string]bool{}
	for _, f := range all {
		known[f.code] = true
		if f.guide == "" {
			continue
		}
		guided[f.code] = true
		switch claims, ok := guide.ByCode(f.code); {
		case !ok:
			t.Errorf("%s: no guide claims %s, which leads to %s", f.at, f.code, f.guide)
		case claims.ID != f.guide:
			t.Errorf("%s: %s leads to %s, and %s claims it", f.at, f.code, f.guide, claims.ID)
		}
	}
	for _, f := range all {
		if guided[f.code] || f.kind == "Usage" || f.kind == "Interrupted" || slices.ContainsFunc(ours, func(area string) bool { return strings.HasPrefix(f.code, area) }) {
			continue
		}
		claims, claimed := guide.ByCode(f.code)
		switch {
		case claimed:
			t.Errorf("%s: %s leads nowhere, and %s claims it", f.at, f.code, claims.ID)
		case without[f.code] == "":
			t.Errorf("%s: %s (%s) leads to no guide, and nothing says why", f.at, f.code, f.kind)
		}
	}
	for code := range without {
		if !known[code] || guided[code] {
			t.Errorf("%s stands among those without a guide, and is none of them", code)
		}
	}
	for _, g := range guide.List("en") {
		for _, code := range g.Codes {
			if area, _, ours := strings.Cut(code, "."); ours && area != "" && !known[code] {
				t.Errorf("%s claims %s, which no fault has", g.ID, code)
			}
		}
	}
	t.Logf("%d faults, %d codes, %d with a guide, %d argued", len(all), len(known), len(guided), len(without))
}
