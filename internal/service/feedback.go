package service

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
)

// pageLength is how many items one list holds.
const pageLength = 100

// defaultForm is the form of an engagement whose owner made none.
func defaultForm(engagement string) api.Form {
	return api.Form{Engagement: engagement, Attachments: &api.AttachmentRules{Size: 50 << 20, Count: 10, Endings: []string{".txt", ".log", ".md", ".json", ".csv", ".png", ".jpg", ".jpeg", ".gif", ".pdf", ".zip"}},
		Types: []api.ItemType{
			{ID: "bug", Title: "Bug", Fields: []api.Field{
				{ID: "priority", Title: "Priority", Kind: "choice", Required: true, Choices: []string{"1 high", "2 middle", "3 low"}},
				{ID: "steps", Title: "What you did", Kind: "text", Required: true},
				{ID: "happened", Title: "What happened, and what you expected", Kind: "text", Required: true},
				{ID: "board", Title: "Board or computer", Kind: "line"}}},
			{ID: "suggestion", Title: "Suggestion", Fields: []api.Field{{ID: "description", Title: "What would help you, and why", Kind: "text", Required: true}}},
		}}
}

// PutForm sets an engagement's form.
func (s *Service) PutForm(ctx context.Context, f api.Form) error {
	for _, t := range f.Types {
		for _, field := range t.Fields {
			if field.ID == "" || field.ID != strings.ToLower(field.ID) {
				return usage("form", "The id of a field is in lower case.")
			}
		}
	}
	if len(f.Types) == 0 {
		return usage("form", "A form needs at least one type.")
	}
	text, err := json.Marshal(f)
	if err != nil {
		return usage("form", "A text of the form holds characters that are no text.")
	}
	return ownerError(s.store.exec(ctx, "INSERT INTO forms VALUES (?,?) ON CONFLICT(engagement) DO UPDATE SET data=excluded.data", f.Engagement, string(text)))
}

// form gives the form of an engagement to somebody inside it.
func (s *Service) form(ctx context.Context, p Identity, engagement string) (api.Form, error) {
	e, err := s.engagement(ctx, s.store.db, p, engagement)
	if err != nil {
		return api.Form{}, err
	}
	if err := s.may(ctx, p, engagement); err != nil {
		return api.Form{}, err
	}
	if !e.Feedback {
		return api.Form{}, conflictProblem("This engagement takes no feedback.", "")
	}
	var text string
	err = s.store.db.QueryRowContext(ctx, "SELECT data FROM forms WHERE engagement=?", engagement).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return defaultForm(engagement), nil
	}
	var f api.Form
	return f, errors.Join(err, json.Unmarshal([]byte(text), &f))
}

func (s *Service) getForm(q *request) (any, error) {
	return s.form(q.Context(), q.person, q.PathValue("id"))
}

// oncePer carries a change out once for a person's key. The answer is kept with the change in one transaction, so whoever asks
// again, because the answer was lost, gets it again.
func (s *Service) oncePer(q *request, body any, change func(tx *sql.Tx) (any, error)) (any, error) {
	key := q.Header.Get("Idempotency-Key")
	if key == "" || len(key) > 100 || !utf8.ValidString(key) {
		return nil, requestProblem(400, "A header Idempotency-Key of 1 to 100 characters is wanted.")
	}
	text, err := json.Marshal(body, json.Deterministic(true))
	if err != nil {
		return nil, requestProblem(400, "The body is not the JSON that is wanted here.")
	}
	sum := sha256.Sum256(append([]byte(q.Method+" "+q.URL.Path+"\n"), text...))
	asked := hex.EncodeToString(sum[:])
	var answer []byte
	err = s.store.write(q.Context(), func(tx *sql.Tx) error {
		var before, kept string
		err := tx.QueryRowContext(q.Context(), "SELECT request, answer FROM sent WHERE person=? AND key=?", q.person.ID(), key).Scan(&before, &kept)
		if err == nil && before != asked {
			return conflictProblem("This key belongs to something else.", "Each thing that is sent has a key of its own.")
		}
		if err == nil {
			answer = []byte(kept)
			return nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		made, err := change(tx)
		if err != nil {
			return err
		}
		if answer, err = json.Marshal(made, jsontext.EscapeForHTML(true)); err != nil {
			return err
		}
		_, err = tx.ExecContext(q.Context(), "INSERT INTO sent VALUES (?,?,?,?,?)", q.person.ID(), key, asked, string(answer), stamp(s.now()))
		return err
	})
	return answer, err
}

// postItem takes an item in.
func (s *Service) postItem(q *request) (any, error) {
	var in api.NewItem
	if err := q.read(&in); err != nil {
		return nil, err
	}
	f, err := s.form(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if wrong := f.Check(in); len(wrong) > 0 {
		return nil, fieldsProblem(wrong...)
	}
	name, err := s.random(8)
	if err != nil {
		return nil, err
	}
	return s.oncePer(q, in, func(tx *sql.Tx) (any, error) {
		id, now := hex.EncodeToString(name), stamp(s.now())
		data, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(q.Context(), "INSERT INTO items(id, engagement, type, title, data, words, state, person, created, modified) VALUES (?,?,?,?,?,?,?,?,?,?)",
			id, f.Engagement, in.Type, in.Title, string(data), words(in), api.ItemNew, q.person.ID(), now, now)
		if err != nil {
			return nil, err
		}
		if err := mark(q.Context(), tx, id, q.person.ID(), "follow", true); err != nil {
			return nil, err
		}
		return s.item(q.Context(), tx, id, q.person.ID())
	})
}

// words are what a search looks in.
func words(i api.NewItem) string {
	all := []string{i.Title, i.Package}
	for _, v := range i.Fields {
		all = append(all, v)
	}
	return api.FoldFileName(strings.Join(all, "\n"))
}

const itemColumns = `i.sequence, i.id, i.engagement, i.data, i.state, i.person, i.created, i.modified,
	coalesce((SELECT json_extract(r.data, '$.publisher_name') FROM registrations r WHERE r.person=i.person), ''),
	(SELECT count(*) FROM marks m WHERE m.item=i.id AND m.kind='vote'), EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='vote' AND m.person=?1),
	EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='follow' AND m.person=?1), (SELECT count(*) FROM comments c WHERE c.item=i.id)`

func scanItem(row interface{ Scan(...any) error }, viewer string) (api.Item, int64, error) {
	var i api.Item
	var in api.NewItem
	var sequence, created, modified int64
	var data, person string
	err := row.Scan(&sequence, &i.ID, &i.Engagement, &data, &i.State, &person, &created, &modified, &i.Author, &i.Votes, &i.Voted, &i.Following, &i.CommentCount)
	if err != nil {
		return i, 0, err
	}
	err = json.Unmarshal([]byte(data), &in)
	i.Type, i.Title, i.Fields, i.Package, i.Version = in.Type, in.Title, in.Fields, in.Package, in.Version
	i.Mine, i.Created, i.Modified = person == viewer, moment(created), moment(modified)
	return i, sequence, err
}

// item gives one item with its comments and attachments.
func (s *Service) item(ctx context.Context, r reader, id, viewer string) (api.Item, error) {
	i, _, err := scanItem(r.QueryRowContext(ctx, "SELECT "+itemColumns+" FROM items i WHERE i.id=?2", viewer, id), viewer)
	if errors.Is(err, sql.ErrNoRows) {
		return i, notFoundProblem()
	}
	if err != nil {
		return i, err
	}
	if i.Comments, err = comments(ctx, r, id); err != nil {
		return i, err
	}
	i.Attachments, err = attachments(ctx, r, id)
	return i, err
}

// myItem gives an item to somebody who is inside its engagement.
func (s *Service) myItem(q *request) (api.Item, error) {
	i, err := s.item(q.Context(), s.store.db, q.PathValue("id"), q.person.ID())
	if err != nil {
		return i, err
	}
	if err := s.may(q.Context(), q.person, i.Engagement); err != nil {
		return api.Item{}, err
	}
	return i, nil
}

func (s *Service) getItem(q *request) (any, error) { return s.myItem(q) }

// getItems lists the items of an engagement, newest first, one page at a time.
func (s *Service) getItems(q *request) (any, error) {
	if _, err := s.form(q.Context(), q.person, q.PathValue("id")); err != nil {
		return nil, err
	}
	v := q.URL.Query()
	before := int64(1 << 62)
	if after := v.Get("after"); after != "" {
		n, err := strconv.ParseInt(after, 10, 64)
		if err != nil {
			return nil, fieldsProblem(api.FieldError{Field: "after", Message: "This page is not there."})
		}
		before = n
	}
	return s.items(q.Context(), itemFilter{engagement: q.PathValue("id"), viewer: q.person.ID(), state: v.Get("state"), kind: v.Get("type"), text: v.Get("text"),
		mine: v.Get("mine") == "true", follow: v.Get("follow") == "true", before: before})
}

type itemFilter struct {
	engagement, viewer, state, kind, text string
	mine, follow                          bool
	before                                int64
}

func (s *Service) items(ctx context.Context, f itemFilter) (client.ItemPage, error) {
	p := client.ItemPage{Items: []api.Item{}}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(api.FoldFileName(f.text)) + "%"
	rows, err := s.store.db.QueryContext(ctx, "SELECT "+itemColumns+` FROM items i WHERE (?2='' OR i.engagement=?2) AND i.sequence<?3 AND (?4='' OR i.state=?4) AND (?5='' OR i.type=?5)
		AND i.words LIKE ?6 ESCAPE '\' AND (NOT ?7 OR i.person=?1) AND (NOT ?8 OR EXISTS (SELECT 1 FROM marks m WHERE m.item=i.id AND m.kind='follow' AND m.person=?1))
		ORDER BY i.sequence DESC LIMIT ?9`, f.viewer, f.engagement, f.before, f.state, f.kind, pattern, f.mine, f.follow, pageLength+1)
	if err != nil {
		return p, err
	}
	defer func() { _ = rows.Close() }()
	var last int64
	for rows.Next() {
		i, sequence, err := scanItem(rows, f.viewer)
		if err != nil {
			return p, err
		}
		if len(p.Items) == pageLength {
			p.Next = strconv.FormatInt(last, 10)
			break
		}
		p.Items, last = append(p.Items, i), sequence
	}
	return p, rows.Err()
}
