package session

import (
	"context"

	"github.com/programconnect/programconnect/internal/api"
)

// Engagements are the parts of a program that a person can join.
type Engagements struct{ session *Session }

// List returns the engagements of the program that the person can see.
func (e Engagements) List(ctx context.Context) ([]api.Engagement, error) {
	if err := e.session.ready(); err != nil {
		return nil, err
	}
	return e.session.client.Engagements(ctx)
}

// Join joins an open engagement; its terms must be accepted before, else it is a Terms fault that names them. Downloads that
// waited for it go on by themselves.
func (e Engagements) Join(ctx context.Context, id string) (api.Engagement, error) {
	joined, err := e.do(ctx, func() (api.Engagement, error) { return e.session.client.Join(ctx, id) })
	if err == nil {
		e.session.releaseEverywhere(ctx)
	}
	return joined, err
}

// Leave ends the person's part in an engagement.
func (e Engagements) Leave(ctx context.Context, id string) (api.Engagement, error) {
	return e.do(ctx, func() (api.Engagement, error) { return e.session.client.Leave(ctx, id) })
}

// Request asks an engagement's owner for access, with a reason.
func (e Engagements) Request(ctx context.Context, id, justification string) (api.Engagement, error) {
	return e.do(ctx, func() (api.Engagement, error) { return e.session.client.RequestEngagement(ctx, id, justification) })
}

// do asks the service for a change and refreshes after it.
func (e Engagements) do(ctx context.Context, ask func() (api.Engagement, error)) (api.Engagement, error) {
	if err := e.session.ready(); err != nil {
		return api.Engagement{}, err
	}
	after, err := ask()
	if err != nil {
		return api.Engagement{}, err
	}
	e.session.refreshAfter(ctx)
	return after, nil
}
