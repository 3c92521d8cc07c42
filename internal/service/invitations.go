package service

import (
	"context"
	"database/sql"
	"errors"

	"github.com/programconnect/programconnect/internal/api"
)

// invitations gives the open invitations of a person's address. A personal account on an invited work address does not count
// as that address's owner: the invitation says which kind of account it is for.
func (s *Service) invitations(ctx context.Context, r reader, p Identity) ([]api.Invitation, error) {
	list := []api.Invitation{}
	rows, err := r.QueryContext(ctx, `SELECT i.id, i.engagement, i.address, i.sender, i.message, i.role, i.sent, i.expires,
		coalesce((SELECT title FROM engagements e WHERE e.id=i.engagement), '') FROM invitations i
		WHERE i.address=? AND i.state='open' AND i.expires>? ORDER BY i.sent`, p.Address, stamp(s.now()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var i api.Invitation
		var sent, expires int64
		if err := rows.Scan(&i.ID, &i.Engagement, &i.Address, &i.From, &i.Message, &i.Role, &sent, &expires, &i.Title); err != nil {
			return nil, err
		}
		if i.Engagement == "" {
			i.Title = s.config.Program.Name
		}
		i.Sent, i.Expires = moment(sent), moment(expires)
		list = append(list, i)
	}
	if p.Kind == "personal" {
		work := list[:0]
		for _, i := range list {
			if !s.forWork(i) {
				work = append(work, i)
			}
		}
		list = work
	}
	return list, rows.Err()
}

// forWork tells whether a program takes work accounts alone, so that its invitations can't be taken up by a personal one.
func (s *Service) forWork(api.Invitation) bool { return s.config.Program.Accounts == "work" }

// postInvitation takes up an invitation: access with its role, to the program too.
func (s *Service) postInvitation(q *request) (any, error) {
	return s.answerInvitation(q, "accepted", func(tx *sql.Tx, i api.Invitation) error {
		now := s.now()
		granted := api.Access{State: api.AccessGranted, Role: i.Role, Decided: now}
		if i.Engagement != "" {
			if err := setAccess(q.Context(), tx, q.person.ID(), i.Engagement, granted, now); err != nil {
				return err
			}
			granted.Role = api.RoleParticipant
		}
		present, err := s.accessTo(q.Context(), tx, q.person, "")
		if err != nil || present.Granted() {
			return err
		}
		return setAccess(q.Context(), tx, q.person.ID(), "", granted, now)
	})
}

// deleteInvitation turns an invitation down.
func (s *Service) deleteInvitation(q *request) (any, error) {
	return s.answerInvitation(q, "declined", func(*sql.Tx, api.Invitation) error { return nil })
}

func (s *Service) answerInvitation(q *request, state string, then func(*sql.Tx, api.Invitation) error) (any, error) {
	err := s.store.write(q.Context(), func(tx *sql.Tx) error {
		list, err := s.invitations(q.Context(), tx, q.person)
		if err != nil {
			return err
		}
		for _, i := range list {
			if i.ID != q.PathValue("id") {
				continue
			}
			_, err := tx.ExecContext(q.Context(), "UPDATE invitations SET state=?, person=? WHERE id=?", state, q.person.ID(), i.ID)
			return errors.Join(err, then(tx, i))
		}
		return notFoundProblem()
	})
	if err != nil {
		return nil, err
	}
	return s.status(q.Context(), q.person)
}
