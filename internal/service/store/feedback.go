package store

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// The marks that a person sets on an item.
const (
	MarkVote   = "vote"
	MarkFollow = "follow"
)

// NewItem is an item on its way in.
type NewItem struct {
	ID, Engagement, Person string
	Item                   api.NewItem
	Search                 string // folded text in which ItemFilter.Text is looked for
	State                  string
	Created                time.Time
}

// ItemFilter narrows a list of items; zero values do not.
type ItemFilter struct {
	Viewer                        string // fills in Mine, Voted and Following
	Engagement, State, Type, Text string // Text: folded, found anywhere in the item's search text
	Mine, Followed                bool   // by the viewer
	Before                        int64  // only items before this one: the last page's Next
	Limit                         int
}

// ItemPage is one page of items, newest first.
type ItemPage struct {
	Items []api.Item // without comments and attachments
	Next  int64      // for ItemFilter.Before; 0 on the last page
}

// Feedback are forms, items, their comments and marks.
type Feedback interface {
	// Form returns an engagement's form.
	Form(ctx context.Context, engagement string) (api.Form, error)
	// PutForm sets an engagement's form.
	PutForm(ctx context.Context, f api.Form) error
	// RemoveForm removes an engagement's form.
	RemoveForm(ctx context.Context, engagement string) error
	// AddItem adds an item.
	AddItem(ctx context.Context, i NewItem) error
	// Item returns one item with its comments, as viewer sees it.
	Item(ctx context.Context, id, viewer string) (api.Item, error)
	// Items returns a page of items.
	Items(ctx context.Context, f ItemFilter) (ItemPage, error)
	// SetState moves an item to another state.
	SetState(ctx context.Context, id, state string, at time.Time) error
	// AddComment adds a comment, of the program's owner when person is empty, and returns it.
	AddComment(ctx context.Context, item, person, text string, at time.Time) (api.Comment, error)
	// Mark sets or removes a person's mark.
	Mark(ctx context.Context, item, person, kind string, on bool) error
	// Followers returns the addresses of those who follow an item, one person left out.
	Followers(ctx context.Context, item, except string) ([]string, error)
}

// Attachments are the attachments of items: what was announced and how much of it has come. Their bytes are elsewhere.
type Attachments interface {
	// Attachments returns those of an item, oldest first.
	Attachments(ctx context.Context, item string) ([]api.Attachment, error)
	// Attachment returns one of an item.
	Attachment(ctx context.Context, item, id string) (api.Attachment, error)
	// AttachmentIDs returns the ids of those of every item.
	AttachmentIDs(ctx context.Context) ([]string, error)
	// Announce adds one of which nothing has come.
	Announce(ctx context.Context, item, person string, a api.Attachment, at time.Time) error
	// Receive notes how much has come.
	Receive(ctx context.Context, id string, received int64, complete bool) error
}

// Answer is what a request with an idempotency key was answered.
type Answer struct {
	Person, Key string
	Request     string // hash of what was asked
	Body        string // JSON
	Time        time.Time
}

// Answers are kept so that whoever asks again with the same key gets the same.
type Answers interface {
	// Answer returns what was kept for a person's key.
	Answer(ctx context.Context, person, key string) (Answer, error)
	// Keep keeps an answer; ErrTaken when the key has one.
	Keep(ctx context.Context, a Answer) error
	// Forget drops the answers from before a time.
	Forget(ctx context.Context, before time.Time) error
}
