package service_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

func TestAgreementReferencesAreChecked(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	past := r.clock().Add(-time.Hour)
	for name, a := range map[string]service.NewAgreement{
		"engagement": {ID: "x", Title: "X", Version: "1", Text: "x", Engagement: "none"},
		"kind":       {ID: "x", Title: "X", Version: "1", Text: "x", Kind: "licence"},
		"grace":      {ID: "x", Title: "X", Version: "1", Text: "x", Grace: &past},
		"agreement":  {ID: "x y", Title: "X", Version: "1", Text: "x"},
	} {
		_, err := r.service.PublishAgreement(ctx(t), a)
		if f := refused(t, err, fault.Usage, "service."+name); f.Field != name {
			t.Errorf("%s: %s", name, f.Field)
		}
	}
}

func TestEngagementChangesWhatWasNamed(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	_, err := r.service.ChangeEngagement(ctx(t), "main", func(e *service.NewEngagement) { e.Terms = "none" })
	_ = refused(t, err, fault.Usage, "service.terms")
	_, err = r.service.ChangeEngagement(ctx(t), "main", func(e *service.NewEngagement) {
		e.Description = "About it"
		e.Terms = "eula"
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := r.service.ChangeEngagement(ctx(t), "main", func(e *service.NewEngagement) { e.Title = "New" })
	if want := (service.NewEngagement{ID: "main", Title: "New", Description: "About it", Join: api.JoinEveryone, Terms: "eula"}); err != nil || e != want {
		t.Errorf("%+v %v", e, err)
	}
	_ = refused(t, r.service.WithdrawAgreement(ctx(t), "eula", ""), fault.Usage, "service.agreement")
	_ = refused(t, r.service.RemoveEngagement(ctx(t), "main"), fault.Usage, "service.engagement")
}

func TestEngagementWhoseTermsAreNotInEffect(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	a := serviceAgreement("later", "1", "later")
	a.Effective = r.clock().Add(time.Hour)
	if _, err := r.service.PublishAgreement(ctx(t), a); err != nil {
		t.Fatal(err)
	}
	for _, terms := range []string{"later", "never"} { // a folder of an older version may hold the second
		if err := r.service.PutEngagement(ctx(t), service.NewEngagement{ID: "lab", Title: "Lab", Join: api.JoinOpen, Terms: terms}); err != nil {
			t.Fatal(err)
		}
		c := r.registered("anna-" + terms)
		r.accept(c, "eula")
		if list, err := c.Engagements(ctx(t)); err != nil || len(list) != 2 {
			t.Errorf("%s: %d %v", terms, len(list), err)
		}
		if _, err := c.Packages(ctx(t)); err != nil {
			t.Error(terms, err)
		}
		if _, err := r.service.People(ctx(t)); err != nil {
			t.Error(terms, err)
		}
	}
}

func TestWhatWasMadeCanBeWithdrawn(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	if _, err := r.service.PublishAgreement(ctx(t), serviceAgreement("eula", "2.0", "Second text")); err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		t.Helper()
		a, err := c.Agreement(ctx(t), "eula")
		if err != nil {
			return ""
		}
		return a.Version
	}
	if shown() != "2.0" {
		t.Fatal(shown())
	}
	for _, step := range []struct{ version, after string }{{"2.0", "1.0"}, {"", ""}} {
		if err := r.service.WithdrawAgreement(ctx(t), "eula", step.version); err != nil || shown() != step.after {
			t.Errorf("%+v: %s %v", step, shown(), err)
		}
	}
	_ = refused(t, r.service.WithdrawAgreement(ctx(t), "eula", ""), fault.Usage, "service.agreement")
	id, err := r.service.Invite(ctx(t), "new@people.example", "main", "", "Owner", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.service.WithdrawInvitation(ctx(t), id); err != nil {
		t.Fatal(err)
	}
	_ = refused(t, r.service.WithdrawInvitation(ctx(t), id), fault.Usage, "service.invitation")
	if err := r.service.PutForm(ctx(t), api.Form{Engagement: "main", Types: []api.ItemType{{ID: "idea", Title: "Idea"}}}); err != nil {
		t.Fatal(err)
	}
	if err := r.service.RemoveForm(ctx(t), "main"); err != nil {
		t.Fatal(err)
	}
	_ = refused(t, r.service.RemoveForm(ctx(t), "main"), fault.Usage, "service.form")
	if err := r.service.WithdrawPackage(ctx(t), "tools", ""); err != nil {
		t.Fatal(err)
	}
	if err := r.service.RemoveEngagement(ctx(t), "main"); err != nil {
		t.Fatal(err)
	}
	if list, err := c.Engagements(ctx(t)); err != nil || len(list) != 0 {
		t.Errorf("%d %v", len(list), err)
	}
}

func TestProgramWithoutMailSaysSo(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.Mail = nil })
	c := r.person("anna")
	if _, err := c.Register(ctx(t), form("anna")); err != nil || r.service.SendsMail() {
		t.Fatal(err)
	}
	a := r.send("POST", "/api/v1/verification", "{}", "Authorization", "Bearer token-anna", "Content-Type", "application/json")
	if p := a.problem(t); a.status != http.StatusConflict || p.Code != api.CodeNoMail || p.Contact != "owner@program.example" {
		t.Errorf("%d %+v", a.status, p)
	}
	if address, err := r.service.VerifyPerson(ctx(t), "anna@people.example"); err != nil || address != "anna@people.example" {
		t.Fatal(address, err)
	}
	if s, err := c.Status(ctx(t)); err != nil || !s.EmailVerified {
		t.Errorf("%+v %v", s, err)
	}
	_, err := r.service.VerifyPerson(ctx(t), "nobody@people.example")
	_ = refused(t, err, fault.Usage, "service.who")
}

func TestHiddenCharactersAreRefusedWhereTheyComeIn(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	r.accept(c, "eula")
	for _, text := range []string{"a\\u0000b", "a\\u001b]0;x\\u0007", "a\\u202eb", "a\\u009bb"} {
		a := r.send("POST", "/api/v1/access-requests", `{"justification":"`+text+`"}`, "Authorization", "Bearer token-anna", "Content-Type", "application/json")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", text, a.status)
		}
	}
	if _, err := r.service.ChangeEngagement(ctx(t), "main", func(e *service.NewEngagement) { e.Feedback = true }); err != nil {
		t.Fatal(err)
	}
	i, err := c.SendItem(ctx(t), "main", "key", api.NewItem{Type: "suggestion", Title: "T", Fields: map[string]string{"description": "D"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"a\x00b", "a\x1b[2J", "a\u202eb"} {
		if _, err := c.Comment(ctx(t), i.ID, "key"+text[1:2], text); err == nil {
			t.Errorf("%q was taken", text)
		}
		_ = refused(t, r.service.Reply(ctx(t), i.ID, text), fault.Usage, "service.text")
		_ = refused(t, r.service.Revoke(ctx(t), "anna@people.example", "", text), fault.Usage, "service.reason")
	}
	if _, err := c.Comment(ctx(t), i.ID, "plain", "two\nlines\twith a tab"); err != nil {
		t.Error(err)
	}
}

func TestBytesThatNothingNamesAreCollected(t *testing.T) {
	now := time.Now().Add(48 * time.Hour) // the files are of today
	r := newRig(t, func(c *service.Config) { c.Clock = func() time.Time { return now } })
	r.program("first")
	r.publish("tools", "main", "tools.bin", "second")
	r.publish("other", "main", "other.bin", "withdrawn")
	if err := r.service.WithdrawPackage(ctx(t), "other", ""); err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(r.dir, "files", "incoming-0123456789abcdef")
	if err := os.WriteFile(killed, []byte(strings.Repeat("x", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := now
	now = time.Now()
	if c, err := r.service.Collect(ctx(t)); err != nil || c.Objects != 0 {
		t.Fatalf("before a day: %+v %v", c, err)
	}
	now = fresh
	if c, err := r.service.Collect(ctx(t)); err != nil || c.Objects != 3 || c.Bytes != int64(len("first")+len("withdrawn")+100) {
		t.Errorf("%+v %v", c, err)
	}
	for name, there := range map[string]bool{sum("first"): false, sum("second"): true, sum("withdrawn"): false, filepath.Base(killed): false} {
		if _, err := os.Stat(filepath.Join(r.dir, "files", name)); (err == nil) != there {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.publish("other", "main", "other.bin", "withdrawn")
	if c, err := r.service.Collect(ctx(t)); err != nil || c.Objects != 0 {
		t.Errorf("after it was published again: %+v %v", c, err)
	}
}
