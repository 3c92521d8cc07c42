package service

import (
	"context"
	"errors"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// agreements holds the rules of what a person has to answer.
type agreements struct {
	*base
	visibility *visibility
}

// list returns each agreement's current version that the person sees with their answer, the program's own first.
func (a *agreements) list(ctx context.Context, d store.Data, p Identity) ([]api.AgreementState, error) {
	who, err := a.visibility.viewer(ctx, d, p)
	if err != nil {
		return nil, err
	}
	current, err := d.Agreements.Current(ctx, a.now())
	if err != nil {
		return nil, err
	}
	list := []api.AgreementState{}
	for _, v := range current {
		seen, packages, err := a.visibility.terms(ctx, d, who, v)
		if err != nil {
			return nil, err
		}
		if !seen {
			continue
		}
		state, err := a.state(ctx, d, p, v, packages)
		if err != nil {
			return nil, err
		}
		list = append(list, state)
	}
	return list, nil
}

// counting returns the current version of each agreement that counts for an engagement, or for the program when engagement is
// empty, with the person's answer.
func (a *agreements) counting(ctx context.Context, d store.Data, p Identity, engagement string) ([]api.AgreementState, error) {
	current, err := d.Agreements.Current(ctx, a.now())
	if err != nil {
		return nil, err
	}
	var list []api.AgreementState
	for _, v := range current {
		if !v.Required || v.Engagement != "" && v.Engagement != engagement {
			continue
		}
		state, err := a.state(ctx, d, p, v, false)
		if err != nil {
			return nil, err
		}
		list = append(list, state)
	}
	return list, nil
}

// one returns one agreement's current version with the person's answer.
func (a *agreements) one(ctx context.Context, d store.Data, p Identity, id string) (api.AgreementState, error) {
	v, packages, err := a.visible(ctx, d, p, id)
	if err != nil {
		return api.AgreementState{}, err
	}
	return a.state(ctx, d, p, v, packages)
}

// visible returns an agreement's current version to somebody who sees it, or a refusal. It reports whether its packages are seen.
func (a *agreements) visible(ctx context.Context, d store.Data, p Identity, id string) (v store.Agreement, packages bool, err error) {
	if v, err = a.current(ctx, d, id); err != nil {
		return v, false, err
	}
	who, err := a.visibility.viewer(ctx, d, p)
	if err != nil {
		return v, false, err
	}
	seen, packages, err := a.visibility.terms(ctx, d, who, v)
	if err == nil && !seen {
		err = notFound()
	}
	return v, packages, err
}

// current returns one agreement's current version, or the refusal of one that is not there.
func (a *agreements) current(ctx context.Context, d store.Data, id string) (store.Agreement, error) {
	v, err := d.Agreements.Agreement(ctx, id, a.now())
	if errors.Is(err, store.ErrNotFound) {
		err = notFound()
	}
	return v, err
}

// withText returns one agreement with its exact text, and the version accepted before, for showing what changed.
func (a *agreements) withText(ctx context.Context, d store.Data, p Identity, id string) (api.Agreement, error) {
	v, packages, err := a.visible(ctx, d, p, id)
	if err != nil {
		return api.Agreement{}, err
	}
	state, err := a.state(ctx, d, p, v, packages)
	if err != nil {
		return api.Agreement{}, err
	}
	shown := api.Agreement{AgreementState: state, Text: v.Text}
	before, err := d.Acceptances.AcceptedBefore(ctx, p.ID(), v.ID, v.SHA256)
	if errors.Is(err, store.ErrNotFound) {
		return shown, nil
	}
	shown.Previous = &api.PreviousVersion{Version: before.Version, SHA256: before.SHA256, Text: before.Text, AcceptedAt: before.At}
	return shown, err
}

// stateOf returns a version without an answer.
func stateOf(v store.Agreement) api.AgreementState {
	state := api.AgreementState{ID: v.ID, Title: v.Title, Version: v.Version, SHA256: v.SHA256, Kind: v.Kind, Effective: v.Effective,
		Required: v.Required, Engagement: v.Engagement}
	if !v.Grace.IsZero() {
		state.Grace = &v.Grace
	}
	return state
}

// state returns a version with the person's answer, and the packages that wait for it where they see them. What it means is
// said by the table of rules_terms.go.
func (a *agreements) state(ctx context.Context, d store.Data, p Identity, v store.Agreement, packages bool) (api.AgreementState, error) {
	state := stateOf(v)
	var err error
	state.Decision, state.DecidedAt, err = d.Acceptances.Decision(ctx, p.ID(), v.ID, v.SHA256)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return state, err
	}
	_, err = d.Acceptances.AcceptedBefore(ctx, p.ID(), v.ID, v.SHA256)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return state, err
	}
	state.Changed = err == nil && state.Decision == api.Undecided
	history := termsHistory{currentIs: state.Decision, grace: state.Grace != nil, graceOver: state.Grace != nil && !a.now().Before(*state.Grace)}
	if state.Changed && history.grace && !history.graceOver { // nothing else depends on the version before
		if history.beforeIs, err = a.answerBefore(ctx, d, p, v); err != nil {
			return state, err
		}
		history.before = true
	}
	state.Blocking = state.Required && !history.state().satisfied()
	if packages && v.Engagement != "" {
		state.PackageIDs, err = a.packageIDs(ctx, d, v.Engagement)
		return state, err
	}
	return state, nil
}

// packageIDs returns the ids of an engagement's packages that people see, in their order.
func (a *agreements) packageIDs(ctx context.Context, d store.Data, engagement string) ([]string, error) {
	all, err := d.Packages.Packages(ctx)
	var ids []string
	for i := range all {
		if all[i].Engagement == engagement && a.onShow(all[i]) {
			ids = append(ids, all[i].ID)
		}
	}
	slices.Sort(ids)
	return ids, err
}

// answerBefore returns the person's answer to the version that was in effect before v.
func (a *agreements) answerBefore(ctx context.Context, d store.Data, p Identity, v store.Agreement) (string, error) {
	hash, err := d.Agreements.Before(ctx, v.ID, v.SHA256)
	if errors.Is(err, store.ErrNotFound) {
		return api.Undecided, nil
	}
	if err != nil {
		return "", err
	}
	decision, _, err := d.Acceptances.Decision(ctx, p.ID(), v.ID, hash)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return decision, err
}

// agreementAPI answers for agreements and the answers to them.
type agreementAPI struct {
	*base
	agreements *agreements
	ledger     *ledger
}

func (a *agreementAPI) routes() []route {
	return []route{
		{method: "GET", path: apiPrefix + "/agreements", answer: a.getAgreements, kept: true},
		{method: "GET", path: apiPrefix + "/agreements/{id}", answer: a.getAgreement},
		{method: "POST", path: apiPrefix + "/agreements/{id}/decisions", answer: a.postDecision},
		{method: "GET", path: apiPrefix + "/ledger", answer: a.getLedger},
	}
}

func (a *agreementAPI) getAgreements(q *request) (any, error) {
	page, err := listPage(a.base, q, a.agreements.list, func(s *api.AgreementState) string { return s.ID })
	return struct {
		Agreements []jsontext.Value `json:"agreements"`
		Next       string           `json:"next,omitzero"`
	}{page.entries, page.next}, err
}

func (a *agreementAPI) getAgreement(q *request) (any, error) {
	return a.agreements.withText(q.Context(), a.data(), q.person, q.PathValue("id"))
}

func (a *agreementAPI) postDecision(q *request) (any, error) {
	var in api.Decision
	if err := q.read(&in); err != nil {
		return nil, err
	}
	return a.ledger.decide(q.Context(), q.person, q.PathValue("id"), in)
}

func (a *agreementAPI) getLedger(q *request) (any, error) {
	after, err := readCursor(q)
	if err != nil {
		return nil, err
	}
	return a.ledger.page(q.Context(), q.person.ID(), after)
}
