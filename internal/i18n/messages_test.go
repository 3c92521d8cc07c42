package i18n

import (
	"encoding/json"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/assets"
)

// message is a message as it is declared in the source, or as it stands in a catalogue.
type message struct {
	at    string            // where it is declared
	forms map[string]string // by the name of the plural form in lower case
}

// names returns the names of all values in a message's forms.
func (m message) names(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, form := range m.forms {
		read, err := parsePattern(form)
		if err != nil {
			t.Errorf("%s: %v", m.at, err)
		}
		for i := 1; i < len(read); i += 2 {
			names = append(names, read[i])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// source reads the messages that the program declares.
type source struct {
	t        *testing.T
	files    *token.FileSet
	messages map[string]message
}

// declared returns every message that the source of the program declares, by id. It checks the form of each declaration.
func declared(t *testing.T) map[string]message {
	t.Helper()
	s := source{t: t, files: token.NewFileSet(), messages: map[string]message{}}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "vendor" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := goparser.ParseFile(s.files, path, nil, goparser.SkipObjectResolution)
		if err == nil {
			ast.Inspect(file, s.look)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.messages
}

func (s *source) look(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if isMessage(n.Type) {
			s.declare(n)
		}
		s.elements(n)
	case *ast.CallExpr:
		if plural := selects(n.Fun, "i18n", "N"); plural || selects(n.Fun, "i18n", "T") {
			s.call(n, plural)
		}
	}
	return true
}

// elements takes in the messages of a list or a map, which are written without their type.
func (s *source) elements(list *ast.CompositeLit) {
	switch of := list.Type.(type) {
	case *ast.ArrayType:
		if !isMessage(of.Elt) {
			return
		}
	case *ast.MapType:
		if !isMessage(of.Value) {
			return
		}
	default:
		return
	}
	for _, element := range list.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			element = pair.Value
		}
		if literal, ok := element.(*ast.CompositeLit); ok && literal.Type == nil {
			s.declare(literal)
		}
	}
}

func isMessage(e ast.Expr) bool {
	if pointer, ok := e.(*ast.StarExpr); ok {
		e = pointer.X
	}
	return selects(e, "goi18n", "Message")
}

// plainText returns the value of a string literal, or of several joined by +.
func plainText(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := plainText(e.X)
		right, also := plainText(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

func selects(e ast.Expr, pkg, name string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	x, ok := selector.X.(*ast.Ident)
	return ok && x.Name == pkg
}

// declare takes a literal in. Its fields must be plain strings, since goi18n extract sees nothing else.
func (s *source) declare(literal *ast.CompositeLit) (id string, m message) {
	m = message{at: s.files.Position(literal.Pos()).String(), forms: map[string]string{}}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			s.t.Errorf("%s: a message without the names of its fields", m.at)
			return "", m
		}
		text, ok := plainText(pair.Value)
		if !ok {
			s.t.Errorf("%s: a message's field that is no plain string", m.at)
			return "", m
		}
		switch field := pair.Key.(*ast.Ident).Name; field {
		case "ID":
			id = text
		case "Description":
		default:
			m.forms[strings.ToLower(field)] = text
		}
	}
	if id == "" || strings.TrimSpace(m.forms["other"]) == "" {
		s.t.Errorf("%s: a message without an id or a text", m.at)
	}
	if before, ok := s.messages[id]; ok && before.forms["other"] != m.forms["other"] {
		s.t.Errorf("%s: the id %s has another text at %s", m.at, id, before.at)
	}
	s.messages[id] = m
	return id, m
}

// call checks that a call has a value for each name, and a count where there are plural forms.
func (s *source) call(n *ast.CallExpr, plural bool) {
	if len(n.Args) == 0 || n.Ellipsis.IsValid() {
		return
	}
	pointer, ok := n.Args[0].(*ast.UnaryExpr)
	if !ok {
		return
	}
	literal, ok := pointer.X.(*ast.CompositeLit)
	if !ok {
		return
	}
	id, m := s.declare(literal)
	given, pairs := []string{}, n.Args[1:]
	if plural {
		given, pairs = append(given, "Count"), n.Args[min(2, len(n.Args)):]
	}
	if _, forms := m.forms["one"]; forms != plural {
		s.t.Errorf("%s: %s: plural forms and a count belong together", m.at, id)
	}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(*ast.BasicLit)
		if !ok {
			return // named elsewhere
		}
		text, _ := strconv.Unquote(name.Value)
		given = append(given, text)
	}
	for _, name := range m.names(s.t) {
		if !slices.Contains(given, name) {
			s.t.Errorf("%s: %s: no value for {{.%s}}", m.at, id, name)
		}
	}
}

func TestMessagesInTheSourceAndInEachCatalogue(t *testing.T) {
	english := declared(t)
	for _, tag := range Languages()[1:] {
		var translated map[string]map[string]string
		if err := json.Unmarshal(assets.Catalogue(tag), &translated); err != nil {
			t.Fatalf("%s: %v", tag, err)
		}
		for id, forms := range translated {
			m, ok := english[id]
			if !ok {
				t.Errorf("%s: %s is no message of the program", tag, id)
				continue
			}
			delete(forms, "hash")
			delete(forms, "description")
			names := m.names(t)
			for _, name := range (message{at: tag + ": " + id, forms: forms}).names(t) {
				if !slices.Contains(names, name) {
					t.Errorf("%s: %s holds {{.%s}}, the English does not", tag, id, name)
				}
			}
			for form, text := range forms {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s: %s: the form %s is empty", tag, id, form)
				}
			}
			if forms["other"] == "" {
				t.Errorf("%s: %s has no text", tag, id)
			}
		}
	}
	for _, tag := range Languages() {
		For(tag)
	} // reads each catalogue as the program does
}
