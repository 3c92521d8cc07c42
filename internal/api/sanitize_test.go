package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var (
	testHash = strings.Repeat("0a", 32)
	testTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

// answers returns every kind of answer with a good value in every field.
func answers() []Answer {
	access := Access{State: AccessGranted, Contact: "ole@contoso.example", Send: "a@b.example", Reason: "r", Justification: "j", Role: RoleOwner, Requested: testTime, Warning: 30}
	state := AgreementState{ID: "eula", Title: "Terms", Version: "1.0", SHA256: testHash, Kind: AgreementEULA, Effective: testTime, Grace: &testTime, Decision: Accepted,
		DecidedAt: testTime, Engagement: "iot", PackageIDs: []string{"tools-2"}}
	receipt := Receipt{Number: 1, Program: "harbour", Account: "tid.oid", Address: "a@b.example", Agreement: "eula", Title: "Terms", Version: "1", SHA256: testHash, Decision: Accepted,
		Device: Device{"desk", "linux/amd64", "app"}, Time: testTime, Previous: FirstPrevious, Hash: testHash, KeyID: "61f070daf0bd", Signature: []byte("sig")}
	key := Key{ID: "61f070daf0bd", Algorithm: "Ed25519", PublicKey: []byte("key"), Since: testTime}
	engagement := Engagement{ID: "iot", Title: "Devices", Description: "d\nd", Group: "g", Join: JoinOpen, Terms: "beta-terms", TermsSHA256: testHash, Access: access, Packages: 3}
	pack := Package{ID: "tools-2", Engagement: "iot", EngagementTitle: "Devices", Title: "Tools", Type: "tool", Version: "2.0", Series: "tools", Supersedes: "tools-1", SupersededBy: "tools-3",
		Category: "c", Description: "d", ReleaseNotes: "## 2.0\n\n- x\n", Created: testTime, Modified: testTime, Status: PackagePublished, Regions: []string{"Everywhere"}, Agreement: "eula",
		Blocked: ProblemTerms, Files: []File{{Name: "tools.bin", Size: 7, SHA256: testHash, PieceSize: PieceSize, Pieces: []string{testHash}, ContentType: "x/y", Publisher: "p", Description: "d"}}}
	attachment := Attachment{ID: "5af821faef38336bbcfc8ec1", Name: "board.log", Size: 3, SHA256: testHash, Received: 3, Complete: true}
	comment := Comment{ID: "1", Author: "Anna", Text: "a\n\tb", Created: testTime}
	item := Item{ID: "505c29db73c66ce9", Engagement: "iot", Type: "bug", Title: "t", Fields: map[string]string{"steps": "a\nb"}, Package: "tools-2", Version: "2", State: ItemNew, Author: "A",
		Created: testTime, Modified: testTime, Votes: 1, CommentCount: 1, Comments: []Comment{comment}, Attachments: []Attachment{attachment}}
	registration := &Registration{Country: "FI", AccountType: CompanyType, PublisherName: "Contoso", Contact: Contact{Name: "n", Email: "e@x.example", Phone: "1",
		Address: Address{Street: "s", City: "c", PostalCode: "1", Region: "r"}}, Company: &Company{"r", "a", "e", "1"}}
	field := FieldError{Field: "contact.email", Message: "m", Code: CodeFieldEmail, Values: map[string]any{"limit": 3.0, "title": "t"}}
	return []Answer{
		&Program{ID: "harbour", Name: "Harbour", Description: "d", Kind: KindHosted, Address: "https://h.example", API: "https://h.example/api", Authority: "https://login.example/common",
			ClientID: "c", Scopes: []string{"api://x/Read"}, Contact: "c", SignUp: "https://h.example/new", Accounts: "any", SampleAuthority: "https://h.example/a",
			Community: "https://c.example", PublisherNote: "p", Keys: []Key{key}, Guides: []string{"register"}},
		&Status{Account: Account{ID: "tid.oid", Name: "n", Address: "a", Kind: "work"}, Registration: registration, EmailPending: "e", Agreements: []AgreementState{state}, Access: access,
			Invitations: []Invitation{{ID: "81a1b1d7f9b2ab1cd4350826", Engagement: "iot", Title: "t", Address: "a", From: "f", Message: "m\nm", Role: RoleOwner}}, Time: testTime},
		&access, &AgreementList{Agreements: []AgreementState{state}}, &Agreement{AgreementState: state, Text: "# T\r\n", Previous: &PreviousVersion{Version: "0", SHA256: testHash, Text: "x"}},
		&receipt, &Ledger{Program: "harbour", Receipts: []Receipt{receipt}, Keys: []Key{key}}, &engagement, &EngagementList{Engagements: []Engagement{engagement}}, &pack, &PackageList{Packages: []Package{pack}},
		&Link{URL: "https://f.example/x?sig=1", Expires: testTime, ETag: `"x"`, Size: 7, SHA256: testHash, Mirrors: []string{"https://m.example/x"}},
		&NameCheck{Name: "n", Suggestions: []string{"s"}, Problem: "p", Code: CodeFieldNameLong, Values: map[string]any{"limit": 50.0}},
		&Form{Engagement: "iot", Types: []ItemType{{ID: "bug", Title: "Bug", Fields: []Field{{ID: "steps", Title: "s", Help: "h", Kind: "choice", Choices: []string{"1 high"}, Limit: 3}}}},
			Attachments: &AttachmentRules{Size: 1, Count: 1, Endings: []string{".png"}}},
		&item, &ItemPage{Items: []Item{item}, Next: "n"}, &CommentPage{Comments: []Comment{comment}, Next: "n"}, &comment, &attachment,
		&Problem{Type: ProblemFields, Title: "t", Status: 422, Detail: "d", Code: CodeFields, Values: map[string]any{"limit": 3.0}, Instance: "7", Agreement: "eula", SHA256: testHash, Contact: "c",
			Access: AccessNone, Fields: []FieldError{field}, Suggestions: []string{"s"}, RetryAfter: 3},
	}
}

// leaves calls visit for each text in a decoded JSON value, with a function that replaces it, and for each name in an object.
func leaves(value any, path string, set func(any), visit func(path, text string, set func(string))) {
	switch v := value.(type) {
	case string:
		visit(path, v, func(s string) { set(s) })
	case []any:
		for i, inner := range v {
			leaves(inner, path+"[]", func(x any) { v[i] = x }, visit)
		}
	case map[string]any:
		for name, inner := range v {
			leaves(inner, path+"."+name, func(x any) { v[name] = x }, visit)
		}
		for name, inner := range v {
			if strings.HasSuffix(path, "fields") || strings.HasSuffix(path, "values") {
				visit(path+" (name)", name, func(s string) { delete(v, name); v[s] = inner })
			}
		}
	}
}

func plainJSON(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestSanitizeKeepsGoodAnswers(t *testing.T) {
	for i, a := range answers() {
		if err := a.Sanitize(false); err != nil {
			t.Errorf("%T: %v", a, err)
		}
		if want := answers()[i]; !reflect.DeepEqual(a, want) {
			t.Errorf("%T became\n%+v, not\n%+v", a, a, want)
		}
		if empty := reflect.New(reflect.TypeOf(a).Elem()).Interface().(Answer); i > 0 {
			_ = empty.Sanitize(false) // must not panic
		}
	}
}

// TestSanitizeWithHostileStrings puts hostile text into each string of each answer: the answer is refused, or nothing of it is left.
func TestSanitizeWithHostileStrings(t *testing.T) {
	exact := []string{".text", ".previous.text"} // an agreement's text, which its hash pins
	fields := 0
	for _, a := range answers() {
		good, err := Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		leaves(plainJSON(t, good), "", nil, func(path, _ string, _ func(string)) { paths = append(paths, path) })
		fields += len(paths)
		slices.Sort(paths)
		for _, path := range slices.Compact(paths) {
			for _, hostile := range []string{"\x1b]0;x\x07", "a\nb", "a\u202eb\u2066\u200b", "\x00\u009b31m", strings.Repeat("x", limitText)} {
				tree := plainJSON(t, good)
				leaves(tree, "", nil, func(p, text string, set func(string)) {
					if p == path {
						set(hostile + text)
					}
				})
				text, err := json.Marshal(tree)
				if err != nil {
					t.Fatal(err)
				}
				out := reflect.New(reflect.TypeOf(a).Elem()).Interface().(Answer)
				if Decode(bytes.NewReader(text), 0, out) != nil {
					continue
				}
				if err := out.Sanitize(false); err != nil {
					if !errors.Is(err, ErrAnswer) {
						t.Errorf("%T%s: %v", a, path, err)
					}
					continue
				}
				left, err := Encode(out)
				if err != nil {
					t.Fatal(err)
				}
				leaves(plainJSON(t, left), "", nil, func(p, left string, _ func(string)) {
					if _, ok := a.(*Agreement); ok && slices.Contains(exact, p) {
						return
					}
					if bad := strings.NewReplacer("\n", "", "\t", "").Replace(left); strings.ContainsFunc(bad, invisible) || len(left) > 4*limitText {
						t.Errorf("%T%s with %.20q holds %.40q", a, path, hostile, left)
					}
					if name := p[strings.LastIndex(p, ".")+1:]; strings.ContainsAny(left, "\n\t") &&
						!slices.Contains([]string{"description", "publisher_note", "message", "reason", "justification", "release_notes", "help", "text", "steps"}, name) {
						t.Errorf("%T%s has several lines: %.40q", a, path, left)
					}
				})
			}
		}
	}
	if fields < 150 {
		t.Errorf("only %d strings were tried", fields)
	}
}

func TestSanitizeRefusesBadIDs(t *testing.T) {
	for name, change := range map[string]func(*Status){
		"account":     func(s *Status) { s.Account.ID = "a b" },
		"agreement":   func(s *Status) { s.Agreements[0].ID = "../x" },
		"no id":       func(s *Status) { s.Agreements[0].ID = "" },
		"package":     func(s *Status) { s.Agreements[0].PackageIDs[0] = "x\x1b" },
		"invitation":  func(s *Status) { s.Invitations[0].ID = "x;y" },
		"engagement":  func(s *Status) { s.Invitations[0].Engagement = "ä" },
		"state":       func(s *Status) { s.Access.State = "granted\n" },
		"decision":    func(s *Status) { s.Agreements[0].Decision = "Accepted!" },
		"hash":        func(s *Status) { s.Agreements[0].SHA256 = strings.ToUpper(testHash) },
		"too many":    func(s *Status) { s.Invitations = make([]Invitation, limitMany+1) },
		"below zero":  func(s *Status) { s.Access.Warning = -1 },
		"a long word": func(s *Status) { s.Access.Role = strings.Repeat("a", 41) },
	} {
		s := answers()[1].(*Status)
		change(s)
		if err := s.Sanitize(false); !errors.Is(err, ErrAnswer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{
		"a": true, "iot-installer-1.0": true, "505c29db73c66ce9": true, "tid.oid": true, "A_b": true, "_x": true, "5f1d8f5a-30a1-4d7e-8c7b-1d7a52f4a002.c0ffee00-0000": true,
		strings.Repeat("x", 100): true, strings.Repeat("x", 101): false, "": false, ".": false, "..": false, ".hidden": false, "-rf": false, "a/b": false, "a b": false, "ä": false,
		"a\n": false, "a\x1b": false, "a%": false, "a\u202e": false, "a$": false, "a`": false, "a'": false,
	} {
		if got := ValidID(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

func TestOnlyAddressesThatMayBeOpenedStay(t *testing.T) {
	for address, want := range map[string][2]bool{ // for a program elsewhere and for one on this computer
		"https://h.example/x?y=1": {true, true}, "http://127.0.0.1:8080/x": {false, true}, "http://localhost/x": {false, true}, "http://[::1]/": {false, true},
		"http://h.example/x": {}, "javascript:alert(1)": {}, "file:///etc/passwd": {}, "https://u:p@h.example": {}, "https:///x": {}, "//h.example": {}, "": {},
		"https://h.example/\x1b": {}, "https://h.example/" + strings.Repeat("x", limitAddress): {}, "ms-settings:x": {}, "https://h.example/\u202e": {},
	} {
		for i, local := range []bool{false, true} {
			p := answers()[0].(*Program)
			p.SignUp, p.Community = address, address
			if err := p.Sanitize(local); err != nil {
				t.Fatal(err)
			}
			if stays := p.SignUp != ""; stays != want[i] || stays != (p.Community != "") {
				t.Errorf("%.40q, local %v: %q %q", address, local, p.SignUp, p.Community)
			}
			l := answers()[11].(*Link)
			l.Mirrors = []string{address, "https://m.example/x"}
			if err := l.Sanitize(local); err != nil || (len(l.Mirrors) == 2) != want[i] {
				t.Errorf("%.40q, local %v: mirrors %q %v", address, local, l.Mirrors, err)
			}
			l.URL = address
			if err := l.Sanitize(local); (err == nil) != want[i] {
				t.Errorf("%.40q, local %v: link %v", address, local, err)
			}
		}
	}
}

func TestCleanText(t *testing.T) {
	for _, c := range []struct{ in, line, text string }{
		{"plain", "plain", "plain"},
		{" a \n\t b ", "a    b", " a \n\t b "},
		{"a\r\nb\rc\u2028d\u2029e\u0085f", "a  b c d e f", "a\nb\nc\nd\ne\nf"},
		{"\x1b[31mred\x07\u009b", "[31mred", "[31mred"},
		{"a\u202eb\u2066c\u200bd\ufeffe\u00adf", "abcdef", "abcdef"},
		{"👨\u200d👩\u200d👧 می\u200cخواهم", "👨\u200d👩\u200d👧 می\u200cخواهم", "👨\u200d👩\u200d👧 می\u200cخواهم"},
	} {
		if got := CleanLine(c.in, 100); got != c.line {
			t.Errorf("%q in a line is %q, want %q", c.in, got, c.line)
		}
		if got := CleanText(c.in, 100); got != c.text {
			t.Errorf("%q in a text is %q, want %q", c.in, got, c.text)
		}
	}
	for in, want := range map[string]string{"äöü": "äöü", "äöüa": "äö…", "abc": "abc", "abcd": "ab…", "日本語です": "日本…"} {
		if got := CleanLine(in, 3); got != want || utf8.RuneCountInString(got) > 3 {
			t.Errorf("%q cut to 3 is %q, want %q", in, got, want)
		}
	}
}

func TestValuesOfProblemsAreBounded(t *testing.T) {
	p := &Problem{Values: map[string]any{"line": "a\nb\x1b", "number": 3.0, "yes": true, "list": []any{"x"}, "object": map[string]any{"a": 1}, "nothing": nil}}
	if err := p.Sanitize(false); err != nil || !reflect.DeepEqual(p.Values, map[string]any{"line": "a b", "number": 3.0, "yes": true}) {
		t.Errorf("%v %v", p.Values, err)
	}
	many := map[string]any{}
	for i := range limitValues + 1 {
		many[fmt.Sprintf("v%d", i)] = 1.0
	}
	for _, values := range []map[string]any{many, {"a b": 1.0}, {"\x1b": 1.0}, {"": 1.0}, {strings.Repeat("x", 50): 1.0}} {
		if err := (&Problem{Values: values}).Sanitize(false); !errors.Is(err, ErrAnswer) {
			t.Errorf("%.40v: %v", values, err)
		}
	}
}
