package service

import (
	"context"
	"strconv"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// SentInvitation is an invitation as its owner sees it.
type SentInvitation struct {
	ID         string    `json:"id"`
	Address    string    `json:"address"`
	Engagement string    `json:"engagement,omitzero"`
	Role       string    `json:"role"`
	State      string    `json:"state"` // "open", "expired", "accepted", "declined" or "replaced"
	Sent       time.Time `json:"sent"`
}

// Invitations lists every invitation, newest first.
func (s *Service) Invitations(ctx context.Context) ([]SentInvitation, error) {
	rows, err := s.store.db.QueryContext(ctx, "SELECT id, address, engagement, role, state, sent, expires FROM invitations ORDER BY sent DESC")
	if err != nil {
		return nil, ownerError(err)
	}
	defer func() { _ = rows.Close() }()
	list := []SentInvitation{}
	for rows.Next() {
		var i SentInvitation
		var sent, expires int64
		if err := rows.Scan(&i.ID, &i.Address, &i.Engagement, &i.Role, &i.State, &sent, &expires); err != nil {
			return nil, ownerError(err)
		}
		i.Sent = moment(sent)
		if i.State == "open" && !s.now().Before(moment(expires)) {
			i.State = "expired"
		}
		list = append(list, i)
	}
	return list, ownerError(rows.Err())
}

// idle is access that nobody used for a while.
type idle struct {
	person, engagement, address, title string
	used                               time.Time
	warned                             int
}

// Sweep does what the calendar asks for: it warns people by mail 30, 14 and 1 days before their access lapses, and tells them
// when it has, and drops answers kept for repeated sends after 90 days. Each mail is sent once; calling it often does no harm.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.forgetSent(ctx); err != nil {
		return ownerError(err)
	}
	list, err := s.idle(ctx)
	if err != nil {
		return ownerError(err)
	}
	for _, i := range list {
		a := api.Access{State: api.AccessGranted}
		s.lapse(&a, i.used)
		days := a.Warning
		if a.State == api.AccessLapsed {
			days = -1
		}
		if days == 0 || i.warned == days {
			continue
		}
		if err := s.warn(ctx, i, days, a.Lapses); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) idle(ctx context.Context) ([]idle, error) {
	oldest := s.now().Add(30*24*time.Hour - idleLimit)
	rows, err := s.store.db.QueryContext(ctx, `SELECT a.person, a.engagement, p.address, coalesce(e.title, ''), a.used, a.warned FROM access a
		JOIN people p ON p.id=a.person LEFT JOIN engagements e ON e.id=a.engagement WHERE a.state=? AND a.used<=?`, api.AccessGranted, stamp(oldest))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []idle
	for rows.Next() {
		var i idle
		var used int64
		if err := rows.Scan(&i.person, &i.engagement, &i.address, &i.title, &used, &i.warned); err != nil {
			return nil, err
		}
		i.used = moment(used)
		list = append(list, i)
	}
	return list, rows.Err()
}

// warn notes the mail first: a mail that is lost is better than one that comes every hour.
func (s *Service) warn(ctx context.Context, i idle, days int, lapses time.Time) error {
	err := s.store.exec(ctx, "UPDATE access SET warned=? WHERE person=? AND engagement=? AND used=?", days, i.person, i.engagement, stamp(i.used))
	if err != nil {
		return ownerError(err)
	}
	what := i.title
	if i.engagement == "" {
		what = s.config.Program.Name
	}
	m := Mail{To: i.address, Time: s.now(), Subject: what + ": your access lapses in " + strconv.Itoa(days) + " days",
		Text: "You have not used “" + what + "” for a while. Your access lapses on " + lapses.Format("2 January 2006") + ".\n\nOpen one of its packages to keep it.\n"}
	switch days {
	case 1:
		m.Subject = what + ": your access lapses tomorrow"
	case -1:
		m.Subject = what + ": your access has lapsed"
		m.Text = "You did not use “" + what + "” for 180 days, so your access has lapsed. Ask for access again if you need it.\n"
	}
	return ownerError(s.config.Mail.Send(ctx, m))
}
