package session

import (
	"context"

	"github.com/programconnect/programconnect/internal/api"
)

// Engagements lists the engagements of the program that the person can see.
func (s *Session) Engagements(ctx context.Context) ([]api.Engagement, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	return s.client.Engagements(ctx)
}

// Join joins an open engagement; its terms must be accepted before, else it is a Terms fault that names them. Downloads that
// waited for it go on by themselves.
func (s *Session) Join(ctx context.Context, id string) (api.Engagement, error) {
	if err := s.ready(); err != nil {
		return api.Engagement{}, err
	}
	engagement, err := s.client.Join(ctx, id)
	if err != nil {
		return api.Engagement{}, err
	}
	err = s.afterwards(ctx, nil)
	s.releaseEverywhere(ctx)
	return engagement, err
}

// Leave ends the person's part in an engagement.
func (s *Session) Leave(ctx context.Context, id string) (api.Engagement, error) {
	if err := s.ready(); err != nil {
		return api.Engagement{}, err
	}
	engagement, err := s.client.Leave(ctx, id)
	if err != nil {
		return api.Engagement{}, err
	}
	return engagement, s.afterwards(ctx, nil)
}

// RequestEngagement asks an engagement's owner for access, with a reason.
func (s *Session) RequestEngagement(ctx context.Context, id, justification string) (api.Engagement, error) {
	if err := s.ready(); err != nil {
		return api.Engagement{}, err
	}
	engagement, err := s.client.RequestEngagement(ctx, id, justification)
	if err != nil {
		return api.Engagement{}, err
	}
	return engagement, s.afterwards(ctx, nil)
}
