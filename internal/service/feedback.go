package service

import (
	"context"
	"errors"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// pageLength is how many items one list holds.
const pageLength = 100

// feedback holds the rules of feedback: who sees and sends what, and who hears of it.
type feedback struct {
	*base
	engagements *engagements
	admission   *admission
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

// itemOf returns one item with its comments and attachments, or the refusal of one that is not there.
func itemOf(ctx context.Context, d store.Data, id, viewer string) (api.Item, error) {
	i, err := d.Feedback.Item(ctx, id, viewer)
	if errors.Is(err, store.ErrNotFound) {
		return i, notFound()
	}
	if err != nil {
		return i, err
	}
	i.Attachments, err = d.Attachments.Attachments(ctx, id)
	return i, err
}

// item returns an item to somebody who is inside its engagement.
func (f *feedback) item(ctx context.Context, p Identity, id string) (api.Item, error) {
	i, err := itemOf(ctx, f.data(), id, p.ID())
	if err != nil {
		return i, err
	}
	if err := f.admission.may(ctx, p, i.Engagement); err != nil {
		return api.Item{}, err
	}
	return i, nil
}

// commentLength is how many characters a comment has at most.
const commentLength = 20_000

// validComment reports whether a text can be a comment.
func validComment(text string) bool {
	return strings.TrimSpace(text) != "" && api.PlainText(text) && api.CountCharacters(text) <= commentLength
}

// tell mails everybody who follows an item, the one who caused the news aside. A mail that can't be sent is no trouble of theirs.
func (f *feedback) tell(ctx context.Context, i api.Item, except, news string) {
	addresses, err := f.data().Feedback.Followers(ctx, i.ID, except)
	if err != nil {
		f.config.Log.Warn("mails about an item were not sent", "item", i.ID)
		return
	}
	for _, a := range addresses {
		m := Mail{To: a, Time: f.now(), Subject: f.config.Program.Name + ": " + i.Title, Text: news + "\n"}
		if err := f.config.Mail.Send(ctx, m); err != nil {
			f.config.Log.Warn("a mail about an item was not sent", "item", i.ID)
		}
	}
}
