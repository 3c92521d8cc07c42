package service

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// NewAgreement is an agreement's new version on its way in.
type NewAgreement struct {
	ID, Title, Version, Kind string
	Text                     string
	Effective                time.Time  // zero: now
	Grace                    *time.Time // until then the version accepted before serves
	Required                 bool
	Engagement               string // terms of one engagement; empty: of the program
}

// PublishAgreement adds a version. From its effective date on everybody is asked again. A text that is there already is not added twice.
func (s *Service) PublishAgreement(ctx context.Context, a NewAgreement) (api.AgreementState, error) {
	if a.ID == "" || a.Title == "" || a.Version == "" || strings.TrimSpace(a.Text) == "" || len(a.Text) > 1<<20 {
		return api.AgreementState{}, usage("agreement", "An agreement needs an id, a title, a version and a text of at most 1 MiB.")
	}
	if a.Kind == "" {
		a.Kind = api.AgreementTerms
	}
	if a.Effective.IsZero() {
		a.Effective = s.now()
	}
	var grace int64
	if a.Grace != nil {
		grace = stamp(*a.Grace)
	}
	hash := api.TextHash(a.Text)
	err := s.store.write(ctx, func(tx *sql.Tx) error {
		var there int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM agreements WHERE id=? AND (version=? OR sha256=?)", a.ID, a.Version, hash).Scan(&there); err != nil {
			return err
		}
		if there > 0 {
			return usage("agreement", "This version or this text is published already.")
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO agreements(id, version, title, kind, text, sha256, effective, grace, required, engagement) VALUES (?,?,?,?,?,?,?,?,?,?)",
			a.ID, a.Version, a.Title, a.Kind, []byte(a.Text), hash, stamp(a.Effective), grace, a.Required, a.Engagement)
		return err
	})
	return api.AgreementState{ID: a.ID, Title: a.Title, Version: a.Version, SHA256: hash, Kind: a.Kind, Effective: a.Effective, Grace: a.Grace,
		Required: a.Required, Engagement: a.Engagement}, ownerError(err)
}

// NewEngagement is an engagement on its way in.
type NewEngagement struct {
	ID, Title, Description, Group string
	Join                          string // program.JoinEveryone, JoinOpen, JoinApproval or JoinInvited
	Terms                         string // id of its agreement
	Contact                       string // empty: the program's
	Position                      int
	Feedback                      bool
}

// PutEngagement adds or changes an engagement.
func (s *Service) PutEngagement(ctx context.Context, e NewEngagement) error {
	if e.ID == "" || e.Title == "" || e.Join != api.JoinEveryone && e.Join != api.JoinOpen && e.Join != api.JoinApproval && e.Join != api.JoinInvited {
		return usage("engagement", "An engagement needs an id, a title and a way to join: everyone, open, approval or invited.")
	}
	return ownerError(s.store.exec(ctx, `INSERT INTO engagements VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET position=excluded.position,
		title=excluded.title, description=excluded.description, business_group=excluded.business_group, joining=excluded.joining, terms=excluded.terms,
		contact=excluded.contact, feedback=excluded.feedback`, e.ID, e.Position, e.Title, e.Description, e.Group, e.Join, e.Terms, e.Contact, e.Feedback))
}

// Invite invites an address to an engagement, or to the program when engagement is empty, and mails it. It gives the invitation's id.
func (s *Service) Invite(ctx context.Context, address, engagement, role, from, message string) (string, error) {
	if role == "" {
		role = api.RoleParticipant
	}
	if !strings.Contains(address, "@") || !knownRole(role) {
		return "", usage("address", "An invitation needs an e-mail address, and a role: participant, power-user or owner.")
	}
	b, err := s.random(12)
	if err != nil {
		return "", ownerError(err)
	}
	id, now := hex.EncodeToString(b), s.now()
	err = s.store.write(ctx, func(tx *sql.Tx) error {
		if err := engagementThere(ctx, tx, engagement); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE invitations SET state='replaced' WHERE address=? AND engagement=? AND state='open'", address, engagement); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO invitations VALUES (?,?,?,?,?,?,?,?,'open','')", id, address, engagement, role, from, message, stamp(now), stamp(now.Add(30*24*time.Hour)))
		return err
	})
	if err != nil {
		return "", ownerError(err)
	}
	text := from + " invites you to " + s.config.Program.Name + ".\n\n" + message + "\n\nSign in with the account of this address, " + address + ", and accept the invitation there. It is good for 30 days.\n"
	return id, ownerError(s.config.Mail.Send(ctx, Mail{To: address, Time: now, Subject: s.config.Program.Name + ": an invitation", Text: text}))
}

func knownRole(role string) bool {
	return role == api.RoleParticipant || role == api.RolePowerUser || role == api.RoleOwner
}

func engagementThere(ctx context.Context, r reader, id string) error {
	if id == "" {
		return nil
	}
	var there int
	if err := r.QueryRowContext(ctx, "SELECT count(*) FROM engagements WHERE id=?", id).Scan(&there); err != nil {
		return err
	}
	if there == 0 {
		return usage("engagement", "There is no engagement with this id.")
	}
	return nil
}

// Approve grants access to an engagement, or to the program when engagement is empty. who is a person's id, or an address that only one has.
func (s *Service) Approve(ctx context.Context, who, engagement, role string) error {
	if role == "" {
		role = api.RoleParticipant
	}
	if !knownRole(role) {
		return usage("role", "The roles are participant, power-user and owner.")
	}
	return s.decide(ctx, who, engagement, api.Access{State: api.AccessGranted, Role: role})
}

// Decline refuses a request for access; the person reads the reason.
func (s *Service) Decline(ctx context.Context, who, engagement, reason string) error {
	return s.decide(ctx, who, engagement, api.Access{State: api.AccessDeclined, Role: api.RoleParticipant, Reason: reason})
}

// Revoke takes access away at once: open links stop too.
func (s *Service) Revoke(ctx context.Context, who, engagement, reason string) error {
	return s.decide(ctx, who, engagement, api.Access{State: api.AccessRevoked, Role: api.RoleParticipant, Reason: reason})
}

func (s *Service) decide(ctx context.Context, who, engagement string, a api.Access) error {
	err := s.store.write(ctx, func(tx *sql.Tx) error {
		if err := engagementThere(ctx, tx, engagement); err != nil {
			return err
		}
		id, err := findPerson(ctx, tx, who)
		if err != nil {
			return err
		}
		p, err := identity(ctx, tx, id)
		if err != nil {
			return err
		}
		before, err := s.accessTo(ctx, tx, p, engagement)
		if err != nil {
			return err
		}
		a.Justification, a.Requested, a.Decided = before.Justification, before.Requested, s.now()
		return setAccess(ctx, tx, id, engagement, a, s.now())
	})
	return ownerError(err)
}

// findPerson finds a person by id, or by an address that only one has.
func findPerson(ctx context.Context, r reader, who string) (string, error) {
	rows, err := r.QueryContext(ctx, "SELECT id, kind FROM people WHERE id=?1 OR address=?1 COLLATE NOCASE ORDER BY id", who)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var ids, shown []string
	for rows.Next() {
		var id, kind string
		if err := rows.Scan(&id, &kind); err != nil {
			return "", err
		}
		ids, shown = append(ids, id), append(shown, id+" ("+kind+")")
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	switch len(ids) {
	case 0:
		return "", usage("who", "Nobody with this address or id has signed in yet. Invite the address instead.")
	case 1:
		return ids[0], nil
	}
	return "", usage("who", "Several accounts have this address. Name one by its id: "+strings.Join(shown, ", ")+".")
}

// Person is one line of the owner's list of people.
type Person struct {
	ID            string                `json:"id"`
	Name          string                `json:"name"`
	Address       string                `json:"address"`
	Kind          string                `json:"kind"`
	Registered    bool                  `json:"registered"`
	PublisherName string                `json:"publisher_name,omitzero"`
	Program       api.Access            `json:"access"`
	Engagements   map[string]api.Access `json:"engagements"`
	LastSeen      time.Time             `json:"last_seen"`
}

// People lists everybody who has signed in, by address.
func (s *Service) People(ctx context.Context) ([]Person, error) {
	rows, err := s.store.db.QueryContext(ctx, "SELECT id, last_seen FROM people ORDER BY address, id")
	if err != nil {
		return nil, ownerError(err)
	}
	seen := map[string]time.Time{}
	var ids []string
	for rows.Next() {
		var id string
		var at int64
		if err := rows.Scan(&id, &at); err != nil {
			return nil, ownerError(errors.Join(err, rows.Close()))
		}
		ids, seen[id] = append(ids, id), moment(at)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, ownerError(err)
	}
	list := make([]Person, 0, len(ids))
	for _, id := range ids {
		p, err := s.person(ctx, id)
		if err != nil {
			return nil, ownerError(err)
		}
		p.LastSeen = seen[id]
		list = append(list, p)
	}
	return list, nil
}

func (s *Service) person(ctx context.Context, id string) (Person, error) {
	who, err := identity(ctx, s.store.db, id)
	if err != nil {
		return Person{}, err
	}
	p := Person{ID: id, Name: who.Name, Address: who.Address, Kind: who.Kind, Engagements: map[string]api.Access{}}
	reg, err := s.registration(ctx, s.store.db, id)
	if err != nil {
		return p, err
	}
	if reg != nil {
		p.Registered, p.PublisherName = true, reg.data.PublisherName
	}
	if p.Program, err = s.accessTo(ctx, s.store.db, who, ""); err != nil {
		return p, err
	}
	engagements, err := s.engagements(ctx, s.store.db, who, "")
	for _, e := range engagements {
		if e.Access.State != api.AccessNone {
			p.Engagements[e.ID] = e.Access
		}
	}
	return p, err
}

// ExportLedger gives everybody's receipts in the order of the chain, with the keys that check them.
func (s *Service) ExportLedger(ctx context.Context) (api.Ledger, error) {
	l, err := s.ledger(ctx, "")
	return l, ownerError(err)
}

// WithdrawPackage takes a package out of the catalogue; links to it stop at once.
func (s *Service) WithdrawPackage(ctx context.Context, id string) error {
	err := s.store.write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "UPDATE packages SET withdrawn=1, modified=? WHERE id=? AND withdrawn=0", stamp(s.now()), id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(usage("package", "There is no package with this id."), err)
		}
		return nil
	})
	return ownerError(err)
}

func usage(field, cause string) error {
	return &fault.Error{Kind: fault.Usage, Code: "service." + field, Title: i18n.Verbatim("The command was not carried out."), Cause: i18n.Verbatim(cause), Safe: i18n.Verbatim("Nothing was changed."), Field: field}
}

// ownerError makes a fault of an error that is none.
func ownerError(err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	var problem *api.Problem
	if errors.As(err, &problem) {
		return problem.Fault()
	}
	return storeFault(fmt.Errorf("service: %w", err))
}
