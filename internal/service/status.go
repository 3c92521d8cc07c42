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
	if st.Invitations, err = s.invitations.waiting(ctx, d, p); err != nil {
		return st, err
	}
	st.Withdrawn, err = s.withdrawn(ctx, d, p)
	return st, err
}

// withdrawn returns the files that a person was given and that were withdrawn since, newest first. Bytes that the
// same package has again are good again.
func (s *statuses) withdrawn(ctx context.Context, d store.Data, p Identity) ([]api.Withdrawn, error) {
	all, err := d.Withdrawals.Withdrawals(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	held, err := d.Downloads.Held(ctx, p.ID())
	if err != nil || len(held) == 0 {
		return nil, err
	}
	holds := map[store.Held]bool{}
	for _, h := range held {
		holds[store.Held{Package: h.Package, SHA256: h.SHA256}] = true
	}
	good, err := s.given(ctx, d)
	if err != nil {
		return nil, err
	}
	var list []api.Withdrawn
	for _, w := range all {
		for _, f := range w.Files {
			key := store.Held{Package: w.Package, SHA256: f.SHA256}
			if holds[key] && !good[key] {
				list = append(list, api.Withdrawn{Package: w.Package, Title: w.Title, Version: w.Version, File: f.Name, SHA256: f.SHA256, Reason: w.Reason, Time: w.Time})
				delete(holds, key) // an older withdrawal of the same bytes says no more
			}
		}
	}
	return list, nil
}

// given returns every file that the catalogue has now, by package and SHA-256.
func (s *statuses) given(ctx context.Context, d store.Data) (map[store.Held]bool, error) {
	packages, err := d.Packages.Packages(ctx)
	if err != nil {
		return nil, err
	}
	given := map[store.Held]bool{}
	for i := range packages {
		if packages[i].Draft {
			continue
		}
		files, err := d.Packages.Files(ctx, packages[i].ID)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			given[store.Held{Package: packages[i].ID, SHA256: f.SHA256}] = true
		}
	}
	return given, nil
}

// statusAPI answers for the status.
type statusAPI struct{ statuses *statuses }

func (a *statusAPI) routes() []route {
	return []route{{method: "GET", path: apiPrefix + "/status", answer: a.getStatus}}
}

func (a *statusAPI) getStatus(q *request) (any, error) { return a.statuses.of(q.Context(), q.person) }
