package relational

import (
	"context"

	"github.com/programconnect/programconnect/internal/service/store"
)

// itemActs and commentActs are what an act does to a row. What is deleted is left with nothing but its number, its author and
// its size, by which quotas go on counting.
var (
	itemActs = map[string]string{
		store.ActHide:   "hidden=TRUE",
		store.ActShow:   "hidden=FALSE",
		store.ActLock:   "locked=TRUE",
		store.ActUnlock: "locked=FALSE",
		store.ActDelete: "deleted=TRUE, title='', data='{}', brief='{}', words=''",
	}
	commentActs = map[string]string{
		store.ActHide:   "hidden=TRUE",
		store.ActShow:   "hidden=FALSE",
		store.ActDelete: "deleted=TRUE, text=''",
	}
)

func (f feedback) Moderate(ctx context.Context, m store.Moderation) error {
	return f.atomically(ctx, func(c conn) error {
		if err := moderate(ctx, c, m); err != nil {
			return err
		}
		return c.exec(ctx, "INSERT INTO moderation(item, comment, act, reason, who, time) VALUES ($1,$2,$3,$4,$5,$6)",
			m.Item, m.Comment, m.Act, m.Reason, m.Who, stamp(m.Time))
	})
}

func moderate(ctx context.Context, c conn, m store.Moderation) error {
	if m.Comment == "" {
		return moderateItem(ctx, c, m)
	}
	set, known := commentActs[m.Act]
	if !known {
		return store.ErrNotFound
	}
	if err := c.execSome(ctx, "UPDATE comments SET "+set+" WHERE sequence=$1 AND item=$2 AND deleted=FALSE", sequenceOf(m.Comment), m.Item); err != nil {
		return err
	}
	return c.exec(ctx, "UPDATE items SET comments=(SELECT count(*) FROM comments c WHERE c.item=items.id AND c.deleted=FALSE AND c.hidden=FALSE) WHERE id=$1", m.Item)
}

func moderateItem(ctx context.Context, c conn, m store.Moderation) error {
	set, known := itemActs[m.Act]
	if !known {
		return store.ErrNotFound
	}
	if err := c.execSome(ctx, "UPDATE items SET "+set+" WHERE id=$1 AND deleted=FALSE", m.Item); err != nil || m.Act != store.ActDelete {
		return err
	}
	for _, query := range []string{
		"UPDATE comments SET deleted=TRUE, text='' WHERE item=$1",
		"UPDATE items SET comments=0 WHERE id=$1",
		"DELETE FROM marks WHERE item=$1",
		"DELETE FROM attachments WHERE item=$1",
	} {
		if err := c.exec(ctx, query, m.Item); err != nil {
			return err
		}
	}
	return nil
}

func scanModeration(r row) (store.Moderation, error) {
	var m store.Moderation
	var at int64
	err := r.Scan(&m.Item, &m.Comment, &m.Act, &m.Reason, &m.Who, &at)
	m.Time = moment(at)
	return m, err
}

func (f feedback) Trace(ctx context.Context, item string, limit int) ([]store.Moderation, error) {
	return all(ctx, f, scanModeration, `SELECT item, comment, act, reason, who, time FROM moderation WHERE $1='' OR item=$1
		ORDER BY sequence DESC LIMIT $2`, item, limit)
}
