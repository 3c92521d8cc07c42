package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type digests struct{ conn }

func (d digests) Add(ctx context.Context, item, except, line string, at time.Time) error {
	return d.exec(ctx, `INSERT INTO news(person, item, count, line, since)
		SELECT person, item, 1, CAST($1 AS TEXT), CAST($2 AS BIGINT) FROM marks WHERE item=$3 AND kind=$4 AND person<>$5
		ON CONFLICT(person, item) DO UPDATE SET count=news.count+1, line=excluded.line`, line, stamp(at), item, store.MarkFollow, except)
}

func (d digests) Due(ctx context.Context, after time.Time, limit int) ([]string, error) {
	return all(ctx, d, single[string], `SELECT n.person FROM news AS n LEFT JOIN digests AS d ON d.person=n.person
		WHERE coalesce(d.sent, 0)<=$1 GROUP BY n.person ORDER BY min(n.since), n.person LIMIT $2`, stamp(after), limit)
}

func scanNews(r row) (store.News, error) {
	var n store.News
	return n, r.Scan(&n.Item, &n.Engagement, &n.Title, &n.Count, &n.Line)
}

func (d digests) Take(ctx context.Context, person string, after, at time.Time) ([]store.News, error) {
	var list []store.News
	err := d.atomically(ctx, func(c conn) (err error) {
		list, err = all(ctx, c, scanNews, `SELECT i.id, i.engagement, i.title, n.count, n.line FROM news AS n JOIN items AS i ON i.id=n.item
			WHERE n.person=$1 AND NOT EXISTS (SELECT 1 FROM digests WHERE person=$1 AND sent>$2) ORDER BY n.since, n.item`, person, stamp(after))
		if err != nil || len(list) == 0 {
			return err
		}
		if err := c.exec(ctx, "DELETE FROM news WHERE person=$1", person); err != nil {
			return err
		}
		return c.exec(ctx, "INSERT INTO digests(person, sent) VALUES ($1,$2) ON CONFLICT(person) DO UPDATE SET sent=excluded.sent", person, stamp(at))
	})
	return list, err
}
