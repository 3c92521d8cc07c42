package session

import (
	"context"

	"github.com/programconnect/programconnect/internal/api"
)

// Agreements lists the program's agreements with the person's answers.
func (s *Session) Agreements(ctx context.Context) ([]api.AgreementState, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	return s.client.Agreements(ctx)
}

// Agreement gives an agreement with its exact text; a text that does not match its SHA-256 is a Verification fault.
func (s *Session) Agreement(ctx context.Context, id string) (api.Agreement, error) {
	if err := s.ready(); err != nil {
		return api.Agreement{}, err
	}
	return s.client.Agreement(ctx, id)
}

// Decide accepts or declines the text with this SHA-256, from this device, and gives the signed receipt. After an acceptance downloads
// that waited for it go on by themselves.
func (s *Session) Decide(ctx context.Context, id, sha256 string, accept bool) (api.Receipt, error) {
	if err := s.ready(); err != nil {
		return api.Receipt{}, err
	}
	receipt, err := s.client.Decide(ctx, id, sha256, accept, s.app.device())
	if err != nil {
		return api.Receipt{}, err
	}
	err = s.afterwards(ctx, nil)
	if accept {
		s.releaseEverywhere(ctx)
	}
	return receipt, err
}

// Ledger gives every answer the person gave, with the signed receipts.
func (s *Session) Ledger(ctx context.Context) (api.Ledger, error) {
	if err := s.ready(); err != nil {
		return api.Ledger{}, err
	}
	return s.client.Ledger(ctx)
}
