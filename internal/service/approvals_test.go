package service_test

import (
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// access returns somebody's access to the program.
func (r *rig) access(name string) string {
	r.t.Helper()
	return value(r.person(name).Status(ctx(r.t)))(r.t).Access.State
}

func closed(c *service.Config) { c.Open = func(service.Identity) bool { return false } }

func TestRuleOfApprovingIsForItsOrganisation(t *testing.T) {
	const tenant, domain = "11111111-1111-1111-1111-111111111111", "people.example"
	same := func(*service.Identity) {}
	guest := func(i *service.Identity) { i.Kind = "guest" }
	personal := func(i *service.Identity) { i.Kind = "personal" }
	longer := func(i *service.Identity) { i.Address = "anna@people.example.evil.example" }
	elsewhere := func(i *service.Identity) { i.TenantID = "22222222-2222-2222-2222-222222222222" }
	for name, c := range map[string]struct {
		rule service.Approval
		who  func(*service.Identity)
		want string
	}{
		"tenant":                       {service.Approval{Tenant: strings.ToUpper(tenant)}, same, api.AccessGranted},
		"another tenant":               {service.Approval{Tenant: tenant}, elsewhere, api.AccessNone},
		"domain":                       {service.Approval{Domain: "People.Example"}, same, api.AccessGranted},
		"domain in another tenant":     {service.Approval{Domain: domain}, elsewhere, api.AccessGranted},
		"another domain":               {service.Approval{Domain: domain}, longer, api.AccessNone},
		"domain of a personal account": {service.Approval{Domain: domain}, personal, api.AccessNone},
		"domain that a guest brings":   {service.Approval{Domain: domain}, guest, api.AccessNone},
		"of an engagement alone":       {service.Approval{Domain: domain, Engagement: "main"}, same, api.AccessNone},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, closed)
			r.program("bytes")
			anna := r.person("anna")
			r.change("anna", c.who)
			if got := value(anna.Status(ctx(t)))(t).Access.State; got != api.AccessNone {
				t.Fatal(got)
			}
			id := value(r.service.AddApproval(ctx(t), c.rule))(t)
			if got := value(anna.Status(ctx(t)))(t).Access.State; got != c.want {
				t.Errorf("%s instead of %s", got, c.want)
			}
			noError(t, r.service.RemoveApproval(ctx(t), id))
			if got := value(anna.Status(ctx(t)))(t).Access.State; got != api.AccessNone {
				t.Errorf("without the rule: %s", got)
			}
		})
	}
}

func TestRuleOfApprovingLeadsNobodyBack(t *testing.T) {
	r := newRig(t, closed)
	r.program("bytes")
	for _, name := range []string{"declined", "revoked", "requested"} {
		value(r.person(name).Status(ctx(t)))(t)
	}
	value(r.person("requested").RequestAccess(ctx(t), "Please."))(t)
	noError(t, r.service.Decline(ctx(t), "declined@people.example", "", "No."))
	noError(t, r.service.Revoke(ctx(t), "revoked@people.example", "", "No."))
	value(r.service.AddApproval(ctx(t), service.Approval{Domain: "people.example"}))(t)
	for name, want := range map[string]string{"declined": api.AccessDeclined, "revoked": api.AccessRevoked, "requested": api.AccessGranted, "new": api.AccessGranted} {
		if got := r.access(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestRuleOfApprovingForAnEngagement(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("anna")
	for _, join := range []string{api.JoinApproval, api.JoinInvited} {
		_ = refused(t, value1(c.Link(ctx(t), join+"-file", "file.txt")), map[string]fault.Kind{api.JoinApproval: fault.Permission, api.JoinInvited: fault.Usage}[join],
			map[string]string{api.JoinApproval: "program.access", api.JoinInvited: "program.not-found"}[join])
		value(r.service.AddApproval(ctx(t), service.Approval{Domain: "people.example", Engagement: join}))(t)
		if got := r.get(value(c.Link(ctx(t), join+"-file", "file.txt"))(t).URL).body; got != join {
			t.Errorf("%s: %q", join, got)
		}
	}
}

func TestRulesOfApprovingAreChecked(t *testing.T) {
	r := newRig(t)
	for _, a := range []service.Approval{{}, {Tenant: "contoso"}, {Domain: "com"}, {Domain: "*.com"}, {Domain: "a@b.example"}, {Domain: "b.example", Tenant: r.id("x")[:36]},
		{Tenant: "9188040d-6c67-4c5b-b112-36a304b66dad"}} {
		_ = refused(t, value1(r.service.AddApproval(ctx(t), a)), fault.Usage, "service.rule")
	}
	_ = refused(t, value1(r.service.AddApproval(ctx(t), service.Approval{Domain: "b.example", Engagement: "none"})), fault.Usage, "service.engagement")
	value(r.service.AddApproval(ctx(t), service.Approval{Domain: "b.example"}))(t)
	_ = refused(t, value1(r.service.AddApproval(ctx(t), service.Approval{Domain: "B.example"})), fault.Usage, "service.rule")
	_ = refused(t, r.service.RemoveApproval(ctx(t), "none"), fault.Usage, "service.rule")
	if list := value(r.service.Approvals(ctx(t)))(t); len(list) != 1 {
		t.Errorf("%+v", list)
	}
}
