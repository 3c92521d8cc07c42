package service

import (
	"context"
	"errors"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// statuses puts together all that the service knows about a person.
type statuses struct {
	*base
	access      *access
	agreements  *agreements
	invitations *invitations
}

// of returns the status of a person; api.NextStep reads it.
func (s *statuses) of(ctx context.Context, p Identity) (api.Status, error) {
	st := api.Status{Account: api.Account{ID: p.ID(), Name: p.Name, Address: p.Address, Kind: p.Kind}, Time: s.now()}
	d, err := s.seen(ctx, p.ID())
	if err != nil {
		return st, err
	}
	reg, err := d.Registrations.Registration(ctx, p.ID())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return st, err
	}
	if err == nil {
		st.Registration = &reg.Form
		st.Registered = reg.Created
		st.NameNotice = nameNotice(reg)
		st.EmailVerified = reg.EmailVerified
		if !reg.EmailVerified {
			st.EmailPending = reg.Form.Contact.Email
		}
	}
	if st.Access, err = s.access.of(ctx, d, p, ""); err != nil {
		return st, err
	}
	if st.Agreements, err = s.agreements.list(ctx, d, p); err != nil {
		return st, err
	}
	st.Invitations, err = s.invitations.waiting(ctx, d, p)
	return st, err
}

// statusAPI answers for the status.
type statusAPI struct{ statuses *statuses }

func (a *statusAPI) routes() []route {
	return []route{{method: "GET", path: apiPrefix + "/status", answer: a.getStatus}}
}

func (a *statusAPI) getStatus(q *request) (any, error) { return a.statuses.of(q.Context(), q.person) }
