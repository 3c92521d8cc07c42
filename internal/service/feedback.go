package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// The lengths of pages.
const (
	pageLength    = 100       // items or comments
	pageCommented = 256 << 10 // bytes of text after which a page of comments ends
	traceLength   = 1000      // acts of moderation that the owner is shown at once
)

// feedback holds the rules of feedback: who sees and sends what, and who hears of it.
type feedback struct {
	*base
	engagements *engagements
	admission   *admission
	digests     *digests
}

// defaultForm is the form of an engagement whose owner made none.
func defaultForm(engagement string) api.Form {
	return api.Form{Engagement: engagement,
		Attachments: &api.AttachmentRules{Size: 50 << 20, Count: 10,
			Endings: []string{".txt", ".log", ".md", ".json", ".csv", ".png", ".jpg", ".jpeg", ".gif", ".pdf", ".zip"}},
		Types: []api.ItemType{
			{ID: "bug", Title: "Bug", Fields: []api.Field{
				{ID: "priority", Title: "Priority", Kind: "choice", Required: true, Choices: []string{"1 high", "2 middle", "3 low"}},
				{ID: "steps", Title: "What you did", Kind: "text", Required: true},
				{ID: "happened", Title: "What happened, and what you expected", Kind: "text", Required: true},
				{ID: "board", Title: "Board or computer", Kind: "line"}}},
			{ID: "suggestion", Title: "Suggestion", Fields: []api.Field{
				{ID: "description", Title: "What would help you, and why", Kind: "text", Required: true}}},
		}}
}

// form returns the form of an engagement to somebody inside it.
func (f *feedback) form(ctx context.Context, p Identity, engagement string) (api.Form, error) {
	d := f.data()
	e, err := f.engagements.one(ctx, d, p, engagement)
	if err != nil {
		return api.Form{}, err
	}
	if err := f.admission.may(ctx, p, engagement); err != nil {
		return api.Form{}, err
	}
	if !e.Feedback {
		return api.Form{}, refuse(api.CodeFeedbackOff, nil)
	}
	form, err := d.Feedback.Form(ctx, engagement)
	if errors.Is(err, store.ErrNotFound) {
		return defaultForm(engagement), nil
	}
	return form, err
}

// searchText returns what a search looks in.
func searchText(i api.NewItem) string {
	all := []string{i.Title, i.Package}
	for _, v := range i.Fields {
		all = append(all, v)
	}
	return api.FoldFileName(strings.Join(all, "\n"))
}

// addItem adds an item, which its author follows.
func (f *feedback) addItem(ctx context.Context, d store.Data, id, engagement, person string, in api.NewItem) (api.Item, error) {
	if err := f.quota(ctx, d, person); err != nil {
		return api.Item{}, err
	}
	err := d.Feedback.AddItem(ctx, store.NewItem{ID: id, Engagement: engagement, Person: person, Item: in,
		Search: searchText(in), State: api.ItemNew, Created: f.now()})
	if err != nil {
		return api.Item{}, err
	}
	if err := d.Feedback.Mark(ctx, id, person, store.MarkFollow, true); err != nil {
		return api.Item{}, err
	}
	return itemOf(ctx, d, id, person)
}

// addComment adds a comment, unless the item is locked or full, or the person has sent enough for a day.
func (f *feedback) addComment(ctx context.Context, d store.Data, id, person, text string) (api.Comment, error) {
	i, err := itemOf(ctx, d, id, person) // again: it may have been locked since
	if err != nil {
		return api.Comment{}, err
	}
	if i.Locked {
		return api.Comment{}, refuse(api.CodeFeedbackLocked, nil)
	}
	added, err := d.Feedback.Added(ctx, id)
	if err != nil {
		return api.Comment{}, err
	}
	if added >= f.config.Limits.CommentsPerItem {
		return api.Comment{}, quotaProblem(api.CodeQuotaItem, 0)
	}
	if err := f.quota(ctx, d, person); err != nil {
		return api.Comment{}, err
	}
	return d.Feedback.AddComment(ctx, id, person, text, f.now())
}

// quotaDay is the time over which feedback is counted, and quotaWait how long somebody who has sent enough is asked to wait.
const (
	quotaDay  = 24 * time.Hour
	quotaWait = 3600 // seconds
)

// quota returns a refusal to somebody who has sent as much feedback in a day as one person can.
func (f *feedback) quota(ctx context.Context, d store.Data, person string) error {
	sent, err := d.Feedback.Volume(ctx, person, f.now().Add(-quotaDay))
	if err != nil {
		return err
	}
	l := f.config.Limits
	if sent.Items >= l.ItemsPerDay || sent.Comments >= l.CommentsPerDay || sent.Bytes >= l.FeedbackPerDay {
		return quotaProblem(api.CodeQuotaFeedback, quotaWait)
	}
	return nil
}

// itemOf returns one item with its attachments, or the refusal of one that is not there or that its owner has hidden.
func itemOf(ctx context.Context, d store.Data, id, viewer string) (api.Item, error) {
	i, err := d.Feedback.Item(ctx, id, viewer)
	if errors.Is(err, store.ErrNotFound) || (err == nil && i.Hidden) {
		return api.Item{}, notFound()
	}
	if err != nil {
		return i, err
	}
	i.Attachments, err = d.Attachments.Attachments(ctx, id)
	return i, err
}

// item returns an item without its comments to somebody who is inside its engagement.
func (f *feedback) item(ctx context.Context, p Identity, id string) (api.Item, error) {
	if _, err := f.admission.registered(ctx, f.data(), p); err != nil { // before it is said what is there
		return api.Item{}, err
	}
	i, err := itemOf(ctx, f.data(), id, p.ID())
	if err != nil {
		return i, err
	}
	if err := f.admission.may(ctx, p, i.Engagement); err != nil {
		return api.Item{}, err
	}
	return i, nil
}

// commented returns an item with its first page of comments.
func (f *feedback) commented(ctx context.Context, i api.Item) (api.Item, error) {
	page, err := f.comments(ctx, i.ID, 0)
	if len(page.Comments) > 0 {
		i.Comments = page.Comments
	}
	i.CommentsNext = page.Next
	return i, err
}

// comments returns a page of an item's comments.
func (f *feedback) comments(ctx context.Context, id string, after int64) (api.CommentPage, error) {
	page, err := f.data().Feedback.Comments(ctx, store.CommentFilter{Item: id, After: after, Limit: pageLength, Bytes: pageCommented})
	return api.CommentPage{Comments: page.Comments, Next: cursor(page.Next)}, err
}

// commentLength is how many characters a comment has at most.
const commentLength = 20_000

// validComment reports whether a text can be a comment.
func validComment(text string) bool {
	return strings.TrimSpace(text) != "" && api.PlainText(text) && api.CountCharacters(text) <= commentLength
}
