package service

import (
	"context"
	"errors"

	"github.com/programconnect/programconnect/internal/api"
)

// getStatus tells the person all that the service knows about them; program.NextStep reads it.
func (s *Service) getStatus(q *request) (any, error) { return s.status(q.Context(), q.person) }

func (s *Service) status(ctx context.Context, p Identity) (api.Status, error) {
	st := api.Status{Account: api.Account{ID: p.ID(), Name: p.Name, Address: p.Address, Kind: p.Kind}, Time: s.now()}
	reg, err := s.registration(ctx, s.store.db, p.ID())
	if err != nil {
		return st, err
	}
	if reg != nil {
		st.Registration, st.Registered, st.EmailVerified = &reg.data, reg.created, reg.verified
		if !reg.verified {
			st.EmailPending = reg.data.Contact.Email
		}
	}
	var errs [3]error
	st.Access, errs[0] = s.accessTo(ctx, s.store.db, p, "")
	st.Agreements, errs[1] = s.agreements(ctx, s.store.db, p.ID())
	st.Invitations, errs[2] = s.invitations(ctx, s.store.db, p)
	return st, errors.Join(errs[:]...)
}

// may tells whether a person may have what an engagement gives out: registered, verified, every agreement that counts for it
// answered, access to the program and to the engagement. It is asked before every link and every byte.
func (s *Service) may(ctx context.Context, p Identity, engagement string) error {
	access, err := s.accessTo(ctx, s.store.db, p, "")
	if err != nil {
		return err
	}
	if !access.Granted() {
		return accessProblem(access, "this program")
	}
	reg, err := s.registration(ctx, s.store.db, p.ID())
	switch {
	case err != nil:
		return err
	case reg == nil:
		return registrationProblem()
	case !reg.verified:
		return verificationProblem()
	}
	agreements, err := s.agreements(ctx, s.store.db, p.ID())
	if err != nil {
		return err
	}
	for _, a := range agreements {
		if a.Required && a.Blocking && (a.Engagement == "" || a.Engagement == engagement) {
			return termsProblem(a)
		}
	}
	if engagement == "" {
		return nil
	}
	return s.mayEngage(ctx, p, engagement)
}
