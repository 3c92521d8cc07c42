package sqlite

import (
	"context"
	"database/sql"

	"github.com/programconnect/programconnect/internal/service/store"
)

// itemActs and commentActs are what an act does to a row. What is deleted is left with nothing but its number, its author and
// its size, by which quotas go on counting.
var (
	itemActs = map[string]string{
		store.ActHide:   "hidden=1",
		store.ActShow:   "hidden=0",
		store.ActLock:   "locked=1",
		store.ActUnlock: "locked=0",
		store.ActDelete: "deleted=1, title='', data='{}', brief='{}', words=''",
	}
	commentActs = map[string]string{
		store.ActHide:   "hidden=1",
		store.ActShow:   "hidden=0",
		store.ActDelete: "deleted=1, text=''",
	}
)

func (f feedback) Moderate(ctx context.Context, m store.Moderation) error {
	return f.atomically(ctx, func(tx *sql.Tx) error {
		if err := moderate(ctx, tx, m); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO moderation(item, comment, act, reason, who, time) VALUES (?,?,?,?,?,?)",
			m.Item, m.Comment, m.Act, m.Reason, m.Who, stamp(m.Time))
		return err
	})
}

func moderate(ctx context.Context, tx *sql.Tx, m store.Moderation) error {
	c := conn{querier: tx, tx: tx}
	if m.Comment == "" {
		return moderateItem(ctx, c, m)
	}
	set, known := commentActs[m.Act]
	if !known {
		return store.ErrNotFound
	}
	if err := c.execSome(ctx, "UPDATE comments SET "+set+" WHERE sequence=? AND item=? AND deleted=0", sequenceOf(m.Comment), m.Item); err != nil {
		return err
	}
	return c.exec(ctx, "UPDATE items SET comments=(SELECT count(*) FROM comments c WHERE c.item=items.id AND c.deleted=0 AND c.hidden=0) WHERE id=?", m.Item)
}

func moderateItem(ctx context.Context, c conn, m store.Moderation) error {
	set, known := itemActs[m.Act]
	if !known {
		return store.ErrNotFound
	}
	if err := c.execSome(ctx, "UPDATE items SET "+set+" WHERE id=? AND deleted=0", m.Item); err != nil || m.Act != store.ActDelete {
		return err
	}
	for _, query := range []string{
		"UPDATE comments SET deleted=1, text='' WHERE item=?",
		"UPDATE items SET comments=0 WHERE id=?",
		"DELETE FROM marks WHERE item=?",
		"DELETE FROM attachments WHERE item=?",
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
	return all(ctx, f, scanModeration, `SELECT item, comment, act, reason, who, time FROM moderation WHERE ?1='' OR item=?1
		ORDER BY sequence DESC LIMIT ?2`, item, limit)
}
