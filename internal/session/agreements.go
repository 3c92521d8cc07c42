package session

import (
	"context"

	"github.com/programconnect/programconnect/internal/api"
)

// Agreements are the texts of a program that a person answers.
type Agreements struct{ session *Session }

// List returns the program's agreements with the person's answers.
func (a Agreements) List(ctx context.Context) ([]api.AgreementState, error) {
	if err := a.session.ready(); err != nil {
		return nil, err
	}
	return a.session.client.Agreements(ctx)
}

// Find returns an agreement with its exact text; a text that does not match its SHA-256 is a Verification fault.
func (a Agreements) Find(ctx context.Context, id string) (api.Agreement, error) {
	if err := a.session.ready(); err != nil {
		return api.Agreement{}, err
	}
	return a.session.client.Agreement(ctx, id)
}

// Decide accepts or declines the text with this SHA-256, from this device, and returns the signed receipt. After an acceptance
// downloads that waited for it go on by themselves.
func (a Agreements) Decide(ctx context.Context, id, sha256 string, accept bool) (api.Receipt, error) {
	s := a.session
	if err := s.ready(); err != nil {
		return api.Receipt{}, err
	}
	receipt, err := s.client.Decide(ctx, id, sha256, accept, s.app.device())
	if err != nil {
		return api.Receipt{}, err
	}
	s.refreshAfter(ctx)
	if accept {
		s.releaseEverywhere(ctx)
	}
	return receipt, nil
}

// Ledger returns every answer the person gave, with the signed receipts.
func (a Agreements) Ledger(ctx context.Context) (api.Ledger, error) {
	if err := a.session.ready(); err != nil {
		return api.Ledger{}, err
	}
	return a.session.client.Ledger(ctx)
}
