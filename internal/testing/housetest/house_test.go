package housetest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// parsed holds every Go file of the module by its path below the root.
var parsed = func() func(*testing.T) map[string]*ast.File {
	var files map[string]*ast.File
	return func(t *testing.T) map[string]*ast.File {
		t.Helper()
		if files == nil {
			files = parseAll(t)
		}
		return files
	}
}()

var positions = token.NewFileSet()

func parseAll(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (name == "testdata" || name == "build" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, path)
		files[filepath.ToSlash(below)] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("only %d Go files were found: is the root another?", len(files))
	}
	return files
}

// maxMethods is how many methods a type may have. A type with more does several things.
const maxMethods = 45

// manyMethods are types that may have more, each with its reason.
var manyMethods = map[string]string{
	"ui.texts": "a value of one pointer: each method says one kind of thing in its language, and none has state to split by",
}

// TestNoTypeHasTooManyMethods counts the methods of each type over all its files. Files for different systems declare the same
// method more than once: each name counts once.
func TestNoTypeHasTooManyMethods(t *testing.T) {
	methods := map[string]map[string]bool{}
	for path, file := range parsed(t) {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			receiver := filepath.ToSlash(filepath.Dir(path)) + "." + typeName(f.Recv.List[0].Type)
			if methods[receiver] == nil {
				methods[receiver] = map[string]bool{}
			}
			methods[receiver][f.Name.Name] = true
		}
	}
	for _, receiver := range slices.Sorted(maps.Keys(methods)) {
		if n := len(methods[receiver]); n > maxMethods && manyMethods[receiver] == "" {
			t.Errorf("%s has %d methods; at most %d: split it by what it owns", receiver, n, maxMethods)
		}
	}
}

// typeName returns the name of a receiver's type, without star and type parameters.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.IndexListExpr:
		return typeName(e.X)
	case *ast.Ident:
		return e.Name
	}
	return fmt.Sprintf("%T", e)
}
