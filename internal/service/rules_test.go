package service_test

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// TestAccessTableLeadsNobodyBack reads off the table that from a decision against a person only the owner, or somebody whom the
// owner invited since, gets to access; over any number of steps.
func TestAccessTableLeadsNobodyBack(t *testing.T) {
	reached := map[string]bool{"declined": true, "revoked": true}
	for range len(service.AccessTable()) {
		for _, row := range service.AccessTable() {
			if reached[row.From] && (row.By == "person" || row.By == "clock") {
				reached[row.To] = true
			}
		}
	}
	if reached["granted"] || reached["none"] || reached["left"] || reached["requested"] {
		t.Errorf("a person gets from declined or revoked to %v by themself", reached)
	}
	seen := map[string]bool{}
	for _, row := range service.AccessTable() {
		key := row.From + " " + row.Event
		if seen[key] {
			t.Errorf("two rows for %s", key)
		}
		seen[key] = true
	}
}

// TestGraceFollowsAcceptanceAlone reads it off the table.
func TestGraceFollowsAcceptanceAlone(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range service.TermsTable() {
		if row.To == "grace" && row.From != "accepted" {
			t.Errorf("grace follows on %s", row.From)
		}
		key := row.From + " " + row.Event
		if seen[key] {
			t.Errorf("two rows for %s", key)
		}
		seen[key] = true
	}
}

func TestRequestTakenBackLeavesTheRefusal(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("anna")
	r.accept(c, "open-terms")
	noError(t, r.service.Decline(ctx(t), "anna@people.example", "open", "No."))
	if e, err := c.RequestEngagement(ctx(t), "open", "Please."); err != nil || e.Access.State != api.AccessRequested {
		t.Fatalf("%+v %v", e.Access, err)
	}
	if e, err := c.Leave(ctx(t), "open"); err != nil || e.Access.State != api.AccessDeclined || e.Access.Reason != "No." {
		t.Errorf("%+v %v", e.Access, err)
	}
	_, err := c.Join(ctx(t), "open")
	_ = refused(t, err, fault.Permission, "program.access")
	_, err = c.Link(ctx(t), "open-file", "file.txt")
	_ = refused(t, err, fault.Permission, "program.access")
	noError(t, r.service.Approve(ctx(t), "anna@people.example", "open", ""))
	if _, err = c.Link(ctx(t), "open-file", "file.txt"); err != nil {
		t.Error(err)
	}
}

func TestOlderInvitationIsVoidAfterARevocation(t *testing.T) {
	for _, about := range []string{"invited", ""} {
		t.Run("of "+about, func(t *testing.T) {
			r := newRig(t)
			r.engagements()
			c, _ := r.ready("ivan")
			first := value(r.service.Invite(ctx(t), "ivan@people.example", "invited", "", "Ole", ""))(t)
			if _, err := c.AcceptInvitation(ctx(t), first); err != nil {
				t.Fatal(err)
			}
			older := value(r.service.Invite(ctx(t), "IVAN@people.example", "invited", "power-user", "Ole", ""))(t)
			r.pass(time.Second)
			noError(t, r.service.Revoke(ctx(t), "ivan@people.example", about, "Out."))
			if s, err := c.Status(ctx(t)); err != nil || len(s.Invitations) != 0 {
				t.Errorf("%+v %v", s.Invitations, err)
			}
			_, err := c.AcceptInvitation(ctx(t), older)
			_ = refused(t, err, fault.Usage, "program.not-found")
			r.pass(time.Second)
			newer := value(r.service.Invite(ctx(t), "ivan@people.example", "invited", "", "Ole", ""))(t)
			if _, err := c.AcceptInvitation(ctx(t), newer); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Link(ctx(t), "invited-file", "file.txt"); err != nil {
				t.Errorf("the owner invited again: %v", err)
			}
		})
	}
}

// TestOlderInvitationIsVoidUnderANewAddress: the decision counts, not the address under which the invitation was found.
func TestOlderInvitationIsVoidUnderANewAddress(t *testing.T) {
	r := newRig(t)
	r.engagements()
	c, _ := r.ready("ivan")
	older := value(r.service.Invite(ctx(t), "new@people.example", "invited", "", "Ole", ""))(t)
	r.pass(time.Second)
	noError(t, r.service.Revoke(ctx(t), "ivan@people.example", "", "Out."))
	r.change("ivan", func(i *service.Identity) { i.Address = "new@people.example" })
	_, err := c.AcceptInvitation(ctx(t), older)
	_ = refused(t, err, fault.Usage, "program.not-found")
}

func TestInvitationIsForOneAccount(t *testing.T) {
	personal := func(i *service.Identity) {
		i.TenantID, i.Kind, i.Address = "9188040d-6c67-4c5b-b112-36a304b66dad", "personal", "carl@people.example"
	}
	other := func(i *service.Identity) {
		i.TenantID, i.Address = "22222222-2222-2222-2222-222222222222", "carl@people.example"
	}
	for _, c := range []struct {
		name    string
		known   []string // who has signed in before the invitation
		account string
		change  func(*service.Identity)
		allowed bool
	}{
		{"a personal account beside the work account", []string{"carl"}, "", personal, false},
		{"a work account of another tenant", []string{"carl"}, "", other, false},
		{"a personal account of a domain of work accounts", []string{"anna"}, "", personal, false},
		{"a personal account, the owner means the work account", nil, "work", personal, false},
		{"a work account, the owner means the personal account", nil, "personal", other, false},
		{"a personal account, the owner means it", []string{"carl"}, "personal", personal, true},
		{"a personal account of which nothing is known", nil, "", personal, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.engagements()
			for _, name := range c.known {
				if _, err := r.person(name).Status(ctx(t)); err != nil {
					t.Fatal(err)
				}
			}
			id := value(r.service.InviteAccount(ctx(t), service.NewInvitation{Address: "carl@people.example", Account: c.account, From: "Ole"}))(t)
			second := r.person("second")
			r.change("second", c.change)
			s, err := second.Status(ctx(t))
			if err != nil || (len(s.Invitations) == 1) != c.allowed {
				t.Errorf("%+v %v", s.Invitations, err)
			}
			if _, err = second.AcceptInvitation(ctx(t), id); (err == nil) != c.allowed {
				t.Error(err)
			}
		})
	}
}

func TestInvitationOfAnUnknownKindIsRefused(t *testing.T) {
	r := newRig(t)
	_, err := r.service.InviteAccount(ctx(t), service.NewInvitation{Address: "carl@people.example", Account: "guest"})
	_ = refused(t, err, fault.Usage, "service.account")
}

// TestInvitationWaitsForTheWorkAccount: one that was bound to nothing is not for a personal account once the work account is
// known.
func TestInvitationWaitsForTheWorkAccount(t *testing.T) {
	r := newRig(t)
	r.engagements()
	id := value(r.service.Invite(ctx(t), "carl@people.example", "", "", "Ole", ""))(t)
	personal := r.person("second")
	r.change("second", func(i *service.Identity) { i.Kind, i.Address = "personal", "carl@people.example" })
	work := r.person("carl")
	if _, err := work.Status(ctx(t)); err != nil {
		t.Fatal(err)
	}
	_, err := personal.AcceptInvitation(ctx(t), id)
	_ = refused(t, err, fault.Usage, "program.not-found")
	if _, err := work.AcceptInvitation(ctx(t), id); err != nil {
		t.Error(err)
	}
}

func TestGraceIsForWhoAcceptedTheVersionBefore(t *testing.T) {
	for _, c := range []struct {
		name     string
		second   func(r *rig, c *client.Client) // what is done with version 2
		blocking bool
	}{
		{"declined", func(r *rig, c *client.Client) { r.decide(c, false) }, true},
		{"not answered", func(*rig, *client.Client) {}, true},
		{"accepted", func(r *rig, c *client.Client) { r.decide(c, true) }, false},
		{"declined, then accepted", func(r *rig, c *client.Client) { r.decide(c, false); r.decide(c, true) }, false},
		{"accepted, then declined", func(r *rig, c *client.Client) { r.decide(c, true); r.decide(c, false) }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.program("bytes")
			anna, _ := r.ready("anna")
			r.pass(time.Second)
			r.agreement("eula", "2", "Second.", nil)
			c.second(r, anna)
			r.pass(time.Second)
			grace := r.clock().Add(time.Hour)
			r.agreement("eula", "3", "Third.", &grace)
			s, err := anna.Status(ctx(t))
			if err != nil || s.Agreements[0].Blocking != c.blocking {
				t.Errorf("%+v %v", s.Agreements, err)
			}
			if _, err = anna.Link(ctx(t), "tools", "tools.bin"); (err != nil) != c.blocking {
				t.Error(err)
			}
		})
	}
}

// walk is a person on a random walk through one engagement and its terms, with what must be true of them.
type walk struct {
	r          *rig
	engagement string
	terms      string
	person     string
	c          *client.Client

	version     int
	answers     []string // to each version, the last decision
	grace       []time.Time
	barred      map[string]bool // by engagement, or "" for the program: the owner has decided against them
	invitations []sentInvitation
}

type sentInvitation struct {
	id         string
	engagement string
	void       bool // the owner has decided against them since
}

// TestRandomWalksKeepTheRules walks random sequences of everything that people and owners do through the real service.
func TestRandomWalksKeepTheRules(t *testing.T) {
	fewerWalks(t)
	var r *rig
	number := 0
	rapid.Check(t, func(rt *rapid.T) {
		if number%10 == 0 { // what others leave behind costs time, and says nothing
			r = newRig(t, func(c *service.Config) {
				c.Open = func(p service.Identity) bool { return !strings.HasPrefix(p.Name, "closed") }
			})
			r.program("bytes")
		}
		number++
		open := rapid.SampledFrom([]string{"open", "closed"}).Draw(rt, "program")
		join := rapid.SampledFrom([]string{api.JoinEveryone, api.JoinOpen, api.JoinApproval, api.JoinInvited}).Draw(rt, "join")
		w := &walk{r: r, engagement: fmt.Sprint("e", number), terms: fmt.Sprint("t", number), person: fmt.Sprint(open, number), barred: map[string]bool{}}
		w.begin(rt, join)
		rt.Repeat(w.actions())
	})
}

// fewerWalks walks forty times where the command line names no number: go test -rapid.checks=1000 walks longer.
func fewerWalks(t *testing.T) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	if before != checks.DefValue {
		return
	}
	noError(t, checks.Value.Set("40"))
	t.Cleanup(func() { noError(t, checks.Value.Set(before)) })
}

func (w *walk) begin(t *rapid.T, join string) {
	r := w.r
	ok(t, r.service.PutEngagement(context.Background(), service.NewEngagement{ID: w.engagement, Title: w.engagement, Join: join, Terms: w.terms}))
	w.publish(t, false)
	k := api.Package{ID: w.engagement, Engagement: w.engagement, Title: "x", Type: "tool", Version: "1"}
	_, err := r.service.PublishPackage(context.Background(), k, []service.NewFile{{Name: "f.bin", Bytes: strings.NewReader("bytes")}})
	ok(t, err)
	w.c = r.person(w.person)
	_, err = w.c.Status(context.Background())
	ok(t, err)
	if strings.HasPrefix(w.person, "closed") {
		ok(t, r.service.Approve(context.Background(), r.id(w.person), "", ""))
	}
	_, err = w.c.Register(context.Background(), form(w.person))
	ok(t, err)
	_, err = w.c.VerifyEmail(context.Background(), r.code(w.person+"@people.example"))
	ok(t, err)
	a, err := w.c.Agreement(context.Background(), "eula")
	ok(t, err)
	_, err = w.c.Decide(context.Background(), "eula", a.SHA256, true, api.Device{})
	ok(t, err)
}

func (w *walk) publish(t *rapid.T, grace bool) {
	w.version++
	n := service.NewAgreement{ID: w.terms, Title: "T", Version: fmt.Sprint(w.version), Text: fmt.Sprint(w.terms, w.version), Required: true, Engagement: w.engagement}
	until := time.Time{}
	if grace {
		until = w.r.clock().Add(48 * time.Hour)
		n.Grace = &until
	}
	_, err := w.r.service.PublishAgreement(context.Background(), n)
	ok(t, err)
	w.answers = append(w.answers, "")
	w.grace = append(w.grace, until)
}

// decided notes a decision of the owner.
func (w *walk) decided(about string, against bool) {
	w.barred[about] = against
	for i := range w.invitations {
		if against && (about == "" || w.invitations[i].engagement == about) {
			w.invitations[i].void = true
		}
	}
}

func (w *walk) actions() map[string]func(*rapid.T) {
	about := func(t *rapid.T) string { return rapid.SampledFrom([]string{"", w.engagement}).Draw(t, "about") }
	background := context.Background()
	who := w.r.id(w.person)
	return map[string]func(*rapid.T){
		"":              w.check,
		"time":          func(*rapid.T) { w.r.pass(time.Hour) },
		"half a year":   func(*rapid.T) { w.r.pass(181 * 24 * time.Hour) },
		"request":       func(*rapid.T) { _, _ = w.c.RequestEngagement(background, w.engagement, "Please.") },
		"request first": func(*rapid.T) { _, _ = w.c.RequestAccess(background, "Please.") },
		"join":          func(*rapid.T) { _, _ = w.c.Join(background, w.engagement) },
		"leave":         func(*rapid.T) { _, _ = w.c.Leave(background, w.engagement) },
		"take up":       w.takeUp,
		"turn down": func(t *rapid.T) {
			if len(w.invitations) > 0 {
				_, _ = w.c.DeclineInvitation(background, rapid.SampledFrom(w.invitations).Draw(t, "invitation").id)
			}
		},
		"answer":      w.answer,
		"publish":     func(t *rapid.T) { w.publish(t, false) },
		"grace":       func(t *rapid.T) { w.publish(t, true) },
		"see nothing": func(*rapid.T) { _, _ = w.c.Packages(background) },
		"invite": func(t *rapid.T) {
			at := about(t)
			id, err := w.r.service.Invite(background, w.person+"@people.example", at, "", "Ole", "")
			ok(t, err)
			w.invitations = append(w.invitations, sentInvitation{id: id, engagement: at})
		},
		"approve": func(t *rapid.T) {
			at := about(t)
			ok(t, w.r.service.Approve(background, who, at, ""))
			w.decided(at, false)
		},
		"decline": func(t *rapid.T) {
			at := about(t)
			ok(t, w.r.service.Decline(background, who, at, "No."))
			w.decided(at, true)
		},
		"revoke": func(t *rapid.T) {
			at := about(t)
			ok(t, w.r.service.Revoke(background, who, at, "Out."))
			w.decided(at, true)
		},
	}
}

// takeUp takes up any invitation that ever was: one from before a decision must be refused.
func (w *walk) takeUp(t *rapid.T) {
	if len(w.invitations) == 0 {
		return
	}
	v := rapid.SampledFrom(w.invitations).Draw(t, "invitation")
	if _, err := w.c.AcceptInvitation(context.Background(), v.id); err != nil {
		return
	}
	if v.void {
		t.Fatalf("an invitation from before a decision was taken up")
	}
	w.barred[v.engagement] = false
	w.barred[""] = false
}

func (w *walk) answer(t *rapid.T) {
	a, err := w.c.Agreement(context.Background(), w.terms)
	if err != nil {
		return
	}
	accept := rapid.Bool().Draw(t, "accept")
	if _, err := w.c.Decide(context.Background(), w.terms, a.SHA256, accept, api.Device{}); err != nil {
		t.Fatal(err)
	}
	w.answers[w.version-1] = api.Declined
	if accept {
		w.answers[w.version-1] = api.Accepted
	}
}

// check compares what the service gives with what must be true. Each look comes a second later: no two events are at one time.
func (w *walk) check(t *rapid.T) {
	w.r.pass(time.Second)
	s, err := w.c.Status(context.Background())
	ok(t, err)
	if w.barred[""] && s.Access.Granted() {
		t.Fatalf("access to the program came back without the owner")
	}
	e, seeErr := w.c.Engagement(context.Background(), w.engagement)
	if w.barred[w.engagement] && seeErr == nil && e.Access.Granted() {
		t.Fatalf("access to the engagement came back without the owner")
	}
	last := w.version - 1
	satisfied := w.answers[last] == api.Accepted ||
		w.answers[last] == "" && last > 0 && w.answers[last-1] == api.Accepted && w.r.clock().Before(w.grace[last])
	for _, a := range s.Agreements {
		if a.ID == w.terms && a.Blocking == satisfied {
			t.Fatalf("blocking is %v with the answers %q", a.Blocking, w.answers)
		}
	}
	_, err = w.c.Link(context.Background(), w.engagement, "f.bin")
	if err == nil && (!satisfied || w.barred[""] || w.barred[w.engagement]) {
		t.Fatalf("a file was given: answers %q, barred %v", w.answers, w.barred)
	}
	granted := s.Access.Granted() && seeErr == nil && e.Access.Granted()
	if err != nil && granted && satisfied {
		t.Fatalf("a file was not given to somebody who may have it: %v", err)
	}
}

// ok ends a walk on an error.
func ok(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
