package storetest

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func testEngagements(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	absent[store.Engagement](t)(d.Engagements.Engagement(ctx, "a"))
	a := store.Engagement{ID: "a", Title: "A", Description: "Text", Group: "G", Join: api.JoinOpen, Terms: "terms", Contact: "a@program.example", Position: 2, Feedback: true}
	b := store.Engagement{ID: "b", Title: "B", Join: api.JoinInvited, Position: 1}
	must(t, d.Engagements.PutEngagement(ctx, a))
	must(t, d.Engagements.PutEngagement(ctx, b))
	want(t, []store.Engagement{b, a})(d.Engagements.Engagements(ctx))
	a.Position, a.Title, a.Feedback = 1, "A again", false
	must(t, d.Engagements.PutEngagement(ctx, a))
	must(t, d.Packages.Publish(ctx, api.Package{ID: "p", Engagement: "a"}, nil))
	must(t, d.Packages.Publish(ctx, api.Package{ID: "q", Engagement: "a"}, nil))
	must(t, d.Packages.Withdraw(ctx, "q", noon))
	a.Packages = 1
	want(t, []store.Engagement{a, b})(d.Engagements.Engagements(ctx))
	want(t, a)(d.Engagements.Engagement(ctx, "a"))
}

func testRights(t *testing.T, s store.Store) {
	ctx, rights := t.Context(), s.Data().Rights
	absent[store.Right](t)(rights.Right(ctx, "t.anna", "a"))
	r := store.Right{Person: "t.anna", Engagement: "a", State: api.AccessRequested, Role: api.RoleParticipant, Justification: "why", Requested: noon, Used: noon}
	must(t, rights.SetRight(ctx, r))
	want(t, r)(rights.Right(ctx, "t.anna", "a"))
	absent[store.Right](t)(rights.Right(ctx, "t.anna", ""))
	must(t, rights.NoteUse(ctx, "t.anna", "a", noon.Add(time.Hour)))
	want(t, r)(rights.Right(ctx, "t.anna", "a")) // it is not granted
	r.State, r.Reason, r.Decided = api.AccessGranted, "because", noon
	must(t, rights.SetRight(ctx, r))
	must(t, rights.NoteUse(ctx, "t.anna", "a", noon.Add(time.Hour)))
	r.Used = noon.Add(time.Hour)
	want(t, r)(rights.Right(ctx, "t.anna", "a"))
	must(t, rights.RemoveRight(ctx, "t.anna", "a"))
	must(t, rights.RemoveRight(ctx, "t.anna", "a"))
	absent[store.Right](t)(rights.Right(ctx, "t.anna", "a"))
}

func testIdle(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	must(t, d.People.Remember(ctx, store.Person{ID: "t.anna", Address: "anna@people.example"}))
	must(t, d.Engagements.PutEngagement(ctx, store.Engagement{ID: "a", Title: "A"}))
	for _, r := range []store.Right{
		{Person: "t.anna", Engagement: "a", State: api.AccessGranted, Used: noon},
		{Person: "t.anna", Engagement: "", State: api.AccessGranted, Used: noon.Add(1)},
		{Person: "t.anna", Engagement: "b", State: api.AccessRevoked, Used: noon},
		{Person: "t.nobody", Engagement: "a", State: api.AccessGranted, Used: noon},
	} {
		must(t, d.Rights.SetRight(ctx, r))
	}
	idle := store.Idle{Person: "t.anna", Engagement: "a", Address: "anna@people.example", Title: "A", Used: noon}
	want(t, []store.Idle{idle})(d.Rights.Idle(ctx, noon))
	must(t, d.Rights.NoteWarning(ctx, idle, 30))
	fails(t, d.Rights.NoteWarning(ctx, idle, 30), store.ErrNotFound) // another instance has noted it
	idle.Warned = 30
	want(t, []store.Idle{idle})(d.Rights.Idle(ctx, noon))
	stale := idle
	stale.Used = noon.Add(-1)
	fails(t, d.Rights.NoteWarning(ctx, stale, 14), store.ErrNotFound) // it was used since
	want(t, []store.Idle{idle})(d.Rights.Idle(ctx, noon))
	must(t, d.Rights.NoteUse(ctx, "t.anna", "a", noon.Add(2)))
	program := store.Idle{Person: "t.anna", Address: "anna@people.example", Used: noon.Add(1)}
	want(t, []store.Idle{program})(d.Rights.Idle(ctx, noon.Add(1)))
	must(t, d.Rights.SetRight(ctx, store.Right{Person: "t.anna", Engagement: "a", State: api.AccessGranted, Used: noon}))
	idle.Warned = 0
	want(t, []store.Idle{idle})(d.Rights.Idle(ctx, noon))
}

func testInvitations(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	must(t, d.Engagements.PutEngagement(ctx, store.Engagement{ID: "a", Title: "A"}))
	first := store.Invitation{ID: "1", Address: "Ivan@people.example", Engagement: "a", Role: api.RoleParticipant, Sender: "Ole", Message: "Welcome", Sent: noon, Expires: noon.Add(time.Hour)}
	program := store.Invitation{ID: "2", Address: "ivan@people.example", Role: api.RoleOwner, Sent: noon.Add(1), Expires: noon.Add(time.Hour)}
	must(t, d.Invitations.Invite(ctx, first))
	must(t, d.Invitations.Invite(ctx, program))
	first.State, first.Title, program.State = store.InvitationOpen, "A", store.InvitationOpen
	want(t, []store.Invitation{first, program})(d.Invitations.Waiting(ctx, "IVAN@people.example", noon))
	want(t, []store.Invitation(nil))(d.Invitations.Waiting(ctx, "ivan@people.example", noon.Add(time.Hour)))
	want(t, []store.Invitation(nil))(d.Invitations.Waiting(ctx, "anna@people.example", noon))
	second := store.Invitation{ID: "3", Address: "ivan@people.example", Engagement: "a", Sent: noon.Add(2), Expires: noon.Add(time.Hour)}
	must(t, d.Invitations.Invite(ctx, second))
	first.State, second.State, second.Title = store.InvitationReplaced, store.InvitationOpen, "A"
	want(t, []store.Invitation{second, program, first})(d.Invitations.Sent(ctx))
	must(t, d.Invitations.Answer(ctx, "3", store.InvitationAccepted, "t.ivan"))
	second.State, second.Person = store.InvitationAccepted, "t.ivan"
	want(t, []store.Invitation{second, program, first})(d.Invitations.Sent(ctx))
	want(t, []store.Invitation{program})(d.Invitations.Waiting(ctx, "ivan@people.example", noon))
	third := store.Invitation{ID: "4", Address: "ivan@people.example", Engagement: "a", Kind: "work", Tenant: "t", Sent: noon.Add(3), Expires: noon.Add(time.Hour)}
	must(t, d.Invitations.Invite(ctx, third))
	must(t, d.Invitations.Void(ctx, "IVAN@people.example", "a"))
	want(t, []store.Invitation{program})(d.Invitations.Waiting(ctx, "ivan@people.example", noon))
	third.State, third.Title, program.State = store.InvitationVoid, "A", store.InvitationVoid
	must(t, d.Invitations.Void(ctx, "ivan@people.example", ""))
	want(t, []store.Invitation{third, second, program, first})(d.Invitations.Sent(ctx))
	fails(t, d.Invitations.Answer(ctx, "none", store.InvitationDeclined, "t.ivan"), store.ErrNotFound)
}
