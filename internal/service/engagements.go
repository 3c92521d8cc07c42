package service

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// engagements holds the rules of engagements: who comes in and who leaves. Who sees them is said by visibility.
type engagements struct {
	*base
	access     *access
	agreements *agreements
	visibility *visibility
}

// seenEngagement is an engagement with the person's access, and how much of it they see.
type seenEngagement struct {
	api.Engagement

	sight sight
}

// list returns the engagements that the person sees, with their access to each.
func (e *engagements) list(ctx context.Context, d store.Data, p Identity) ([]api.Engagement, error) {
	who, err := e.visibility.viewer(ctx, d, p)
	if err != nil {
		return nil, err
	}
	all, err := e.all(ctx, d, who)
	if err != nil {
		return nil, err
	}
	seen := []api.Engagement{}
	for _, shown := range all {
		if shown.sight > unseen {
			seen = append(seen, shown.Engagement)
		}
	}
	return seen, nil
}

// all returns every engagement, also those that the person does not see.
func (e *engagements) all(ctx context.Context, d store.Data, who viewer) ([]seenEngagement, error) {
	kept, err := d.Engagements.Engagements(ctx)
	if err != nil {
		return nil, err
	}
	offered, err := e.offered(ctx, d)
	if err != nil {
		return nil, err
	}
	list := make([]seenEngagement, len(kept))
	for i, k := range kept {
		k.Packages = offered[k.ID]
		if list[i], err = e.seenBy(ctx, d, who, k); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// one returns an engagement that the person sees, or a refusal.
func (e *engagements) one(ctx context.Context, d store.Data, p Identity, id string) (api.Engagement, error) {
	shown, err := e.seen(ctx, d, p, id)
	return shown.Engagement, err
}

// seen returns an engagement and how much of it the person sees, or a refusal.
func (e *engagements) seen(ctx context.Context, d store.Data, p Identity, id string) (seenEngagement, error) {
	who, err := e.visibility.viewer(ctx, d, p)
	if err != nil {
		return seenEngagement{}, err
	}
	kept, err := d.Engagements.Engagement(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return seenEngagement{}, notFound()
	}
	if err != nil {
		return seenEngagement{}, err
	}
	offered, err := e.offered(ctx, d)
	if err != nil {
		return seenEngagement{}, err
	}
	kept.Packages = offered[id]
	shown, err := e.seenBy(ctx, d, who, kept)
	if err == nil && shown.sight == unseen {
		return seenEngagement{}, notFound()
	}
	return shown, err
}

// offered returns how many packages of each engagement people see now.
func (e *engagements) offered(ctx context.Context, d store.Data) (map[string]int, error) {
	all, err := d.Packages.Packages(ctx)
	count := map[string]int{}
	for i := range all {
		if e.onShow(all[i]) {
			count[all[i].Engagement]++
		}
	}
	return count, err
}

// seenBy returns an engagement as a person sees it: one that is only listed says nothing of its terms and packages.
func (e *engagements) seenBy(ctx context.Context, d store.Data, who viewer, k store.Engagement) (seenEngagement, error) {
	shown := seenEngagement{Engagement: api.Engagement{ID: k.ID, Title: k.Title, Description: k.Description, Group: k.Group, Join: k.Join,
		Feedback: k.Feedback}}
	var err error
	if shown.Access, shown.sight, err = e.visibility.engagement(ctx, d, who, k); err != nil || shown.sight < readable {
		return shown, err
	}
	shown.Packages = k.Packages
	if k.Terms == "" {
		return shown, nil
	}
	terms, err := d.Agreements.Agreement(ctx, k.Terms, e.now())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return shown, err
	}
	shown.Terms = k.Terms
	shown.TermsSHA256 = terms.SHA256 // none while no version is in effect
	return shown, nil
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
		if present.Access.Granted() {
			return nil
		}
		now, err := e.access.standing(ctx, d, p, id)
		if err != nil {
			return err
		}
		if _, may := nextAccess(now.state, eventJoin, actorPerson); !may || present.Join != api.JoinOpen {
			return accessProblem(present.Access, present.Title)
		}
		if present.TermsSHA256 != "" {
			terms, err := e.agreements.one(ctx, d, p, present.Terms)
			if err != nil {
				return err
			}
			if terms.Required && terms.Blocking {
				return termsProblem(terms)
			}
		}
		_, err = e.access.happen(ctx, d, p, id, eventJoin, actorPerson, func(r *store.Right) {
			*r = store.Right{Person: r.Person, Engagement: r.Engagement, State: r.State, Used: r.Used, Role: api.RoleParticipant, Decided: e.now()}
		})
		return err
	})
}

// leave ends the person's own part, or takes back their request.
func (e *engagements) leave(ctx context.Context, p Identity, id string) (api.Engagement, error) {
	var shown api.Engagement
	err := e.store.Write(ctx, func(d store.Data) (err error) {
		if shown, err = e.one(ctx, d, p, id); err != nil {
			return err
		}
		if _, err = e.access.happen(ctx, d, p, id, eventLeave, actorPerson, func(*store.Right) {}); err != nil {
			return err
		}
		left, err := e.one(ctx, d, p, id)
		var problem *api.Problem
		if errors.As(err, &problem) && problem.Code == api.CodeNotFound { // it is not listed any more
			left = shown
			left.Packages, left.Terms, left.TermsSHA256 = 0, "", ""
			left.Access = api.Access{State: api.AccessNone, Contact: shown.Access.Contact, Send: shown.Access.Send}
			err = nil
		}
		shown = left
		return err
	})
	return shown, err
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
		{method: "GET", path: apiPrefix + "/engagements", answer: a.getEngagements, kept: true},
		{method: "GET", path: apiPrefix + "/engagements/{id}", answer: a.getEngagement},
		{method: "POST", path: apiPrefix + "/engagements/{id}/join", answer: a.postJoin},
		{method: "POST", path: apiPrefix + "/engagements/{id}/leave", answer: a.postLeave},
		{method: "POST", path: apiPrefix + "/engagements/{id}/access-requests", answer: a.postEngagementRequest},
	}
}

func (a *engagementAPI) getEngagements(q *request) (any, error) {
	page, err := listPage(a.base, q, a.engagements.list, func(e *api.Engagement) string { return e.ID })
	return struct {
		Engagements []jsontext.Value `json:"engagements"`
		Next        string           `json:"next,omitzero"`
	}{page.entries, page.next}, err
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
