package service

import (
	"encoding/hex"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// feedbackAPI answers for forms, items, comments and marks.
type feedbackAPI struct {
	*base
	feedback *feedback
	once     *once
}

func (a *feedbackAPI) routes() []route {
	return []route{
		{method: "GET", path: apiPrefix + "/engagements/{id}/form", answer: a.getForm},
		{method: "GET", path: apiPrefix + "/engagements/{id}/feedback", answer: a.getItems},
		{method: "POST", path: apiPrefix + "/engagements/{id}/feedback", answer: a.postItem, body: 512 << 10},
		{method: "GET", path: apiPrefix + "/feedback/{id}", answer: a.getItem},
		{method: "GET", path: apiPrefix + "/feedback/{id}/comments", answer: a.getComments},
		{method: "POST", path: apiPrefix + "/feedback/{id}/comments", answer: a.postComment, body: 256 << 10},
		{method: "PUT", path: apiPrefix + "/feedback/{id}/vote", answer: a.mark(store.MarkVote, true)},
		{method: "DELETE", path: apiPrefix + "/feedback/{id}/vote", answer: a.mark(store.MarkVote, false)},
		{method: "PUT", path: apiPrefix + "/feedback/{id}/follow", answer: a.mark(store.MarkFollow, true)},
		{method: "DELETE", path: apiPrefix + "/feedback/{id}/follow", answer: a.mark(store.MarkFollow, false)},
	}
}

func (a *feedbackAPI) getForm(q *request) (any, error) {
	return a.feedback.form(q.Context(), q.person, q.PathValue("id"))
}

// getItems lists the items of an engagement, newest first, one page at a time.
func (a *feedbackAPI) getItems(q *request) (any, error) {
	if _, err := a.feedback.form(q.Context(), q.person, q.PathValue("id")); err != nil {
		return nil, err
	}
	v := q.URL.Query()
	filter := store.ItemFilter{Viewer: q.person.ID(), Engagement: q.PathValue("id"), State: v.Get("state"), Type: v.Get("type"),
		Text: api.FoldFileName(v.Get("text")), Mine: v.Get("mine") == "true", Followed: v.Get("follow") == "true", Limit: pageLength}
	after, err := readCursor(q)
	if err != nil {
		return nil, err
	}
	filter.Before = after
	page, err := a.data().Feedback.Items(q.Context(), filter)
	if err != nil {
		return nil, err
	}
	return api.ItemPage{Items: page.Items, Next: cursor(page.Next)}, nil
}

func (a *feedbackAPI) postItem(q *request) (any, error) {
	var in api.NewItem
	if err := q.read(&in); err != nil {
		return nil, err
	}
	form, err := a.feedback.form(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if wrong := form.Check(in); len(wrong) > 0 {
		return nil, fieldsProblem(wrong...)
	}
	name, err := a.random(8)
	if err != nil {
		return nil, err
	}
	return a.once.do(q, in, func(d store.Data) (any, error) {
		return a.feedback.addItem(q.Context(), d, hex.EncodeToString(name), form.Engagement, q.person.ID(), in)
	})
}

// getItem returns an item with its first page of comments.
func (a *feedbackAPI) getItem(q *request) (any, error) {
	i, err := a.feedback.item(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return a.feedback.commented(q.Context(), i)
}

// getComments returns a page of an item's comments, oldest first.
func (a *feedbackAPI) getComments(q *request) (any, error) {
	after, err := readCursor(q)
	if err != nil {
		return nil, err
	}
	i, err := a.feedback.item(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return a.feedback.comments(q.Context(), i.ID, after)
}

// postComment adds a comment and mails those who follow.
func (a *feedbackAPI) postComment(q *request) (any, error) {
	var in struct {
		Text string `json:"text"`
	}
	if err := q.read(&in); err != nil {
		return nil, err
	}
	i, err := a.feedback.item(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !validComment(in.Text) {
		return nil, fieldsProblem(wrong("text", api.CodeFieldComment, nil))
	}
	fresh := false
	answer, err := a.once.do(q, in, func(d store.Data) (any, error) {
		fresh = true
		return a.feedback.addComment(q.Context(), d, i.ID, q.person.ID(), in.Text)
	})
	if err == nil && fresh {
		a.feedback.digests.tell(q.Context(), i.ID, q.person.ID(), in.Text)
	}
	return answer, err
}

// mark returns the answer of a route that sets or removes a mark.
func (a *feedbackAPI) mark(kind string, on bool) func(q *request) (any, error) {
	return func(q *request) (any, error) {
		i, err := a.feedback.item(q.Context(), q.person, q.PathValue("id"))
		if err != nil {
			return nil, err
		}
		if err := a.data().Feedback.Mark(q.Context(), i.ID, q.person.ID(), kind, on); err != nil {
			return nil, err
		}
		if i, err = itemOf(q.Context(), a.data(), i.ID, q.person.ID()); err != nil {
			return nil, err
		}
		return a.feedback.commented(q.Context(), i)
	}
}
