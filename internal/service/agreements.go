package service

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// agreements holds the rules of what a person has to answer.
type agreements struct{ *base }

// list returns each agreement's current version with the person's answer, the program's own first.
func (a *agreements) list(ctx context.Context, d store.Data, person string) ([]api.AgreementState, error) {
	current, err := d.Agreements.Current(ctx, a.now())
	if err != nil {
		return nil, err
	}
	list := make([]api.AgreementState, len(current))
	for i, v := range current {
		if list[i], _, err = a.answered(ctx, d, person, v); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// one returns one agreement's current version with the person's answer.
func (a *agreements) one(ctx context.Context, d store.Data, person, id string) (api.AgreementState, error) {
	v, err := a.current(ctx, d, id)
	if err != nil {
		return api.AgreementState{}, err
	}
	state, _, err := a.answered(ctx, d, person, v)
	return state, err
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
func (a *agreements) withText(ctx context.Context, d store.Data, person, id string) (api.Agreement, error) {
	v, err := a.current(ctx, d, id)
	if err != nil {
		return api.Agreement{}, err
	}
	state, before, err := a.answered(ctx, d, person, v)
	shown := api.Agreement{AgreementState: state, Text: v.Text}
	if before != nil {
		shown.Previous = &api.PreviousVersion{Version: before.Version, SHA256: before.SHA256, Text: before.Text, AcceptedAt: before.At}
	}
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

// answered returns a version with the person's answer, and the version that they accepted before. Without an answer to this
// version, the one before serves until the grace date.
func (a *agreements) answered(ctx context.Context, d store.Data, person string, v store.Agreement) (api.AgreementState, *store.Accepted, error) {
	state := stateOf(v)
	var err error
	state.Decision, state.DecidedAt, err = d.Acceptances.Decision(ctx, person, v.ID, v.SHA256)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return state, nil, err
	}
	accepted, err := d.Acceptances.AcceptedBefore(ctx, person, v.ID, v.SHA256)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return state, nil, err
	}
	var before *store.Accepted
	if err == nil {
		before = &accepted
	}
	state.Changed = before != nil && state.Decision == api.Undecided
	inGrace := state.Changed && state.Grace != nil && a.now().Before(*state.Grace)
	state.Blocking = state.Required && state.Decision != api.Accepted && !inGrace
	if v.Engagement != "" {
		state.PackageIDs, err = d.Packages.PackageIDs(ctx, v.Engagement)
		return state, before, err
	}
	return state, before, nil
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
	d, err := a.seen(q.Context(), q.person.ID())
	if err != nil {
		return nil, err
	}
	list, err := a.agreements.list(q.Context(), d, q.person.ID())
	if err != nil {
		return nil, err
	}
	page, err := pageOf(list, q.URL.Query().Get("after"), func(s *api.AgreementState) string { return s.ID })
	return struct {
		Agreements []jsontext.Value `json:"agreements"`
		Next       string           `json:"next,omitzero"`
	}{page.entries, page.next}, err
}

func (a *agreementAPI) getAgreement(q *request) (any, error) {
	return a.agreements.withText(q.Context(), a.data(), q.person.ID(), q.PathValue("id"))
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
