package relational

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

var selectComment = "SELECT c.sequence, c.person='', c.text, c.created, c.hidden, " + publisherName("c") + " FROM comments c"

func scanComment(r row) (api.Comment, error) {
	var c api.Comment
	var sequence, created int64
	err := r.Scan(&sequence, &c.Owner, &c.Text, &created, &c.Hidden, &c.Author)
	c.ID = strconv.FormatInt(sequence, 10)
	c.Created = moment(created)
	return c, err
}

// Comments stops reading where the page is full, so that a page costs what it holds.
func (f feedback) Comments(ctx context.Context, filter store.CommentFilter) (store.CommentPage, error) {
	page := store.CommentPage{Comments: []api.Comment{}}
	rows, err := f.QueryContext(ctx, selectComment+` WHERE c.item=$1 AND c.sequence>$2 AND c.deleted=FALSE AND ($3 OR c.hidden=FALSE)
		ORDER BY c.sequence LIMIT $4`, filter.Item, filter.After, filter.Hidden, filter.Limit+1)
	if err != nil {
		return page, f.Observe(err)
	}
	defer func() { _ = rows.Close() }()
	last := filter.After
	size := 0
	for rows.Next() {
		if len(page.Comments) == filter.Limit || size >= filter.Bytes {
			page.Next = last
			break
		}
		c, err := scanComment(rows)
		if err != nil {
			return page, f.Observe(err)
		}
		if last, err = strconv.ParseInt(c.ID, 10, 64); err != nil {
			return page, err
		}
		size += len(c.Text)
		page.Comments = append(page.Comments, c)
	}
	return page, f.Observe(errors.Join(rows.Err(), rows.Close()))
}

func (f feedback) CommentItem(ctx context.Context, comment string) (string, error) {
	return one(ctx, f, single[string], "SELECT item FROM comments WHERE sequence=$1", sequenceOf(comment))
}

// sequenceOf returns the number of a comment; 0, which no comment has, for what is no number.
func sequenceOf(comment string) int64 {
	n, err := strconv.ParseInt(comment, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (f feedback) Added(ctx context.Context, item string) (int, error) {
	return one(ctx, f, single[int], "SELECT added FROM items WHERE id=$1", item)
}

func (f feedback) AddComment(ctx context.Context, item, person, text string, at time.Time) (api.Comment, error) {
	var added api.Comment
	err := f.atomically(ctx, func(c conn) error {
		sequence, err := one(ctx, c, single[int64], "INSERT INTO comments(item, person, text, size, created) VALUES ($1,$2,$3,$4,$5) RETURNING sequence",
			item, person, text, len(text), stamp(at))
		if err != nil {
			return err
		}
		if err := c.exec(ctx, "UPDATE items SET modified=$1, comments=comments+1, added=added+1 WHERE id=$2", stamp(at), item); err != nil {
			return err
		}
		added, err = one(ctx, c, scanComment, selectComment+" WHERE c.sequence=$1", sequence)
		return err
	})
	return added, err
}
