package service

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// agreements gives each agreement's current version with the person's answer, the program's own first. An agreement's current
// version is the newest that is in effect.
func (s *Service) agreements(ctx context.Context, r reader, person string) ([]api.AgreementState, error) {
	rows, err := r.QueryContext(ctx, `SELECT a.id, a.title, a.version, a.sha256, a.kind, a.effective, a.grace, a.required, a.engagement
		FROM agreements a WHERE a.sequence = (SELECT max(b.sequence) FROM agreements b WHERE b.id=a.id AND b.effective<=?)
		ORDER BY a.engagement<>'', a.required DESC, (SELECT min(c.sequence) FROM agreements c WHERE c.id=a.id)`, stamp(s.now()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	list := []api.AgreementState{}
	for rows.Next() {
		a, err := scanAgreement(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.answered(ctx, r, person, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func scanAgreement(row interface{ Scan(...any) error }) (api.AgreementState, error) {
	var a api.AgreementState
	var effective, grace int64
	err := row.Scan(&a.ID, &a.Title, &a.Version, &a.SHA256, &a.Kind, &effective, &grace, &a.Required, &a.Engagement)
	a.Effective = moment(effective)
	if grace != 0 {
		until := moment(grace)
		a.Grace = &until
	}
	return a, err
}

// answered fills in the person's answer. Without one to this version, the version accepted before serves until the grace date.
func (s *Service) answered(ctx context.Context, r reader, person string, a *api.AgreementState) error {
	decision, decided, err := lastDecision(ctx, r, person, a.ID, a.SHA256)
	if err != nil {
		return err
	}
	a.Decision, a.DecidedAt = decision, decided
	previous, err := acceptedBefore(ctx, r, person, *a)
	if err != nil {
		return err
	}
	a.Changed = previous != nil && a.Decision == api.Undecided
	inGrace := a.Changed && a.Grace != nil && s.now().Before(*a.Grace)
	a.Blocking = a.Required && a.Decision != api.Accepted && !inGrace
	if a.Engagement != "" {
		a.PackageIDs, err = packagesOf(ctx, r, a.Engagement)
	}
	return err
}

func lastDecision(ctx context.Context, r reader, person, agreement, hash string) (string, time.Time, error) {
	var decision string
	var at int64
	err := r.QueryRowContext(ctx, "SELECT decision, time FROM acceptances WHERE person=? AND agreement=? AND sha256=? ORDER BY number DESC LIMIT 1", person, agreement, hash).Scan(&decision, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return api.Undecided, time.Time{}, nil
	}
	return decision, moment(at), err
}

// acceptedBefore gives the newest earlier version whose last answer was an acceptance; nil without one.
func acceptedBefore(ctx context.Context, r reader, person string, a api.AgreementState) (*api.PreviousVersion, error) {
	var p api.PreviousVersion
	var text []byte
	var at int64
	err := r.QueryRowContext(ctx, `SELECT v.version, v.sha256, v.text, d.time FROM agreements v JOIN acceptances d
		ON d.agreement=v.id AND d.sha256=v.sha256 AND d.person=? AND d.number=(SELECT max(number) FROM acceptances WHERE person=d.person AND agreement=v.id AND sha256=v.sha256)
		WHERE v.id=? AND v.sha256<>? AND d.decision=? ORDER BY v.sequence DESC LIMIT 1`, person, a.ID, a.SHA256, api.Accepted).
		Scan(&p.Version, &p.SHA256, &text, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	p.Text, p.AcceptedAt = string(text), moment(at)
	return &p, err
}

func packagesOf(ctx context.Context, r reader, engagement string) ([]string, error) {
	rows, err := r.QueryContext(ctx, "SELECT id FROM packages WHERE engagement=? AND withdrawn=0 ORDER BY id", engagement)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// current gives one agreement's current version with the person's answer.
func (s *Service) current(ctx context.Context, r reader, person, id string) (api.AgreementState, error) {
	a, err := scanAgreement(r.QueryRowContext(ctx, `SELECT id, title, version, sha256, kind, effective, grace, required, engagement
		FROM agreements WHERE id=? AND effective<=? ORDER BY sequence DESC LIMIT 1`, id, stamp(s.now())))
	if errors.Is(err, sql.ErrNoRows) {
		return a, notFoundProblem()
	}
	if err != nil {
		return a, err
	}
	return a, s.answered(ctx, r, person, &a)
}

func (s *Service) getAgreements(q *request) (any, error) {
	list, err := s.agreements(q.Context(), s.store.db, q.person.ID())
	return struct {
		Agreements []api.AgreementState `json:"agreements"`
	}{list}, err
}

// getAgreement gives the exact text, and the version accepted before, for showing what changed.
func (s *Service) getAgreement(q *request) (any, error) {
	state, err := s.current(q.Context(), s.store.db, q.person.ID(), q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	a := api.Agreement{AgreementState: state}
	var text []byte
	if err := s.store.db.QueryRowContext(q.Context(), "SELECT text FROM agreements WHERE id=? AND sha256=?", state.ID, state.SHA256).Scan(&text); err != nil {
		return nil, err
	}
	a.Text = string(text)
	a.Previous, err = acceptedBefore(q.Context(), s.store.db, q.person.ID(), state)
	return a, err
}
