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
	Hidden                        bool   // those that the owner has hidden too
	Before                        int64  // only items before this one: the last page's Next
	Limit                         int
}

// ItemPage is one page of items, newest first.
type ItemPage struct {
	Items []api.Item // without comments, attachments and long fields
	Next  int64      // for ItemFilter.Before; 0 on the last page
}

// CommentPage is one page of an item's comments, oldest first.
type CommentPage struct {
	Comments []api.Comment
	Next     int64 // for CommentFilter.After; 0 on the last page
}

// CommentFilter names a page of comments.
type CommentFilter struct {
	Item         string
	After        int64 // only comments after this one: the last page's Next
	Limit, Bytes int   // a page ends with the comment that reaches either
	Hidden       bool  // those that the owner has hidden too
}

// Volume is how much somebody has sent.
type Volume struct {
	Items, Comments int
	Bytes           int64 // of both
}

// The acts of moderation.
const (
	ActHide   = "hide"
	ActShow   = "show"
	ActLock   = "lock" // of an item: it takes no more comments
	ActUnlock = "unlock"
	ActDelete = "delete" // its texts are gone for good
)

// Moderation is what the owner did to an item, or to one of its comments where Comment is set. It is kept as a trace.
type Moderation struct {
	Item, Comment    string
	Act, Reason, Who string
	Time             time.Time
}

// Feedback are forms, items, their comments and marks. Hidden items and comments are there for the owner alone, deleted ones
// for nobody.
type Feedback interface {
	// Form returns an engagement's form.
	Form(ctx context.Context, engagement string) (api.Form, error)
	// PutForm sets an engagement's form.
	PutForm(ctx context.Context, f api.Form) error
	// RemoveForm removes an engagement's form.
	RemoveForm(ctx context.Context, engagement string) error
	// AddItem adds an item.
	AddItem(ctx context.Context, i NewItem) error
	// Item returns one item without its comments, as viewer sees it; hidden ones too, with Hidden set.
	Item(ctx context.Context, id, viewer string) (api.Item, error)
	// Items returns a page of items.
	Items(ctx context.Context, f ItemFilter) (ItemPage, error)
	// SetState moves an item to another state.
	SetState(ctx context.Context, id, state string, at time.Time) error
	// Comments returns a page of an item's comments.
	Comments(ctx context.Context, f CommentFilter) (CommentPage, error)
	// CommentItem returns the id of the item that a comment belongs to.
	CommentItem(ctx context.Context, comment string) (string, error)
	// Added returns how many comments an item was ever given; deleting one does not lower it.
	Added(ctx context.Context, item string) (int, error)
	// Volume returns what a person has sent at or after a time; what was deleted since counts too.
	Volume(ctx context.Context, person string, since time.Time) (Volume, error)
	// Moderate carries an act out and adds it to the trace; ErrNotFound without such an item or comment.
	Moderate(ctx context.Context, m Moderation) error
	// Trace returns the acts of moderation on an item and its comments, or on all when item is empty, newest first, at most
	// limit of them.
	Trace(ctx context.Context, item string, limit int) ([]Moderation, error)
	// AddComment adds a comment, of the program's owner when person is empty, and returns it.
	AddComment(ctx context.Context, item, person, text string, at time.Time) (api.Comment, error)
	// Mark sets or removes a person's mark.
	Mark(ctx context.Context, item, person, kind string, on bool) error
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
	// Remove removes one of an item.
	Remove(ctx context.Context, item, id string) error
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
