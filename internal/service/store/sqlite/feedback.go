package sqlite

import (
	"context"
	"database/sql"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

type feedback struct{ conn }

func (f feedback) Form(ctx context.Context, engagement string) (api.Form, error) {
	return one(ctx, f, func(r row) (api.Form, error) {
		var form api.Form
		var data string
		if err := r.Scan(&data); err != nil {
			return form, err
		}
		return form, json.Unmarshal([]byte(data), &form)
	}, "SELECT data FROM forms WHERE engagement=?", engagement)
}

func (f feedback) PutForm(ctx context.Context, form api.Form) error {
	data, err := document(form)
	if err != nil {
		return err
	}
	return f.exec(ctx, "INSERT INTO forms(engagement, data) VALUES (?,?) ON CONFLICT(engagement) DO UPDATE SET data=excluded.data", form.Engagement, data)
}

func (f feedback) RemoveForm(ctx context.Context, engagement string) error {
	return f.execSome(ctx, "DELETE FROM forms WHERE engagement=?", engagement)
}

func (f feedback) AddItem(ctx context.Context, i store.NewItem) error {
	data, err := document(i.Item)
	if err != nil {
		return err
	}
	return taken(f.exec(ctx, `INSERT INTO items(id, engagement, type, title, data, words, state, person, created, modified)
		VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?9)`,
		i.ID, i.Engagement, i.Item.Type, i.Item.Title, data, i.Search, i.State, i.Person, stamp(i.Created)))
}

// publisherName is the name of who wrote a row, as an expression over its alias.
func publisherName(alias string) string {
	return "coalesce((SELECT json_extract(r.data, '$.publisher_name') FROM registrations r WHERE r.person=" + alias + ".person), '')"
}

// selectItem wants the viewer as its first argument.
var selectItem = `SELECT i.sequence, i.id, i.engagement, i.data, i.state, i.person=?1, i.created, i.modified, ` + publisherName("i") + `,
	(SELECT count(*) FROM marks m WHERE m.item=i.id AND m.kind='vote'),
	EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='vote' AND m.person=?1),
	EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='follow' AND m.person=?1),
	(SELECT count(*) FROM comments c WHERE c.item=i.id) FROM items i`

type sequenced struct {
	api.Item
	sequence int64
}

func scanItem(r row) (sequenced, error) {
	var i sequenced
	var in api.NewItem
	var created, modified int64
	var data string
	err := r.Scan(&i.sequence, &i.ID, &i.Engagement, &data, &i.State, &i.Mine, &created, &modified, &i.Author,
		&i.Votes, &i.Voted, &i.Following, &i.CommentCount)
	if err != nil {
		return i, err
	}
	err = json.Unmarshal([]byte(data), &in)
	i.Type = in.Type
	i.Title = in.Title
	i.Fields = in.Fields
	i.Package = in.Package
	i.Version = in.Version
	i.Created = moment(created)
	i.Modified = moment(modified)
	return i, err
}

func (f feedback) Item(ctx context.Context, id, viewer string) (api.Item, error) {
	i, err := one(ctx, f, scanItem, selectItem+" WHERE i.id=?2", viewer, id)
	if err != nil {
		return i.Item, err
	}
	i.Comments, err = all(ctx, f, scanComment, selectComment+" WHERE c.item=? ORDER BY c.sequence", id)
	return i.Item, err
}

// Items reads one row more than a page holds, to know whether there is another.
func (f feedback) Items(ctx context.Context, filter store.ItemFilter) (store.ItemPage, error) {
	page := store.ItemPage{Items: []api.Item{}}
	before := filter.Before
	if before == 0 {
		before = math.MaxInt64
	}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(filter.Text) + "%"
	list, err := all(ctx, f, scanItem, selectItem+` WHERE (?2='' OR i.engagement=?2) AND i.sequence<?3 AND (?4='' OR i.state=?4) AND (?5='' OR i.type=?5)
		AND i.words LIKE ?6 ESCAPE '\' AND (NOT ?7 OR i.person=?1)
		AND (NOT ?8 OR EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='follow' AND m.person=?1))
		ORDER BY i.sequence DESC LIMIT ?9`,
		filter.Viewer, filter.Engagement, before, filter.State, filter.Type, pattern, filter.Mine, filter.Followed, filter.Limit+1)
	if err != nil {
		return page, err
	}
	for n, i := range list {
		if n == filter.Limit {
			page.Next = list[n-1].sequence
			break
		}
		page.Items = append(page.Items, i.Item)
	}
	return page, nil
}

func (f feedback) SetState(ctx context.Context, id, state string, at time.Time) error {
	return f.execSome(ctx, "UPDATE items SET state=?, modified=? WHERE id=?", state, stamp(at), id)
}

var selectComment = "SELECT c.sequence, c.person='', c.text, c.created, " + publisherName("c") + " FROM comments c"

func scanComment(r row) (api.Comment, error) {
	var c api.Comment
	var sequence, created int64
	err := r.Scan(&sequence, &c.Owner, &c.Text, &created, &c.Author)
	c.ID = strconv.FormatInt(sequence, 10)
	c.Created = moment(created)
	return c, err
}

func (f feedback) AddComment(ctx context.Context, item, person, text string, at time.Time) (api.Comment, error) {
	var added api.Comment
	err := f.atomically(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "INSERT INTO comments(item, person, text, created) VALUES (?,?,?,?)", item, person, text, stamp(at))
		if err != nil {
			return err
		}
		sequence, err := result.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE items SET modified=? WHERE id=?", stamp(at), item); err != nil {
			return err
		}
		added, err = one(ctx, tx, scanComment, selectComment+" WHERE c.sequence=?", sequence)
		return err
	})
	return added, err
}

func (f feedback) Mark(ctx context.Context, item, person, kind string, on bool) error {
	query := "INSERT OR IGNORE INTO marks(item, person, kind) VALUES (?,?,?)"
	if !on {
		query = "DELETE FROM marks WHERE item=? AND person=? AND kind=?"
	}
	return f.exec(ctx, query, item, person, kind)
}

func (f feedback) Followers(ctx context.Context, item, except string) ([]string, error) {
	return all(ctx, f, single[string],
		"SELECT p.address FROM marks m JOIN people p ON p.id=m.person WHERE m.item=? AND m.kind=? AND m.person<>?", item, store.MarkFollow, except)
}
