package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/programconnect/programconnect/internal/api"
)

// ItemQuery narrows a list of items; zero values do not.
type ItemQuery struct {
	State  string // one of ItemStates
	Type   string
	Text   string // in titles and fields, regardless of case
	Mine   bool   // CreatedBy = @user
	Follow bool   // those that the person follows
	After  string // Next of the page before
}

// Form returns the form of an engagement.
func (c *Client) Form(ctx context.Context, engagement string) (api.Form, error) {
	return fetch[api.Form](ctx, c, call{method: http.MethodGet, path: []string{"engagements", engagement, "form"}})
}

// Items returns a page of the items of an engagement.
func (c *Client) Items(ctx context.Context, engagement string, q ItemQuery) (api.ItemPage, error) {
	query := url.Values{}
	for name, value := range map[string]string{"state": q.State, "type": q.Type, "text": q.Text, "after": q.After} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if q.Mine {
		query.Set("mine", "true")
	}
	if q.Follow {
		query.Set("follow", "true")
	}
	return fetch[api.ItemPage](ctx, c, call{method: http.MethodGet, path: []string{"engagements", engagement, "feedback"}, query: query})
}

// AllItems returns the items of an engagement that a query asks for from its page on, page after page.
func (c *Client) AllItems(ctx context.Context, engagement string, q ItemQuery) ([]api.Item, error) {
	return readPages(func(after string) ([]api.Item, string, error) {
		if after != "" {
			q.After = after
		}
		page, err := c.Items(ctx, engagement, q)
		return page.Items, page.Next, err
	})
}

// SendItem sends an item. The same key again returns the item that is there already, so a call whose answer was lost is simply
// repeated: key is a random text that belongs to this item alone.
func (c *Client) SendItem(ctx context.Context, engagement, key string, i api.NewItem) (api.Item, error) {
	return fetch[api.Item](ctx, c, call{method: http.MethodPost, path: []string{"engagements", engagement, "feedback"}, header: once(key), in: i})
}

func once(key string) http.Header { return http.Header{"Idempotency-Key": {key}} }

// Item returns one item with its comments and attachments. CommentsNext stays set where there are so many comments that not all
// were read.
func (c *Client) Item(ctx context.Context, id string) (api.Item, error) {
	i, err := fetch[api.Item](ctx, c, call{method: http.MethodGet, path: []string{"feedback", id}})
	if err != nil {
		return i, err
	}
	if err := c.readComments(ctx, &i); err != nil {
		return api.Item{}, err
	}
	return i, nil
}

// Comments returns a page of an item's comments, oldest first.
func (c *Client) Comments(ctx context.Context, id, after string) (api.CommentPage, error) {
	return fetch[api.CommentPage](ctx, c, call{method: http.MethodGet, path: []string{"feedback", id, "comments"}, query: pageQuery(after)})
}

// Comment adds a comment; the same key again adds none.
func (c *Client) Comment(ctx context.Context, id, key, text string) (api.Comment, error) {
	in := struct {
		Text string `json:"text"`
	}{text}
	return fetch[api.Comment](ctx, c, call{method: http.MethodPost, path: []string{"feedback", id, "comments"}, header: once(key), in: in})
}

// Vote adds or takes back the person's vote for an item.
func (c *Client) Vote(ctx context.Context, id string, on bool) (api.Item, error) {
	return c.mark(ctx, id, "vote", on)
}

// Follow starts or ends mails about an item.
func (c *Client) Follow(ctx context.Context, id string, on bool) (api.Item, error) {
	return c.mark(ctx, id, "follow", on)
}

func (c *Client) mark(ctx context.Context, id, what string, on bool) (api.Item, error) {
	method := http.MethodPut
	if !on {
		method = http.MethodDelete
	}
	i, err := fetch[api.Item](ctx, c, call{method: method, path: []string{"feedback", id, what}})
	if err != nil {
		return i, err
	}
	if err := c.readComments(ctx, &i); err != nil {
		return api.Item{}, err
	}
	return i, nil
}

// Attach announces an attachment; its bytes follow by SendBytes. The same key again returns the one that is there, with how much of it has arrived.
func (c *Client) Attach(ctx context.Context, id, key string, a api.NewAttachment) (api.Attachment, error) {
	return fetch[api.Attachment](ctx, c, call{method: http.MethodPost, path: []string{"feedback", id, "attachments"}, header: once(key), in: a})
}

// Attachment returns how much of an attachment has arrived.
func (c *Client) Attachment(ctx context.Context, id, attachment string) (api.Attachment, error) {
	return fetch[api.Attachment](ctx, c, call{method: http.MethodGet, path: []string{"feedback", id, "attachments", attachment}})
}

// SendBytes sends the bytes of an attachment from offset, at most api.AttachmentChunk of them. offset must be what has arrived; the
// answer says how much that is now.
func (c *Client) SendBytes(ctx context.Context, id, attachment string, offset int64, bytes []byte) (api.Attachment, error) {
	return fetch[api.Attachment](ctx, c, call{method: http.MethodPut, path: []string{"feedback", id, "attachments", attachment, "bytes"},
		query: url.Values{"offset": {strconv.FormatInt(offset, 10)}}, body: bytes, kind: "application/octet-stream"})
}
