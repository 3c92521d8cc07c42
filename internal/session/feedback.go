package session

import (
	"context"

	"github.com/google/uuid"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
)

// Form gives how feedback is given in an engagement.
func (s *Session) Form(ctx context.Context, engagement string) (api.Form, error) {
	return s.client.Form(ctx, engagement)
}

// Items gives one page of an engagement's feedback items, newest first.
func (s *Session) Items(ctx context.Context, engagement string, q client.ItemQuery) (client.ItemPage, error) {
	return s.client.Items(ctx, engagement, q)
}

// AllItems gives every item that a query asks for, page after page.
func (s *Session) AllItems(ctx context.Context, engagement string, q client.ItemQuery) ([]api.Item, error) {
	var all []api.Item
	for {
		page, err := s.client.Items(ctx, engagement, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" || page.Next == q.After {
			return all, nil
		}
		q.After = page.Next
	}
}

// Item gives one item with its comments and attachments.
func (s *Session) Item(ctx context.Context, id string) (api.Item, error) {
	return s.client.Item(ctx, id)
}

// Comment adds a comment to an item. A comment can't be changed later. One whose answer was lost is sent once more under the same key, so
// that it is there once.
func (s *Session) Comment(ctx context.Context, id, text string) (api.Comment, error) {
	key := uuid.NewString()
	made, err := s.client.Comment(ctx, id, key, text)
	if fault.Is(err, fault.Network) {
		made, err = s.client.Comment(ctx, id, key, text)
	}
	return made, err
}

// Vote gives the person's vote to an item, or takes it back.
func (s *Session) Vote(ctx context.Context, id string, on bool) (api.Item, error) {
	return s.client.Vote(ctx, id, on)
}

// Follow follows an item, or stops it.
func (s *Session) Follow(ctx context.Context, id string, on bool) (api.Item, error) {
	return s.client.Follow(ctx, id, on)
}
