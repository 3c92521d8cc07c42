package service

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// idleLimit is how long access stays unused before it lapses.
const idleLimit = 180 * 24 * time.Hour

// remember notes the person of a token: a row when they are new or renamed, else at most one write an hour.
func (s *Service) remember(ctx context.Context, p Identity) error {
	now := s.now()
	var name, address, kind string
	var seen int64
	err := s.store.db.QueryRowContext(ctx, "SELECT name, address, kind, last_seen FROM people WHERE id=?", p.ID()).Scan(&name, &address, &kind, &seen)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil && name == p.Name && address == p.Address && kind == p.Kind && now.Sub(moment(seen)) < time.Hour {
		return nil
	}
	return s.store.write(ctx, func(tx *sql.Tx) error { return rememberIn(ctx, tx, p, now) })
}

func rememberIn(ctx context.Context, tx *sql.Tx, p Identity, now time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO people VALUES (?,?,?,?,?,?)
		ON CONFLICT(id) DO UPDATE SET name=excluded.name, address=excluded.address, kind=excluded.kind, last_seen=excluded.last_seen`,
		p.ID(), p.Name, p.Address, p.Kind, stamp(now), stamp(now))
	return err
}

// identity reads a person back.
func identity(ctx context.Context, r reader, id string) (Identity, error) {
	var p Identity
	if len(id) < 3 {
		return p, sql.ErrNoRows
	}
	err := r.QueryRowContext(ctx, "SELECT name, address, kind FROM people WHERE id=?", id).Scan(&p.Name, &p.Address, &p.Kind)
	for i := range len(id) {
		if id[i] == '.' {
			p.TenantID, p.ObjectID = id[:i], id[i+1:]
		}
	}
	return p, err
}

// accessTo gives a person's access to an engagement, or to the program itself when engagement is empty.
func (s *Service) accessTo(ctx context.Context, r reader, p Identity, engagement string) (api.Access, error) {
	a := api.Access{State: api.AccessNone, Contact: s.config.Program.Contact, Send: p.Address}
	var requested, decided, used int64
	err := r.QueryRowContext(ctx, "SELECT state, role, justification, reason, requested, decided, used FROM access WHERE person=? AND engagement=?", p.ID(), engagement).
		Scan(&a.State, &a.Role, &a.Justification, &a.Reason, &requested, &decided, &used)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return a, err
	}
	a.Requested, a.Decided = moment(requested), moment(decided)
	known := err == nil
	if engagement == "" && !known && s.config.Open(p) {
		a.State, a.Role = api.AccessGranted, api.RoleParticipant
		return a, nil
	}
	if a.State == api.AccessGranted && (engagement != "" || !s.config.Open(p)) {
		s.lapse(&a, moment(used))
	}
	a.First = engagement == "" && !a.Granted()
	return a, nil
}

// lapse ends access that was not used for 180 days, and warns in the last 30.
func (s *Service) lapse(a *api.Access, used time.Time) {
	a.Lapses = used.Add(idleLimit)
	left := a.Lapses.Sub(s.now())
	if left <= 0 {
		a.State = api.AccessLapsed
		return
	}
	for _, days := range []int{1, 14, 30} {
		if left <= time.Duration(days)*24*time.Hour {
			a.Warning = days
			return
		}
	}
}

// use notes that access was used, at most once a day.
func (s *Service) use(ctx context.Context, person, engagement string) error {
	now := s.now()
	var used int64
	err := s.store.db.QueryRowContext(ctx, "SELECT used FROM access WHERE person=? AND engagement=? AND state=?", person, engagement, api.AccessGranted).Scan(&used)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (now.Sub(moment(used)) < 24*time.Hour || now.Sub(moment(used)) >= idleLimit) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.store.exec(ctx, "UPDATE access SET used=?, warned=0 WHERE person=? AND engagement=? AND state=?", stamp(now), person, engagement, api.AccessGranted)
}

// setAccess writes a person's access.
func setAccess(ctx context.Context, tx *sql.Tx, person, engagement string, a api.Access, now time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO access VALUES (?,?,?,?,?,?,?,?,?,0) ON CONFLICT(person, engagement) DO UPDATE SET
		state=excluded.state, role=excluded.role, justification=excluded.justification, reason=excluded.reason,
		requested=excluded.requested, decided=excluded.decided, used=excluded.used, warned=0`,
		person, engagement, a.State, a.Role, a.Justification, a.Reason, stamp(a.Requested), stamp(a.Decided), stamp(now))
	return err
}
