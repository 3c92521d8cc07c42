package program

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Forms gives the forms of all engagements that the person may send feedback to.
func (c *Client) Forms(ctx context.Context) ([]Form, error) {
	var out FormList
	err := c.do(ctx, call{method: http.MethodGet, path: []string{"feedback", "forms"}, out: &out})
	return out.Forms, err
}

// SendFeedback files an item. Sending the same Key again gives the item that was made the first time.
func (c *Client) SendFeedback(ctx context.Context, item NewFeedback) (FeedbackItem, error) {
	var out FeedbackItem
	err := c.do(ctx, call{method: http.MethodPost, path: []string{"feedback"}, in: item, out: &out})
	return out, err
}

// Feedback gives the items that a query asks for, newest first, without their comments.
func (c *Client) Feedback(ctx context.Context, q FeedbackQuery) ([]FeedbackItem, error) {
	query := url.Values{}
	for name, value := range map[string]string{"engagement": q.Engagement, "kind": q.Kind, "state": q.State, "author": q.Author, "text": q.Text} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if q.Followed {
		query.Set("followed", "true")
	}
	var out FeedbackList
	err := c.do(ctx, call{method: http.MethodGet, path: []string{"feedback"}, query: query, out: &out})
	return out.Items, err
}

// FeedbackItem gives one item whole.
func (c *Client) FeedbackItem(ctx context.Context, id string) (FeedbackItem, error) {
	var out FeedbackItem
	err := c.do(ctx, call{method: http.MethodGet, path: []string{"feedback", id}, out: &out})
	return out, err
}

// Comment adds a remark to an item. Sending the same Key again adds nothing.
func (c *Client) Comment(ctx context.Context, id string, remark NewComment) (FeedbackItem, error) {
	var out FeedbackItem
	err := c.do(ctx, call{method: http.MethodPost, path: []string{"feedback", id, "comments"}, in: remark, out: &out})
	return out, err
}

// Vote gives the person's vote to an item, or takes it back.
func (c *Client) Vote(ctx context.Context, id string, on bool) (FeedbackItem, error) {
	return c.mark(ctx, id, "vote", on)
}

// Follow follows an item, or stops it.
func (c *Client) Follow(ctx context.Context, id string, on bool) (FeedbackItem, error) {
	return c.mark(ctx, id, "follow", on)
}

func (c *Client) mark(ctx context.Context, id, what string, on bool) (FeedbackItem, error) {
	method := http.MethodDelete
	if on {
		method = http.MethodPut
	}
	var out FeedbackItem
	err := c.do(ctx, call{method: method, path: []string{"feedback", id, what}, out: &out})
	return out, err
}

// StartAttachment announces an upload, or finds the one that was announced with the same Key and how far it came.
func (c *Client) StartAttachment(ctx context.Context, a NewAttachment) (Attachment, error) {
	var out Attachment
	err := c.do(ctx, call{method: http.MethodPost, path: []string{"feedback", "attachments"}, in: a, out: &out})
	return out, err
}

// SendAttachment sends one chunk of an upload, from offset on; at most 1 MiB at a time. The answer tells how far the
// service has come: an offset that does not fit is answered with the right one and changes nothing.
func (c *Client) SendAttachment(ctx context.Context, id string, offset int64, chunk []byte) (Attachment, error) {
	var out Attachment
	err := c.do(ctx, call{method: http.MethodPatch, path: []string{"feedback", "attachments", id}, body: chunk, kind: "application/octet-stream",
		header: http.Header{"Upload-Offset": {strconv.FormatInt(offset, 10)}}, out: &out})
	return out, err
}
