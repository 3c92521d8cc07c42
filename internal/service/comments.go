package service

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/programconnect/programconnect/internal/api"
)

// ownerPerson stands for the program's owner in comments made by a command.
const ownerPerson = ""

func comments(ctx context.Context, r reader, item string) ([]api.Comment, error) {
	rows, err := r.QueryContext(ctx, `SELECT c.sequence, c.person, c.text, c.created,
		coalesce((SELECT json_extract(r.data, '$.publisher_name') FROM registrations r WHERE r.person=c.person), '') FROM comments c WHERE c.item=? ORDER BY c.sequence`, item)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []api.Comment
	for rows.Next() {
		var c api.Comment
		var sequence, created int64
		var person string
		if err := rows.Scan(&sequence, &person, &c.Text, &created, &c.Author); err != nil {
			return nil, err
		}
		c.ID, c.Owner, c.Created = strconv.FormatInt(sequence, 10), person == ownerPerson, moment(created)
		list = append(list, c)
	}
	return list, rows.Err()
}

// postComment adds a comment and mails those who follow.
func (s *Service) postComment(q *request) (any, error) {
	var in struct {
		Text string `json:"text"`
	}
	if err := q.read(&in); err != nil {
		return nil, err
	}
	i, err := s.myItem(q)
	if err != nil {
		return nil, err
	}
	if problem := checkComment(in.Text); problem != nil {
		return nil, problem
	}
	fresh := false
	answer, err := s.oncePer(q, in, func(tx *sql.Tx) (any, error) {
		fresh = true
		return s.addComment(q.Context(), tx, i.ID, q.person.ID(), in.Text)
	})
	if err == nil && fresh {
		s.tell(q.Context(), i, q.person.ID(), in.Text)
	}
	return answer, err
}

func checkComment(text string) *api.Problem {
	if strings.TrimSpace(text) == "" || !utf8.ValidString(text) || api.CountCharacters(text) > 20_000 {
		return fieldsProblem(api.FieldError{Field: "text", Message: "Write a comment of 1 to 20,000 characters."})
	}
	return nil
}

func (s *Service) addComment(ctx context.Context, tx *sql.Tx, item, person, text string) (api.Comment, error) {
	now := s.now()
	result, err := tx.ExecContext(ctx, "INSERT INTO comments(item, person, text, created) VALUES (?,?,?,?)", item, person, text, stamp(now))
	if err != nil {
		return api.Comment{}, err
	}
	n, err := result.LastInsertId()
	if err != nil {
		return api.Comment{}, err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE items SET modified=? WHERE id=?", stamp(now), item); err != nil {
		return api.Comment{}, err
	}
	all, err := comments(ctx, tx, item)
	for _, c := range all {
		if c.ID == strconv.FormatInt(n, 10) {
			return c, err
		}
	}
	return api.Comment{}, errors.Join(err, sql.ErrNoRows)
}

// tell mails everybody who follows an item, the one who caused the news aside. A mail that can't be sent is no trouble of theirs.
func (s *Service) tell(ctx context.Context, i api.Item, except, text string) {
	rows, err := s.store.db.QueryContext(ctx, "SELECT p.address FROM marks m JOIN people p ON p.id=m.person WHERE m.item=? AND m.kind='follow' AND m.person<>?", i.ID, except)
	if err != nil {
		s.config.Log.Warn("mails about an item were not sent", "item", i.ID)
		return
	}
	var addresses []string
	for rows.Next() {
		var a string
		if rows.Scan(&a) == nil {
			addresses = append(addresses, a)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		s.config.Log.Warn("mails about an item were not sent", "item", i.ID)
		return
	}
	for _, a := range addresses {
		if err := s.config.Mail.Send(ctx, Mail{To: a, Time: s.now(), Subject: s.config.Program.Name + ": " + i.Title, Text: text + "\n"}); err != nil {
			s.config.Log.Warn("a mail about an item was not sent", "item", i.ID)
		}
	}
}

func mark(ctx context.Context, tx *sql.Tx, item, person, kind string, on bool) error {
	query := "INSERT OR IGNORE INTO marks(item, person, kind) VALUES (?,?,?)"
	if !on {
		query = "DELETE FROM marks WHERE item=? AND person=? AND kind=?"
	}
	_, err := tx.ExecContext(ctx, query, item, person, kind)
	return err
}

func (s *Service) putVote(q *request) (any, error)      { return s.setMark(q, "vote", true) }
func (s *Service) deleteVote(q *request) (any, error)   { return s.setMark(q, "vote", false) }
func (s *Service) putFollow(q *request) (any, error)    { return s.setMark(q, "follow", true) }
func (s *Service) deleteFollow(q *request) (any, error) { return s.setMark(q, "follow", false) }

func (s *Service) setMark(q *request, kind string, on bool) (any, error) {
	i, err := s.myItem(q)
	if err != nil {
		return nil, err
	}
	if err := s.store.write(q.Context(), func(tx *sql.Tx) error { return mark(q.Context(), tx, i.ID, q.person.ID(), kind, on) }); err != nil {
		return nil, err
	}
	return s.item(q.Context(), s.store.db, i.ID, q.person.ID())
}

// Feedback lists every item of an engagement, or of all when engagement is empty, newest first.
func (s *Service) Feedback(ctx context.Context, engagement, state string) ([]api.Item, error) {
	all := []api.Item{}
	f := itemFilter{engagement: engagement, state: state, before: 1 << 62}
	for {
		p, err := s.items(ctx, f)
		if err != nil {
			return nil, ownerError(err)
		}
		all = append(all, p.Items...)
		if p.Next == "" {
			return all, nil
		}
		if f.before, err = strconv.ParseInt(p.Next, 10, 64); err != nil {
			return nil, ownerError(err)
		}
	}
}

// Reply adds the owner's comment to an item.
func (s *Service) Reply(ctx context.Context, item, text string) error {
	if checkComment(text) != nil {
		return usage("text", "Write a comment of 1 to 20,000 characters.")
	}
	return s.change(ctx, item, text, func(tx *sql.Tx) error {
		_, err := s.addComment(ctx, tx, item, ownerPerson, text)
		return err
	})
}

// SetState moves an item to another state.
func (s *Service) SetState(ctx context.Context, item, state string) error {
	if !slices.Contains(api.ItemStates(), state) {
		return usage("state", "The states are "+strings.Join(api.ItemStates(), ", ")+".")
	}
	return s.change(ctx, item, "The state is now: "+state, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE items SET state=?, modified=? WHERE id=?", state, stamp(s.now()), item)
		return err
	})
}

// change changes an item for the owner and mails those who follow it.
func (s *Service) change(ctx context.Context, id, news string, f func(*sql.Tx) error) error {
	i, err := s.item(ctx, s.store.db, id, "")
	var problem *api.Problem
	if errors.As(err, &problem) {
		return usage("item", "There is no item with this id.")
	}
	if err != nil {
		return ownerError(err)
	}
	if err := s.store.write(ctx, f); err != nil {
		return ownerError(err)
	}
	s.tell(ctx, i, "", news)
	return nil
}

// forgetSent drops kept answers that nobody asks for again.
func (s *Service) forgetSent(ctx context.Context) error {
	return s.store.exec(ctx, "DELETE FROM sent WHERE time<?", stamp(s.now().Add(-90*24*time.Hour)))
}
