package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
)

// hostile is what a program, a member or a file's name may try: to move the cursor, to set the title, to write a line of its own, to turn
// the direction round, to hide, and to run something when a suggested command is copied.
const hostile = "x\x1b]0;x\x07\x1b[2J\u009b1m\nforged\r\u2028forged\u202egpj\u2066\u200b\ufeff$(touch x)'\";`touch x`"

// fill puts hostile text into every string that can be reached from a value, and something into all else.
func fill(v reflect.Value, on bool, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)))
		return
	case i18n.Text:
		v.Set(reflect.ValueOf(i18n.Verbatim(hostile)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile)
	case reflect.Bool:
		v.SetBool(on)
	case reflect.Int, reflect.Int64:
		v.SetInt(3 << 20)
	case reflect.Float64, reflect.Float32:
		v.SetFloat(3 << 20)
	case reflect.Pointer:
		if depth < 6 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), on, depth+1)
		}
	case reflect.Slice:
		if depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range v.Len() {
				fill(v.Index(i), on, depth+1)
			}
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, on, depth+1)
		fill(value, on, depth+1)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), on, depth+1)
			}
		}
	}
}

func filled[T any](on bool) T {
	var v T
	fill(reflect.ValueOf(&v).Elem(), on, 0)
	return v
}

// writers are all functions that write what somebody else wrote.
func writers(on bool) map[string]func(*printer) {
	entries := filled[[]*downloads.Entry](on)
	gate := filled[*fault.Error](on)
	return map[string]func(*printer){
		"access":         func(p *printer) { writeAccess(p, filled[api.Status](on)) },
		"status":         func(p *printer) { writeStatus(p, filled[standing](on), gate) },
		"accounts":       func(p *printer) { writeAccounts(p, filled[[]account](on)) },
		"programs":       func(p *printer) { writePrograms(p, filled[[]session.ProgramInfo](on)) },
		"program added":  func(p *printer) { writeAdded(p, filled[session.ProgramInfo](on)) },
		"packages":       func(p *printer) { writePackages(p, filled[[]api.Package](on), 2) },
		"package":        func(p *printer) { writePackage(p, filled[api.Package](on)) },
		"agreements":     func(p *printer) { writeAgreements(p, filled[[]api.AgreementState](on)) },
		"agreement":      func(p *printer) { writeAgreementHead(p, filled[api.Agreement](on)) },
		"agreement text": func(p *printer) { p.noteBlock("  ", filled[api.Agreement](on).Text) },
		"decision":       func(p *printer) { writeDecision(p, filled[api.Receipt](on), on) },
		"ledger":         func(p *printer) { writeLedger(p, filled[[]checkedReceipt](on)) },
		"engagements":    func(p *printer) { writeEngagements(p, filled[[]api.Engagement](on), hostile) },
		"no engagements": func(p *printer) { writeEngagements(p, nil, hostile) },
		"engagement":     func(p *printer) { writeEngagement(p, filled[api.Engagement](on)) },
		"changed":        func(p *printer) { writeChangedEngagement(p, filled[api.Engagement](on)) },
		"form":           func(p *printer) { writeForm(p, filled[api.Form](on)) },
		"field":          func(p *printer) { p.prompt(fieldQuestion(filled[api.Field](on))) },
		"items":          func(p *printer) { writeItems(p, filled[[]api.Item](on), 2) },
		"item":           func(p *printer) { writeItem(p, filled[api.Item](on)) },
		"queries":        func(p *printer) { writeQueries(p, filled[[]session.SavedQuery](on)) },
		"drafts":         func(p *printer) { writeDrafts(p, filled[[]outbox.Draft](on)) },
		"draft":          func(p *printer) { writeDraft(p, filled[outbox.Draft](on)) },
		"sent":           func(p *printer) { writeSent(p, filled[outbox.Draft](on)) },
		"registered":     func(p *printer) { writeRegistered(p, filled[api.Registration](on), on) },
		"mail":           func(p *printer) { writeMails(p, filled[[]session.Mail](on)) },
		"settings": func(p *printer) {
			writeSettings(p, settingsOf(filled[settings.Settings](on), settings.Policy{}), filled[settings.Policy](on))
		},
		"findings": func(p *printer) {
			writeFindings(p, []finding{newFinding(hostile, hostile, i18n.Verbatim(hostile))}, gate)
		},
		"answers":         func(p *printer) { writeAnswers(p, filled[[]guide.Answer](on), hostile) },
		"guides":          func(p *printer) { writeGuides(p, filled[[]guide.Guide](on)) },
		"device code":     func(p *printer) { writeCode(p, filled[auth.DeviceCode](on)) },
		"queue":           func(p *printer) { writeQueue(p, &downloads.Snapshot{Entries: entries, Fault: gate}) },
		"queued":          func(p *printer) { writeQueued(p, filled[[]entry](on)) },
		"already here":    func(p *printer) { writeHere(p, filled[hereFile](on)) },
		"verified":        func(p *printer) { writeVerified(p, filled[verified](on)) },
		"fault":           func(p *printer) { p.trouble(gate) },
		"wrong fields":    func(p *printer) { p.trouble(&fault.Error{Err: &api.Problem{Fields: filled[[]api.FieldError](on)}}) },
		"waiting":         func(p *printer) { p.trouble(waitFault(&downloads.Entry{Title: hostile, Wait: hostile})) },
		"two accounts":    func(p *printer) { p.line(filled[account](on).text()) },
		"no feedback":     func(p *printer) { p.trouble(noFeedbackFault(hostile)) },
		"question, typed": func(p *printer) { p.prompt(i18n.Verbatim(hostile)) },
		"states": func(p *printer) {
			for _, s := range []downloads.State{downloads.Queued, downloads.Checking, downloads.Downloading, downloads.Stalled, downloads.Retrying, downloads.Verifying,
				downloads.Finishing, downloads.Done, downloads.Waiting, downloads.Paused, downloads.Stopped} {
				e := filled[downloads.Entry](on)
				e.State = s
				p.line(stateText(&e))
				(&lines{p: p, last: map[downloads.ID]entry{}, when: map[downloads.ID]time.Time{}}).show([]*downloads.Entry{&e})
			}
		},
	}
}

var unquotedCommand = regexp.MustCompile(`(pconnect|--program|--account|--[a-z]+) [^'“”:(]*(\$\(|` + "`)")

func TestHostileTextIsHarmless(t *testing.T) {
	for _, language := range i18n.Languages() {
		for _, on := range []bool{true, false} {
			for name, write := range writers(on) {
				var out bytes.Buffer
				write(&printer{lang: i18n.For(language), out: &out, errOut: &out})
				if !strings.Contains(out.String(), "touch x") && !strings.Contains(name, "no ") {
					t.Errorf("%s: nothing of the text was written: %q", name, out.String())
				}
				for line := range strings.Lines(out.String()) {
					line = strings.TrimSuffix(line, "\n")
					if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' }); i >= 0 {
						t.Errorf("%s %s: %q", language, name, line)
					}
					if strings.HasPrefix(line, "forged") {
						t.Errorf("%s %s: a value begins a line: %q", language, name, line)
					}
					if unquotedCommand.MatchString(line) {
						t.Errorf("%s %s: a suggested command runs something else: %s", language, name, line)
					}
				}
			}
		}
	}
}

// TestBarsAreHarmless looks at the rows that are drawn over: only their own codes may be in them.
func TestBarsAreHarmless(t *testing.T) {
	var out bytes.Buffer
	p := &printer{lang: i18n.English(), out: &out, errOut: &out}
	c := &cli{host: host{outTerminal: true, getenv: func(string) string { return "" }}, printer: p}
	b := newProgress(c)
	done := filled[downloads.Entry](true)
	done.ID, done.State = 1, downloads.Done
	running := filled[downloads.Entry](true)
	running.ID, running.State = 2, downloads.Downloading
	for range 2 {
		b.show([]*downloads.Entry{&done, &running})
	}
	b.end()
	text := regexp.MustCompile(`\x1b\[(\d+A\x1b\[J|\?7[lh])`).ReplaceAllString(out.String(), "")
	if strings.ContainsAny(text, "\x1b\x07\u009b\u202e\u2066\u200b") || strings.Contains(text, "\nforged") {
		t.Errorf("%q", text)
	}
}

// TestOnlyThePrinterWrites reads the source: whoever wrote past the printer could forget to clean.
func TestOnlyThePrinterWrites(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	exact := []string{"agreements.go", "feedback_export.go", "help.go", "register.go"} // bytes that are not for reading
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "printer.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch what := selector.Sel.Name; {
			case what == "Print", what == "Println", what == "Printf", what == "Fprint", what == "Fprintln", what == "Stdout", what == "Stderr":
				if name != "host.go" {
					t.Errorf("%s uses %s", name, what)
				}
			case what == "stdout", what == "stderr", what == "out", what == "errOut":
				if !slices.Contains([]string{"cli.go", "main.go", "root.go", "help.go", "progress.go"}, name) {
					t.Errorf("%s reaches for the output", name)
				}
			case what == "drawn" && name != "progress.go", what == "exact" && !slices.Contains(exact, name):
				t.Errorf("%s writes uncleaned bytes with %s", name, what)
			}
			return true
		})
	}
}
