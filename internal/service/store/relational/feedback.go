package relational

import (
	"context"
	"maps"
	"math"
	"slices"
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
	}, "SELECT data FROM forms WHERE engagement=$1", engagement)
}

func (f feedback) PutForm(ctx context.Context, form api.Form) error {
	data, err := document(form)
	if err != nil {
		return err
	}
	return f.exec(ctx, "INSERT INTO forms(engagement, data) VALUES ($1,$2) ON CONFLICT(engagement) DO UPDATE SET data=excluded.data", form.Engagement, data)
}

func (f feedback) RemoveForm(ctx context.Context, engagement string) error {
	return f.execSome(ctx, "DELETE FROM forms WHERE engagement=$1", engagement)
}

// Limits of what a list holds of an item's fields.
const (
	briefField  = 200   // characters of a field that is shown in lists
	briefFields = 4_000 // bytes of all of them
)

// brief returns an item without its long fields.
func brief(i api.NewItem) api.NewItem {
	short := map[string]string{}
	left := briefFields
	for _, name := range slices.Sorted(maps.Keys(i.Fields)) {
		value := i.Fields[name]
		if size := len(name) + len(value); api.CountCharacters(value) <= briefField && size <= left {
			short[name] = value
			left -= size
		}
	}
	i.Fields = short
	return i
}

func (f feedback) AddItem(ctx context.Context, i store.NewItem) error {
	data, err := document(i.Item)
	if err != nil {
		return err
	}
	shown := brief(i.Item)
	short, err := document(shown)
	if err != nil {
		return err
	}
	return f.add(ctx, `INSERT INTO items(id, engagement, type, title, data, brief, shortened, size, words, state, person, created, modified)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$12)`,
		i.ID, i.Engagement, i.Item.Type, i.Item.Title, data, short, len(shown.Fields) < len(i.Item.Fields), len(data), i.Search, i.State, i.Person, stamp(i.Created))
}

// publisherName is the name of who wrote a row, as an expression over its alias.
func publisherName(alias string) string {
	return "coalesce((SELECT r.data->>'publisher_name' FROM registrations r WHERE r.person=" + alias + ".person), '')"
}

// selectItem selects items with the document of a column; it wants the viewer as its first argument.
func selectItem(column string) string {
	return "SELECT i.sequence, i.id, i.engagement, i." + column + `, i.state, i.person=$1, i.created, i.modified, ` + publisherName("i") + `,
	i.votes, EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='vote' AND m.person=$1),
	EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='follow' AND m.person=$1), i.comments, i.locked, i.hidden, i.shortened FROM items i`
}

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
		&i.Votes, &i.Voted, &i.Following, &i.CommentCount, &i.Locked, &i.Hidden, &i.Shortened)
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
	i, err := one(ctx, f, scanItem, selectItem("data")+" WHERE i.id=$2 AND i.deleted=FALSE", viewer, id)
	i.Shortened = false
	return i.Item, err
}

// Items reads one row more than a page holds, to know whether there is another.
func (f feedback) Items(ctx context.Context, filter store.ItemFilter) (store.ItemPage, error) {
	page := store.ItemPage{Items: []api.Item{}}
	before := filter.Before
	if before == 0 {
		before = math.MaxInt64
	}
	pattern := "" // a scan of every text is spared where none is looked for
	if filter.Text != "" {
		pattern = "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(filter.Text) + "%"
	}
	list, err := all(ctx, f, scanItem, selectItem("brief")+` WHERE ($2='' OR i.engagement=$2) AND i.sequence<$3 AND ($4='' OR i.state=$4) AND ($5='' OR i.type=$5)
		AND ($6='' OR i.words LIKE $6 ESCAPE '\') AND (NOT $7 OR i.person=$1) AND i.deleted=FALSE AND ($10 OR i.hidden=FALSE)
		AND (NOT $8 OR EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='follow' AND m.person=$1))
		ORDER BY i.sequence DESC LIMIT $9`,
		filter.Viewer, filter.Engagement, before, filter.State, filter.Type, pattern, filter.Mine, filter.Followed, filter.Limit+1, filter.Hidden)
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
	return f.execSome(ctx, "UPDATE items SET state=$1, modified=$2 WHERE id=$3", state, stamp(at), id)
}

func (f feedback) Volume(ctx context.Context, person string, since time.Time) (store.Volume, error) {
	return one(ctx, f, func(r row) (store.Volume, error) {
		var v store.Volume
		var items, comments int64
		err := r.Scan(&v.Items, &items, &v.Comments, &comments)
		v.Bytes = items + comments
		return v, err
	}, `SELECT i.n, i.size, c.n, c.size FROM
		(SELECT count(*) n, CAST(coalesce(sum(size), 0) AS BIGINT) size FROM items WHERE person=$1 AND created>=$2) i,
		(SELECT count(*) n, CAST(coalesce(sum(size), 0) AS BIGINT) size FROM comments WHERE person=$1 AND created>=$2) c`, person, stamp(since))
}

// Mark counts a vote only when it changes something.
func (f feedback) Mark(ctx context.Context, item, person, kind string, on bool) error {
	query, change := "INSERT INTO marks(item, person, kind) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING", 1
	if !on {
		query, change = "DELETE FROM marks WHERE item=$1 AND person=$2 AND kind=$3", -1
	}
	return f.atomically(ctx, func(c conn) error {
		n, err := c.change(ctx, query, item, person, kind)
		if err != nil || n == 0 || kind != store.MarkVote {
			return err
		}
		return c.exec(ctx, "UPDATE items SET votes=votes+$1 WHERE id=$2", change, item)
	})
}
