package service_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

func TestOneOfTwentyPeopleGetsAName(t *testing.T) {
	r := newRig(t)
	clients := make([]*client.Client, 20)
	for i := range clients {
		clients[i] = r.person(fmt.Sprint("p", i))
	}
	spellings := []string{"Contoso Devices", "CONTOSO devices", "ContosoDevices", "Ｃontoso　Devices"}
	errs := make([]error, len(clients))
	var group sync.WaitGroup
	for i, c := range clients {
		group.Go(func() {
			f := form(fmt.Sprint("p", i))
			f.PublisherName = spellings[i%len(spellings)]
			_, errs[i] = c.Register(ctx(t), f)
		})
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		f := refused(t, err, fault.Usage, "program.name-taken")
		if f.Field != "publisher_name" {
			t.Errorf("the field is %q", f.Field)
		}
	}
	if won != 1 {
		t.Errorf("%d people got the name", won)
	}
}

func TestTakenNameComesWithSuggestions(t *testing.T) {
	r := newRig(t)
	r.registered("anna")
	c := r.person("bert")
	check, err := c.CheckPublisherName(ctx(t), "ANNA  software")
	if err != nil {
		t.Fatal(err)
	}
	if check.Free || len(check.Suggestions) != 3 {
		t.Fatalf("%+v", check)
	}
	for _, name := range check.Suggestions {
		again, err := c.CheckPublisherName(ctx(t), name)
		if err != nil || !again.Free {
			t.Errorf("%q is suggested but not free: %v", name, err)
		}
	}
	own, err := r.person("anna").CheckPublisherName(ctx(t), "anna software")
	if err != nil || !own.Free {
		t.Errorf("one's own name is free for oneself: %+v %v", own, err)
	}
	long, err := c.CheckPublisherName(ctx(t), strings.Repeat("ä", 51))
	if err != nil || long.Free || long.Problem == "" {
		t.Errorf("51 characters: %+v %v", long, err)
	}
}

func TestRegistrationFieldsAreChecked(t *testing.T) {
	r := newRig(t)
	r.person("anna")
	body := `{"country":"XX","account_type":"individual","publisher_name":"` + strings.Repeat("x", 51) + `","contact":{"name":"","email":"no","address":{"street":"a","city":"b"}},"updates":false}`
	a := r.send("POST", "/api/v1/registration", body, "Authorization", "Bearer token-anna", "Content-Type", "application/json")
	p := a.problem(t)
	if a.status != 422 || p.Type != api.ProblemFields || len(p.Fields) != 4 {
		t.Errorf("%d %+v", a.status, p)
	}
}

func TestCountryAndAccountTypeAreFixed(t *testing.T) {
	r := newRig(t)
	c := r.registered("anna")
	changed := form("anna")
	changed.Country = "DE"
	_, err := c.UpdateRegistration(ctx(t), changed)
	if f := refused(t, err, fault.Usage, "program.fixed"); f.Field != "country" {
		t.Errorf("the field is %q", f.Field)
	}
	changed = form("anna")
	changed.PublisherName, changed.Contact.Phone = "Anna again", ""
	s, err := c.UpdateRegistration(ctx(t), changed)
	if err != nil || s.Registration.PublisherName != "Anna again" || !s.EmailVerified {
		t.Errorf("%+v %v", s.Registration, err)
	}
	if _, err := c.Register(ctx(t), form("anna")); err == nil {
		t.Error("registered twice")
	}
	free, err := r.person("bert").CheckPublisherName(ctx(t), "Anna Software")
	if err != nil || !free.Free {
		t.Error("the name that was given up is free again")
	}
}

func TestOnlyTheNewestCodeCounts(t *testing.T) {
	r := newRig(t)
	c := r.person("anna")
	s, err := c.Register(ctx(t), form("anna"))
	if err != nil || api.NextStep(s) != api.StepVerify || s.EmailPending != "anna@people.example" {
		t.Fatalf("%+v %v", s, err)
	}
	first := r.code("anna@people.example")
	if err := c.SendVerification(ctx(t)); err != nil {
		t.Fatal(err)
	}
	second := r.code("anna@people.example")
	if first != second {
		_, err = c.VerifyEmail(ctx(t), first)
		_ = refused(t, err, fault.Usage, "program.code")
	}
	r.pass(16 * time.Minute)
	_, err = c.VerifyEmail(ctx(t), second)
	_ = refused(t, err, fault.Usage, "program.code")
	if err := c.SendVerification(ctx(t)); err != nil {
		t.Fatal(err)
	}
	code := r.code("anna@people.example")
	s, err = c.VerifyEmail(ctx(t), " "+code[:3]+" "+code[3:]+" ")
	if err != nil || !s.EmailVerified {
		t.Fatalf("a code with spaces in it: %v", err)
	}
	changed := form("anna")
	changed.Contact.Email = "new@people.example"
	s, err = c.UpdateRegistration(ctx(t), changed)
	if err != nil || s.EmailVerified || s.EmailPending != "new@people.example" {
		t.Errorf("a new address is verified again: %+v %v", s, err)
	}
	if _, err := c.VerifyEmail(ctx(t), r.code("new@people.example")); err != nil {
		t.Error(err)
	}
}

func TestCodeAttemptsAreLimited(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.Limits.CodesPerHour = 3 })
	c := r.person("anna")
	if _, err := c.Register(ctx(t), form("anna")); err != nil {
		t.Fatal(err)
	}
	right := r.code("anna@people.example")
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	for range 5 {
		_, err := c.VerifyEmail(ctx(t), wrong)
		_ = refused(t, err, fault.Usage, "program.code")
	}
	_, err := c.VerifyEmail(ctx(t), right)
	_ = refused(t, err, fault.Usage, "program.code")
	for range 2 {
		if err := c.SendVerification(ctx(t)); err != nil {
			t.Fatal(err)
		}
	}
	f := refused(t, c.SendVerification(ctx(t)), fault.Network, "program.quota")
	if f.RetryAfter == 0 {
		t.Error("no time to wait is named")
	}
	r.pass(61 * time.Minute)
	if err := c.SendVerification(ctx(t)); err != nil {
		t.Error(err)
	}
}

func TestStatusShowsNobodyElse(t *testing.T) {
	r := newRig(t)
	r.registered("anna")
	s, err := r.person("bert").Status(ctx(t))
	if err != nil || s.Registration != nil || s.EmailVerified || api.NextStep(s) != api.StepRegister {
		t.Errorf("%+v %v", s, err)
	}
}

// TestNamesThatLookAlikeAreTaken has somebody try to stand beside Contoso.
func TestNamesThatLookAlikeAreTaken(t *testing.T) {
	r := newRig(t)
	contoso := form("anna")
	contoso.PublisherName = "Contoso"
	if _, err := r.person("anna").Register(ctx(t), contoso); err != nil {
		t.Fatal(err)
	}
	r.person("bert")
	for name, code := range map[string]string{
		"Contoso\u3164": api.CodeFieldNameHidden, "Contoso\u2800": api.CodeFieldNameHidden, "\u3164": api.CodeFieldNameHidden, "!": api.CodeFieldNameLetters,
		"Contoso\u200d": api.CodeFieldNameTaken, "Con\ufe0ftoso": api.CodeFieldNameTaken, "Соntоsо": api.CodeFieldNameTaken, "СОNТОSО": api.CodeFieldNameTaken,
		"Cοntοsο": api.CodeFieldNameTaken, "C0ntos0": api.CodeFieldNameTaken,
	} {
		body := string(must(api.Encode(func() api.Registration { f := form("bert"); f.PublisherName = name; return f }())))
		a := r.send("POST", "/api/v1/registration", body, "Authorization", "Bearer token-bert", "Content-Type", "application/json")
		check := r.get("/api/v1/publisher-names?name="+url.QueryEscape(name), "Authorization", "Bearer token-bert")
		if p := a.problem(t); len(p.Fields) != 1 || p.Fields[0].Code != code {
			t.Errorf("%+q: %+v", name, p)
		}
		if !strings.Contains(check.body, `"code":"`+code+`"`) {
			t.Errorf("%+q: %s", name, check.body)
		}
	}
}

// TestStandingNameStays has a person with a name that would no longer be taken.
func TestStandingNameStays(t *testing.T) {
	r := newRig(t)
	first := form("anna")
	first.PublisherName = "Contoso"
	if _, err := r.person("anna").Register(ctx(t), first); err != nil {
		t.Fatal(err)
	}
	c := r.registered("bert")
	r.older("UPDATE registrations SET data=json_set(data, '$.publisher_name', 'Contoso' || char(0x3164)) WHERE person=?",
		"UPDATE registrations SET data=jsonb_set(data::jsonb, '{publisher_name}', to_jsonb('Contoso' || chr(12644)))::json WHERE person=$1", r.id("bert"))
	share := "UPDATE name_keys SET shared=TRUE, key=(SELECT min(key) FROM name_keys WHERE person=$1) WHERE person=$2 AND key=(SELECT min(key) FROM name_keys WHERE person=$2)"
	r.older(share, share, r.id("anna"), r.id("bert"))
	s, err := c.Status(ctx(t))
	if err != nil || s.NameNotice == nil || s.NameNotice.Code != api.CodeFieldNameHidden {
		t.Fatalf("%+v %v", s.NameNotice, err)
	}
	changed := form("bert")
	changed.PublisherName = "Contoso\u3164"
	changed.Contact.Phone = "+358 40 1"
	if s, err = c.UpdateRegistration(ctx(t), changed); err != nil || s.Registration.Contact.Phone != "+358 40 1" {
		t.Errorf("with the name that stands: %v", err)
	}
	r.older("UPDATE registrations SET data=json_set(data, '$.publisher_name', 'Cоntoso') WHERE person=?",
		"UPDATE registrations SET data=jsonb_set(data::jsonb, '{publisher_name}', to_jsonb('Cоntoso'::text))::json WHERE person=$1", r.id("bert"))
	if s, err = c.Status(ctx(t)); err != nil || s.NameNotice == nil || s.NameNotice.Code != api.CodeFieldNameShared {
		t.Errorf("%+v %v", s.NameNotice, err)
	}
	changed.PublisherName = "CONTOSO"
	_, err = c.UpdateRegistration(ctx(t), changed)
	_ = refused(t, err, fault.Usage, "program.name-taken")
	changed.PublisherName = "Northwind"
	if s, err = c.UpdateRegistration(ctx(t), changed); err != nil || s.NameNotice != nil {
		t.Errorf("%+v %v", s.NameNotice, err)
	}
	if s, err = r.person("anna").Status(ctx(t)); err != nil || s.NameNotice != nil {
		t.Errorf("whoever was there first is told: %+v %v", s.NameNotice, err)
	}
}

// TestAddressStaysVerifiedWhileItIsTheSame changes the address of a registration in small ways.
func TestAddressStaysVerifiedWhileItIsTheSame(t *testing.T) {
	for address, verified := range map[string]bool{
		"mike@people.example": true, "mike@PEOPLE.example": true, "Mike@people.example": false, "mi\u212ae@people.example": false, "mike@peop\u017fe.example": false,
		"mike@people.example.net": false, "mike+1@people.example": false,
	} {
		r := newRig(t)
		c := r.registered("mike")
		changed := form("mike")
		changed.Contact.Email = address
		s, err := c.UpdateRegistration(ctx(t), changed)
		if err != nil || s.EmailVerified != verified {
			t.Errorf("%q: %v %v", address, s.EmailVerified, err)
		}
		if sent := len(r.mailsTo(s.Registration.Contact.Email)) > 0; !verified && !sent {
			t.Errorf("%q: no code was sent", address)
		}
		changed.Contact.Email = "mike@people.example"
		if s, err = c.UpdateRegistration(ctx(t), changed); err != nil || s.EmailVerified != verified {
			t.Errorf("%q and back: %v %v", address, s.EmailVerified, err)
		}
	}
}
