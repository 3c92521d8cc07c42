package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is the Go files of one package, read for the texts in them.
type source struct {
	files  []*ast.File
	consts map[string]string
	funcs  map[string][]*ast.FuncDecl
	calls  map[string][]*ast.CallExpr
	within map[*ast.CallExpr]*ast.FuncDecl
}

// readSource reads the files of a folder that are no tests.
func readSource(t *testing.T, dir string) *source {
	t.Helper()
	s := &source{consts: map[string]string{}, funcs: map[string][]*ast.FuncDecl{}, calls: map[string][]*ast.CallExpr{}, within: map[*ast.CallExpr]*ast.FuncDecl{}}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s.add(f)
	}
	return s
}

func (s *source) add(f *ast.File) {
	s.files = append(s.files, f)
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.CONST {
					for i, name := range v.Names {
						if i < len(v.Values) {
							if text := s.texts(v.Values[i], nil, 0); len(text) == 1 {
								s.consts[name.Name] = text[0]
							}
						}
					}
				}
			}
		case *ast.FuncDecl:
			s.funcs[d.Name.Name] = append(s.funcs[d.Name.Name], d)
			ast.Inspect(d, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					name := calledName(call)
					s.calls[name] = append(s.calls[name], call)
					s.within[call] = d
				}
				return true
			})
		}
	}
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// value stands for what is put in when the program runs.
const value = "%s"

var verbs = regexp.MustCompile(`%[-+# 0]*[0-9.]*[a-zA-Z]`)

// texts are the English texts that an expression may have, with %s for what is only known later.
func (s *source) texts(e ast.Expr, in *ast.FuncDecl, depth int) []string {
	if depth > 6 {
		return []string{value}
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return []string{text}
		}
	case *ast.ParenExpr:
		return s.texts(e.X, in, depth)
	case *ast.BinaryExpr:
		var all []string
		for _, left := range s.texts(e.X, in, depth+1) {
			for _, right := range s.texts(e.Y, in, depth+1) {
				all = append(all, left+right)
			}
		}
		return all
	case *ast.Ident:
		if text, ok := s.consts[e.Name]; ok {
			return []string{text}
		}
		if in != nil {
			return s.variable(e.Name, in, depth+1)
		}
	case *ast.CallExpr:
		return s.called(e, in, depth+1)
	}
	return []string{value}
}

// called are the texts of a call that only puts texts together.
func (s *source) called(call *ast.CallExpr, in *ast.FuncDecl, depth int) []string {
	switch name := calledName(call); {
	case (name == "Sprintf" || name == "narrate") && len(call.Args) > 0:
		var all []string
		for _, text := range s.texts(call.Args[0], in, depth) {
			all = append(all, verbs.ReplaceAllString(text, value))
		}
		return all
	case name == "Verbatim" && len(call.Args) == 1: // a text of i18n that has no id yet
		return s.texts(call.Args[0], in, depth)
	case name == "Or":
		var all []string
		for _, arg := range call.Args {
			all = append(all, s.texts(arg, in, depth)...)
		}
		return all
	default:
		// A function that chooses between texts.
		var all []string
		for _, f := range s.funcs[name] {
			if f.Body == nil || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			if result, ok := f.Type.Results.List[0].Type.(*ast.Ident); !ok || result.Name != "string" {
				continue
			}
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
					all = append(all, s.texts(r.Results[0], f, depth)...)
				}
				return true
			})
		}
		if len(all) > 0 && len(all) < 12 {
			return all
		}
	}
	return []string{value}
}

// variable are the texts of a parameter (by the function's callers) or of a local variable (by what it is set to).
func (s *source) variable(name string, in *ast.FuncDecl, depth int) []string {
	var all []string
	n := 0
	for _, field := range in.Type.Params.List {
		for _, p := range field.Names {
			if p.Name == name {
				for _, call := range s.calls[in.Name.Name] {
					if n < len(call.Args) {
						all = append(all, s.texts(call.Args[n], s.within[call], depth)...)
					}
				}
			}
			n++
		}
	}
	ast.Inspect(in, func(node ast.Node) bool {
		switch a := node.(type) {
		case *ast.AssignStmt:
			for i, left := range a.Lhs {
				if id, ok := left.(*ast.Ident); ok && id.Name == name && len(a.Lhs) == len(a.Rhs) {
					if a.Tok == token.ADD_ASSIGN {
						continue
					}
					all = append(all, s.texts(a.Rhs[i], in, depth)...)
				}
			}
		}
		return true
	})
	if len(all) == 0 {
		return []string{value}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 1 { // what it begins with before it is set
		all = slices.DeleteFunc(all, func(text string) bool { return text == "" })
	}
	return all
}

// faultTexts are the texts of the faults and field errors that a package makes.
func (s *source) faultTexts() []string {
	var all []string
	for _, f := range s.files {
		for _, d := range f.Decls {
			in, _ := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					all = append(all, s.literal(n, typeName(n.Type), in)...)
				case *ast.AssignStmt:
					for i, left := range n.Lhs {
						if sel, ok := left.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
							all = append(all, s.field(sel.Sel, n.Rhs[i], in)...) // with += the sentence that is added
						}
						if id, ok := left.(*ast.Ident); ok && n.Tok == token.ADD_ASSIGN && slices.Contains(readByPeople, strings.ToUpper(id.Name[:1])+id.Name[1:]) {
							all = append(all, s.texts(n.Rhs[i], in, 0)...)
						}
					}
				}
				return true
			})
		}
	}
	return all
}

// literal are the texts in a literal of one of the types that people read, or of a list or map of them.
func (s *source) literal(n *ast.CompositeLit, of string, in *ast.FuncDecl) []string {
	var all []string
	for _, e := range n.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		switch {
		case !keyed:
		case slices.Contains([]string{"Error", "FieldError", "Outcome", "Problem", "Program"}, of) && n.Type != mapOrList(n.Type):
			all = append(all, s.field(kv.Key, kv.Value, in)...)
		default:
			if inner, ok := kv.Value.(*ast.CompositeLit); ok && inner.Type == nil {
				all = append(all, s.literal(inner, of, in)...)
			}
		}
	}
	return all
}

// mapOrList gives the type back when it is a map's or a list's, whose elements may leave their type out.
func mapOrList(e ast.Expr) ast.Expr {
	switch e.(type) {
	case *ast.MapType, *ast.ArrayType:
		return e
	}
	return &ast.BadExpr{}
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.MapType:
		return typeName(e.Value)
	case *ast.ArrayType:
		return typeName(e.Elt)
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// field are the texts of a field that people read.
func (s *source) field(key, value ast.Expr, in *ast.FuncDecl) []string {
	id, ok := key.(*ast.Ident)
	if !ok {
		return nil
	}
	switch {
	case slices.Contains(readByPeople, id.Name):
		return s.texts(value, in, 0)
	case id.Name == "Steps":
		return s.list(value, in, 0)
	}
	return nil
}

// readByPeople are the fields of faults, field errors, problems and outcomes that hold a text.
var readByPeople = []string{"Title", "Cause", "Safe", "Message", "Detail", "Description"}

// list are the texts of a list of steps.
func (s *source) list(e ast.Expr, in *ast.FuncDecl, depth int) []string {
	var all []string
	switch e := e.(type) {
	case *ast.CompositeLit:
		for _, one := range e.Elts {
			all = append(all, s.texts(one, in, depth)...)
		}
	case *ast.CallExpr:
		if calledName(e) == "Verbatims" && len(e.Args) == 1 {
			return s.list(e.Args[0], in, depth)
		}
		if calledName(e) == "append" {
			for i, one := range e.Args {
				if i == 0 {
					all = append(all, s.list(one, in, depth+1)...)
				} else {
					all = append(all, s.texts(one, in, depth)...)
				}
			}
		}
	case *ast.Ident:
		if in == nil || depth > 3 {
			return nil
		}
		n := 0
		for _, field := range in.Type.Params.List {
			for _, p := range field.Names {
				if p.Name == e.Name {
					_, variadic := field.Type.(*ast.Ellipsis)
					for _, call := range s.calls[in.Name.Name] {
						for i := n; i < len(call.Args) && (i == n || variadic); i++ {
							if variadic {
								all = append(all, s.texts(call.Args[i], s.within[call], depth+1)...)
							} else {
								all = append(all, s.list(call.Args[i], s.within[call], depth+1)...)
							}
						}
					}
				}
				n++
			}
		}
		ast.Inspect(in, func(node ast.Node) bool {
			if a, ok := node.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
				for i, left := range a.Lhs {
					if id, ok := left.(*ast.Ident); ok && id.Name == e.Name {
						all = append(all, s.list(a.Rhs[i], in, depth+1)...)
					}
				}
			}
			return true
		})
	}
	return all
}

// screenTexts are the texts that the screens show: the first argument of tr, the two of plural.
func (s *source) screenTexts() []string {
	var all []string
	for name, calls := range s.calls {
		from, to := 0, 1
		switch name {
		case "tr":
		case "plural":
			from, to = 1, 3
		default:
			continue
		}
		for _, call := range calls {
			for _, arg := range call.Args[from:min(to, len(call.Args))] {
				if lit, ok := arg.(*ast.BasicLit); ok {
					all = append(all, s.texts(lit, nil, 0)...)
				}
			}
		}
	}
	return all
}

// told keeps what says something, once each, in order.
func told(all []string) []string {
	letters := regexp.MustCompile(`\pL{2}`)
	var kept []string
	for _, text := range all {
		text = strings.TrimSpace(text)
		for strings.Contains(text, value+value) {
			text = strings.ReplaceAll(text, value+value, value)
		}
		if strings.Count(text, "“") != strings.Count(text, "”") {
			continue // a quotation that was put together elsewhere: its value has both quotes
		}
		if letters.MatchString(strings.ReplaceAll(text, value, "")) {
			kept = append(kept, text)
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

// textsOfTheApp are the texts of the screens, and those of faults, in the source.
func textsOfTheApp(t *testing.T) (screens, faults []string) {
	t.Helper()
	root := filepath.Join("..", "..")
	screens = told(readSource(t, filepath.Join(root, "ui")).screenTexts())
	for _, top := range []string{"auth", "downloads", "internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			switch d.Name() {
			case "testdata", "testing", "visitor", "tools", "scripts", "authority", "program-service":
				return fs.SkipDir
			}
			faults = append(faults, readSource(t, path).faultTexts()...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return screens, told(faults)
}
