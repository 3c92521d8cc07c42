package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// constant is a constant of the package with the comment beside it.
type constant struct{ name, value, comment string }

// constants returns the string constants of a file whose names begin with prefix.
func constants(t *testing.T, file, prefix string) []constant {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []constant
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, prefix) || len(spec.Values) != 1 {
			return true
		}
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		value, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, constant{spec.Names[0].Name, value, strings.TrimSpace(spec.Comment.Text())})
		return true
	})
	if len(all) < 10 {
		t.Fatalf("%s has %d constants %s...", file, len(all), prefix)
	}
	return all
}

var placeholder = regexp.MustCompile(`{{\.(\w+)}}`)

// given returns a value for each name in the English pattern of a code.
func given(pattern string) map[string]any {
	values := map[string]any{}
	for _, match := range placeholder.FindAllStringSubmatch(pattern, -1) {
		values[match[1]] = "{{.Value}}"
	}
	return values
}

func TestEveryProblemTypeHasItsFault(t *testing.T) {
	for _, c := range constants(t, "problem.go", "Problem") {
		if c.name == "ProblemType" {
			continue
		}
		if _, ok := problemFaults[c.value]; !ok {
			t.Errorf("%s has no fault", c.name)
		}
		f := (&Problem{Type: c.value, Title: "Title", Detail: "evil\x1b[31m\u202e\nline", Contact: "who\n", Agreement: "a\x07", Suggestions: []string{"a\x1b"},
			Fields: []FieldError{{Field: "x\x1b", Message: "y\x1b"}}, Instance: "7\x1b"}).Fault()
		if f.Title.IsZero() || f.Kind == "" || f.Code != "program."+strings.TrimPrefix(c.value, "urn:program-connect:problem:") {
			t.Errorf("%s: %+v", c.name, f)
		}
		if hidden(strings.ReplaceAll(f.Text(), "\n", "") + f.Agreement + f.Field + f.Correlation) {
			t.Errorf("%s holds control characters: %q", c.name, f.Text())
		}
		if empty := (&Problem{Type: c.value}).Fault(); empty.Title.IsZero() {
			t.Errorf("%s without words has no title", c.name)
		}
	}
	f := (&Problem{Type: ProblemTerms, Agreement: "eula"}).Fault()
	if f.Kind != fault.Terms || f.Agreement != "eula" || f.Guide != "accept-terms" {
		t.Errorf("%+v", f)
	}
	if f := (&Problem{Type: "urn:other"}).Fault(); f.Title.IsZero() || f.Kind != fault.Other || f.Code != "program.answer" {
		t.Errorf("%+v", f)
	}
}

func TestEveryProblemCodeHasItsMessage(t *testing.T) {
	for _, c := range constants(t, "problem_codes.go", "Code") {
		if strings.HasPrefix(c.name, "CodeField") && c.name != "CodeFields" {
			e := FieldError{Field: "x", Message: "server's words", Code: c.value, Values: given(c.comment)}
			if got, want := e.Text().String(), placeholder.ReplaceAllString(c.comment, "{{.Value}}"); e.Text().ID() == "" || got != want {
				t.Errorf("%s says %q, want %q", c.name, got, want)
			}
			continue
		}
		if _, ok := problemMessages[c.value]; !ok {
			t.Errorf("%s has no message", c.name)
		}
		for kind := range problemFaults {
			p := &Problem{Type: kind, Code: c.value, Values: given(c.comment), Title: "server's title", Detail: "server's words"}
			if f := p.Fault(); strings.Contains(f.Text(), "server's words") {
				t.Errorf("%s shows the service's words: %q", c.name, f.Text())
			}
		}
	}
}

func TestProblemShowsTheServicesTextWhereItsCodeIsNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		problem Problem
		want    string
	}{
		"a code of a newer service":  {Problem{Type: ProblemConflict, Code: "new.code", Title: "Something new.", Detail: "Really\nnew."}, "Something new. Really new."},
		"no code, as version 0.1":    {Problem{Type: ProblemAccess, Title: "No access.", Detail: "Declined."}, "You are signed in, but you are not authorised for this. Declined."},
		"a value is missing":         {Problem{Type: ProblemTooLarge, Code: CodeTooLarge, Title: "Too large.", Detail: "9 is too much."}, "Too large. 9 is too much."},
		"a known code":               {Problem{Type: ProblemTooLarge, Code: CodeTooLarge, Values: map[string]any{"limit": 9.0}, Detail: "x"}, "This is too large. At most 9 bytes are taken here."},
		"the owner's reason":         {Problem{Type: ProblemAccess, Code: CodeAccessDeclined, Values: map[string]any{"engagement": "Lab", "reason": "No room."}}, "You are signed in, but you are not authorised for this. Your request for access to “Lab” was declined. The owner wrote: No room."},
		"a field of a known code":    {Problem{Type: ProblemFields, Fields: []FieldError{NewFieldError("country", CodeFieldCountry)}}, "A field needs another value. Choose a country or region from the list."},
		"a field of an unknown code": {Problem{Type: ProblemFields, Fields: []FieldError{{Field: "x", Message: "Own words.", Code: "new"}}}, "A field needs another value. Own words."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.problem.Fault().Error(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	if text := (NameCheck{Problem: "Own\x1b words.", Code: "new"}).Text(); text.String() != "Own words." || text.ID() != "" {
		t.Errorf("%+v", text)
	}
	if !CheckedName("Contoso").Text().IsZero() || CheckedName("").Text().ID() == "" {
		t.Error("a name's answer has the wrong text")
	}
	de := i18n.For("de")
	if f := (&Problem{Type: ProblemService, Title: "x", Detail: "y"}).Fault(); de.Text(f.Title) == f.Title.String() {
		t.Errorf("%q is not said in German", f.Title)
	}
}

func TestFieldErrorsOfChecksHaveCodeAndEnglish(t *testing.T) {
	form := Form{Types: []ItemType{{ID: "bug", Fields: []Field{{ID: "a", Title: "Area", Required: true}, {ID: "n", Kind: "number"}, {ID: "c", Kind: "choice"}, {ID: "t", Kind: "text", Limit: 3}}}}}
	rules := &AttachmentRules{Size: 5 << 20, Count: 1, Endings: []string{".png", ".txt"}}
	var none *AttachmentRules
	all := (Registration{Contact: Contact{Phone: "1", Name: "\x1b"}, AccountType: CompanyType}).Check()
	all = append(all, (Registration{Contact: Contact{Phone: "call"}, Company: &Company{}}).Check()...)
	all = append(all, form.Check(NewItem{})...)
	all = append(all, form.Check(NewItem{Type: "bug", Fields: map[string]string{"n": "x", "c": "y", "t": "long", "z": ""}})...)
	all = append(all, append(rules.Check(NewAttachment{Name: "x.exe"}), none.Check(NewAttachment{})...)...)
	for _, e := range all {
		if e.Code == "" || e.Message == "" || e.Message != e.Text().String() || strings.Contains(e.Message, "{{") {
			t.Errorf("%+v", e)
		}
		if !ValidID(e.Code) {
			t.Errorf("%q is no code", e.Code)
		}
	}
	want := FieldError{Field: "size", Message: "A file of 1 byte to 5 MiB is taken.", Code: CodeFieldFileSize, Values: map[string]any{"limit": int64(5)}}
	if got := rules.Check(NewAttachment{Name: "x.png", SHA256: strings.Repeat("0", 64)}); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("%+v", got)
	}
}
