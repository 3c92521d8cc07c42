package redact

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestNoLogAttributeIsNamedLikeASecret looks at every call of a logger: what is logged under the name of a secret would be hidden.
func TestNoLogAttributeIsNamedLikeASecret(t *testing.T) {
	seen := 0
	files := token.NewFileSet()
	look := func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"Debug", "Info", "Warn", "Error", "With"}, method.Sel.Name) {
			return
		}
		for i := 1; i < len(call.Args); i += 2 {
			literal, ok := call.Args[i].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				continue
			}
			key, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			if line := key + "=downloads.busy"; Text(line) != line {
				t.Errorf("%s: the log would show %s", files.Position(call.Pos()), Text(line))
			}
		}
	}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err == nil {
			ast.Inspect(file, func(n ast.Node) bool { look(n); return true })
		}
		return err
	})
	if err != nil || seen < 20 {
		t.Fatalf("%d log attributes seen, %v", seen, err)
	}
}
