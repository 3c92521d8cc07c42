package housetest

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestAMessageHasOneText finds ids that stand twice in the source with different English: goi18n would silently take one of them.
// That each language says every message is checked by scripts/texts.sh, in make lint.
func TestAMessageHasOneText(t *testing.T) {
	type text struct{ english, where string }
	seen := map[string]text{}
	files := parsed(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		goi18n := importName(files[name], "github.com/nicksnyder/go-i18n/v2/i18n")
		ast.Inspect(files[name], func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if goi18n == "" || !ok || !isMessage(literal.Type, goi18n) {
				return true
			}
			fields := stringFields(literal)
			now := text{fields["One"] + "\x00" + fields["Other"], positions.Position(literal.Pos()).String()}
			switch before, known := seen[fields["ID"]]; {
			case fields["ID"] == "" || fields["Other"] == "":
				t.Errorf("%s: ID and Other must be string literals: goi18n sees nothing else", now.where)
			case known && before.english != now.english:
				t.Errorf("%s: %s has another text at %s", now.where, fields["ID"], before.where)
			}
			seen[fields["ID"]] = now
			return true
		})
	}
}

// importName returns the name under which a file uses an import, or nothing.
func importName(file *ast.File, importPath string) string {
	for _, i := range file.Imports {
		if got, err := strconv.Unquote(i.Path.Value); err != nil || got != importPath {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(importPath)
	}
	return ""
}

func isMessage(e ast.Expr, goi18n string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Message" {
		return false
	}
	ident, ok := selector.X.(*ast.Ident)
	return ok && ident.Name == goi18n
}

// stringFields returns the texts of a literal's fields.
func stringFields(literal *ast.CompositeLit) map[string]string {
	fields := map[string]string{}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, isName := pair.Key.(*ast.Ident); isName {
			fields[key.Name] = literalText(pair.Value)
		}
	}
	return fields
}

// literalText returns the text of a string literal, or of several joined by +; nothing for anything else.
func literalText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		left, right := literalText(e.X), literalText(e.Y)
		if e.Op == token.ADD && left != "" && right != "" {
			return left + right
		}
	}
	return ""
}
