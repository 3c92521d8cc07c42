package service

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/programconnect/programconnect/internal/api"
)

// engagements gives all engagements with the person's access to each. Those by invitation alone are shown to those inside.
func (s *Service) engagements(ctx context.Context, r reader, p Identity, only string) ([]api.Engagement, error) {
	rows, err := r.QueryContext(ctx, `SELECT e.id, e.title, e.description, e.business_group, e.joining, e.terms, e.contact, e.feedback,
		(SELECT count(*) FROM packages k WHERE k.engagement=e.id AND k.withdrawn=0) FROM engagements e WHERE ?1='' OR e.id=?1 ORDER BY e.position, e.id`, only)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := []api.Engagement{}
	contacts := map[string]string{}
	for rows.Next() {
		var e api.Engagement
		var contact string
		if err := rows.Scan(&e.ID, &e.Title, &e.Description, &e.Group, &e.Join, &e.Terms, &contact, &e.Feedback, &e.Packages); err != nil {
			return nil, err
		}
		contacts[e.ID] = contact
		all = append(all, e)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	seen := all[:0]
	for _, e := range all {
		if e.Access, err = s.accessTo(ctx, r, p, e.ID); err != nil {
			return nil, err
		}
		if e.Join == api.JoinEveryone && (e.Access.State == api.AccessNone || e.Access.State == api.AccessLapsed) {
			e.Access = api.Access{State: api.AccessGranted, Role: api.RoleParticipant, Contact: e.Access.Contact, Send: e.Access.Send}
		}
		if contacts[e.ID] != "" {
			e.Access.Contact = contacts[e.ID]
		}
		if e.Terms != "" {
			a, err := s.current(ctx, r, p.ID(), e.Terms)
			if err != nil {
				return nil, err
			}
			e.TermsSHA256 = a.SHA256
		}
		if e.Join != api.JoinInvited || e.Access.State != api.AccessNone {
			seen = append(seen, e)
		}
	}
	return seen, nil
}

func (s *Service) engagement(ctx context.Context, r reader, p Identity, id string) (api.Engagement, error) {
	if id == "" {
		return api.Engagement{}, notFoundProblem()
	}
	list, err := s.engagements(ctx, r, p, id)
	if err != nil {
		return api.Engagement{}, err
	}
	if len(list) == 0 {
		return api.Engagement{}, notFoundProblem()
	}
	return list[0], nil
}

// mayEngage tells whether the person is inside an engagement.
func (s *Service) mayEngage(ctx context.Context, p Identity, id string) error {
	e, err := s.engagement(ctx, s.store.db, p, id)
	if err != nil {
		return err
	}
	if !e.Access.Granted() {
		return accessProblem(e.Access, "“"+e.Title+"”")
	}
	return nil
}

func (s *Service) getEngagements(q *request) (any, error) {
	list, err := s.engagements(q.Context(), s.store.db, q.person, "")
	return struct {
		Engagements []api.Engagement `json:"engagements"`
	}{list}, err
}

func (s *Service) getEngagement(q *request) (any, error) {
	return s.engagement(q.Context(), s.store.db, q.person, q.PathValue("id"))
}

// postJoin lets a person into an open engagement: registered, verified, the program's agreements and the engagement's terms accepted.
func (s *Service) postJoin(q *request) (any, error) {
	if err := s.may(q.Context(), q.person, ""); err != nil {
		return nil, err
	}
	return s.changeEngagement(q, func(tx *sql.Tx, e api.Engagement) error {
		switch {
		case e.Access.Granted():
			return nil
		case e.Access.State == api.AccessRevoked, e.Access.State == api.AccessDeclined, e.Join != api.JoinOpen:
			return accessProblem(e.Access, "“"+e.Title+"”")
		}
		if err := s.termsOf(q.Context(), tx, q.person, e); err != nil {
			return err
		}
		now := s.now()
		return setAccess(q.Context(), tx, q.person.ID(), e.ID, api.Access{State: api.AccessGranted, Role: api.RoleParticipant, Decided: now}, now)
	})
}

// termsOf tells whether the engagement's own terms wait for an answer.
func (s *Service) termsOf(ctx context.Context, r reader, p Identity, e api.Engagement) error {
	if e.Terms == "" {
		return nil
	}
	a, err := s.current(ctx, r, p.ID(), e.Terms)
	if err != nil {
		return err
	}
	if a.Required && a.Blocking {
		return termsProblem(a)
	}
	return nil
}

// postLeave ends the person's own part.
func (s *Service) postLeave(q *request) (any, error) {
	return s.changeEngagement(q, func(tx *sql.Tx, e api.Engagement) error {
		if e.Access.State != api.AccessGranted && e.Access.State != api.AccessRequested && e.Access.State != api.AccessLapsed {
			return nil
		}
		_, err := tx.ExecContext(q.Context(), "DELETE FROM access WHERE person=? AND engagement=?", q.person.ID(), e.ID)
		return err
	})
}

// postEngagementRequest asks an engagement's owner for access.
func (s *Service) postEngagementRequest(q *request) (any, error) {
	why, err := readJustification(q)
	if err != nil {
		return nil, err
	}
	if err := s.may(q.Context(), q.person, ""); err != nil {
		return nil, err
	}
	return s.changeEngagement(q, func(tx *sql.Tx, e api.Engagement) error {
		return s.ask(q.Context(), tx, q.person, e.ID, e.Access, why, "“"+e.Title+"”")
	})
}

// postAccessRequest asks the program's owner for access.
func (s *Service) postAccessRequest(q *request) (any, error) {
	why, err := readJustification(q)
	if err != nil {
		return nil, err
	}
	err = s.store.write(q.Context(), func(tx *sql.Tx) error {
		access, err := s.accessTo(q.Context(), tx, q.person, "")
		if err != nil {
			return err
		}
		return s.ask(q.Context(), tx, q.person, "", access, why, "this program")
	})
	if err != nil {
		return nil, err
	}
	return s.accessTo(q.Context(), s.store.db, q.person, "")
}

// ask writes a request. Whoever was refused or put out asks the contact, not the button.
func (s *Service) ask(ctx context.Context, tx *sql.Tx, p Identity, engagement string, access api.Access, why, what string) error {
	switch access.State {
	case api.AccessGranted:
		return nil
	case api.AccessRevoked:
		return accessProblem(access, what)
	}
	now := s.now()
	return setAccess(ctx, tx, p.ID(), engagement, api.Access{State: api.AccessRequested, Role: api.RoleParticipant, Justification: why, Requested: now}, now)
}

func (s *Service) changeEngagement(q *request, change func(tx *sql.Tx, e api.Engagement) error) (any, error) {
	err := s.store.write(q.Context(), func(tx *sql.Tx) error {
		e, err := s.engagement(q.Context(), tx, q.person, q.PathValue("id"))
		if err != nil {
			return err
		}
		return change(tx, e)
	})
	if err != nil {
		return nil, err
	}
	return s.engagement(q.Context(), s.store.db, q.person, q.PathValue("id"))
}

func readJustification(q *request) (string, error) {
	var in struct {
		Justification string `json:"justification"`
	}
	if err := q.read(&in); err != nil {
		return "", err
	}
	why := strings.TrimSpace(in.Justification)
	if why == "" {
		return "", fieldsProblem(api.FieldError{Field: "justification", Message: "Write why you need access: the owner decides by it."})
	}
	if !utf8.ValidString(why) || api.CountCharacters(why) > 2000 {
		return "", fieldsProblem(api.FieldError{Field: "justification", Message: "This is too long. Shorten it to 2000 characters."})
	}
	return why, nil
}
