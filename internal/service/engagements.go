package service

import (
	"context"
	"errors"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// engagements holds the rules of engagements: who sees them, who comes in and who leaves.
type engagements struct {
	*base
	access     *access
	agreements *agreements
}

// list returns the engagements that the person sees, with their access to each. Those by invitation alone are shown to those
// inside.
func (e *engagements) list(ctx context.Context, d store.Data, p Identity) ([]api.Engagement, error) {
	kept, err := d.Engagements.Engagements(ctx)
	if err != nil {
		return nil, err
	}
	seen := []api.Engagement{}
	for _, k := range kept {
		shown, visible, err := e.seenBy(ctx, d, p, k)
		if err != nil {
			return nil, err
		}
		if visible {
			seen = append(seen, shown)
		}
	}
	return seen, nil
}

// one returns an engagement that the person sees, or a refusal.
func (e *engagements) one(ctx context.Context, d store.Data, p Identity, id string) (api.Engagement, error) {
	kept, err := d.Engagements.Engagement(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return api.Engagement{}, notFound()
	}
	if err != nil {
		return api.Engagement{}, err
	}
	shown, visible, err := e.seenBy(ctx, d, p, kept)
	if err == nil && !visible {
		err = notFound()
	}
	return shown, err
}

// seenBy returns an engagement with the person's access, and reports whether they see it.
func (e *engagements) seenBy(ctx context.Context, d store.Data, p Identity, k store.Engagement) (shown api.Engagement, visible bool, err error) {
	shown = api.Engagement{ID: k.ID, Title: k.Title, Description: k.Description, Group: k.Group, Join: k.Join, Terms: k.Terms,
		Packages: k.Packages, Feedback: k.Feedback}
	if shown.Access, err = e.access.of(ctx, d, p, k.ID); err != nil {
		return shown, false, err
	}
	if k.Join == api.JoinEveryone && (shown.Access.State == api.AccessNone || shown.Access.State == api.AccessLapsed) {
		shown.Access = api.Access{State: api.AccessGranted, Role: api.RoleParticipant, Contact: shown.Access.Contact, Send: shown.Access.Send}
	}
	if k.Contact != "" {
		shown.Access.Contact = k.Contact
	}
	if k.Terms != "" {
		terms, err := d.Agreements.Agreement(ctx, k.Terms, e.now())
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return shown, false, err
		}
		shown.TermsSHA256 = terms.SHA256 // none while no version is in effect
	}
	return shown, k.Join != api.JoinInvited || shown.Access.State != api.AccessNone, nil
}

// change changes a person's access to an engagement in one unit of work, and returns how it is afterwards.
func (e *engagements) change(ctx context.Context, p Identity, id string,
	f func(d store.Data, present api.Engagement) error) (api.Engagement, error) {
	err := e.store.Write(ctx, func(d store.Data) error {
		present, err := e.one(ctx, d, p, id)
		if err != nil {
			return err
		}
		return f(d, present)
	})
	if err != nil {
		return api.Engagement{}, err
	}
	return e.one(ctx, e.data(), p, id)
}

// join lets a person into an open engagement whose terms they have accepted.
func (e *engagements) join(ctx context.Context, p Identity, id string) (api.Engagement, error) {
	return e.change(ctx, p, id, func(d store.Data, present api.Engagement) error {
		switch {
		case present.Access.Granted():
			return nil
		case present.Access.State == api.AccessRevoked, present.Access.State == api.AccessDeclined, present.Join != api.JoinOpen:
			return accessProblem(present.Access, present.Title)
		}
		if present.TermsSHA256 != "" {
			terms, err := e.agreements.one(ctx, d, p.ID(), present.Terms)
			if err != nil {
				return err
			}
			if terms.Required && terms.Blocking {
				return termsProblem(terms)
			}
		}
		return e.access.set(ctx, d, p.ID(), id, api.Access{State: api.AccessGranted, Role: api.RoleParticipant, Decided: e.now()})
	})
}

// leave ends the person's own part.
func (e *engagements) leave(ctx context.Context, p Identity, id string) (api.Engagement, error) {
	return e.change(ctx, p, id, func(d store.Data, present api.Engagement) error {
		switch present.Access.State {
		case api.AccessGranted, api.AccessRequested, api.AccessLapsed:
			return d.Rights.RemoveRight(ctx, p.ID(), id)
		}
		return nil
	})
}

// engagementAPI answers for engagements and for requests for access.
type engagementAPI struct {
	*base
	engagements *engagements
	access      *access
	admission   *admission
}

func (a *engagementAPI) routes() []route {
	return []route{
		{method: "POST", path: apiPrefix + "/access-requests", answer: a.postAccessRequest},
		{method: "GET", path: apiPrefix + "/engagements", answer: a.getEngagements},
		{method: "GET", path: apiPrefix + "/engagements/{id}", answer: a.getEngagement},
		{method: "POST", path: apiPrefix + "/engagements/{id}/join", answer: a.postJoin},
		{method: "POST", path: apiPrefix + "/engagements/{id}/leave", answer: a.postLeave},
		{method: "POST", path: apiPrefix + "/engagements/{id}/access-requests", answer: a.postEngagementRequest},
	}
}

func (a *engagementAPI) getEngagements(q *request) (any, error) {
	list, err := a.engagements.list(q.Context(), a.data(), q.person)
	return struct {
		Engagements []api.Engagement `json:"engagements"`
	}{list}, err
}

func (a *engagementAPI) getEngagement(q *request) (any, error) {
	return a.engagements.one(q.Context(), a.data(), q.person, q.PathValue("id"))
}

// postJoin joins for somebody who is registered, verified, and has accepted the program's agreements.
func (a *engagementAPI) postJoin(q *request) (any, error) {
	if err := a.admission.may(q.Context(), q.person, ""); err != nil {
		return nil, err
	}
	return a.engagements.join(q.Context(), q.person, q.PathValue("id"))
}

func (a *engagementAPI) postLeave(q *request) (any, error) {
	return a.engagements.leave(q.Context(), q.person, q.PathValue("id"))
}

// postEngagementRequest asks an engagement's owner for access.
func (a *engagementAPI) postEngagementRequest(q *request) (any, error) {
	why, err := readJustification(q)
	if err != nil {
		return nil, err
	}
	if err := a.admission.may(q.Context(), q.person, ""); err != nil {
		return nil, err
	}
	return a.engagements.change(q.Context(), q.person, q.PathValue("id"), func(d store.Data, present api.Engagement) error {
		return a.access.ask(q.Context(), d, q.person, present.ID, present.Title, present.Access, why)
	})
}

// postAccessRequest asks the program's owner for access.
func (a *engagementAPI) postAccessRequest(q *request) (any, error) {
	why, err := readJustification(q)
	if err != nil {
		return nil, err
	}
	return a.access.askProgram(q.Context(), q.person, why)
}
