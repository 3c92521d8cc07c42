package client

import (
	"context"
	"net/url"

	"github.com/programconnect/programconnect/internal/api"
)

// The bounds of a list that is read page by page: whatever a program answers, the client asks no more often than this and
// keeps no more than this.
const (
	mostPages   = 200
	mostEntries = 20_000
)

// readPages reads a list to its end: ask returns a page and the cursor of the next. A list that is longer than the bounds, or
// whose cursor comes again, ends with the fault of a strange answer, never with a part that looks like the whole.
func readPages[T any](ask func(after string) ([]T, string, error)) ([]T, error) {
	list := []T{}
	seen := map[string]bool{}
	after := ""
	for range mostPages {
		page, next, err := ask(after)
		if err != nil {
			return nil, err
		}
		list = append(list, page...)
		if next == "" {
			return list, nil
		}
		if len(list) > mostEntries || seen[next] {
			break
		}
		seen[next] = true
		after = next
	}
	return nil, endlessFault()
}

// pageQuery returns the query of the page after a cursor.
func pageQuery(after string) url.Values {
	if after == "" {
		return nil
	}
	return url.Values{"after": {after}}
}

// commentBytes is how many bytes of comments of one item are read at most. An item with more keeps its CommentsNext.
const commentBytes = api.MaxJSON

// readComments reads the comments that did not fit into an item's answer.
func (c *Client) readComments(ctx context.Context, i *api.Item) error {
	size := 0
	counted := 0
	for range mostPages {
		for ; counted < len(i.Comments); counted++ {
			size += len(i.Comments[counted].Text)
		}
		if i.CommentsNext == "" || size > commentBytes || len(i.Comments) > mostEntries {
			return nil
		}
		page, err := c.Comments(ctx, i.ID, i.CommentsNext)
		if err != nil {
			return err
		}
		if page.Next == i.CommentsNext {
			return endlessFault()
		}
		i.Comments = append(i.Comments, page.Comments...)
		i.CommentsNext = page.Next
	}
	return nil
}
