package housetest

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// internalVariables are variables by which a test speaks to a process or a script that it starts itself. Nobody sets them by hand.
var internalVariables = map[string]string{
	"AUTH_TEST_CHILD": "a child process of auth's tests", "AUTH_TEST_ADDRESS": "its server", "AUTH_TEST_CERT": "its server's certificate",
	"AUTH_TEST_CALLS":             "how often it calls",
	"PROGRAM_CONNECT_TEST_AS_APP": "the test binary as the desktop app",
	"SERVICE_TEST_FOLDER":         "an instance of the service in a process of its own",
	"SERVICE_TEST_DATABASE":       "its database",
	"SERVICE_ON_POSTGRES":         "the tests of the service on the other database",
	"SESSION_TEST_SERVICE":        "a child process of session's tests",
	"UI_TEST_LANGUAGE":            "a child process of ui's tests",
	"PTY":                         "terminal scripts", "TRANSCRIPT": "terminal scripts", "KEYRING": "terminal scripts", "OFFLINE": "terminal scripts",
	"POLICY": "terminal scripts", "PERSON": "terminal scripts",
	"PROGRAM_CONNECT_HOME": "the clients' own variable", "LANG": "the system's own variable", "WINEPREFIX": "wine's own variable",
	"DBUS_SESSION_BUS_ADDRESS": "the system's own variable", "PATH": "the system's own variable", "LIBGL_ALWAYS_SOFTWARE": "Mesa's own variable",
}

// TestEveryVariableOfATestIsDocumented finds the variables that tests read. Each that a person may set stands in CONTRIBUTING.md:
// a check that runs only under a variable nobody knows of is a check that nobody runs.
func TestEveryVariableOfATestIsDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	read := readVariables(parsed(t))
	for name, where := range read {
		if internalVariables[name] == "" && !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("%s: %s stands neither in CONTRIBUTING.md nor in internalVariables", where, name)
		}
	}
	for _, found := range regexp.MustCompile("`([A-Z]+(?:_[A-Z]+)+)`").FindAllStringSubmatch(string(text), -1) {
		if read[found[1]] == "" {
			t.Errorf("CONTRIBUTING.md documents %s, which no test reads", found[1])
		}
	}
}

// readVariables returns the variables that test files read, by os.Getenv, os.LookupEnv or a helper of the package that hands its
// parameter to one of them, each with the place of a call.
func readVariables(files map[string]*ast.File) map[string]string {
	byFolder := map[string][]*ast.File{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, "_test.go") {
			byFolder[path.Dir(name)] = append(byFolder[path.Dir(name)], files[name])
		}
	}
	found := map[string]string{}
	for _, folder := range byFolder {
		values := constants(folder)
		readers := helpers(folder)
		eachCall(folder, func(call *ast.CallExpr) {
			position, reads := readers[calledName(call)]
			if !reads || position >= len(call.Args) {
				return
			}
			name := ""
			switch arg := call.Args[position].(type) {
			case *ast.BasicLit:
				name, _ = strconv.Unquote(arg.Value)
			case *ast.Ident:
				name = values[arg.Name]
			}
			if name != "" {
				found[name] = positions.Position(call.Pos()).String()
			}
		})
	}
	return found
}

// helpers returns the functions that read a variable, with the position of the argument that names it.
func helpers(folder []*ast.File) map[string]int {
	readers := map[string]int{"os.Getenv": 0, "os.LookupEnv": 0}
	for _, file := range folder {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil || f.Body == nil {
				continue
			}
			var parameters []string
			for _, field := range f.Type.Params.List {
				for _, name := range field.Names {
					parameters = append(parameters, name.Name)
				}
			}
			ast.Inspect(f.Body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || calledName(call) != "os.Getenv" && calledName(call) != "os.LookupEnv" {
					return true
				}
				if arg, ok := call.Args[0].(*ast.Ident); ok && slices.Contains(parameters, arg.Name) {
					readers[f.Name.Name] = slices.Index(parameters, arg.Name)
				}
				return true
			})
		}
	}
	return readers
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func eachCall(folder []*ast.File, f func(*ast.CallExpr)) {
	for _, file := range folder {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				f(call)
			}
			return true
		})
	}
}

// constants returns the string constants of a package by name.
func constants(folder []*ast.File) map[string]string {
	values := map[string]string{}
	for _, file := range folder {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.CONST {
				continue
			}
			for _, spec := range general.Specs {
				value := spec.(*ast.ValueSpec)
				for i, name := range value.Names {
					if i >= len(value.Values) {
						continue
					}
					if literal, ok := value.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
						values[name.Name], _ = strconv.Unquote(literal.Value)
					}
				}
			}
		}
	}
	return values
}
