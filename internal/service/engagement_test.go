package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// engagements fills a program that has one engagement of each way to join.
func (r *rig) engagements() {
	r.t.Helper()
	r.program("bytes")
	for i, join := range []string{api.JoinOpen, api.JoinApproval, api.JoinInvited} {
		terms := ""
		if join == api.JoinOpen {
			terms = "open-terms"
		}
		if err := r.service.PutEngagement(ctx(r.t), service.NewEngagement{ID: join, Title: join, Join: join, Position: i + 1, Terms: terms, Contact: join + "@program.example"}); err != nil {
			r.t.Fatal(err)
		}
		r.publish(join+"-file", join, "file.txt", join)
	}
	a := serviceAgreement("open-terms", "1", "Terms of the open engagement.")
	a.Engagement = api.JoinOpen
	if _, err := r.service.PublishAgreement(ctx(r.t), a); err != nil {
		r.t.Fatal(err)
	}
}

func TestJoinOpenEngagement(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("anna")
	s, err := c.Status(ctx(t))
	if err != nil || api.NextStep(s) != api.StepReady {
		t.Fatalf("the terms of an engagement hold up the program: %v %v", api.NextStep(s), err)
	}
	_, err = c.Join(ctx(t), "open")
	if f := refused(t, err, fault.Terms, "program.terms"); f.Agreement != "open-terms" {
		t.Error(f.Agreement)
	}
	_, err = c.Link(ctx(t), "open-file", "file.txt")
	_ = refused(t, err, fault.Terms, "program.terms")
	r.accept(c, "open-terms")
	_, err = c.Link(ctx(t), "open-file", "file.txt")
	_ = refused(t, err, fault.Permission, "program.access")
	e, err := c.Join(ctx(t), "open")
	if err != nil || !e.Access.Granted() || e.Access.Role != api.RoleParticipant {
		t.Fatalf("%+v %v", e, err)
	}
	link, err := c.Link(ctx(t), "open-file", "file.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Leave(ctx(t), "open"); err != nil {
		t.Fatal(err)
	}
	if a := r.get(link.URL); a.status != 403 || a.problem(t).Type != api.ProblemAccess {
		t.Errorf("after leaving: %d", a.status)
	}
}

func TestAccessRequestIsApprovedOrDeclined(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("anna")
	_, err := c.RequestEngagement(ctx(t), "approval", "  ")
	if f := refused(t, err, fault.Usage, "program.fields"); f.Field != "justification" {
		t.Error(f.Field)
	}
	_, err = c.Join(ctx(t), "approval")
	_ = refused(t, err, fault.Permission, "program.access")
	e, err := c.RequestEngagement(ctx(t), "approval", "We build a board.")
	if err != nil || e.Access.State != api.AccessRequested || e.Access.Contact != "approval@program.example" {
		t.Fatalf("%+v %v", e, err)
	}
	people, err := r.service.People(ctx(t))
	if err != nil || people[0].Engagements["approval"].Justification != "We build a board." {
		t.Fatalf("%+v %v", people, err)
	}
	if err := r.service.Decline(ctx(t), "anna@people.example", "approval", "Not this year."); err != nil {
		t.Fatal(err)
	}
	if e, err = c.Engagement(ctx(t), "approval"); err != nil || e.Access.State != api.AccessDeclined || e.Access.Reason != "Not this year." {
		t.Errorf("%+v %v", e, err)
	}
	if _, err = c.RequestEngagement(ctx(t), "approval", "And next year?"); err != nil {
		t.Fatal(err)
	}
	if err := r.service.Approve(ctx(t), "ANNA@people.example", "approval", api.RolePowerUser); err != nil {
		t.Fatal(err)
	}
	if e, err = c.Engagement(ctx(t), "approval"); err != nil || !e.Access.Granted() || e.Access.Role != api.RolePowerUser {
		t.Errorf("%+v %v", e, err)
	}
	if _, err := c.Link(ctx(t), "approval-file", "file.txt"); err != nil {
		t.Error(err)
	}
	_ = refused(t, r.service.Approve(ctx(t), "nobody@people.example", "", ""), fault.Usage, "service.who")
	_ = refused(t, r.service.Approve(ctx(t), "anna@people.example", "none", ""), fault.Usage, "service.engagement")
	_ = refused(t, r.service.Approve(ctx(t), "anna@people.example", "", "king"), fault.Usage, "service.role")
}

func TestInvitationLetsItsAddressIn(t *testing.T) {
	r := newRig(t, func(c *service.Config) {
		c.Open = func(p service.Identity) bool { return p.Name != "ivan" && p.Name != "uma" }
	})
	r.engagements()
	c, uma := r.person("ivan"), r.person("uma")
	s, err := c.Status(ctx(t))
	if err != nil || api.NextStep(s) != api.StepAccess || s.Access.Send != "ivan@people.example" || s.Access.Contact != "owner@program.example" {
		t.Fatalf("before: %+v %v", s.Access, err)
	}
	_, err = c.Register(ctx(t), form("ivan"))
	_ = refused(t, err, fault.Permission, "program.access")
	id, err := r.service.Invite(ctx(t), "Ivan@people.example", "invited", "", "Ole", "Welcome.")
	if err != nil {
		t.Fatal(err)
	}
	if mails := r.mailsTo("Ivan@people.example"); len(mails) != 1 || !strings.Contains(mails[0].Text, "Welcome.") {
		t.Errorf("mails: %+v", mails)
	}
	if s, err = c.Status(ctx(t)); err != nil || len(s.Invitations) != 1 || s.Invitations[0].Title != "invited" {
		t.Fatalf("%+v %v", s.Invitations, err)
	}
	_, err = uma.AcceptInvitation(ctx(t), id)
	_ = refused(t, err, fault.Usage, "program.not-found")
	if s, err = c.AcceptInvitation(ctx(t), id); err != nil || api.NextStep(s) != api.StepRegister {
		t.Fatalf("%+v %v", s, err)
	}
	_, err = c.AcceptInvitation(ctx(t), id)
	_ = refused(t, err, fault.Usage, "program.not-found")
	c, _ = r.ready("ivan")
	if _, err := c.Link(ctx(t), "invited-file", "file.txt"); err != nil {
		t.Error(err)
	}
	other, _ := r.ready("anna")
	list, err := other.Engagements(ctx(t))
	if err != nil || len(list) != 3 {
		t.Errorf("an engagement by invitation is shown to others: %+v %v", list, err)
	}
	packages, err := other.Packages(ctx(t))
	if err != nil || len(packages) != 3 {
		t.Errorf("its packages too: %d %v", len(packages), err)
	}
}

func TestInvitationExpires(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c := r.person("ivan")
	id, err := r.service.Invite(ctx(t), "ivan@people.example", "", "", "Ole", "")
	if err != nil {
		t.Fatal(err)
	}
	r.pass(31 * 24 * time.Hour)
	_, err = c.AcceptInvitation(ctx(t), id)
	_ = refused(t, err, fault.Usage, "program.not-found")
	list, err := r.service.Invitations(ctx(t))
	if err != nil || len(list) != 1 || list[0].State != "expired" {
		t.Errorf("%+v %v", list, err)
	}
}

func TestUnusedAccessLapsesAfterWarnings(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("anna")
	r.accept(c, "open-terms")
	if _, err := c.Join(ctx(t), "open"); err != nil {
		t.Fatal(err)
	}
	day := 24 * time.Hour
	r.pass(100 * day)
	if _, err := c.Package(ctx(t), "open-file"); err != nil { // used: the days count from here
		t.Fatal(err)
	}
	sweep := func() int {
		t.Helper()
		for range 2 {
			if err := r.service.Sweep(ctx(t)); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for _, m := range r.mailsTo("anna@people.example") {
			if strings.Contains(m.Subject, "lapse") {
				n++
			}
		}
		return n
	}
	state := func() api.Access {
		t.Helper()
		e, err := c.Engagement(ctx(t), "open")
		if err != nil {
			t.Fatal(err)
		}
		return e.Access
	}
	for _, at := range []struct {
		pass           time.Duration
		mails, warning int
	}{{149 * day, 0, 0}, {day, 1, 30}, {16 * day, 2, 14}, {13 * day, 3, 1}} {
		r.pass(at.pass)
		if mails, a := sweep(), state(); mails != at.mails || a.Warning != at.warning || !a.Granted() {
			t.Errorf("%d mails, %+v", mails, a)
		}
	}
	r.pass(day)
	if mails, a := sweep(), state(); mails != 4 || a.State != api.AccessLapsed {
		t.Errorf("%d mails, %+v", mails, a)
	}
	_, err := c.Link(ctx(t), "open-file", "file.txt")
	_ = refused(t, err, fault.Permission, "program.access")
	if _, err := c.Package(ctx(t), "open-file"); err != nil || state().State != api.AccessLapsed {
		t.Error("looking at it brought it back")
	}
	if e, err := c.Join(ctx(t), "open"); err != nil || !e.Access.Granted() {
		t.Errorf("it can't be joined again: %v", err)
	}
}
