package fault_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// full is a fault with every member, with numbers, a plural form and a text within a text.
func full() *fault.Error {
	inner := i18n.N(&goi18n.Message{ID: "fault.test.files", One: "{{.Count}} file", Other: "{{.Count}} files"}, 3)
	return &fault.Error{
		Kind: fault.Disk, Code: "test.full",
		Title: i18n.T(&goi18n.Message{ID: "fault.test.title", Other: "{{.Files}} need {{.Size}}."}, "Files", inner, "Size", i18n.Bytes(1536<<10)),
		Cause: i18n.T(&goi18n.Message{ID: "fault.test.cause", Other: "{{.Folder}} has {{.Percent}} % left."}, "Folder", "/{{.X}}", "Percent", 0.5),
		Safe:  i18n.Verbatim("Own words."),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "fault.test.step", Other: "Wait {{.Seconds}} s."}, "Seconds", 8),
			i18n.Verbatim("Then go on."),
		},
		Commands: []string{"pconnect queue"}, Guide: "disk-full", Field: "dir", Agreement: "eula", Correlation: "7", RetryAfter: 8 * time.Second,
		Err: errors.New("secret"),
	}
}

func encode(t *testing.T, e *fault.Error) []byte {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t *testing.T, data []byte) *fault.Error {
	t.Helper()
	var e fault.Error
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return &e
}

// said returns the texts of a fault in a language.
func said(l *i18n.Language, e *fault.Error) []string {
	all := []string{l.Text(e.Title), l.Text(e.Cause), l.Text(e.Safe)}
	for _, step := range e.Steps {
		all = append(all, l.Text(step))
	}
	return all
}

func TestFaultAsJSONIsEnglishWithItsCode(t *testing.T) {
	var got struct {
		Kind, Code, Title, Cause, Safe, Guide, Field, Agreement, Correlation string
		Steps, Commands                                                      []string
		RetryAfter                                                           int64 `json:"retry_after_ns"`
	}
	data := encode(t, full())
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Kind != "disk" || got.Code != "test.full" || got.Title != "3 files need 1.5 MiB." || got.Cause != "/{{.X}} has 0.5 % left." || got.Safe != "Own words." ||
		strings.Join(got.Steps, " ") != "Wait 8 s. Then go on." || got.RetryAfter != int64(8*time.Second) {
		t.Errorf("%s", data)
	}
	if strings.Contains(string(data), "secret") {
		t.Errorf("the wrapped error is in %s", data)
	}
	if data := encode(t, &fault.Error{Kind: fault.Other, Code: "x", Title: i18n.Verbatim("Own.")}); strings.Contains(string(data), "messages") {
		t.Errorf("a fault of somebody's own words has messages: %s", data)
	}
}

func TestFaultAfterARoundTrip(t *testing.T) {
	before := full()
	data := encode(t, before)
	after := decode(t, data)
	for _, tag := range i18n.Languages() {
		l := i18n.For(tag)
		if want, got := said(l, before), said(l, after); !reflect.DeepEqual(want, got) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	if again := encode(t, after); string(again) != string(data) {
		t.Errorf("stored twice it is\n%s\nnot\n%s", again, data)
	}
	before.Err = nil
	before.Title, before.Cause, before.Safe, before.Steps = i18n.Text{}, i18n.Text{}, i18n.Text{}, nil
	after.Title, after.Cause, after.Safe, after.Steps = i18n.Text{}, i18n.Text{}, i18n.Text{}, nil
	if !reflect.DeepEqual(before, after) {
		t.Errorf("%+v, want %+v", after, before)
	}
}

func TestStoredFaultIsSaidInAnotherLanguage(t *testing.T) {
	after := decode(t, encode(t, fault.Of(errors.New("x"))))
	english, german := said(i18n.English(), after), said(i18n.For("de"), after)
	for i := range english {
		if english[i] != "" && english[i] == german[i] {
			t.Errorf("%q is not said in German", english[i])
		}
	}
}

func TestFaultOfVersion01IsRead(t *testing.T) {
	files, err := filepath.Glob("../testing/compat/v0.1/home/outbox/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no drafts of version 0.1 are there")
	}
	found := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var draft struct {
			Fault json.RawMessage `json:"fault"`
		}
		if err := json.Unmarshal(text, &draft); err != nil {
			t.Fatal(err)
		}
		if draft.Fault == nil {
			continue
		}
		found++
		var plain struct {
			Kind               fault.Kind
			Code, Title, Cause string
			Steps              []string
		}
		if err := json.Unmarshal(draft.Fault, &plain); err != nil {
			t.Fatal(err)
		}
		e := decode(t, draft.Fault)
		if e.Kind != plain.Kind || e.Code != plain.Code || e.Title.String() != plain.Title || e.Cause.String() != plain.Cause ||
			!reflect.DeepEqual(i18n.Strings(e.Steps), plain.Steps) || plain.Title == "" {
			t.Errorf("%s became %+v", draft.Fault, e)
		}
	}
	if found == 0 {
		t.Error("no draft of version 0.1 holds a fault")
	}
}

func TestBrokenFaultIsAnError(t *testing.T) {
	for _, broken := range []string{`7`, `{"kind":1}`, `{"kind":"disk","messages":{"title":{"id":1}}}`, `{"kind":"disk","retry_after_ns":"x"}`} {
		e := fault.Error{Code: "before"}
		if err := json.Unmarshal([]byte(broken), &e); err == nil || e.Code != "before" {
			t.Errorf("%s: %v %+v", broken, err, e)
		}
	}
}
