package sqlite

import (
	"context"
	"database/sql"
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
	rows, err := f.QueryContext(ctx, selectComment+` WHERE c.item=? AND c.sequence>? AND c.deleted=0 AND (? OR c.hidden=0)
		ORDER BY c.sequence LIMIT ?`, filter.Item, filter.After, filter.Hidden, filter.Limit+1)
	if err != nil {
		return page, err
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
			return page, err
		}
		if last, err = strconv.ParseInt(c.ID, 10, 64); err != nil {
			return page, err
		}
		size += len(c.Text)
		page.Comments = append(page.Comments, c)
	}
	return page, errors.Join(rows.Err(), rows.Close())
}

func (f feedback) CommentItem(ctx context.Context, comment string) (string, error) {
	return one(ctx, f, single[string], "SELECT item FROM comments WHERE sequence=?", sequenceOf(comment))
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
	return one(ctx, f, single[int], "SELECT added FROM items WHERE id=?", item)
}

func (f feedback) AddComment(ctx context.Context, item, person, text string, at time.Time) (api.Comment, error) {
	var added api.Comment
	err := f.atomically(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "INSERT INTO comments(item, person, text, size, created) VALUES (?,?,?,?,?)",
			item, person, text, len(text), stamp(at))
		if err != nil {
			return err
		}
		sequence, err := result.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE items SET modified=?, comments=comments+1, added=added+1 WHERE id=?", stamp(at), item); err != nil {
			return err
		}
		added, err = one(ctx, tx, scanComment, selectComment+" WHERE c.sequence=?", sequence)
		return err
	})
	return added, err
}
