package session

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/outbox"
)

// Feedback is what people have told a program, at the program.
type Feedback struct{ session *Session }

// Form returns how feedback is given in an engagement.
func (f Feedback) Form(ctx context.Context, engagement string) (api.Form, error) {
	return f.session.client.Form(ctx, engagement)
}

// Items returns one page of an engagement's feedback items, newest first.
func (f Feedback) Items(ctx context.Context, engagement string, q client.ItemQuery) (api.ItemPage, error) {
	return f.session.client.Items(ctx, engagement, q)
}

// AllItems returns every item that a query asks for, page after page. A list that does not end is a fault.
func (f Feedback) AllItems(ctx context.Context, engagement string, q client.ItemQuery) ([]api.Item, error) {
	return f.session.client.AllItems(ctx, engagement, q)
}

// WholeItems returns every item that a query asks for with all its fields, as an export holds them: those whose long fields the
// list leaves out are asked for one by one, as fast as the program lets.
func (f Feedback) WholeItems(ctx context.Context, engagement string, q client.ItemQuery) ([]api.Item, error) {
	all, err := f.AllItems(ctx, engagement, q)
	if err != nil {
		return nil, err
	}
	for n := range all {
		if !all[n].Shortened {
			continue
		}
		whole, err := f.patiently(ctx, all[n].ID)
		if err != nil {
			return nil, err
		}
		all[n].Fields = whole.Fields
		all[n].Shortened = false
	}
	return all, nil
}

// patience is how often an item is asked for again when the program says that this is too much at once.
const patience = 5

func (f Feedback) patiently(ctx context.Context, id string) (api.Item, error) {
	for tries := 0; ; tries++ {
		i, err := f.Item(ctx, id)
		if err == nil {
			return i, nil
		}
		wait := fault.Of(err)
		if tries == patience || wait.RetryAfter == 0 {
			return i, err
		}
		select {
		case <-time.After(wait.RetryAfter):
		case <-ctx.Done():
			return i, fault.Of(ctx.Err())
		}
	}
}

// Item returns one item with its comments and attachments.
func (f Feedback) Item(ctx context.Context, id string) (api.Item, error) {
	return f.session.client.Item(ctx, id)
}

// Comment adds a comment to an item. A comment can't be changed later. One whose answer was lost is sent once more under the same key, so
// that it is there once.
func (f Feedback) Comment(ctx context.Context, id, text string) (api.Comment, error) {
	key := uuid.NewString()
	made, err := f.session.client.Comment(ctx, id, key, text)
	if fault.Is(err, fault.Network) {
		made, err = f.session.client.Comment(ctx, id, key, text)
	}
	return made, err
}

// Vote adds the person's vote to an item, or takes it back.
func (f Feedback) Vote(ctx context.Context, id string, on bool) (api.Item, error) {
	return f.session.client.Vote(ctx, id, on)
}

// Follow follows an item, or stops it.
func (f Feedback) Follow(ctx context.Context, id string, on bool) (api.Item, error) {
	return f.session.client.Follow(ctx, id, on)
}

// sender is what the outbox sends a draft with: the program's client, while the draft's account is the one in use.
func (a *App) sender(ctx context.Context, d outbox.Draft) (outbox.Sender, error) {
	s, err := a.sessionOf(ctx, d.Program)
	if err != nil {
		return nil, err
	}
	if account := s.Snapshot().Account; account == nil || d.Account != "" && account.ID != d.Account {
		return nil, s.signInFault()
	}
	return s.client, nil
}
