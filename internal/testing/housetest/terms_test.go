package housetest

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// oldTerms are words that the code once used in senses of its own, with the field's terms for them. No identifier and no file
// name holds one as a whole word of its camel case.
var oldTerms = map[string]string{
	"hire": "start", "hires": "start", "hired": "started", "hiring": "starting",
	"bring": "fetch", "brings": "fetch", "bringing": "fetching", "brought": "fetched",
	"survive": "resume, keep", "survives": "resume, keep", "survived": "kept", "surviving": "kept",
	"company": "batch",
	"hush":    "quiet", "hushed": "quiet",
	"lie": "fault, false answer", "lies": "faults, false answers", "lying": "hostile, wrong", "liar": "hostile server",
	"seam": "interface, transport", "seams": "interfaces, transports",
	"deed": "action, step", "deeds": "actions, steps",
	"place": "slot, path, page", "places": "slots, paths, pages", "placed": "put, set",
	"wire": "types, transport", "wires": "transports", "wired": "connected",
	"words":   "texts, message",
	"control": "ipc, command",
	"trust":   "provenance", "trusted": "provenance",
}

// exceptions are the senses in which a term is the field's own. Each holds in the folders that its pattern names, for identifiers
// that match.
var exceptions = []struct {
	terms, folders, identifiers, why string
}{
	{"company", `^(internal/api|internal/service|internal/session|internal/sample|ui|cmd)(/|$)`, `.`,
		"the kind of account that is not an individual's"},
	{"place", `^ui(/|$)`, `^place$`, "to lay an object out on the screen, as Fyne's layouts do"},
	{"words", `^(auth|cmd/pconnect|internal/api|internal/guide|internal/sample/visitor|ui)(/|$)`, `^(search|split|not)?[wW]ords$`,
		"the single words into which a text or a command line is split"},
	{"trust trusted", `^(auth|internal/api/client|internal/urlcheck|downloads)(/|$)`, `.`, "certificates and the authorities that sign them"},
	{"control", `.`, `Control(Char|Rune|Byte|Code|led|FolderAccess)|Foreign`, "control characters; Windows' controlled folder access"},
	{"wire", `^internal/testing/downloadtest`, `^(on)?Wire`, "bytes on the wire"},
}

// TestNoIdentifierBearsAnOldTerm looks at what the code declares and at its files' names, not at what it uses of others.
func TestNoIdentifierBearsAnOldTerm(t *testing.T) {
	files := parsed(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, ident := range append(declared(files[name]), files[name].Name) {
			if term := oldTermIn(path.Dir(name), ident.Name); term != "" {
				t.Errorf("%s:%d: %s bears the old term %q; the field says: %s", name, positions.Position(ident.Pos()).Line, ident.Name, term, oldTerms[term])
			}
		}
		if term := oldTermIn(path.Dir(name), strings.TrimSuffix(path.Base(name), ".go")); term != "" {
			t.Errorf("%s: the file's name bears the old term %q; the field says: %s", name, term, oldTerms[term])
		}
	}
}

func TestTermsAreFoundAsWhole(t *testing.T) {
	for identifier, want := range map[string]string{
		"replaceAll": "", "Workplace": "", "placement": "", "believes": "", "hired": "hired", "onWire": "wire", "HTTPWire2": "wire",
		"wire_test": "wire", "TestADraftSurvives": "survives", "TLSSeam": "seam", "brings": "brings", "Keywords": "",
	} {
		if got := oldTermIn("downloads", identifier); got != want {
			t.Errorf("%s: %q, want %q", identifier, got, want)
		}
	}
}

// oldTermIn returns the old term that an identifier bears, or nothing.
func oldTermIn(folder, identifier string) string {
	for _, word := range split(identifier) {
		if _, old := oldTerms[word]; old && !excepted(word, folder, identifier) {
			return word
		}
	}
	return ""
}

func excepted(term, folder, identifier string) bool {
	for _, e := range exceptions {
		if slices.Contains(strings.Fields(e.terms), term) && matches(e.folders, folder) && matches(e.identifiers, identifier) {
			return true
		}
	}
	return false
}

func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// split returns the words of an identifier in camel case or with underscores, in lower case: HTTPWireType2 is http, wire, type.
func split(identifier string) []string {
	var found []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			found = append(found, strings.ToLower(string(word)))
		}
		word = nil
	}
	runes := []rune(identifier)
	for i, r := range runes {
		if !unicode.IsLetter(r) {
			end()
			continue
		}
		starts := i > 0 && unicode.IsUpper(r) &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if starts {
			end()
		}
		word = append(word, r)
	}
	end()
	return found
}

// declared returns the identifiers that a file declares: types, functions, fields, parameters, variables, constants, labels and
// the names it gives to imports.
func declared(file *ast.File) []*ast.Ident {
	var found []*ast.Ident
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			found = append(found, n.Name)
		case *ast.TypeSpec:
			found = append(found, n.Name)
		case *ast.ValueSpec:
			found = append(found, n.Names...)
		case *ast.Field:
			found = append(found, n.Names...)
		case *ast.LabeledStmt:
			found = append(found, n.Label)
		case *ast.ImportSpec:
			if n.Name != nil {
				found = append(found, n.Name)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				found = append(found, idents(n.Lhs...)...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				found = append(found, idents(n.Key, n.Value)...)
			}
		}
		return true
	})
	return found
}

func idents(list ...ast.Expr) []*ast.Ident {
	var found []*ast.Ident
	for _, e := range list {
		if ident, ok := e.(*ast.Ident); ok {
			found = append(found, ident)
		}
	}
	return found
}
